"""Which files and notes belong to an order, and who said so, when?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from wom_tui.domain.attachment import Attachment
from wom_tui.domain.event import Event
from wom_tui.domain.note import Note
from wom_tui.store import journal
from wom_tui.store.attached import attached_to
from wom_tui.store.portions import portions
from wom_tui.store.reader import Reader

A = TypeVar("A", Attachment, Note)


@dataclass(frozen=True)
class Attached(Generic[A]):
    """A file or a note, and who brought it when.

    Attributes:
        of: the order that it was brought to, where that is another one, which was merged into this one.
    """

    fact: A
    who: str
    at: datetime
    of: int | None = None


OrderFile = Attached[Attachment]
OrderNote = Attached[Note]


def order_files(reader: Reader, number: int) -> tuple[OrderFile, ...]:
    """All that can be reached from the order; its own first."""
    return _told(reader, Attachment, number)


def order_notes(reader: Reader, number: int) -> tuple[OrderNote, ...]:
    """All that was said about the order and those that were merged into it, newest first."""
    notes = _told(reader, Note, number)
    return tuple(sorted(notes, key=lambda one: (one.at, one.fact.id), reverse=True))


def _told(reader: Reader, cls: type[A], number: int) -> tuple[Attached[A], ...]:
    facts = attached_to(reader, cls, number)
    subjects = [f"{cls.noun}:{fact.id}" for fact in facts]
    first: dict[int, Event] = {}
    for portion in portions(subjects):
        asked = journal.question(reader.connection.dialect, subject=frozenset(portion), version=1)
        first |= {event.subject_id: event for event in journal.told(asked.ask(reader.connection))}
    return tuple(
        Attached(
            fact,
            first[fact.id].who,
            first[fact.id].at,
            None if fact.order_id == number else fact.order_id,
        )
        for fact in facts
    )
