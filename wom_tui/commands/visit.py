"""What a dispatcher and a technician do with a visit: give it, send it, move it, take it back, report on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from wom_tui.commands import guards
from wom_tui.commands.command import Command, aware, reasoned
from wom_tui.commands.steps import advance, follow_visits, recalled, struck
from wom_tui.domain import feasibility, work_order
from wom_tui.domain.feasibility import Job, Stop, TechnicianDay
from wom_tui.domain.plannable import held
from wom_tui.domain.policy import Role, own_violations
from wom_tui.domain.route import trips_s
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.errors import InvalidInput
from wom_tui.store.days import job_of, local_day, technician_day
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class AssignVisit(Command):
    """Put a visit on a technician's day."""

    order: int
    visit: int | None = None  # the visit's id; None = a new visit for the order
    technician: int
    start_at: datetime
    end_at: datetime | None = None  # None = the order's duration
    is_sent: bool = False  # and the technician is told at once
    expect: int | None = None  # version of the visit that the actor saw
    expect_order: int | None = None

    def check(self) -> None:
        super().check()
        aware("start_at", self.start_at)
        aware("end_at", self.end_at)
        if self.end_at is not None and self.end_at <= self.start_at:
            raise InvalidInput("end_at", self.end_at, "a time after the start")

    @property
    def summary(self) -> str:
        return f"{self.verb} {self.order}"

    @property
    def verb(self) -> str:
        return "assign and dispatch" if self.is_sent else "assign"


def assign_visit(command: AssignVisit, unit: Unit) -> None:
    """The act by itself: it is called what it is, a move where the visit stands in somebody's day already."""
    was = book_visit(command, unit)
    if was.is_booked:
        verb = "move" if was.technician_id == command.technician else "reassign"
        unit.summary = f"{verb}{' and dispatch' if command.is_sent else ''} {command.order}"


def book_visit(command: AssignVisit, unit: Unit) -> Visit:
    """The same as a part of another act; answers the visit as it was."""
    order = unit.get(WorkOrder, command.order, expect=command.expect_order)
    planned = _visit_for(command, order, unit)
    tech = unit.get(Technician, command.technician)
    job = job_of(unit, order, but=planned.id)
    moved = replace(
        planned,
        technician_id=tech.id,
        start_at=command.start_at,
        end_at=command.end_at or command.start_at + tech.lasts(job.duration),
    )
    if moved == planned:  # it is so already; being sent is not undone by saying it again
        unit.result["visit"] = planned.label
        if command.is_sent and planned.status is VisitStatus.PLANNED:
            advance(planned, VisitStatus.DISPATCHED, unit)
        return planned
    day = technician_day(unit, tech, local_day(command.start_at, tech.zone), unit.travel, without=planned.id)
    unit.heed(guards.movable(planned))
    unit.heed(recalled(planned, moved, unit))
    stored = put(moved, planned, order, job, day, unit)
    unit.result["visit"] = stored.label
    if command.is_sent:
        advance(stored, VisitStatus.DISPATCHED, unit)
    follow_visits(order.id, unit)
    return planned


def put(moved: Visit, was: Visit, order: WorkOrder, job: Job, day: TechnicianDay, unit: Unit) -> Visit:
    """Put a visit where it would be, once nothing speaks against it; answers it as it is stored."""
    unit.heed(guards.may_be_planned(order, unit))
    late_already = feasibility.late_clocks(was, job, day) if was.is_booked else frozenset()
    unit.heed(
        v for v in feasibility.violations(moved, job, day) if feasibility.late_clock(v) not in late_already
    )
    unit.heed(guards.not_past(moved, unit))
    # Giving a dispatched visit to somebody else, or to another hour, has to be told anew.
    fresh = replace(moved, status=VisitStatus.PLANNED, dispatched_at=None, accepted_at=None)
    return unit.save(with_way(fresh, job, day), "visit.assigned")


def with_way(planned: Visit, job: Job, day: TechnicianDay) -> Visit:
    """The visit with its travel on that day."""
    stops = (*day.stops, Stop(visit=planned, place=job.place, pick_ups=job.pick_ups))
    return replace(planned, travel_s=trips_s(replace(day, stops=stops)).get(planned.id))


def _visit_for(command: AssignVisit, order: WorkOrder, unit: Unit) -> Visit:
    if command.visit is not None:
        found = unit.get(Visit, command.visit, expect=command.expect)
        if found.order_id != order.id:
            raise InvalidInput("visit", found.label, f"a visit of order {order.id}")
        return found
    return new_visit(order.id, unit)


def new_visit(order_id: int, unit: Unit) -> Visit:
    """An unsaved visit with the order's next number."""
    taken = unit.select(Visit, order_id=order_id, is_withdrawn=frozenset({True, False}))
    return Visit(
        id=unit.new_id(Visit), order_id=order_id, ordinal=1 + max((v.ordinal for v in taken), default=0)
    )


