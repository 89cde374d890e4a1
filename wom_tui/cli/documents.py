"""What does JSON say of an order, a visit, an event? Under the names that filters and the reference use."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wom_tui.present.order_table import ROW

if TYPE_CHECKING:
    from wom_tui.domain.event import Event
    from wom_tui.domain.plan import Plan
    from wom_tui.domain.receipt import Receipt
    from wom_tui.queries.attached import OrderFile, OrderNote
    from wom_tui.queries.duplicates import SuspectRow
    from wom_tui.queries.order import ClockDetail, OrderDetail, VisitDetail
    from wom_tui.queries.orders import OrderRow
    from wom_tui.queries.parts import OrderPart


def row_document(row: OrderRow, now: datetime) -> dict[str, Any]:
    """An order as one object of `wom wo list`."""
    return {name: getattr(row, name) for name in ROW} | {"sla": row.sla(now).value}


_ORDER = (
    *("description", "fault_code", "channel", "requester", "required_by_at", "tags", "approval", "cover"),
    *("estimate_cents", "labour_min", "materials", "resolution_code", "resolution_text", "checklist"),
    *(
        "cancel_reason",
        "reopen_reason",
        "duplicate_of_id",
        "parent_id",
        "first_completed_at",
        "closed_at",
        "cancelled_at",
    ),
)
_REQUIREMENT = (
    "duration_min",
    "skills",
    "crew_size",
    "windows",
    "earliest_start_at",
    "after_order_ids",
    "parts",
)
_VISIT = (
    *("status", "start_at", "end_at", "travel_s", "is_pinned", "promised", "first_promised", "version"),
    *("dispatched_at", "accepted_at", "travelling_at", "arrived_at", "ended_at"),
    *("decline_reason", "incomplete_reason"),
)


def order_document(detail: OrderDetail, now: datetime) -> dict[str, Any]:
    """Everything about an order, as `wom wo show` tells it."""
    needs = detail.requirement
    return row_document(detail.row, now) | {
        **{name: getattr(detail.order, name) for name in _ORDER},
        "address": detail.site.address if detail.site else None,
        "asset": detail.asset.name if detail.asset else None,
        "requirement": {name: getattr(needs, name) for name in _REQUIREMENT} if needs else None,
        "complete_percent": detail.complete_percent,
        "missing": detail.missing,
        "visits": [_visit(visit) for visit in detail.visits],
        "part_lines": [_part(part) for part in detail.parts],
        "respond": _clock(detail.respond),
        "resolve": _clock(detail.resolve),
        "related": [{"number": r.number, "title": r.title, "status": r.status} for r in detail.related],
        "original": detail.original,
        "merged": detail.merged,
        "feedback": [
            {name: getattr(one, name) for name in ("received_at", "score", "text", "channel")}
            for one in detail.feedback
        ],
        "notes": [_note(one) for one in detail.notes],
        "messages": [row._asdict() for row in detail.messages],
        "files": [_file(one) for one in detail.files],
        "history": [event_document(event) for event in detail.history],
    }


def _file(one: OrderFile) -> dict[str, Any]:
    file = one.fact
    told = {"name": file.name, "kind": file.kind.value, "place": file.place, "note": file.note}
    return told | _brought(one)


def _note(one: OrderNote) -> dict[str, Any]:
    return {"text": one.fact.text} | _brought(one)


def _brought(one: OrderFile | OrderNote) -> dict[str, Any]:
    return {"by": one.who, "at": one.at, "number": one.fact.order_id}


def _part(part: OrderPart) -> dict[str, Any]:
    line = part.line
    names = ("needed", "held", "coming", "used", "short", "eta_at")
    return {"part": part.code, "name": part.name, "state": line.state.value} | {
        name: getattr(line, name) for name in names
    }


def _visit(detail: VisitDetail) -> dict[str, Any]:
    named = {
        "visit": detail.visit.label,
        "technician": detail.technician.code if detail.technician else None,
    }
    return named | {name: getattr(detail.visit, name) for name in _VISIT}


def _clock(detail: ClockDetail | None) -> dict[str, Any] | None:
    if detail is None:
        return None
    clock = detail.clock
    return {
        "state": clock.state,
        "due_at": clock.due_at,
        "target_min": detail.ledger.target_min,
        "used_min": detail.ledger.used_min,
        "left_min": detail.ledger.left_min,
        "zone": detail.zone,
        "ledger": detail.ledger.lines,
    }


def event_document(event: Event) -> dict[str, Any]:
    """One row of the journal."""
    return {f.name: getattr(event, f.name) for f in fields(event)}


def plan_document(plan: Plan, accepted: Receipt | None) -> dict[str, Any]:
    """A plan, proposed or taken over."""
    orders = {visit.order for visit in plan.visits}
    told = accepted.result.get("refused", ()) if accepted else ()
    refused = [line for line in told if line["number"] in orders]  # others are of another day
    gone = {line["number"] for line in refused}
    return {
        "on": plan.on,
        "basis": plan.basis,
        "accepted": accepted is not None,
        "receipt": accepted.command_id if accepted else None,
        "planned": sum(visit.order not in gone for visit in plan.visits),
        "unplanned": [{"number": u.order, "reason": u.reason} for u in plan.unplanned] + refused,
        "travel_s": plan.travel_s,
        "travel_source": plan.travel_source,
        "search": plan.search,
        "violations": [violation.as_dict() for violation in plan.violations],
        "visits": [
            {
                "number": visit.order,
                "technician_id": visit.technician,
                "start_at": visit.start_at,
                "end_at": visit.end_at,
                "travel_s": visit.travel_s,
            }
            for visit in plan.visits
            if visit.order not in gone
        ],
    }


SUSPECT = (
    *("keep", "drop", "score", "reason", "is_same_site", "distance_m"),
    *("apart_s", "alike", "keep_title", "drop_title", "keep_opened_at", "drop_opened_at", "site"),
)


def suspect_document(row: SuspectRow) -> dict[str, Any]:
    """Two orders that may be one."""
    from wom_tui.present.suspects import reason

    suspect = row.suspect
    return {
        "keep": suspect.keep,
        "drop": suspect.drop,
        "score": suspect.score,
        "reason": reason(suspect),
        "is_same_site": suspect.is_same_site,
        "distance_m": None if suspect.distance_m is None else round(suspect.distance_m, 1),
        "apart_s": round(suspect.apart.total_seconds()),
        "alike": round(suspect.alike, 3),
        "keep_title": row.keep.title,
        "drop_title": row.drop.title,
        "keep_opened_at": row.keep.opened_at,
        "drop_opened_at": row.drop.opened_at,
        "site": row.keep.site,
    }
