"""What has to be known of one order of the queue, to say what could be done about it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.place import TravelTime
from wom_tui.domain.states import COMING, OrderStatus
from wom_tui.domain.triage import Causes, Reason
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.queries.candidates import Candidate, Candidates, candidates
from wom_tui.queries.order import OrderDetail, order_detail
from wom_tui.queries.orders import OrderRow
from wom_tui.store.reader import Reader

# Where another technician, or another time, may be the answer.
_ASKS_WHO = frozenset(
    {
        *(Reason.NOBODY, Reason.FAILED, Reason.PAST_DUE, Reason.WARNING, Reason.AT_RISK),
        *(Reason.OVERLAP, Reason.ABSENT, Reason.SILENT, Reason.UNSENT),
    }
)
_GOES = frozenset({OrderStatus.READY.value, OrderStatus.SCHEDULED.value, OrderStatus.DISPATCHED.value})


@dataclass(frozen=True, kw_only=True)
class Closer:
    """One order, seen from near.

    Attributes:
        found: who could take it, where that is a question; None where it is none, or cannot be answered.
    """

    detail: OrderDetail
    causes: Causes
    found: Candidates | None = None

    @property
    def number(self) -> int:
        return self.detail.row.number

    @property
    def ranked(self) -> tuple[Candidate, ...]:
        return self.found.ranked if self.found is not None else ()


def is_movable(row: OrderRow) -> bool:
    """Somebody has it, and the visit has not begun."""
    visit = row.visit
    return visit is not None and visit.technician_id is not None and visit.status in COMING


def asks_who(row: OrderRow, causes: Causes) -> bool:
    """It is a question who could take it, or who could be there sooner."""
    if row.status not in _GOES or not any(cause.reason in _ASKS_WHO for cause in causes):
        return False
    return row.visit is None or is_movable(row) or _has_failed(row)


def closer(reader: Reader, number: int, causes: Causes, now: datetime, travel: TravelTime) -> Closer | None:
    """Everything about it, and who could take it; None where there is no such order any more."""
    try:
        detail = order_detail(reader, number, now)
    except NotFound:
        return None
    found = _who(reader, detail, now, travel) if asks_who(detail.row, causes) else None
    return Closer(detail=detail, causes=causes, found=found)


def _has_failed(row: OrderRow) -> bool:
    return row.status == OrderStatus.READY.value


def _who(reader: Reader, detail: OrderDetail, now: datetime, travel: TravelTime) -> Candidates | None:
    visit = detail.row.visit
    try:
        return candidates(reader, detail.row.number, now, travel, visit=visit.id if visit else None)
    except InvalidInput:  # several visits could be meant: nobody is proposed
        return None
