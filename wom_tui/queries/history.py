"""What has happened to an order, to its visits and to what it requires, newest first?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from wom_tui.domain.attachment import Attachment
from wom_tui.domain.event import Event
from wom_tui.domain.snooze import Snooze
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.store import journal
from wom_tui.store.reader import Reader


def order_history(
    reader: Reader,
    number: int,
    visit_ids: Iterable[int],
    requirement_id: int | None = None,
    snooze_ids: Iterable[int] = (),
    file_ids: Iterable[int] = (),
    until: datetime | None = None,
) -> tuple[Event, ...]:
    """The events of an order and of all that belongs to it, by their place in the journal, newest first.

    Args:
        until: only of what had happened by then, in business time.
    """
    subjects = [f"{WorkOrder.noun}:{number}", *(f"{Visit.noun}:{id}" for id in visit_ids)]
    if requirement_id is not None:
        subjects.append(f"{Requirement.noun}:{requirement_id}")
    subjects += [f"{Snooze.noun}:{id}" for id in snooze_ids]
    subjects += [f"{Attachment.noun}:{id}" for id in file_ids]
    found = [
        event
        for subject in subjects
        for event in journal.events(reader.connection, subject=subject, until=until)
    ]
    return tuple(sorted(found, key=lambda event: event.seq, reverse=True))
