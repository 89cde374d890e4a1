"""Who can take this order, when could they be there, and why can the others not?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from wom_tui.domain.feasibility import Job, TechnicianDay
from wom_tui.domain.place import TravelTime
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_order import WorkOrder
from wom_tui.planning import explain, objective
from wom_tui.planning.explain import Refusal
from wom_tui.planning.insertion import Slot, slot_violations, slots
from wom_tui.queries.placing import placing
from wom_tui.store.days import local_day, technician_days
from wom_tui.store.reader import Reader

_DAYS_AHEAD = 7  # nobody before that: then it is a matter for the plan, not for a slot


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A technician who can take the order.

    Attributes:
        slack_min: minutes between the due and what it asks for; None where nothing is due.
        violations: the soft ones.
        cost: in seconds of driving, see `planning/objective.py`.
    """

    technician: int
    code: str
    name: str
    slot: Slot
    slack_min: int | None
    violations: tuple[Violation, ...]
    cost: int


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A technician who cannot, and the first reason."""

    technician: int
    code: str
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """The answer for one order on one day.

    Attributes:
        visit: the id of the visit that would be planned; None = a new one.
        violations: why nobody can, whoever it be; then there are no candidates.
        sentence: the refusals counted: "2 lack trees 2, 1 is absent"; empty when nobody is refused.
    """

    number: int
    order_version: int
    title: str
    visit: int | None
    visit_version: int | None
    label: str
    on: date
    zone: str
    duration: timedelta
    due_at: datetime | None
    ranked: tuple[Candidate, ...] = ()
    refused: tuple[Refused, ...] = ()
    sentence: str = ""
    violations: tuple[Violation, ...] = ()


def candidates(
    reader: Reader,
    number: int,
    now: datetime,
    travel: TravelTime,
    *,
    on: date | None = None,
    visit: int | None = None,
) -> Candidates:
    """Everybody who could do the order, the best first, and everybody who could not.

    Args:
        now: aware UTC; nobody sets out before it.
        on: the day; None = the first one, from today, on which somebody has time.
        visit: the visit's id, where the order has several that could be meant; one that has begun or failed
            is not planned again, so then another is looked for.

    Raises:
        NotFound: no such order.
        InvalidInput: the order has several visits to be planned, and none was named.
    """
    asked = placing(reader, number, now, visit=visit)
    order, meant, job = asked.order, asked.visit, asked.job
    technicians = reader.select(Technician, is_active=True)
    answer = Candidates(
        number=number,
        order_version=order.version,
        title=order.title,
        visit=asked.without,
        visit_version=meant.version if meant else None,
        label=asked.label,
        on=on or local_day(now, asked.zone),
        zone=asked.zone,
        duration=job.duration,
        due_at=objective.due_at(order),
        violations=asked.violations,
    )
    if answer.violations or not technicians:
        return answer
    for ahead in range(1 if on else _DAYS_AHEAD):
        day_on = answer.on + timedelta(days=ahead)
        days = technician_days(reader, technicians, day_on, travel, without=asked.without)
        found = _asked(job, tuple(days.values()), now)
        if found.ranked or ahead == 0:
            answer = replace(
                answer, on=day_on, ranked=found.ranked, refused=found.refused, sentence=found.sentence
            )
        if answer.ranked:
            break
    return answer


@dataclass(frozen=True, kw_only=True)
class _Asked:
    ranked: tuple[Candidate, ...]
    refused: tuple[Refused, ...]
    sentence: str


def _asked(job: Job, days: Sequence[TechnicianDay], now: datetime) -> _Asked:
    """Everybody's answer on one day."""
    ranked: list[Candidate] = []
    refusals: list[Refusal] = []
    by_id = {day.technician.id: day.technician for day in days}
    for day in days:
        asked = explain.eligibility(job, day) or _best(job, day, now) or explain.no_time(job, day, now)
        if isinstance(asked, Candidate):
            ranked.append(asked)
        else:
            refusals.append(asked)
    return _Asked(
        ranked=tuple(sorted(ranked, key=lambda c: (c.cost, c.slot.start_at, c.technician))),
        refused=tuple(
            Refused(
                technician=r.technician,
                code=by_id[r.technician].code,
                name=by_id[r.technician].name,
                reason=r.reason,
            )
            for r in explain.nearest_first(refusals)
        ),
        sentence=explain.aggregate(refusals),
    )


def _best(job: Job, day: TechnicianDay, now: datetime) -> Candidate | None:
    """The technician's cheapest slot; one with overtime only where there is no other."""
    found = slots(job, day, now) or slots(job, day, now, with_overtime=True)
    if not found:
        return None
    slot = min(found, key=lambda s: (objective.slot_cost(job, s, day, now), s.start_at))
    return Candidate(
        technician=day.technician.id,
        code=day.technician.code,
        name=day.technician.name,
        slot=slot,
        slack_min=slack_min(job.order, slot),
        violations=slot_violations(job, slot, day),
        cost=objective.slot_cost(job, slot, day, now),
    )


def slack_min(order: WorkOrder, slot: Slot) -> int | None:
    """Minutes left to the due that counts now: to respond by the start, else to resolve by the end."""
    if (respond_by_at := order.respond_by_at) is not None:
        return int((respond_by_at - slot.start_at).total_seconds() // 60)
    if order.resolve_due_at is not None:
        return int((order.resolve_due_at - slot.end_at).total_seconds() // 60)
    return None
