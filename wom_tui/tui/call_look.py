"""What is looked up while somebody is on the phone? All of it for one moment of the form, on a worker."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wom_tui.domain.directory import Directory, Found, Known, folded
from wom_tui.errors import WomError
from wom_tui.tui.call_fields import blamed_in

if TYPE_CHECKING:
    from wom_tui.queries.calls import Outlook, PhoneBook, Place
    from wom_tui.queries.room import Room

MOST_CHOICES = 4
# Fields whose text is looked up while it is typed.
CHOSEN = frozenset({"site", "requester", "customer", "type"})
AS_TYPED = -1  # the text itself is meant, and none of what is known


@dataclass(frozen=True)
class Question:
    """One moment of the form.

    Attributes:
        field, said: what is being typed, and where; empty where nothing is.
        is_meant: the text was chosen already: there is nothing to offer.
        words: what the draft comes to by now, each word with the field that it says.
    """

    field: str
    said: str
    is_meant: bool
    words: tuple[tuple[str, str], ...]
    site: int | None
    title: str

    def line(self, but: Container[str] = ()) -> str:
        """The `new` line of it, without some fields."""
        return " ".join(word for name, word in self.words if name not in but)


@dataclass(frozen=True)
class Answer:
    """What is known of that moment. `error`: why its line cannot be used."""

    question: Question
    choices: tuple[Found, ...] = ()
    place: Place | None = None
    outlook: Outlook | None = None
    error: WomError | None = None

    @property
    def places(self) -> tuple[int, ...]:
        """What can be chosen, from top to bottom: choices by their number, and the text itself."""
        known = tuple(range(len(self.choices)))
        match self.question.field:
            case "requester":  # most callers are new: nobody is taken for another by one key too many
                return (AS_TYPED, *known)
            case "site":
                return (*known, AS_TYPED)
            case _ if self.question.said:
                return known or (AS_TYPED,)
            case (
                _
            ):  # empty: what it comes to by itself, and no guess that is not sure is taken by Tab or Enter
                return (AS_TYPED, *known)

    @property
    def likeliest(self) -> int:
        """What is highlighted at first: a known place only where it fits what is typed letter by letter."""
        if self.question.field == "site" and all(found.is_near for found in self.choices):
            return AS_TYPED
        return self.places[0]


def look(
    reader: Any, question: Question, book: PhoneBook, now: datetime, room: Room, breathe: Callable[[], None]
) -> Answer:
    """Answer it."""
    there = _place(reader, question.site, question, now)
    choices = _choices(question, book, there, breathe)
    if question.field == "site" and choices and not choices[0].is_near:
        there = _place(reader, choices[0].known.id, question, now)  # what Enter would choose
    found, error = _outlook(reader, question, now, room)
    return Answer(question, choices, there, found, error)


def _outlook(
    reader: Any, question: Question, now: datetime, room: Room
) -> tuple[Outlook | None, WomError | None]:
    """What it comes to, and what cannot be used of it; all else goes on without that."""
    from wom_tui.grammar.outlook import outlook

    first: WomError | None = None
    unusable: set[str] = set()
    while True:
        try:
            return outlook(reader, question.line(unusable), now=now, room=room), first
        except WomError as error:
            first = first or error
            field = blamed_in(error)
            if not field or field == "title" or field in unusable:
                return None, first
            unusable.add(field)


def _place(reader: Any, site: int | None, question: Question, now: datetime) -> Place | None:
    from wom_tui.queries.calls import place

    return place(reader, site, question.title, now) if site is not None else None


def _choices(
    question: Question, book: PhoneBook, there: Place | None, breathe: Callable[[], None]
) -> tuple[Found, ...]:
    said = question.said
    if question.is_meant or question.field not in CHOSEN:
        return ()
    match question.field:
        case "site":
            return tuple(book.sites.find(said, MOST_CHOICES, breathe))
        case "customer":
            return tuple(book.customers.find(said, MOST_CHOICES, breathe))
        case "type" if not said:
            likely = book.titles.likely(question.title, MOST_CHOICES)
            return tuple(
                Found(Known(kind, book.types[kind].name, f"{share:.0%} likely")) for kind, share in likely
            )
        case "type":
            types = Directory.of(Known(kind.id, kind.name, kind.group) for kind in book.types.values())
            return tuple(types.find(said, MOST_CHOICES))
        case _:
            callers = [Known(0, name, "called before") for name in (there.callers if there else ())]
            begun = [Found(one) for one in callers if folded(one.name).startswith(folded(said))]
            known = book.contacts.find(said, MOST_CHOICES, breathe)
            return (*begun, *(one for one in known if not one.is_near))[:MOST_CHOICES]
