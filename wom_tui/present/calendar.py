"""How does a visit stand in somebody's calendar?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote
from zoneinfo import ZoneInfo

from wom_tui.domain.visit import VisitStatus
from wom_tui.gateways.files.ics import CalendarEvent, calendar_text
from wom_tui.present.durations import clock

if TYPE_CHECKING:
    from wom_tui.queries.calendar import CalendarVisit

_OFF = frozenset({VisitStatus.CANCELLED, VisitStatus.DECLINED, VisitStatus.MISSED})


def file_name(code: str) -> str:
    """A name that stays in its folder whatever the code: `kim.ics`."""
    return f"{quote(code.casefold(), safe='').replace('.', '%2E')}.ics"


def calendar_of(name: str, visits: Iterable[CalendarVisit], zone: ZoneInfo) -> str:
    """All of them, as a file holds them; programs show its name."""
    return calendar_text(name, (calendar_event(visit, zone) for visit in visits))


def calendar_event(one: CalendarVisit, zone: ZoneInfo) -> CalendarEvent:
    """The entry: what and where in its head, the rest in its text."""
    visit, order, site = one.visit, one.order, one.site
    assert visit.start_at is not None
    assert visit.end_at is not None
    lines = [order.description if order.description != order.title else "", f"with {one.technician.name}"]
    if visit.promised is not None:
        lines.append(
            f"promised {clock(visit.promised.start_at, zone)} to {clock(visit.promised.end_at, zone)}"
        )
    if site is not None and site.access_notes:
        lines.append(site.access_notes)
    is_known = site is not None and site.has_position
    return CalendarEvent(
        uid=f"visit-{visit.id}@wom",
        start_at=visit.start_at,
        end_at=visit.end_at,
        changed_at=one.changed_at,
        title=f"{visit.label} P{order.priority} {order.title}",
        place=(site.address or site.name) if site else "",
        text="\n".join(line for line in lines if line),
        position=(site.lat, site.lon)
        if site and is_known and site.lat is not None and site.lon is not None
        else None,
        sequence=visit.version,
        is_cancelled=visit.status in _OFF,
    )
