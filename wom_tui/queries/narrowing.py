"""Which orders can meet a condition, by what stands in their own columns? Only those need be read in full."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from wom_tui.domain.filter import Filter
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.store.reader import Reader

# Fields of a row that are what one column of the order says, and that column.
_COLUMN: Mapping[str, str] = MappingProxyType(
    {
        **{name: name for name in ("version", "priority", "status", "source", "external_id", "requester")},
        **{name: name for name in ("opened_at", "respond_due_at", "resolve_due_at", "completed_at")},
        **{name: name for name in ("parts_ready_at", "approval", "relation")},
        "parts": "parts_state",
        "parent": "parent_id",
    }
)
_FIELDS = frozenset(_COLUMN) | {"number"}
_WORTH = 3  # one order of so many may be left; of more all are read, which goes faster than by number
_ENOUGH = 5_000  # orders, by which one sees that far too many would be left


def numbers_that_may(
    reader: Reader, condition: Filter, status: frozenset[OrderStatus]
) -> frozenset[int] | None:
    """The orders in these states that may meet it; None where its terms do not say, or leave too many."""
    narrow = condition.about(_FIELDS)
    if narrow.is_empty:
        return None
    fields = sorted(narrow.fields - {"number"})
    row_of = _rows_of("number", *fields)
    found: list[int] = []
    count = 0
    for block in reader.blocks(WorkOrder, tuple(_COLUMN[name] for name in fields), status=status):
        count += len(block[0])
        found += [row.number for row in narrow.apply(map(row_of, *block))]
        if count >= _ENOUGH and 2 * len(found) > count:
            return None
    return frozenset(found) if len(found) * _WORTH <= count else None


def _rows_of(*fields: str) -> Callable[..., Any]:
    """What makes rows with these fields: as few as a filter asks for."""
    made: Callable[..., Any] = namedtuple("Narrow", fields)  # type: ignore[misc]  # known only when it is asked
    return made
