"""What has happened to an order, to its visits and to what it requires, newest first?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from wom_tui.domain.event import Event
from wom_tui.domain.fact import Fact
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.store import journal
from wom_tui.store.reader import Reader


def order_history(
    reader: Reader,
    number: int,
    visit_ids: Iterable[int],
    requirement_id: int | None = None,
    others: Mapping[type[Fact], Iterable[int]] = MappingProxyType({}),
    until: datetime | None = None,
) -> tuple[Event, ...]:
    """The events of an order and of all that belongs to it, by their place in the journal, newest first.

    Args:
        others: what else belongs to it: ids by their noun.
        until: only of what had happened by then, in business time.
    """
    subjects = [f"{WorkOrder.noun}:{number}", *(f"{Visit.noun}:{id}" for id in visit_ids)]
    if requirement_id is not None:
        subjects.append(f"{Requirement.noun}:{requirement_id}")
    subjects += [f"{cls.noun}:{id}" for cls, ids in others.items() for id in ids]
    found = [
        event
        for subject in subjects
        for event in journal.events(reader.connection, subject=subject, until=until)
    ]
    return tuple(sorted(found, key=lambda event: event.seq, reverse=True))
