"""What would the board of a demonstration show, as one document?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wom_tui.desk import Desk
from wom_tui.domain.plan import Plan
from wom_tui.domain.receipt import Receipt
from wom_tui.queries.lane import Lane
from wom_tui.queries.lanes import LanesDay, lanes
from wom_tui.queries.orders import OPEN, OrderRow, order_rows
from wom_tui.worlds.demo import Demo

_ROWS = 20
_COLUMNS = (
    *("number", "external_id", "source", "title", "work_type", "priority", "status", "state"),
    *("opened_at", "respond_due_at", "resolve_due_at", "completed_at", "site", "lat", "lon", "territory"),
    *("technician", "planned_start_at", "version"),
)


def summary(demo: Demo, desk: Desk) -> dict[str, Any]:
    """Counts, the first rows and the lanes, as they stand now; JSON-ready."""
    world, now = demo.world, desk.now()
    rows = desk.ask(order_rows, status=OPEN)
    return {
        "world": world.name,
        "title": world.title,
        "at": demo.at.isoformat(),
        "now": now.isoformat(),
        "zone": world.zone,
        "speed": demo.speed,
        "database": demo.shown_address,
        "attribution": list(world.attribution),
        "travel_source": desk.travel_source,
        "seconds": round(demo.seconds, 2),
        "orders": {
            "open": len(rows),
            "by_status": _counted(row.status for row in rows),
            "by_state": _counted(row.state for row in rows),
            "by_sla": _counted(row.sla(now).value for row in rows),
            "by_priority": _counted(f"P{row.priority}" for row in rows),
        },
        "rows": [_row(row, now) for row in sorted(rows, key=_by_due)[:_ROWS]],
        "lanes": _lanes(desk.ask(lanes, world.day_of(now), now)),
    }


def plan_document(plan: Plan, accepted: Receipt) -> dict[str, Any]:
    """A plan that was accepted, as `wom plan --json` tells it."""
    refused = accepted.result.get("refused", [])
    return {
        "planned": accepted.result["planned"],
        "unplanned": [{"number": u.order, "reason": u.reason} for u in plan.unplanned] + list(refused),
        "travel_s": plan.travel_s,
        "travel_source": plan.travel_source,
        "violations": [violation.as_dict() for violation in plan.violations],
    }


def _counted(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))


def _by_due(row: OrderRow) -> tuple[bool, float, int, int]:
    return (row.due_at is None, row.due_at.timestamp() if row.due_at else 0.0, row.priority, row.number)


def _row(row: OrderRow, now: datetime) -> dict[str, Any]:
    cells = {name: _plain(getattr(row, name)) for name in _COLUMNS}
    return cells | {"sla": row.sla(now).value}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _lanes(day: LanesDay) -> Mapping[str, Any]:
    working = [lane for lane in day.lanes if lane.shifts]
    return {
        "on": day.on.isoformat(),
        "technicians": len(day.lanes),
        "working": len(working),
        "load_percent": day.load_percent,
        "visits": _visits(day.lanes),
        "watch": _counted(lane.watch.trouble.name.lower() for lane in day.lanes),
        "nobody_yet": len(day.tray) + day.beyond,
    }


def _visits(found: Sequence[Lane]) -> dict[str, int]:
    return _counted(bar.status.value for lane in found for bar in lane.bars)
