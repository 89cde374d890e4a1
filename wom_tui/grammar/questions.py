"""What does a line ask, that is no act? `why 4417`, `why not kim 4417 fri`, `relax 4417`: answered, never written.

question = question_in("why not kim 4417", here)
desk.ask(answered, question, asking)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from wom_tui.errors import InvalidInput
from wom_tui.grammar.intent import NOWHERE, Here
from wom_tui.grammar.resolver import FactResolver
from wom_tui.grammar.targets import Target, targets_in
from wom_tui.grammar.words import words_of

if TYPE_CHECKING:
    from wom_tui.queries.why import Asking, Why
    from wom_tui.store.reader import Reader


class Asked(StrEnum):
    """The questions there are."""

    WHY = "why"
    WHY_NOT = "why not"
    RELAX = "relax"


class Told(NamedTuple):
    """What is said of a question: how it is typed, an example, what is answered."""

    usage: str
    example: str
    help: str


QUESTIONS: Mapping[Asked, Told] = MappingProxyType(
    {
        Asked.WHY: Told(
            "why NUMBER[/VISIT] [DAY]",
            "why 4417",
            "Why an order is planned as it is: what it costs, what else there is, who holds it; or why it is not.",
        ),
        Asked.WHY_NOT: Told(
            "why not TECHNICIAN NUMBER[/VISIT] [DAY]",
            "why not kim 4417",
            "Every reason why a technician cannot take an order, or when they can, and for what price.",
        ),
        Asked.RELAX: Told(
            "relax NUMBER[/VISIT] [DAY]",
            "relax 4417",
            "The cheapest changes that would make room for an order; each was tried by placing it.",
        ),
    }
)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question.

    Attributes:
        technician, day: as they were typed; what they mean is found out with the answer.
    """

    asked: Asked
    target: Target
    technician: str = ""
    day: str = ""

    @property
    def text(self) -> str:
        """The line that asks it."""
        return " ".join(word for word in (self.asked, self.technician, str(self.target), self.day) if word)


def is_question(word: str) -> bool:
    """A line that begins with the word asks something."""
    return word.casefold() in ("why", "why-not", "relax")


def question_in(line: str, here: Here = NOWHERE) -> Question | None:
    """The question of a line; None where it asks nothing.

    Args:
        here: the order under the cursor is meant where none is named.

    Raises:
        InvalidInput: it asks, but about no order.
    """
    words = [word.text for word in words_of(line)]
    match [word.casefold() for word in words[:2]]:
        case ["why", "not"] | ["why-not", _]:
            rest = words[2:] if words[0].casefold() == "why" else words[1:]
            return _question(Asked.WHY_NOT, rest[1:], here, technician=rest[0] if rest else "")
        case ["why-not"]:
            return _question(Asked.WHY_NOT, [], here)
        case ["why", *_]:
            return _question(Asked.WHY, words[1:], here)
        case ["relax", *_]:
            return _question(Asked.RELAX, words[1:], here)
        case _:
            return None


def _question(asked: Asked, words: Sequence[str], here: Here, *, technician: str = "") -> Question:
    named = targets_in(words[0]) if words else None
    targets = named or here.targets
    if len(targets) != 1 or (asked is Asked.WHY_NOT and not technician):
        raise InvalidInput(asked, " ".join(words), f"one order, as in: {QUESTIONS[asked].example}")
    day = " ".join(words[1:] if named else words)
    return Question(asked=asked, target=targets[0], technician=technician, day=day)


def target_named(reader: Reader, said: str) -> tuple[int, int | None]:
    """The order of `4417`; of `4417/2` also the id of the visit.

    Raises:
        InvalidInput, NotFound: it is no number of an order, or there is no such visit.
    """
    from wom_tui.queries.placing import visit_of

    targets = targets_in(said)
    if targets is None or len(targets) != 1:
        raise InvalidInput("order", said, "the number of an order, such as 4417")
    return targets[0].number, visit_of(reader, targets[0].number, targets[0].ordinal)


def answered(reader: Reader, question: Question, at: Asking) -> Why:
    """The answer.

    Raises:
        NotFound, InvalidInput: there is no such order, visit or technician, or more than one is meant.
    """
    from wom_tui.queries.placing import visit_of
    from wom_tui.queries.relax import relax
    from wom_tui.queries.why import why, why_not

    look = FactResolver(reader, at.now)
    number, on = question.target.number, _day(look, question.day)
    match question.asked:
        case Asked.WHY:
            return why(reader, number, at, visit=question.target.ordinal, on=on)
        case Asked.WHY_NOT:
            who = look.technician(question.technician)
            return why_not(reader, who, number, at, on=on, visit=question.target.ordinal)
        case Asked.RELAX:
            visit = visit_of(reader, number, question.target.ordinal)
            return relax(reader, number, at, on=on, visit=visit).as_why()


def _day(look: FactResolver, said: str) -> date | None:
    return look.day(look.time(said, "day")) if said else None
