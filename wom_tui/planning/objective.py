"""What is a better plan? Named terms, each with its unit, its price and the reason for it.

All prices are in seconds of driving, so that a sum can be read: "this slot costs as much as 20 minutes more
on the road". No number of cheap orders outweighs an urgent one: orders are placed by priority, not by price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from wom_tui.domain.feasibility import Job, TechnicianDay
from wom_tui.domain.work_order import Priority, WorkOrder
from wom_tui.planning.insertion import Slot


@dataclass(frozen=True, kw_only=True)
class Term:
    """One thing that costs.

    Attributes:
        prices: seconds of driving that one unit is worth, by priority.
    """

    name: str
    unit: str
    why: str
    prices: Mapping[Priority, int]


def _prices(p1: int, p2: int, p3: int, p4: int) -> Mapping[Priority, int]:
    return MappingProxyType({Priority.P1: p1, Priority.P2: p2, Priority.P3: p3, Priority.P4: p4})


LATENESS = Term(
    name="lateness",
    unit="minutes past due",
    why="a promise broken is the worst that a plan can do; the more urgent the order, the worse",
    prices=_prices(240, 120, 60, 30),
)
WAITING = Term(
    name="waiting",
    unit="hours until service begins",
    why="urgent work goes first; without this the cheapest slot is often the last of the day",
    prices=_prices(1800, 900, 180, 60),
)
TRAVEL = Term(
    name="travel",
    unit="seconds added to the route",
    why="time on the road helps nobody",
    prices=_prices(1, 1, 1, 1),
)
STRANGER = Term(
    name="stranger",
    unit="visits not by the preferred technician",
    why="the customer or the order asked for somebody",
    prices=_prices(900, 900, 900, 900),
)
HIRED = Term(
    name="hired",
    unit="units of money that a contractor is paid",
    why="who is employed is paid anyway",
    prices=_prices(60, 60, 60, 60),
)
TERMS: tuple[Term, ...] = (LATENESS, WAITING, TRAVEL, STRANGER, HIRED)


def due_at(order: WorkOrder) -> datetime | None:
    """The due that the order is measured by: to respond until somebody has, then to resolve."""
    return order.respond_by_at or order.resolve_due_at


def late_min(order: WorkOrder, start_at: datetime, end_at: datetime) -> int:
    """Whole minutes past the dues that such a visit would miss, both clocks together, from 0 on."""
    late_s = 0.0
    if (respond_by_at := order.respond_by_at) is not None:
        late_s += max(0.0, (start_at - respond_by_at).total_seconds())
    if order.resolve_due_at is not None:
        late_s += max(0.0, (end_at - order.resolve_due_at).total_seconds())
    return int(late_s // 60)


def slot_terms(job: Job, slot: Slot, day: TechnicianDay, not_before: datetime) -> Mapping[str, int]:
    """What the slot costs, by term, in seconds of driving."""
    order = job.order
    wanted = job.requirement.preferred_technician_id
    minutes = int((slot.end_at - slot.start_at).total_seconds()) // 60
    waiting_s = max(0.0, (slot.start_at - not_before).total_seconds())
    return {
        LATENESS.name: late_min(order, slot.start_at, slot.end_at) * LATENESS.prices[order.priority],
        WAITING.name: int(waiting_s * WAITING.prices[order.priority]) // 3600,
        TRAVEL.name: slot.added_travel_s * TRAVEL.prices[order.priority],
        STRANGER.name: STRANGER.prices[order.priority] if wanted not in (None, day.technician.id) else 0,
        HIRED.name: day.technician.fee_cents(minutes) * HIRED.prices[order.priority] // 100,
    }


def slot_cost(job: Job, slot: Slot, day: TechnicianDay, not_before: datetime) -> int:
    """All terms together."""
    return sum(slot_terms(job, slot, day, not_before).values())
