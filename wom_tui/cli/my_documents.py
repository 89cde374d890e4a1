"""What does JSON say of a technician's day?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wom_tui.present.my_day import next_words, zone_of

if TYPE_CHECKING:
    from wom_tui.queries.day_sheet import SheetStop
    from wom_tui.queries.my_day import MyDay

_VISIT = (
    "start_at",
    "end_at",
    "travel_s",
    "promised",
    "dispatched_at",
    "accepted_at",
    "travelling_at",
    "arrived_at",
)


def day_document(mine: MyDay) -> dict[str, Any]:
    """The whole day."""
    zone = mine.technician.zone
    return {
        "technician": mine.technician.code,
        "name": mine.technician.name,
        "on": mine.on,
        "zone": zone,
        "shifts": [{"start_at": s.window.start_at, "end_at": s.window.end_at} for s in mine.sheet.day.spans],
        "absences": [
            {"start_at": one.start_at, "end_at": one.end_at, "reason": one.reason}
            for one in mine.sheet.day.absences
        ],
        "current": mine.current.visit.label if mine.current else None,
        "visits": [stop_document(stop, mine) for stop in mine.sheet.stops],
        "messages": [row._asdict() for row in mine.messages],
    }


def stop_document(stop: SheetStop, mine: MyDay) -> dict[str, Any]:
    """One visit, with what is needed there."""
    order, site, contact = stop.order, stop.site, stop.contact
    return {
        "visit": stop.visit.label,
        "number": order.id,
        "status": stop.visit.status,
        "next": next_words(stop),
        "title": order.title,
        "description": order.description,
        "priority": order.priority,
        "zone": zone_of(stop, mine.technician.zone).key,
        **{name: getattr(stop.visit, name) for name in _VISIT},
        "site": site.name if site else None,
        "address": site.address if site else None,
        "lat": site.lat if site else None,
        "lon": site.lon if site else None,
        "access_notes": site.access_notes if site else None,
        "customer": stop.customer.name if stop.customer else None,
        "contact": {name: getattr(contact, name) for name in ("name", "phone", "email")} if contact else None,
        "asset": stop.asset.name if stop.asset else None,
        "checklist": order.checklist,
        "parts": [
            {"part": part.code, "name": part.name, "needed": part.line.needed, "used": part.line.used}
            | {"places": part.places, "short": part.line.short}
            for part in stop.parts
        ],
        "notes": stop.notes,
    }
