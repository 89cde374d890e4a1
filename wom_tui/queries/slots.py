"""Which slots are there for an order, technician by technician, gap by gap, day by day, and what does each cost?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation
from wom_tui.planning.insertion import Slot, slot_violations
from wom_tui.planning.openings import Opening
from wom_tui.queries.candidates import slack_min
from wom_tui.queries.placing import Placing, placing
from wom_tui.queries.room import Room
from wom_tui.store.days import local_day
from wom_tui.store.reader import Reader

DAYS_AHEAD = 5
MOST = 10


@dataclass(frozen=True, kw_only=True)
class RankedSlot:
    """One slot.

    Attributes:
        terms: what it costs, by the names of `planning/objective.py`; in seconds of driving.
        violations: the soft ones.
    """

    technician: Technician
    on: date
    slot: Slot
    terms: Mapping[str, int]
    cost: int
    slack_min: int | None
    violations: tuple[Violation, ...]


@dataclass(frozen=True, kw_only=True)
class RankedSlots:
    """The answer for one order.

    Attributes:
        first, days: the days that were looked at.
        needs_overtime: nobody has time inside of a shift, so these go beyond.
        violations: why nobody can take the order; then there are no slots.
    """

    number: int
    label: str
    title: str
    zone: str
    first: date
    days: int
    slots: tuple[RankedSlot, ...] = ()
    needs_overtime: bool = False
    violations: tuple[Violation, ...] = ()


def ranked_slots(
    reader: Reader,
    number: int,
    now: datetime,
    room: Room,
    *,
    days: int = DAYS_AHEAD,
    technician: int | None = None,
    limit: int | None = MOST,
    visit: int | None = None,
) -> RankedSlots:
    """The slots for one order, the cheapest first.

    Args:
        now: aware UTC; nobody sets out before it.
        days: so many days from today on.
        technician: only this one's.
        limit: so many; None = all there are.
        visit: the visit's id, where the order has several that could be meant.

    Raises:
        NotFound, InvalidInput: as for `placing`.
    """
    asked = placing(reader, number, now, visit=visit)
    first = local_day(now, asked.zone)
    found, needs_overtime = openings_for(
        reader, asked, now, room, first, days=days, technician=technician, limit=limit
    )
    return RankedSlots(
        number=number,
        label=asked.label,
        title=asked.order.title,
        zone=asked.zone,
        first=first,
        days=days,
        slots=tuple(_slot(one, asked) for one in found),
        needs_overtime=needs_overtime and bool(found),
        violations=asked.violations,
    )


def read_ahead(reader: Reader, now: datetime, zone: str, room: Room) -> None:
    """Read the gaps of the days that slots will be looked for in, before somebody waits for them."""
    room.of(reader, local_day(now, zone), DAYS_AHEAD)


def openings_for(
    reader: Reader,
    asked: Placing,
    now: datetime,
    room: Room,
    first: date,
    *,
    days: int,
    technician: int | None = None,
    limit: int | None = None,
) -> tuple[list[Opening], bool]:
    """The slots inside of the shifts; where there are none, those with overtime, and True."""
    if asked.violations:
        return [], False
    all_days = room.of(reader, first, days)
    found = all_days.ranked(asked.job, now, limit=limit, without=asked.without, technician=technician)
    if found:
        return found, False
    late = all_days.with_overtime(asked.job, now, without=asked.without, technician=technician)
    return late[:limit], True


def _slot(one: Opening, asked: Placing) -> RankedSlot:
    return RankedSlot(
        technician=one.day.technician,
        on=one.day.on,
        slot=one.slot,
        terms=one.terms,
        cost=one.cost,
        slack_min=slack_min(asked.order, one.slot),
        violations=slot_violations(asked.job, one.slot, one.day),
    )
