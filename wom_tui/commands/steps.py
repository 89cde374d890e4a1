"""What follows from a step of a visit: its time is noted, clocks stop, the order's state comes after.

A step that was made already is not made again: repeated it writes nothing, and with another time or reason it puts the
old one right, which is said (`visit.replaced`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never

from wom_tui.commands.clocks import rules_of, with_clocks
from wom_tui.domain import visit, work_order
from wom_tui.domain.sla.policy import RespondMeans
from wom_tui.domain.states import TOLD
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.domain.worktime import Window
from wom_tui.store.unit import Unit

# Where each state notes its time.
_TIMES = {
    VisitStatus.DISPATCHED: "dispatched_at",
    VisitStatus.ACCEPTED: "accepted_at",
    VisitStatus.TRAVELLING: "travelling_at",
    VisitStatus.ON_SITE: "arrived_at",
    VisitStatus.DONE: "ended_at",
    VisitStatus.INCOMPLETE: "ended_at",
}
# Where each state notes its reason.
REASONS = {
    VisitStatus.DECLINED: "decline_reason",
    VisitStatus.MISSED: "incomplete_reason",
    VisitStatus.INCOMPLETE: "incomplete_reason",
}


def advance(
    found: Visit, to: VisitStatus, unit: Unit, *, at: datetime | None = None, reason: str | None = None
) -> None:
    """Take a visit to a state, or put right what was said when it got there.

    Args:
        at: the time that was given in words; None = now, and for a step made already the time it has.
        reason: why it failed.
    """
    if found.status is to:
        _put_right(found, unit, at, reason)
        return
    unit.heed(visit.transition_violations(found, to))
    unit.heed(_elsewhere(found, to, unit))
    order = unit.get(WorkOrder, found.order_id)
    noted: dict[str, Any] = {REASONS[to]: reason} if to in REASONS else {}
    unit.save(stepped(replace(found, **noted), to, unit.at), kind_of(to))
    if order.responded_at is None and _is_response(order, to, unit):
        unit.save(with_clocks(replace(order, responded_at=unit.at), unit), "order.responded")
    follow_visits(found.order_id, unit)


def kind_of(to: VisitStatus) -> str:
    """The event of a step."""
    return {VisitStatus.ON_SITE: "visit.arrived"}.get(to, f"visit.{to.value}")


def _put_right(found: Visit, unit: Unit, at: datetime | None, reason: str | None) -> None:
    """Another time or another reason for a step that was made already."""
    changes: dict[str, Any] = {}
    if at is not None and (name := _TIMES.get(found.status)):
        changes[name] = at
    if reason is not None and (name := REASONS.get(found.status)):
        changes[name] = reason
    changes = {name: value for name, value in changes.items() if getattr(found, name) != value}
    if not changes:
        return
    was = {name: getattr(found, name) for name in changes}
    unit.heed(visit.replaced_violations(found, was))
    unit.save(replace(found, **changes), "visit.corrected")
    order = unit.get(WorkOrder, found.order_id)
    if at is not None and order.responded_at is not None and order.responded_at in was.values():
        unit.save(with_clocks(replace(order, responded_at=at), unit), "order.responded")


def _elsewhere(found: Visit, to: VisitStatus, unit: Unit) -> Iterator[Violation]:
    """Nobody is at two places: who is still on site elsewhere has to be done there first."""
    if to not in (VisitStatus.TRAVELLING, VisitStatus.ON_SITE) or found.technician_id is None:
        return
    there = unit.select(Visit, technician_id=found.technician_id, status=VisitStatus.ON_SITE)
    for other in there:
        if other.id != found.id and (other.arrived_at is None or other.arrived_at <= unit.at):
            who = unit.get(Technician, found.technician_id)
            yield Violation(
                code="visit.elsewhere",
                message=f"{who.name} is still on site for {other.label}; report that one done first",
                hard=to is VisitStatus.ON_SITE,
                can_override=True,
                facts={"technician": who.code, "visit": other.label},
            )


def _is_response(order: WorkOrder, to: VisitStatus, unit: Unit) -> bool:
    """The step stops the respond clock: being there does, and where the policy says so, accepting does."""
    if to in (VisitStatus.ON_SITE, VisitStatus.DONE):
        return True
    policy = rules_of(unit).policies.get(order.policies[-1].policy_id or 0) if order.policies else None
    acknowledged = policy is not None and policy.respond_means is RespondMeans.ACKNOWLEDGED
    return acknowledged and to in (VisitStatus.ACCEPTED, VisitStatus.TRAVELLING)


def stepped(found: Visit, to: VisitStatus, at: datetime) -> Visit:
    """The visit in its new state, with the time noted where that state has one."""
    match to:
        case VisitStatus.DISPATCHED:
            return replace(found, status=to, dispatched_at=at)
        case VisitStatus.ACCEPTED:
            return replace(found, status=to, accepted_at=at)
        case VisitStatus.TRAVELLING:
            return replace(found, status=to, travelling_at=at)
        case VisitStatus.ON_SITE:
            return replace(found, status=to, arrived_at=at)
        case VisitStatus.DONE | VisitStatus.INCOMPLETE:
            return replace(found, status=to, ended_at=at)
        case VisitStatus.PLANNED | VisitStatus.DECLINED | VisitStatus.CANCELLED | VisitStatus.MISSED:
            return replace(found, status=to)
        case _:
            assert_never(to)


def follow_visits(order_id: int, unit: Unit) -> None:
    """Let the order's state follow from its visits: nobody sets scheduled, dispatched or in progress by hand."""
    order = unit.get(WorkOrder, order_id)
    if order.status not in _FOLLOWING:
        return
    status = visit.order_status(unit.select(Visit, order_id=order_id))
    if status is not order.status:
        unit.heed(work_order.transition_violations(order, status))
        unit.save(replace(order, status=status), f"order.{status.value}")


