"""`wom _values`: what a shell offers for orders, technicians and the like. Nothing, where there is nothing at hand.

Called by the completion scripts, never by people: it asks nobody, waits for nothing and complains of nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from wom_tui.cli.shell import Shell, shell_of
from wom_tui.errors import WomError
from wom_tui.present.safe_text import safe

_MOST = 60

Offer = tuple[str, str]  # what to type, and what it is


app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(context_settings={"ignore_unknown_options": True})  # the line's own options come along
def values(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="order, technician, territory, customer, preset or world.")],
    begin: Annotated[str, typer.Argument(help="What is typed of it already.")] = "",
    words: Annotated[list[str] | None, typer.Argument(help="The line before it.")] = None,
) -> None:
    """Tell the values that begin like this, with what they are."""
    try:
        offers = list(_offers(shell_of(context), kind, begin))
    except WomError:
        return
    for offer in offers:
        typer.echo("\t".join(map(safe, offer)))


def _offers(shell: Shell, kind: str, begin: str) -> Iterable[Offer]:
    if kind == "preset":
        from wom_tui.presets.loader import preset_names

        return _beginning(((name, "") for name in preset_names()), begin)
    if kind == "world":
        from wom_tui.worlds.loader import world_names

        return _beginning(((name, "") for name in world_names()), begin)
    from wom_tui.queries.offers import OFFERS

    if kind not in OFFERS:
        return ()
    with shell.desk() as desk:
        return desk.ask(OFFERS[kind], begin, _MOST)


def _beginning(offers: Iterable[Offer], begin: str) -> Iterable[Offer]:
    return [offer for offer in offers if offer[0].casefold().startswith(begin.casefold())]
