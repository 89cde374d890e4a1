"""What do the words of the command line do that are about the console itself? Each hands it to whom it concerns.

What each is for says its row in `console_words`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wom_tui.errors import InvalidInput
from wom_tui.present.board import SORTS
from wom_tui.present.columns import ALL_COLUMNS
from wom_tui.present.grouping import Grouping

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp


def say_quit(app: WomApp, rest: str) -> None:
    app.call_later(app.action_quit)


def say_board(app: WomApp, rest: str) -> None:
    app.call_later(app.go, "board")
    if rest:
        app.call_later(app.board.filter_by, rest)


def say_order(app: WomApp, rest: str) -> None:
    if rest:
        app.call_later(app.open_order, int(rest))
    else:
        app.call_later(app.speech.do, "order")


def say_technician(app: WomApp, rest: str) -> None:
    from wom_tui.tui.screens.technician import look_up

    look_up(app, rest)


def say_group(app: WomApp, rest: str) -> None:
    app.board.group_by(Grouping(_one_of("group", rest, [one.value for one in Grouping])))


def say_sort(app: WomApp, rest: str) -> None:
    column, _, way = rest.partition(" ")
    is_reversed = bool(way) and "down".startswith(way)
    if way and not is_reversed:
        raise InvalidInput("sort", way, "down, or nothing")
    app.board.sort_by(_one_of("sort", column, list(SORTS)), is_reversed=is_reversed)


def say_columns(app: WomApp, rest: str) -> None:
    if not rest:
        app.call_later(app.speech.do, "columns")
        return
    known = [column.id for column in ALL_COLUMNS]
    chosen = () if rest == "own" else tuple(_one_of("columns", word, known) for word in rest.split())
    others = [id for id in dict.fromkeys(chosen) if id != "number"]
    app.board.show_columns(("number", *others) if chosen else ())


def say_filter(app: WomApp, rest: str) -> None:
    app.speech.filtered.filter_by(rest)


def say_view(app: WomApp, rest: str) -> None:
    app.saved.say(rest)


def complete_view(app: WomApp, text: str) -> None:
    app.saved.complete(text)


def say_macro(app: WomApp, rest: str) -> None:
    app.macros.say(rest)


def complete_macro(app: WomApp, text: str) -> None:
    app.macros.complete(text)


def say_branch(app: WomApp, rest: str) -> None:
    app.branching.say(rest)


def complete_branch(app: WomApp, text: str) -> None:
    app.branching.complete(text)


def say_repair(app: WomApp, rest: str) -> None:
    from wom_tui.tui import repairs

    repairs.say_repair(app, rest)


def say_as_of(app: WomApp, rest: str) -> None:
    app.travel.say(rest)


def complete_as_of(app: WomApp, text: str) -> None:
    app.travel.complete(text)


def say_diff(app: WomApp, rest: str) -> None:
    from wom_tui.tui.screens import diff

    diff.say_diff(app, rest)


def say_who(app: WomApp, rest: str) -> None:
    app.presence.say()


def say_export(app: WomApp, rest: str) -> None:
    app.exporting.say(rest)


def say_keys(app: WomApp, rest: str) -> None:
    """All keys and words, or how one verb is typed."""
    from wom_tui.grammar.verbs import VERBS

    found = next((one for one in VERBS if rest in (one.name, *one.aliases)), None)
    if found is None:
        app.speech.do_help()
    else:
        app.toast(found.usage, found.help)


def say_tour(app: WomApp, rest: str) -> None:
    if app.tour is None:
        app.take_the_tour()


def _one_of(field: str, said: str, words: list[str]) -> str:
    """The word, or the only one that begins like it.

    Raises:
        InvalidInput: there is none, or more than one.
    """
    said = said.strip().replace(" ", "_")
    begun = [said] if said in words else [word for word in words if said and word.startswith(said)]
    if len(begun) != 1:
        raise InvalidInput(field, said, f"one of {', '.join(words)}")
    return begun[0]