_FOLLOWING = frozenset(
    {OrderStatus.READY, OrderStatus.SCHEDULED, OrderStatus.DISPATCHED, OrderStatus.IN_PROGRESS}
)


def release_visits(order_id: int, unit: Unit, reason: str) -> None:
    """Give the technicians' time back when an order stops: planned visits are struck, running ones end incomplete."""
    for found in unit.select(Visit, order_id=order_id, status=visit.LIVE):
        if found.is_booked:
            unit.heed([_freed(found, unit), *_disappointed(found)])
        if found.status is VisitStatus.ON_SITE:
            ended = replace(stepped(found, VisitStatus.INCOMPLETE, unit.at), incomplete_reason=reason)
            unit.save(ended, "visit.incomplete")
        else:
            unit.save(stepped(found, VisitStatus.CANCELLED, unit.at), "visit.cancelled")


def struck(found: Visit, unit: Unit) -> Iterator[Violation]:
    """Soft: whom it surprises that a visit is struck: who was sent there, and a customer who was promised it."""
    if found.is_booked and found.status in TOLD:
        yield _freed(found, unit)
    yield from _disappointed(found)


def _freed(found: Visit, unit: Unit) -> Violation:
    """Whose time is free again: nobody is told by itself."""
    technician = unit.get(Technician, found.technician_id or 0)
    match found.status:
        case VisitStatus.PLANNED:
            message = f"visit {found.label} is struck, {technician.name} is free then"
        case VisitStatus.ON_SITE:
            message = f"visit {found.label} ends incomplete, tell {technician.name}, who is on site"
        case _:
            message = f"visit {found.label} is struck, tell {technician.name}, who was sent there"
    facts = _place_of(found, technician) | {"status": found.status.value}
    return Violation(code="visit.released", message=message, hard=False, facts=facts)


def _disappointed(found: Visit) -> Iterator[Violation]:
    """A customer who counts on the visit."""
    if found.promised is not None and found.status is not VisitStatus.ON_SITE:
        told = {"start": found.promised.start_at.isoformat(), "end": found.promised.end_at.isoformat()}
        yield Violation(
            code="window.broken",
            message=f"nobody comes for visit {found.label}, and the customer was promised it",
            hard=False,
            facts={"visit": found.label, **told},
        )


def recalled(was: Visit, becomes: Visit, unit: Unit) -> Iterator[Violation]:
    """Soft: who was sent there goes there all the same, unless somebody says that it is not so any more.

    Not where the visit goes to another hour of the same technician: it has to be dispatched anew, which tells them.
    """
    is_theirs = becomes.technician_id == was.technician_id and not becomes.is_withdrawn
    is_sent = becomes.status is not VisitStatus.PLANNED or becomes.start_at != was.start_at
    if was.status not in TOLD or not was.is_booked or (is_theirs and is_sent):
        return
    technician = unit.get(Technician, was.technician_id or 0)
    yield Violation(
        code="visit.recalled",
        message=f"visit {was.label} is taken back from {technician.name}, who was sent there",
        hard=False,
        facts=_place_of(was, technician),
    )


def _place_of(booked: Visit, technician: Technician) -> dict[str, Any]:
    """Whose a visit is and when, as a warning tells it."""
    assert booked.start_at is not None and booked.end_at is not None
    return {
        "visit": booked.label,
        "technician": technician.id,
        "name": technician.name,
        "start": booked.start_at.isoformat(),
        "end": booked.end_at.isoformat(),
    }


def end_visits(order_id: int, unit: Unit, attended: Window | None = None) -> None:
    """Close the visits of an order that is done.

    Under way: done. Not begun: struck. With `attended`, from when to when somebody was there, a visit that stands in
    somebody's day is done, and these are its times.
    """
    for found in unit.select(Visit, order_id=order_id, status=visit.LIVE):
        if found.is_booked and attended is not None and found.status is not VisitStatus.ON_SITE:
            _note_attendance(found, attended, unit)
            continue
        begun = found.is_booked and found.status is not VisitStatus.PLANNED
        to = VisitStatus.DONE if begun else VisitStatus.CANCELLED
        unit.save(stepped(found, to, unit.at), kind_of(to))


def _note_attendance(found: Visit, attended: Window, unit: Unit) -> None:
    there = replace(
        stepped(found, VisitStatus.DONE, attended.end_at),
        arrived_at=attended.start_at,
        dispatched_at=found.dispatched_at or attended.start_at,
    )
    unit.save(there, kind_of(VisitStatus.DONE))


def unattended_violations(order_id: int, unit: Unit, attended: Window | None) -> Iterator[Violation]:
    """What becomes of visits that nobody has reported from, when their order is said to be done."""
    for found in unit.select(Visit, order_id=order_id, status=visit.LIVE):
        if not found.is_booked or found.status is VisitStatus.ON_SITE or attended is not None:
            continue
        who = unit.find(Technician, found.technician_id)
        name = who.name if who else "its technician"
        becomes = VisitStatus.CANCELLED if found.status is VisitStatus.PLANNED else VisitStatus.DONE
        said = {
            VisitStatus.DONE: f"was sent to {name}, who never reported on site; it counts as done now",
            VisitStatus.CANCELLED: f"of {name} never took place and is struck; attended=9:00-10:00 if it did",
        }
        yield Violation(
            code="visit.unattended",
            message=f"visit {found.label} {said[becomes]}",
            hard=False,
            facts={"visit": found.label, "technician": found.technician_id, "becomes": becomes.value},
        )
