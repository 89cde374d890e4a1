"""Making a plan real: each of its visits is checked against the facts as they are now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from wom_tui.commands.command import Command
from wom_tui.commands.visit import AssignVisit, UnassignVisit, book_visit, unassign_visit
from wom_tui.domain.habits import weekday_text
from wom_tui.domain.plan import Plan, PlannedVisit, Unplanned, Was
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import LIVE, Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import NotFound, Rejected
from wom_tui.store import journal
from wom_tui.store.ahead import ask_ahead
from wom_tui.store.days import requirement_of
from wom_tui.store.unit import Unit

L = TypeVar("L", PlannedVisit, Unplanned)


@dataclass(frozen=True, kw_only=True)
class AcceptPlan(Command):
    """Take over a proposed plan, or some of its lines, as one act."""

    plan: Plan
    orders: tuple[int, ...] | None = None  # the lines to take, by order; None = all

    @property
    def summary(self) -> str:
        return f"plan {weekday_text(self.plan.on)}"


def accept_plan(command: AcceptPlan, unit: Unit) -> None:
    lines = [v for v in command.plan.visits if _is_wanted(v.order, command)]
    # Of a crew first the visits that are there, then new ones.
    lines.sort(key=lambda line: line.visit is None)
    ask_ahead(
        unit, (line.order for line in lines), slots=((line.technician, line.start_at) for line in lines)
    )
    unit.reserve_ids(Visit, sum(1 for line in lines if line.visit is None))
    lost = [one for one in command.plan.unplanned if one.was is not None and _is_wanted(one.order, command)]
    refused = _accept_all(lost, _free, unit)
    refused |= _accept_all(lines, _accept_line, unit)
    told = [{"number": number, "reason": reason} for number, reason in refused.items()]
    planned = sum(1 for line in lines if line.order not in refused)
    # Several plans may be accepted as one act.
    unit.result["planned"] = unit.result.get("planned", 0) + planned
    unit.result["refused"] = [*unit.result.get("refused", ()), *told]


def _is_wanted(order: int, command: AcceptPlan) -> bool:
    return command.orders is None or order in command.orders


def _accept_all(lines: Sequence[L], accept: Callable[[L, Unit], None], unit: Unit) -> dict[int, str]:
    """Take over what can be, and answer why not for the rest, by order.

    A line may wait for the place that another one leaves, so those that fail are tried again for as long as that helps.
    """
    waiting = list(lines)
    while waiting:
        refused = _accept_round(waiting, accept, unit)
        again = [line for line in waiting if line.order in refused]
        if len(again) == len(waiting):
            return _in_a_circle(waiting, refused, unit)
        waiting = again
    return {}


def _accept_round(lines: Sequence[L], accept: Callable[[L, Unit], None], unit: Unit) -> dict[int, str]:
    refused: dict[int, str] = {}
    for group in _groups(lines):
        mark = unit.mark()
        try:
            for line in group:
                accept(line, unit)
        except (Rejected, NotFound) as error:
            # Changed since the plan was made: this line is listed, the rest of the plan goes on.
            unit.back_to(mark)
            refused[group[0].order] = str(error)
    return refused


def _groups(lines: Sequence[L]) -> list[list[L]]:
    """A crew that is put together goes as one; every other line alone."""
    groups: dict[object, list[L]] = {}
    for at, line in enumerate(lines):
        key = (line.order,) if line.was is None else (line.order, at)
        groups.setdefault(key, []).append(line)
    return list(groups.values())


def _in_a_circle(
    waiting: Sequence[PlannedVisit | Unplanned], refused: dict[int, str], unit: Unit
) -> dict[int, str]:
    """Visits that wait for each other's places: all are taken off first. It is all of them or none."""
    moves = [line for line in waiting if isinstance(line, PlannedVisit) and line.was is not None]
    if len(moves) < 2 or len(moves) < len(waiting):
        return refused
    mark = unit.mark()
    try:
        for line in moves:
            unassign_visit(UnassignVisit(visit=_standing(line, unit)), unit)
        for line in moves:
            book_visit(_moved_to(line), unit)
    except (Rejected, NotFound):
        unit.back_to(mark)
        return refused
    return {}


def _free(line: Unplanned, unit: Unit) -> None:
    """It loses its place, for nobody can do it any more."""
    assert line.visit is not None
    visit = unit.get(Visit, line.visit)
    unit.heed(_moved_meanwhile(visit, line.was, unit))
    unassign_visit(UnassignVisit(visit=visit.id), unit)


def _accept_line(line: PlannedVisit, unit: Unit) -> None:
    order = unit.get(WorkOrder, line.order)
    visit = _standing(line, unit) if line.was else _waiting(line, order, unit)
    book_visit(replace(_moved_to(line), visit=visit), unit)


def _moved_to(line: PlannedVisit) -> AssignVisit:
    return AssignVisit(
        order=line.order,
        visit=line.visit,
        technician=line.technician,
        start_at=line.start_at,
        end_at=line.end_at,
    )


def _standing(line: PlannedVisit, unit: Unit) -> int:
    """The visit that is moved, where it was when the plan was made."""
    assert line.visit is not None
    unit.heed(_moved_meanwhile(unit.get(Visit, line.visit), line.was, unit))
    return line.visit


def _waiting(line: PlannedVisit, order: WorkOrder, unit: Unit) -> int | None:
    """The order's visit that nobody has; None = a new one."""
    live = unit.select(Visit, order_id=order.id, status=LIVE)
    unplanned = [v for v in live if not v.is_booked]
    visit = line.visit or (unplanned[0].id if unplanned else None)
    unit.heed(_planned_meanwhile(order, visit, live, unit))
    return visit


def _moved_meanwhile(visit: Visit, was: Was | None, unit: Unit) -> Iterator[Violation]:
    """Somebody has moved the visit since the plan was made."""
    if was is None or (visit.technician_id, visit.start_at) != (was.technician, was.start_at):
        yield Violation(
            code="plan.stale",
            message=f"visit {visit.label} has been moved meanwhile{_by_whom(visit, unit)}",
            facts={"visit": visit.label},
        )


def _by_whom(visit: Visit, unit: Unit) -> str:
    """` by ann`: whoever has last changed when it is, or whose."""
    events = journal.events(unit.connection, subject=f"{Visit.noun}:{visit.id}")
    movers = [event.who for event in events if {"technician_id", "start_at"} & event.after.keys()]
    return f" by {movers[-1]}" if movers else ""


def _planned_meanwhile(
    order: WorkOrder, visit: int | None, live: Sequence[Visit], unit: Unit
) -> Iterator[Violation]:
    """Somebody has given the order to a technician since the plan was made."""
    booked = [v for v in live if v.is_booked]
    is_taken = any(v.id == visit for v in booked)
    is_full = visit is None and len(booked) >= requirement_of(unit, order.id).crew_size
    if is_taken or is_full:
        who = unit.find(Technician, booked[0].technician_id)
        yield Violation(
            code="plan.stale",
            message=f"order {order.id} has been given to {who.name if who else 'somebody'} meanwhile",
            facts={"number": order.id, "visit": booked[0].label},
        )
