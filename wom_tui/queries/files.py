"""Which files belong to an order, and who said so, when?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.attachment import Attachment
from wom_tui.domain.event import Event
from wom_tui.store import journal
from wom_tui.store.attached import files_of
from wom_tui.store.reader import Reader

_CHUNK = 400  # subjects in one question


@dataclass(frozen=True)
class OrderFile:
    """A file, and who attached it when.

    Attributes:
        of: the order that it was attached to, where that is another one, which was merged into this one.
    """

    file: Attachment
    who: str
    at: datetime
    of: int | None = None


def order_files(reader: Reader, number: int) -> tuple[OrderFile, ...]:
    """All that can be reached from the order; its own first."""
    files = files_of(reader, number)
    subjects = [f"{Attachment.noun}:{file.id}" for file in files]
    first: dict[int, Event] = {}
    for start in range(0, len(subjects), _CHUNK):
        chunk = frozenset(subjects[start : start + _CHUNK])
        asked = journal.question(reader.connection.dialect, subject=chunk, version=1)
        first |= {event.subject_id: event for event in journal.told(asked.ask(reader.connection))}
    return tuple(
        OrderFile(
            file,
            first[file.id].who,
            first[file.id].at,
            None if file.order_id == number else file.order_id,
        )
        for file in files
    )
