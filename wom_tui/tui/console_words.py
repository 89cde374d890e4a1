"""Which words of the command line are about the console itself? One row per word; what they do is in `console_acts`.

The help and the reference are made from these rows. Whatever no row takes is a line of the grammar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from wom_tui.present.board import SORTS
from wom_tui.present.columns import ALL_COLUMNS
from wom_tui.present.grouping import Grouping
from wom_tui.tui import console_acts as acts
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


def _place(name: str, said: str, *, by: str = "go") -> Word:
    """A view that is gone to by its name.

    Args:
        by: `go` as a tab does, `open` where Esc leads back to the view before.
    """

    def say(app: WomApp, rest: str) -> None:
        app.call_later(app.go if by == "go" else app.open, name)

    return Word(name=name, usage=name, said=said, say=say, fits=_alone, is_kept=True)


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
        name="board",
        usage="board [FILTER]",
        said="All orders, or those that fit.",
        say=acts.say_board,
        is_kept=True,
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
        say=acts.say_order,
        fits=_is_number,
    ),
    Word(
        name="technician",
        usage="technician NAME",
        said="Days, shifts, absences, skills, van of a technician.",
        say=acts.say_technician,
        fits=_is_look_up,
    ),
    Word(
        name="filter",
        usage="filter [TERMS]",
        said="Show only what fits; without terms everything.",
        say=acts.say_filter,
        is_kept=True,
    ),
    Word(
        name="sort",
        usage="sort COLUMN [down]",
        said="Sort the board by a column.",
        say=acts.say_sort,
        complete=_words(lambda: list(SORTS)),
        is_kept=True,
    ),
    Word(
        name="group",
        usage="group NOUN",
        said=f"Group the board by {', '.join(one.value for one in Grouping)}.",
        say=acts.say_group,
        complete=_words(lambda: [one.value for one in Grouping]),
        is_kept=True,
    ),
    Word(
        name="columns",
        usage="columns [COLUMN ...]",
        said="These columns, in this order; `own` for the board's own; alone it opens the chooser.",
        say=acts.say_columns,
        complete=_words(lambda: ["own", *(column.id for column in ALL_COLUMNS)]),
        is_kept=True,
    ),
    Word(
        name="view",
        usage="view [NAME], view save NAME, view drop NAME",
        said="Go to a saved view, save the board as it is, strike a view out; alone it lists them.",
        say=acts.say_view,
        complete=acts.complete_view,
        is_kept=True,
    ),
    Word(
        name="macro",
        usage="macro record NAME, macro stop, macro play NAME, macro drop NAME, macro list",
        said="Record lines under a name, and play them again on what is marked or under the cursor.",
        say=acts.say_macro,
        complete=acts.complete_macro,
    ),
    Word(
        name="branch",
        usage="branch [NAME], branch new NAME, branch merge, branch drop, branch live",
        said="A plan beside the live days.",
        say=acts.say_branch,
        fits=_is_live,
        complete=acts.complete_branch,
    ),
    Word(
        name="repair",
        usage="repair [NAME], repair reject [NAME] REASON",
        said="What the office's rule proposes for today.",
        say=acts.say_repair,
        fits=_is_live,
    ),
    Word(
        name="as-of",
        usage="as-of TIME, as-of +15m, as-of now",
        said="The whole console as it was then, to look at; `as-of now` comes back.",
        say=acts.say_as_of,
        fits=_is_live,
        complete=acts.complete_as_of,
    ),
    Word(
        name="diff",
        usage="diff TIME [TIME]",
        said="What differs between two moments, or between one and now.",
        say=acts.say_diff,
        fits=_is_live,
    ),
    Word(
        name="who",
        usage="who",
        said="Who else is here, and on which order.",
        say=acts.say_who,
        fits=_alone,
    ),
    Word(
        name="export",
        usage="export FILE [replace]",
        said="Write the list that is shown to a file of this folder.",
        say=acts.say_export,
    ),
    Word(
        name="keys",
        usage="keys, help VERB",
        said="All keys of this view, and all words; or how a verb is typed.",
        say=acts.say_keys,
        also=("help",),
    ),
    Word(
        name="tour",
        usage="tour",
        said="The first five minutes once more, in a town of its own.",
        say=acts.say_tour,
        fits=_alone,
    ),
    Word(
        name="quit",
        usage="quit",
        said="Leave the console.",
        say=acts.say_quit,
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
