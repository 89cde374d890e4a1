"""Orders as a table for somebody else: which columns, under the names that filters and the reference use?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wom_tui.queries.orders import OrderRow

ROW = (
    *("number", "external_id", "source", "title", "work_type", "priority", "status", "state"),
    *("opened_at", "respond_due_at", "resolve_due_at", "due_at", "completed_at"),
    *("hold_reason", "held_until_at", "site", "lat", "lon", "territory", "customer", "requester"),
    *("technician", "planned_start_at", "planned_end_at", "version"),
    *("parts", "parts_ready_at", "parts_awaited"),
)


@dataclass(frozen=True)
class TableOut:
    """A list as it is written to a file.

    Attributes:
        what: one of its rows, in words.
    """

    what: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]


def row_cells(rows: Iterable[OrderRow], now: datetime) -> Iterator[tuple[Any, ...]]:
    """Orders as cells below `ROW` and `sla`."""
    cells = attrgetter(*ROW)
    return ((*cells(row), row.sla(now).value) for row in rows)


def orders_out(rows: Iterable[OrderRow], now: datetime) -> TableOut:
    """Orders, in their order."""
    return TableOut("order", (*ROW, "sla"), list(row_cells(rows, now)))
