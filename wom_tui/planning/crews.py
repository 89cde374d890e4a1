"""When can several technicians begin an order together? A crew is planned as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.feasibility import Job, TechnicianDay
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.planning import objective
from wom_tui.planning.insertion import Slot, as_booked, slot_violations, slots

_BENT = frozenset({"shift.break", "shift.overtime"})  # soft, and not for a plan to decide


@dataclass(frozen=True)
class Together:
    """A common begin.

    Attributes:
        slots: technician's id → the slot that he or she has then; those whose costs are least.
    """

    start_at: datetime
    slots: Mapping[int, Slot]
    cost: int


def missing(job: Job) -> int:
    """How many technicians it still needs."""
    return job.requirement.crew_size - len(_booked(job))


def best_together(
    job: Job, days: Mapping[int, TechnicianDay], able: Sequence[int], not_before: datetime
) -> Together | None:
    """The cheapest common begin of as many as the order still needs; None where that day has none.

    No begin is cheaper than the best of those that are looked at: of each technician's gaps the earliest, for whoever
    waits for the others only waits longer later.

    Args:
        able: who may do it at all, by id.
    """
    free = {id: slots(job, days[id], not_before) for id in able}
    there = {visit.start_at for visit in _booked(job)}
    starts = there or {slot.start_at for own in free.values() for slot in own}
    found = (_at(start_at, job, days, free, not_before) for start_at in starts if start_at is not None)
    return min(
        (one for one in found if one is not None), key=lambda one: (one.cost, one.start_at), default=None
    )


def _at(
    start_at: datetime,
    job: Job,
    days: Mapping[int, TechnicianDay],
    free: Mapping[int, Sequence[Slot]],
    not_before: datetime,
) -> Together | None:
    """Those who come cheapest at that moment, if there are enough."""
    taken = {visit.technician_id for visit in _booked(job)}
    priced = sorted(
        (objective.slot_cost(job, slot, days[id], not_before), id, slot)
        for id, own in free.items()
        if id not in taken and (slot := _slot_at(start_at, job, days[id], own)) is not None
    )
    chosen = priced[: missing(job)]
    if len(chosen) < missing(job):
        return None
    return Together(start_at, {id: slot for _, id, slot in chosen}, sum(cost for cost, _, _ in chosen))


def _slot_at(start_at: datetime, job: Job, day: TechnicianDay, own: Sequence[Slot]) -> Slot | None:
    """The slot that begins just then: not before the technician can be there, and no rule broken or bent."""
    if not any(slot.start_at <= start_at for slot in own):
        return None
    visit = Visit(
        id=0,
        order_id=job.order.id,
        ordinal=0,
        technician_id=day.technician.id,
        start_at=start_at,
        end_at=start_at + day.lasts(job),
    )
    slot = as_booked(visit, job, day)
    refused = any(v.hard or v.code in _BENT for v in slot_violations(job, slot, day))
    return None if refused else slot


def none_together(job: Job, able: Sequence[int]) -> Violation:
    """Why a crew has no place, where each alone would have one."""
    size = job.requirement.crew_size
    could = "nobody could come" if not able else f"{len(able)} could come, but not at one time"
    return Violation(
        code="crew.incomplete",
        message=f"needs {size} technicians at the same time; {could}",
        facts={"number": job.order.id, "needs": size, "has": len(_booked(job))},
    )


def _booked(job: Job) -> list[Visit]:
    return [visit for visit in job.crew if visit.is_booked]


def visits_for(job: Job, loose: Sequence[int | None]) -> Iterator[int | None]:
    """Which visits the crew's members make: those that are there and nobody has, then new ones.

    Args:
        loose: of the order, as the planner sees them; None = a new one.
    """
    there = [visit for visit in loose if visit is not None]
    for at in range(missing(job)):
        yield there[at] if at < len(there) else None
