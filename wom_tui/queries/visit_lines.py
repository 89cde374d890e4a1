"""Which visit stands for an order in its row: the live one that is furthest, else the last that failed?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from wom_tui.domain.states import FAILED
from wom_tui.domain.visit import LIVE, Visit, VisitStatus
from wom_tui.store.reader import Condition, Reader

_LIVE = {s.value for s in LIVE}
# Which visit stands for its order: the furthest one; a failed one only where none is live.
_PROGRESS = {s.value: rank for rank, s in enumerate(VisitStatus)}
_VISIT = ("order_id", "ordinal", "version", "status", "technician_id", "start_at", "end_at", "is_pinned")


class VisitLine(NamedTuple):
    """The visit that stands for its order in a row."""

    id: int
    order_id: int
    ordinal: int
    version: int
    status: str
    technician_id: int | None
    start_at: datetime | None
    end_at: datetime | None
    is_pinned: bool


def current_visits(
    reader: Reader, order_ids: frozenset[int] | None = None, breathe: Callable[[], None] = lambda: None
) -> dict[int, VisitLine]:
    """The visit that stands for each order: the live one that is furthest, else the last that failed.

    Args:
        breathe: called every thousand rows, that others may come to their turn.
    """
    where: dict[str, Condition] = {"status": frozenset(_LIVE | FAILED)}
    if order_ids is not None:
        where["order_id"] = order_ids
    best: dict[int, VisitLine] = {}
    for block in reader.blocks(Visit, _VISIT, **where):
        breathe()
        for line in map(VisitLine, *block):
            other = best.get(line.order_id)
            if other is None or _stands_before(line, other):
                best[line.order_id] = line
    return best


def _stands_before(line: VisitLine, other: VisitLine) -> bool:
    def rank(v: VisitLine) -> tuple[bool, bool, int, int]:
        live = v.status in _LIVE
        return (
            live,
            v.technician_id is not None,
            _PROGRESS[v.status] if live else 0,
            -v.ordinal if live else v.ordinal,
        )

    return rank(line) > rank(other)