@dataclass(frozen=True, kw_only=True)
class AddVisit(Command):
    """Add a visit to an order, for a second trip or a second pair of hands."""

    order: int

    @property
    def summary(self) -> str:
        return f"visit {self.order}"


def add_visit(command: AddVisit, unit: Unit) -> None:
    order = unit.get(WorkOrder, command.order)
    unit.heed(guards.not_merged(order, unit))
    unit.heed(held(order))
    unit.heed(work_order.transition_violations(order, OrderStatus.SCHEDULED))
    unit.result["visit"] = unit.save(new_visit(order.id, unit), "visit.added").label


@dataclass(frozen=True, kw_only=True)
class VisitCommand(Command):
    """A command about one visit that is there already."""

    visit: int
    expect: int | None = None

    def target(self, unit: Unit) -> Visit:
        """The visit in the version that the actor saw."""
        found = unit.get(Visit, self.visit, expect=self.expect)
        unit.heed(own_violations(unit.actor, (found.technician_id,), f"visit {found.label}"))
        return found

    @property
    def summary(self) -> str:
        return super().summary.removesuffix(" visit")


@dataclass(frozen=True, kw_only=True)
class UnassignVisit(VisitCommand):
    """Take a visit off the technician's day; it waits for another."""


def unassign_visit(command: UnassignVisit, unit: Unit) -> None:
    found = command.target(unit)
    unit.heed(guards.movable(found))
    cleared = replace(
        found,
        technician_id=None,
        start_at=None,
        end_at=None,
        travel_s=None,
        dispatched_at=None,
        accepted_at=None,
        status=VisitStatus.PLANNED,
    )
    unit.heed(recalled(found, cleared, unit))
    unit.save(cleared, "visit.unassigned")
    follow_visits(found.order_id, unit)


@dataclass(frozen=True, kw_only=True)
class DispatchVisit(VisitCommand):
    """Send a visit to its technician."""


def dispatch_visit(command: DispatchVisit, unit: Unit) -> None:
    found = command.target(unit)
    if not found.is_booked:
        unit.heed(
            [
                Violation(
                    code="visit.unplanned",
                    message=f"visit {found.label} has no technician or no time yet",
                    facts={"visit": found.label},
                )
            ]
        )
    if found.status is VisitStatus.PLANNED:
        unit.heed(guards.may_be_sent(found, unit))
    advance(found, VisitStatus.DISPATCHED, unit, at=command.at)


@dataclass(frozen=True, kw_only=True)
class AdvanceVisit(VisitCommand):
    """Report how far a visit is: accepted, travelling, on site, done."""

    needs: ClassVar[Role] = Role.TECHNICIAN

    to: VisitStatus

    def check(self) -> None:
        super().check()
        if self.to not in _REPORTS:
            raise InvalidInput("to", self.to, ", ".join(s.value for s in _REPORTS))

    @property
    def summary(self) -> str:
        return self.to.words

    @property
    def verb(self) -> str:
        return self.to.words


_REPORTS = (VisitStatus.ACCEPTED, VisitStatus.TRAVELLING, VisitStatus.ON_SITE, VisitStatus.DONE)


def advance_visit(command: AdvanceVisit, unit: Unit) -> None:
    advance(command.target(unit), command.to, unit, at=command.at)


@dataclass(frozen=True, kw_only=True)
class FailVisit(VisitCommand):
    """Say that a visit did not do it: declined, missed, or left incomplete, with the reason."""

    needs: ClassVar[Role] = Role.TECHNICIAN

    to: VisitStatus
    reason: str

    def check(self) -> None:
        super().check()
        if self.to not in (VisitStatus.DECLINED, VisitStatus.MISSED, VisitStatus.INCOMPLETE):
            raise InvalidInput("to", self.to, "declined, missed or incomplete")
        reasoned(self.reason)

    @property
    def summary(self) -> str:
        return self.to.value


def fail_visit(command: FailVisit, unit: Unit) -> None:
    advance(command.target(unit), command.to, unit, at=command.at, reason=command.reason.strip())


@dataclass(frozen=True, kw_only=True)
class CancelVisit(VisitCommand):
    """Strike a visit; the order stays."""


def cancel_visit(command: CancelVisit, unit: Unit) -> None:
    found = command.target(unit)
    if found.status is not VisitStatus.CANCELLED:
        unit.heed(guards.pinned_violations(found))
        unit.heed(struck(found, unit))
    advance(found, VisitStatus.CANCELLED, unit)


@dataclass(frozen=True, kw_only=True)
class PinVisit(VisitCommand):
    """Pin a visit to its technician and time, or let it go again."""

    is_pinned: bool = True

    @property
    def summary(self) -> str:
        return "pin" if self.is_pinned else "unpin"


def pin_visit(command: PinVisit, unit: Unit) -> None:
    found = command.target(unit)
    unit.save(
        replace(found, is_pinned=command.is_pinned), "visit.pinned" if command.is_pinned else "visit.unpinned"
    )
