"""Making a plan real: each of its visits is checked against the facts as they are now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wom_tui.commands.command import Command
from wom_tui.commands.visit import AssignVisit, assign_visit
from wom_tui.domain.habits import weekday_text
from wom_tui.domain.plan import Plan, PlannedVisit
from wom_tui.domain.receipt import Refusal
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import LIVE, Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import NotFound, Rejected
from wom_tui.store.ahead import ask_ahead
from wom_tui.store.days import requirement_of
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class AcceptPlan(Command):
    """Take over a proposed plan, or some of its lines, as one act."""

    plan: Plan
    orders: tuple[int, ...] | None = None  # the lines to take, by order; None = all

    @property
    def summary(self) -> str:
        return f"plan {weekday_text(self.plan.on)}"


def accept_plan(command: AcceptPlan, unit: Unit) -> None:
    lines = [v for v in command.plan.visits if command.orders is None or v.order in command.orders]
    ask_ahead(
        unit, (line.order for line in lines), slots=((line.technician, line.start_at) for line in lines)
    )
    unit.reserve_ids(Visit, sum(1 for line in lines if line.visit is None))
    refusals: list[Refusal] = []
    for index, line in enumerate(lines):
        mark = unit.mark()
        try:
            _accept_line(line, unit)
        except (Rejected, NotFound) as error:
            # Changed since the plan was made: this line is listed, the rest of the plan goes on.
            unit.back_to(mark)
            refusals.append(
                Refusal(index=index, summary=f"assign {line.order}", code="plan.stale", message=str(error))
            )
    unit.result["planned"] = len(lines) - len(refusals)
    unit.result["refused"] = [{"number": lines[r.index].order, "reason": r.message} for r in refusals]


def _accept_line(line: PlannedVisit, unit: Unit) -> None:
    order = unit.get(WorkOrder, line.order)
    live = unit.select(Visit, order_id=order.id, status=LIVE)
    unplanned = [v for v in live if not v.is_booked]
    visit = line.visit or (unplanned[0].id if unplanned else None)
    unit.heed(_planned_meanwhile(order, visit, live, unit))
    command = AssignVisit(
        order=line.order, visit=visit, technician=line.technician, start_at=line.start_at, end_at=line.end_at
    )
    assign_visit(command, unit)


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
