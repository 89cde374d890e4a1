"""`wom policy`: what may matter most when a day is planned."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from wom_tui.cli.output import answer, print_text, say, tell
from wom_tui.cli.shell import shell_of

app = typer.Typer(
    help="Policies: what matters most when a day is planned.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("list")
def list_policies(context: typer.Context) -> None:
    """Which there are, and where your own are looked for."""
    from wom_tui.gateways.policies import own_folder, policy_files, policy_named

    found = [policy_named(name) for name in policy_files()]
    document = {"policies": [asdict(policy) for policy in found], "own": str(own_folder())}
    answer(
        shell_of(context).is_json, document, lambda: tell(*(f"{one.name:16} {one.about}" for one in found))
    )
    say(f"your own: {own_folder()}/NAME.toml; wom policy show balanced is one to begin with")


@app.command()
def show(context: typer.Context, name: Annotated[str, typer.Argument(help="Which one.")]) -> None:
    """The file of one: copy it, change it, give it a name of your own."""
    from wom_tui.gateways.policies import policy_files, policy_named

    policy = policy_named(name)
    text = policy_files()[name].read_text(encoding="utf-8")
    answer(shell_of(context).is_json, asdict(policy), lambda: print_text(text))
