"""Which words of the command line are about the console itself, and what does each do? One row per word.

The help and the reference are made from these rows. Whatever no row takes is a line of the grammar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from wom_tui.errors import InvalidInput
from wom_tui.present.board import SORTS
from wom_tui.present.columns import ALL_COLUMNS
from wom_tui.present.grouping import Grouping
from wom_tui.tui.widgets.command_line import Choice

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp

Says = Callable[["WomApp", str], None]
Completes = Callable[["WomApp", str], None]


def _always(app: WomApp, rest: str) -> bool:
    return True


def _alone(app: WomApp, rest: str) -> bool:
    return not rest


@dataclass(frozen=True, kw_only=True)
class Word:
    """One row.

    Attributes:
        usage: how it is typed.
        said: what it does, in a sentence.
        say: does it; gets what stands behind the word.
        fits: whether the line is meant for it; else the grammar has the same word.
        complete: offers what the line could become; gets the whole line.
        is_kept: it belongs into a macro.
    """

    name: str
    usage: str
    said: str
    say: Says
    also: tuple[str, ...] = ()
    fits: Callable[[WomApp, str], bool] = _always
    complete: Completes | None = None
    is_kept: bool = False

    @property
    def told(self) -> str:
        """What it does, and how it is typed where that is more than the word."""
        return self.said if self.usage == self.name else f"{self.said} {self.usage}"


# ------------------------------------------------------------------------------------------- what the rows do


def _place(name: str, said: str, *, by: str = "go") -> Word:
    """A view that is gone to by its name.

    Args:
        by: `go` as a tab does, `open` where Esc leads back to the view before.
    """

    def say(app: WomApp, rest: str) -> None:
        app.call_later(app.go if by == "go" else app.open, name)

    return Word(name=name, usage=name, said=said, say=say, fits=_alone, is_kept=True)


def _quit(app: WomApp, rest: str) -> None:
    app.call_later(app.action_quit)


def _board(app: WomApp, rest: str) -> None:
    app.call_later(app.go, "board")
    if rest:
        app.call_later(app.board.filter_by, rest)


def _order(app: WomApp, rest: str) -> None:
    if rest:
        app.call_later(app.open_order, int(rest))
    else:
        app.call_later(app.speech.do, "order")


def _technician(app: WomApp, rest: str) -> None:
    from wom_tui.tui.screens.technician import look_up

    look_up(app, rest)


def _group(app: WomApp, rest: str) -> None:
    app.board.group_by(Grouping(_one_of("group", rest, [one.value for one in Grouping])))


def _sort(app: WomApp, rest: str) -> None:
    column, _, way = rest.partition(" ")
    is_reversed = bool(way) and "down".startswith(way)
    if way and not is_reversed:
        raise InvalidInput("sort", way, "down, or nothing")
    app.board.sort_by(_one_of("sort", column, list(SORTS)), is_reversed=is_reversed)


def _columns(app: WomApp, rest: str) -> None:
    if not rest:
        app.call_later(app.speech.do, "columns")
        return
    known = [column.id for column in ALL_COLUMNS]
    chosen = () if rest == "own" else tuple(_one_of("columns", word, known) for word in rest.split())
    others = [id for id in dict.fromkeys(chosen) if id != "number"]
    app.board.show_columns(("number", *others) if chosen else ())


def _filter(app: WomApp, rest: str) -> None:
    app.speech.filtered.filter_by(rest)


def _view(app: WomApp, rest: str) -> None:
    app.saved.say(rest)


def _complete_view(app: WomApp, text: str) -> None:
    app.saved.complete(text)


def _macro(app: WomApp, rest: str) -> None:
    app.macros.say(rest)


def _complete_macro(app: WomApp, text: str) -> None:
    app.macros.complete(text)


def _branch(app: WomApp, rest: str) -> None:
    app.branching.say(rest)


def _complete_branch(app: WomApp, text: str) -> None:
    app.branching.complete(text)


def _repair(app: WomApp, rest: str) -> None:
    from wom_tui.tui.repairs import say_repair

    say_repair(app, rest)


def _as_of(app: WomApp, rest: str) -> None:
    app.travel.say(rest)


def _complete_as_of(app: WomApp, text: str) -> None:
    app.travel.complete(text)


def _diff(app: WomApp, rest: str) -> None:
    from wom_tui.tui.screens.diff import say_diff

    say_diff(app, rest)


def _who(app: WomApp, rest: str) -> None:
    app.presence.say()


def _export(app: WomApp, rest: str) -> None:
    app.exporting.say(rest)


def _keys(app: WomApp, rest: str) -> None:
    """All keys and words, or how one verb is typed."""
    from wom_tui.grammar.verbs import VERBS

    found = next((one for one in VERBS if rest in (one.name, *one.aliases)), None)
    if found is None:
        app.speech.do_help()
    else:
        app.toast(found.usage, found.help)


def _tour(app: WomApp, rest: str) -> None:
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


def _words(words: Callable[[], list[str]]) -> Completes:
    """Offers what the last word could become."""

    def complete(app: WomApp, text: str) -> None:
        before, _, begun = text.rpartition(" ")
        found = [word for word in words() if word.startswith(begun)]
        app.line.offer(text, [Choice(f"{before} {word}", word) for word in found])

    return complete


def _is_number(app: WomApp, rest: str) -> bool:
    return not rest or rest.isdecimal()


def _is_live(app: WomApp, rest: str) -> bool:
    return app.is_live


def _is_look_up(app: WomApp, rest: str) -> bool:
    return bool(rest) and "=" not in rest and app.is_live


WORDS: tuple[Word, ...] = (
    Word(
        name="board", usage="board [FILTER]", said="All orders, or those that fit.", say=_board, is_kept=True
    ),
    _place("lanes", "The day of every technician."),
    _place("backlog", "What is open: how old, what it waits for."),
    _place("triage", "What needs a decision, the most pressing first."),
    _place("map", "Where orders are, and who goes where."),
    _place("log", "What was done, by whom, and the way back."),
    _place("alerts", "What somebody has to know of now."),
    _place("rules", "What the office does by itself."),
    _place("messages", "What office and field say to each other."),
    _place("outbox", "What waits to leave the house, what has left, what could not."),
    _place("settings", "What is chosen of look, signs, line and notices.", by="open"),
    Word(
        name="order",
        usage="order [NUMBER]",
        said="One order; a number alone is enough.",
        say=_order,
        fits=_is_number,
    ),
    Word(
        name="technician",
        usage="technician NAME",
        said="Days, shifts, absences, skills, van of a technician.",
        say=_technician,
        fits=_is_look_up,
    ),
    Word(
        name="filter",
        usage="filter [TERMS]",
        said="Show only what fits; without terms everything.",
        say=_filter,
        is_kept=True,
    ),
    Word(
        name="sort",
        usage="sort COLUMN [down]",
        said="Sort the board by a column.",
        say=_sort,
        complete=_words(lambda: list(SORTS)),
        is_kept=True,
    ),
    Word(
        name="group",
        usage="group NOUN",
        said=f"Group the board by {', '.join(one.value for one in Grouping)}.",
        say=_group,
        complete=_words(lambda: [one.value for one in Grouping]),
        is_kept=True,
    ),
    Word(
        name="columns",
        usage="columns [COLUMN ...]",
        said="These columns, in this order; `own` for the board's own; alone it opens the chooser.",
        say=_columns,
        complete=_words(lambda: ["own", *(column.id for column in ALL_COLUMNS)]),
        is_kept=True,
    ),
    Word(
        name="view",
        usage="view [NAME], view save NAME, view drop NAME",
        said="Go to a saved view, save the board as it is, strike a view out; alone it lists them.",
        say=_view,
        complete=_complete_view,
        is_kept=True,
    ),
    Word(
        name="macro",
        usage="macro record NAME, macro stop, macro play NAME, macro drop NAME, macro list",
        said="Record lines under a name, and play them again on what is marked or under the cursor.",
        say=_macro,
        complete=_complete_macro,
    ),
    Word(
        name="branch",
        usage="branch [NAME], branch new NAME, branch merge, branch drop, branch live",
        said="A plan beside the live days.",
        say=_branch,
        fits=_is_live,
        complete=_complete_branch,
    ),
    Word(
        name="repair",
        usage="repair [NAME], repair reject [NAME] REASON",
        said="What the office's rule proposes for today.",
        say=_repair,
        fits=_is_live,
    ),
    Word(
        name="as-of",
        usage="as-of TIME, as-of +15m, as-of now",
        said="The whole console as it was then, to look at; `now` comes back.",
        say=_as_of,
        fits=_is_live,
        complete=_complete_as_of,
    ),
    Word(
        name="diff",
        usage="diff TIME [TIME]",
        said="What differs between two moments, or between one and now.",
        say=_diff,
        fits=_is_live,
    ),
    Word(
        name="who",
        usage="who",
        said="Who else is here, and on which order.",
        say=_who,
        fits=_alone,
    ),
    Word(
        name="export",
        usage="export FILE [replace]",
        said="Write the list that is shown to a file of this folder.",
        say=_export,
    ),
    Word(
        name="keys",
        usage="keys, help VERB",
        said="All keys of this view, and all words; or how a verb is typed.",
        say=_keys,
        also=("help",),
    ),
    Word(
        name="tour",
        usage="tour",
        said="The first five minutes once more, in a town of its own.",
        say=_tour,
        fits=_alone,
    ),
    Word(
        name="quit",
        usage="quit",
        said="Leave the console.",
        say=_quit,
        also=("q", "exit"),
        fits=_alone,
    ),
)
_BY_NAME = {name: word for word in WORDS for name in (word.name, *word.also)}


class Meant(NamedTuple):
    """A line that is about the console."""

    word: Word
    rest: str


def meant_in(app: WomApp, text: str) -> Meant | None:
    """The word that a line begins with; None where it is a line of the grammar."""
    first, _, rest = text.strip().partition(" ")
    if first.isdecimal() and not rest:
        return Meant(_BY_NAME["order"], first)
    word = _BY_NAME.get(first)
    return Meant(word, rest.strip()) if word is not None and word.fits(app, rest.strip()) else None


def completes(text: str) -> Completes | None:
    """What offers how a line goes on, where that is about the console."""
    first, space, _ = text.partition(" ")
    word = _BY_NAME.get(first) if space else None
    return word.complete if word is not None else None


def begun(text: str) -> Iterator[Choice]:
    """Words that a first word could become; beside the verbs."""
    if text and " " not in text:
        yield from (Choice(f"{w.name} ", w.name, w.said) for w in WORDS if w.name.startswith(text))
