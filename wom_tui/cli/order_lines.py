"""`wom wo hold 4417 parts fri`: every verb about orders that a line has, as a verb of the shell.

Their names and help stand in `order_verbs.tsv`, which `make docs` writes from the grammar: to list verbs, or to list
orders, nothing of the grammar is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup

from wom_tui.cli.naming import LINE, naming
from wom_tui.cli.plain import take_as_typed

VERBS_FILE = Path(__file__).with_name("order_verbs.tsv")
_SETTING = re.compile(r"([A-Za-z][A-Za-z_]*=)(.*)", re.DOTALL)


class Told(NamedTuple):
    """What is said of a verb: what it does, and what follows it."""

    help: str
    usage: str


@cache
def order_verbs() -> Mapping[str, Told]:
    """The verbs about orders, by name, as the grammar has them."""
    lines = VERBS_FILE.read_text(encoding="utf-8").splitlines()
    return {name: Told(*told) for name, *told in (line.split("\t") for line in lines)}


class OrderVerbs(TyperGroup):
    """The noun's own verbs, and those of a line; each of these is made when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *order_verbs()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        own = super().get_command(ctx, cmd_name)
        if own is not None or cmd_name not in order_verbs():
            return own
        return _command(cmd_name, order_verbs()[cmd_name])


def _command(name: str, told: Told) -> Any:
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    # A latitude or a time below zero looks like an option.
    settings = {"ignore_unknown_options": True}
    app.command(name, help=f"{told.help} As a line: {told.usage}", context_settings=settings)(_act(name))
    command = typer.main.get_command(app)
    command.name = name
    return take_as_typed(command)


def _act(name: str) -> Callable[..., None]:
    @naming(LINE)
    def act(
        context: typer.Context,
        words: Annotated[
            list[str], typer.Argument(metavar="WORD", help="What the line says after the verb.")
        ],
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
        ] = False,
        command_id: Annotated[
            str | None,
            typer.Option("--id", help="Names the act: the same one again gives the first receipt."),
        ] = None,
    ) -> None:
        from wom_tui.cli.do import do_lines
        from wom_tui.cli.shell import shell_of

        do_lines(shell_of(context), [line_of(name, words)], dry_run=dry_run, command_id=command_id)

    return act


def line_of(verb: str, words: Sequence[str]) -> str:
    """The line that words of a shell make: what the shell's quotes held together stays together."""
    return " ".join((verb, *map(_quoted, words)))


def _quoted(word: str) -> str:
    setting = _SETTING.fullmatch(word)
    name, value = (setting[1], setting[2]) if setting else ("", word)
    if value and not any(char.isspace() or char == "\\" for char in value) and value[0] not in "\"'":
        return word
    inside = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{name}"{inside}"'
