"""`wom _values`: what a shell offers for orders, technicians and the like. Nothing, where there is nothing at hand.

Called by the completion scripts, never by people: it asks nobody, waits for nothing and complains of nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.naming import LINE
from wom_tui.cli.shell import Shell, shell_of, zone_of_office
from wom_tui.errors import WomError
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.sheets.sheet import Sheet

_MOST = 60

Offer = tuple[str, str]  # what to type, and what it is


app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(context_settings={"ignore_unknown_options": True})  # the line's own options come along
def values(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="order, technician, preset …; a sheet's name; or line.")],
    begin: Annotated[str, typer.Argument(help="What is typed of it already.")] = "",
    words: Annotated[list[str] | None, typer.Argument(help="The line before it.")] = None,
) -> None:
    """Tell the values that begin like this, with what they are."""
    try:
        offers = list(_offers(shell_of(context), kind, begin, words or []))
    except WomError:
        return
    for offer in offers:
        typer.echo("\t".join(map(safe, offer)))


def _offers(shell: Shell, kind: str, begin: str, words: Sequence[str]) -> Iterable[Offer]:
    if kind in _OURS:
        return _beginning(((name, "") for name in _OURS[kind]()), begin)
    from wom_tui.domain.sheets.catalogue import SHEETS
    from wom_tui.queries.offers import OFFERS

    with shell.desk() as desk:
        if kind == LINE:
            return _going_on(desk, words, begin)
        if kind in SHEETS:
            return _beginning(_called(desk, SHEETS[kind]), begin)
        return desk.ask(OFFERS[kind], begin, _MOST) if kind in OFFERS else ()


def _presets() -> Iterable[str]:
    from wom_tui.presets.loader import preset_names

    return preset_names()


def _worlds() -> Iterable[str]:
    from wom_tui.worlds.loader import world_names

    return world_names()


def _policies() -> Iterable[str]:
    from wom_tui.gateways.policies import policy_files

    return policy_files()


# What comes with the program, or lies beside it: no office is asked.
_OURS: Mapping[str, Callable[[], Iterable[str]]] = {
    "preset": _presets,
    "world": _worlds,
    "policy": _policies,
}


def _beginning(offers: Iterable[Offer], begin: str) -> Iterable[Offer]:
    fitting = (offer for offer in offers if offer[0].casefold().startswith(begin.casefold()))
    return list(islice(fitting, _MOST))


def _called(desk: Desk, sheet: Sheet[Any]) -> Iterator[Offer]:
    """How the records of a sheet are called, and their names where that is something else."""
    from wom_tui.domain.sheets.asking import names_of
    from wom_tui.queries.sheets import sheet_records

    for record in desk.ask(sheet_records, sheet, zone_of_office(desk)):
        called, *_ = names_of(sheet, record)
        name = str(record.cells.get("name") or "")
        yield called, name if name != called else ""


def _going_on(desk: Desk, words: Sequence[str], begin: str) -> Iterable[Offer]:
    """How the line of `wom wo VERB …` goes on, word by word."""
    from wom_tui.cli.order_lines import line_of
    from wom_tui.grammar.completion import complete
    from wom_tui.grammar.intent import Takes, verb_named
    from wom_tui.grammar.verbs import VERBS
    from wom_tui.grammar.words import words_of
    from wom_tui.queries.offers import OFFERS

    plain = [word for word in words if not word.startswith("--")]
    verb, *said = plain[plain.index("wo") + 1 :]
    if not said and verb_named(verb, VERBS).takes is not Takes.NOTHING:
        return desk.ask(OFFERS["order"], begin, _MOST)
    line = f"{line_of(verb, said)} {begin}"
    found = desk.ask(complete, line, len(line), now=desk.now())
    ways = ((words_of(one.text)[0], one) for one in found)
    at = len(line) - len(begin)
    # A shell ends a word with a space: an option, whose value is still to come, is not offered.
    return [(word.text, one.hint) for word, one in ways if one.start == at and word.option is None]
