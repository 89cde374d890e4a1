"""What has to hold before a visit is planned, moved and sent? The guards that are not about the technician's day.

Those about the day are rules of `domain/feasibility`. The list, guard by guard: docs/explanation/guards.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from wom_tui.domain import feasibility, merge
from wom_tui.domain.feasibility import Job, TechnicianDay
from wom_tui.domain.habits import day_and_clock
from wom_tui.domain.plannable import unplannable
from wom_tui.domain.policy import Role, own_violations
from wom_tui.domain.readiness import late_violations, undated_violations
from wom_tui.domain.site import Site
from wom_tui.domain.states import COMING
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import LIVE, STARTED, Visit
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.domain.work_type import WorkType, approval_violations, completeness_violations
from wom_tui.store.days import job_of, local_day, requirement_of, technician_day
from wom_tui.store.unit import Unit

_JUST_NOW = timedelta(minutes=5)  # a plan takes a moment to be accepted


def own_order_violations(number: int, unit: Unit) -> Iterator[Violation]:
    """Say why a technician may say nothing about an order: none of its visits is, or was, theirs."""
    if unit.actor.role is Role.TECHNICIAN:
        visits = unit.select(Visit, order_id=number)
        yield from own_violations(unit.actor, {visit.technician_id for visit in visits}, f"order {number}")


def pinned_violations(planned: Visit) -> Iterator[Violation]:
    """A pinned visit stays where it is, unless somebody says why."""
    if planned.is_pinned:
        yield Violation(
            code="visit.pinned",
            message=f"visit {planned.label} is pinned",
            can_override=True,
            facts={"visit": planned.label},
        )


def movable(planned: Visit) -> Iterator[Violation]:
    """It is not pinned and has not begun."""
    yield from pinned_violations(planned)
    if planned.status not in COMING:
        said = planned.status.words
        yield Violation(
            code="visit.started",
            message=f"visit {planned.label} is {said} and cannot be planned anew",
            facts={"visit": planned.label, "status": planned.status.value},
        )


def not_merged(order: WorkOrder, unit: Unit) -> Iterator[Violation]:
    """No other order goes on in its place."""
    yield from merge.merged_violations(order, lambda number: unit.find(WorkOrder, number))


def may_be_planned(order: WorkOrder, unit: Unit) -> Iterator[Violation]:
    """The order itself can be planned, by whomever."""
    if merged := tuple(not_merged(order, unit)):
        yield from merged
        return
    site, kind = unit.find(Site, order.site_id), unit.find(WorkType, order.work_type_id)
    yield from unplannable(order, requirement_of(unit, order.id), site, kind, unit.at)


def not_past(planned: Visit, unit: Unit) -> Iterator[Violation]:
    """Soft: what is planned into the past was mistyped, or is told afterwards."""
    if planned.start_at is not None and planned.start_at < unit.at - _JUST_NOW:
        yield Violation(
            code="visit.past",
            message=f"visit {planned.label} would begin in the past",
            hard=False,
            facts={"visit": planned.label, "start": planned.start_at.isoformat()},
        )


def may_be_sent(planned: Visit, unit: Unit) -> Iterator[Violation]:
    """What may have changed since it was planned: facts, approval, the technician's presence, the crew."""
    order = unit.get(WorkOrder, planned.order_id)
    site, kind = unit.find(Site, order.site_id), unit.find(WorkType, order.work_type_id)
    requirement = requirement_of(unit, order.id)
    yield from completeness_violations(order, requirement, site, kind, OrderStatus.DISPATCHED)
    yield from approval_violations(order, kind)
    if planned.technician_id is None or planned.start_at is None:
        return
    job, who = job_of(unit, order, but=planned.id), unit.get(Technician, planned.technician_id)
    day = technician_day(unit, who, local_day(planned.start_at, who.zone), unit.travel, without=planned.id)
    for rule in (feasibility.present, feasibility.crew):
        yield from rule(planned, job, day)
    yield from _parts_there(planned, job, day, unit)


def planned_too_early(numbers: Iterable[int], unit: Unit) -> Iterator[Violation]:
    """Soft: visits of these orders that are planned, and begin before the parts are there."""
    for number in numbers:
        order = unit.get(WorkOrder, number)
        for planned in unit.select(Visit, order_id=number, status=LIVE - STARTED):
            who = unit.find(Technician, planned.technician_id)
            if planned.start_at is None or who is None:
                continue
            clock = day_and_clock(order.parts_ready_at, who.zone) if order.parts_ready_at else ""
            found = (*undated_violations(order, unit.at), *late_violations(order, planned.start_at, clock))
            yield from (
                replace(v, hard=False, message=f"{v.message}; visit {planned.label} is planned before")
                for v in found
            )


def _parts_there(planned: Visit, job: Job, day: TechnicianDay, unit: Unit) -> Iterator[Violation]:
    """Soft: who is sent may fetch them on the way, or do something else first; whoever sends ought to know."""
    found = (*undated_violations(job.order, unit.at), *feasibility.parts(planned, job, day))
    yield from (replace(violation, hard=False) for violation in found)
