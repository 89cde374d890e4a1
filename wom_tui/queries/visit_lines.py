"""Which visit stands for an order in a row, and since when has it stood where it does?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from wom_tui.domain.states import FAILED
from wom_tui.domain.visit import LIVE, Visit, VisitStatus
from wom_tui.store.reader import Condition, Reader

LIVE_STATES = {s.value for s in LIVE}
# Which visit stands for its order: the furthest one; a failed one only where none is live.
_PROGRESS = {s.value: rank for rank, s in enumerate(VisitStatus)}
_VISIT = ("order_id", "ordinal", "version", "status", "technician_id", "start_at", "end_at", "is_pinned")
# When a visit came to its state. To be planned it comes as often as it is moved, and nobody waits for that.
_CAME_AT = {
    VisitStatus.DISPATCHED.value: "dispatched_at",
    VisitStatus.ACCEPTED.value: "accepted_at",
    VisitStatus.TRAVELLING.value: "travelling_at",
    VisitStatus.ON_SITE.value: "arrived_at",
    **dict.fromkeys(FAILED, "ended_at"),
}
_COLUMNS = tuple(dict.fromkeys(_CAME_AT.values()))


# As the rows themselves: a hundred thousand of them are made at once.
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
        breathe: as for `order_rows`.
    """
    where: dict[str, Condition] = {"status": frozenset(LIVE_STATES | FAILED)}
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
        live = v.status in LIVE_STATES
        return (
            live,
            v.technician_id is not None,
            _PROGRESS[v.status] if live else 0,
            -v.ordinal if live else v.ordinal,
        )

    return rank(line) > rank(other)


def states_since(reader: Reader, visits: Iterable[VisitLine]) -> dict[int, datetime]:
    """Since when these visits have been in their states, by visit; those that wait for their day are left out."""
    out = (visit.id for visit in visits if visit.status in _CAME_AT)
    found: dict[int, datetime] = {}
    for id, status, *moments in reader.rows_among(Visit, ("status", *_COLUMNS), "id", out):
        came_at = _CAME_AT.get(status)
        at = moments[_COLUMNS.index(came_at)] if came_at else None
        if at is not None:
            found[id] = at
    return found
