"""Rows for tests of the board that need no database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.tui.office import NOW, ZONE
from wom_tui.present.board import Day
from wom_tui.queries.orders import OrderRow

DAY = Day(NOW, ZoneInfo(ZONE))
_ROW = OrderRow(
    number=1,
    version=1,
    external_id=None,
    source="wom",
    title="Hydrant leaking",
    work_type="hydrant",
    priority=3,
    status="ready",
    state="ready",
    opened_at=NOW - timedelta(hours=5),
    respond_due_at=None,
    resolve_due_at=NOW + timedelta(hours=2),
    respond_warn_at=None,
    resolve_warn_at=NOW + timedelta(hours=1),
    responded_at=None,
    completed_at=None,
    ended_at=None,
    held_since_at=None,
    held_until_at=None,
    hold_reason=None,
    site="Centre St, Jamaica Plain",
    site_id=1,
    lat=42.3,
    lon=-71.1,
    zone=ZONE,
    territory="West",
    customer="City",
    technician=None,
    technician_name=None,
    planned_start_at=None,
    planned_end_at=None,
    visit=None,
)


def a_row(number: int = 1, *, due_min: int | None = 120, **changes: Any) -> OrderRow:
    """A ready order that is due so many minutes from now, and is warned about one hour before."""
    due_at = NOW + timedelta(minutes=due_min) if due_min is not None else None
    warn_at = due_at - timedelta(hours=1) if due_at else None
    return _ROW._replace(number=number, **{"resolve_due_at": due_at, "resolve_warn_at": warn_at} | changes)
