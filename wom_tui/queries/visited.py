"""Who was at a place last, when, and what was done?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import ENDED_THERE, Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.queries.names import named
from wom_tui.store.reader import Reader

FEW_VISITS = 3
_ORDERS_BACK = 200  # at one place


class VisitHere(NamedTuple):
    """Somebody was there."""

    number: int
    who: str
    ended_at: datetime
    done: str


def last_visits(reader: Reader, numbers: Sequence[int], most: int = FEW_VISITS) -> tuple[VisitHere, ...]:
    """The last visits for these orders that came to their end, the newest first.

    Args:
        numbers: of the orders at a place, the newest first.
    """
    if not numbers:
        return ()
    ended = reader.select(Visit, order_id=frozenset(numbers[:_ORDERS_BACK]), status=ENDED_THERE)
    dated = sorted(((v.ended_at, v.id, v) for v in ended if v.ended_at is not None), reverse=True)
    return tuple(_visit_here(reader, visit, ended_at) for ended_at, _, visit in dated[:most])


def _visit_here(reader: Reader, visit: Visit, ended_at: datetime) -> VisitHere:
    order = reader.get(WorkOrder, visit.order_id)
    who = named(reader, Technician, visit.technician_id)
    done = visit.incomplete_reason or order.resolution_text or order.title
    return VisitHere(order.id, who.name if who else "", ended_at, done)
