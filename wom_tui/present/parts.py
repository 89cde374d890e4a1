"""How do the parts of an order stand, in words: in a cell of the board, in a sentence below it?"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wom_tui.domain.states import PartsState
from wom_tui.present.cells import Line, Piece
from wom_tui.present.durations import clock_or_day, moment
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.queries.orders import OrderRow

INKS = MappingProxyType(
    {PartsState.SHORT: "warn", PartsState.WAITING: "hold", PartsState.READY: "text", PartsState.USED: "dim"}
)


def is_expected(row: OrderRow, now: datetime) -> bool:
    """The order waits for parts of which somebody knows when they come."""
    return (
        row.parts == PartsState.WAITING.value and row.parts_ready_at is not None and row.parts_ready_at > now
    )


def parts_cell(row: OrderRow, now: datetime, zone: tzinfo) -> Piece | None:
    """`parts 16:00`, `parts 4 Dec`, `parts short`, `parts late`, `parts no eta`; None where no part is missing."""
    if row.ended_at is not None or row.parts not in (PartsState.SHORT, PartsState.WAITING):
        return None
    if row.parts == PartsState.SHORT:
        return "parts short", INKS[PartsState.SHORT]
    if row.parts_ready_at is None:
        return "parts no eta", INKS[PartsState.SHORT]
    if not is_expected(row, now):
        return "parts late", INKS[PartsState.SHORT]
    return f"parts {clock_or_day(row.parts_ready_at, now, zone)}", INKS[PartsState.WAITING]


def is_too_early(row: OrderRow, now: datetime) -> bool:
    """It is planned for a time at which its parts are not there, as far as anybody knows."""
    if row.planned_start_at is None or parts_cell(row, now, UTC) is None:
        return False
    return not is_expected(row, now) or (
        row.parts_ready_at is not None and row.planned_start_at < row.parts_ready_at
    )


def parts_sentence(row: OrderRow, now: datetime, zone: ZoneInfo) -> Line:
    """`parts: 2 PUMP-3 expected 4 Dec 17:00`; nothing where no part is missing."""
    if parts_cell(row, now, zone) is None:
        return ()
    what = safe(row.parts_awaited or "")
    if row.parts == PartsState.SHORT:
        return (("parts: ", "dim"), (f"short of {what}", INKS[PartsState.SHORT]))
    if row.parts_ready_at is None:
        return (("parts: ", "dim"), (f"{what} ordered, nobody knows for when", INKS[PartsState.SHORT]))
    when = moment(row.parts_ready_at, now, zone)
    if not is_expected(row, now):
        return (("parts: ", "dim"), (f"{what} overdue since {when}", INKS[PartsState.SHORT]))
    return (("parts: ", "dim"), (f"{what} expected {when}", INKS[PartsState.WAITING]))
