"""What stands on a technician's sheet of paper: one page, one entry for each visit, places to write in.

Every text here has been through `safe`; how it is laid out is said in `paper_text` and `paper_html`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wom_tui.domain.minutes import length_text
from wom_tui.domain.technician_day import TechnicianDay
from wom_tui.domain.visit import LIVE, VisitStatus
from wom_tui.present.durations import clock, moment, span, way_min
from wom_tui.present.safe_text import safe, safe_lines

if TYPE_CHECKING:
    from wom_tui.queries.day_sheet import DaySheet, SheetStop

_SAID = {
    VisitStatus.TRAVELLING: "on the way",
    VisitStatus.ON_SITE: "on site",
    VisitStatus.DONE: "done",
    VisitStatus.INCOMPLETE: "not finished",
}


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of a checklist; `answer` is what somebody has said already."""

    text: str
    is_required: bool
    answer: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One visit.

    Attributes:
        times: from when to when, on the clock there.
        said: what has been reported when the sheet was made; empty for most.
        rows: a label and what stands beside it; only what is known.
    """

    visit: str
    times: str
    priority: int
    title: str
    said: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    checklist: tuple[Point, ...]

    @property
    def is_done(self) -> bool:
        return self.said == _SAID[VisitStatus.DONE]

    @property
    def is_over(self) -> bool:
        """Nobody goes there any more for this visit: there is nothing to write in."""
        return self.is_done or self.said == _SAID[VisitStatus.INCOMPLETE]


@dataclass(frozen=True, kw_only=True)
class Page:
    """One technician's day."""

    technician: str
    name: str
    on: str
    notes: tuple[str, ...]  # shift, breaks, absences; how many visits
    printed: str
    entries: tuple[Entry, ...]


def page_of(sheet: DaySheet, now: datetime) -> Page:
    """The page of one technician, on the clock where they work."""
    tech, on = sheet.day.technician, sheet.day.on
    zone = ZoneInfo(tech.zone)
    return Page(
        technician=safe(tech.code),
        name=safe(tech.name),
        on=f"{on:%A} {on.day} {on:%B %Y}",
        notes=tuple(_notes(sheet, zone)),
        printed=f"printed {now.astimezone(zone):%d %b %Y %H:%M}",
        entries=tuple(entry_of(stop, sheet.day, now, zone) for stop in sheet.stops),
    )


def _notes(sheet: DaySheet, zone: ZoneInfo) -> Iterator[str]:
    count = len(sheet.stops)
    yield "no visits" if not count else f"{count} visit{'s' if count > 1 else ''}"
    for shift in sheet.day.spans:
        yield f"works {span(shift.window.start_at, shift.window.end_at, zone)}"
        for window, minutes in shift.breaks:
            yield f"break {minutes} min between {span(window.start_at, window.end_at, zone)}"
    for away in sheet.day.absences:
        yield f"away {span(away.start_at, away.end_at, zone)} ({safe(away.reason)})"


def entry_of(stop: SheetStop, day: TechnicianDay, now: datetime, zone: ZoneInfo) -> Entry:
    """One visit, on the clock of a zone."""
    visit, order = stop.visit, stop.order
    assert visit.start_at is not None
    rows = (
        ("Way", [*_way(stop, zone), *_fetched(stop, day)]),
        ("Where", _where(stop)),
        ("Access", safe_lines(stop.site.access_notes) if stop.site else []),
        ("Contact", _contact(stop)),
        ("Customer", [safe(stop.customer.name)] if stop.customer else []),
        ("Promised", [span(visit.promised.start_at, visit.promised.end_at, zone)] if visit.promised else []),
        ("Due", _due(stop, now, zone)),
        ("Work", _work(stop)),
        ("Asset", _asset(stop)),
        ("Needs", _needs(stop)),
        ("Bring", list(_parts(stop, now, zone))),
        ("Notes", _texts(stop)),
    )
    return Entry(
        visit=visit.label,
        times=span(visit.start_at, visit.end_at, zone),
        priority=int(order.priority),
        title=safe(order.title),
        said=_SAID.get(visit.status, ""),
        rows=tuple((label, kept) for label, lines in rows if (kept := tuple(t for t in lines if t.strip()))),
        checklist=tuple(
            Point(text=safe(item.text), is_required=item.is_required, answer=safe(item.answer or ""))
            for item in order.checklist
        ),
    )


def _way(stop: SheetStop, zone: ZoneInfo) -> list[str]:
    visit = stop.visit
    if not visit.travel_s or visit.start_at is None or visit.status not in LIVE:
        return []
    minutes = way_min(visit.travel_s)
    leave_at = visit.start_at - timedelta(minutes=minutes)
    return [f"{length_text(minutes)} on the road, leave at {clock(leave_at, zone)}"]


def _fetched(stop: SheetStop, day: TechnicianDay) -> Iterator[str]:
    """The warehouses to go by, with all that lies there for this shift."""
    visit = stop.visit
    if visit.start_at is None or visit.status not in LIVE:
        return
    here = next((one for one in day.stops if one.visit.id == visit.id), None)
    for one in day.to_fetch(here.pick_ups, visit.start_at) if here else ():
        yield f"by {safe(one.name)}: the parts of this and all later visits lie there"


def _where(stop: SheetStop) -> list[str]:
    site = stop.site
    if site is None:
        return ["no site is known"]
    if site.is_remote:
        return [f"{safe(site.name)} (from anywhere)"]
    address, area = safe(site.address) or safe(site.name), safe(stop.territory)
    lines = [f"{address} ({area})" if area and area not in address else address]
    return lines if safe(site.name) in lines[0] else [safe(site.name), *lines]


def _contact(stop: SheetStop) -> list[str]:
    known = stop.contact
    if known is not None and (known.name or known.phone or known.email):
        return [", ".join(safe(text) for text in (known.name, known.phone, known.email) if text)]
    return [safe(stop.order.requester or "")]


def _due(stop: SheetStop, now: datetime, zone: ZoneInfo) -> list[str]:
    order, day_at = stop.order, stop.visit.start_at or now
    if not order.is_open:
        return []
    dues = (("respond", order.respond_by_at), ("resolve", order.resolve_due_at))
    return [", ".join(f"{word} by {moment(at, day_at, zone)}" for word, at in dues if at is not None)]


def _work(stop: SheetStop) -> list[str]:
    need = stop.requirement
    parts = [safe(stop.work_type.name)] if stop.work_type else []
    if need and need.duration_min:
        parts.append(length_text(need.duration_min))
    if need and need.crew_size > 1:
        parts.append(f"{need.crew_size} technicians")
    return [", ".join(parts)]


def _asset(stop: SheetStop) -> list[str]:
    asset = stop.asset
    if asset is None:
        return []
    known = [safe(asset.name), safe(asset.kind), f"serial {safe(asset.serial)}" if asset.serial else ""]
    if asset.warranty_until_on:
        known.append(f"warranty to {asset.warranty_until_on.isoformat()}")
    return [", ".join(part for part in known if part)]


def _needs(stop: SheetStop) -> list[str]:
    skills = stop.requirement.skills if stop.requirement else None
    return [", ".join(f"{safe(skill.name)} (level {skill.level})" for skill in skills or ())]


def _parts(stop: SheetStop, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    """What has not been used yet, a line for each: how many, where they lie or come from, what is missing."""
    for part in stop.parts:
        line = part.line
        if not (wanted := line.needed - line.used):
            continue
        where = [*part.places, f"{line.short} short" if line.short else ""]
        if line.coming:
            where.append(
                f"expected {moment(line.eta_at, now, zone)}" if line.eta_at else "nobody knows when they come"
            )
        named = [safe(part.code), *([safe(part.name)] if part.name != part.code else [])]
        yield f"{wanted} {' '.join(named)} ({', '.join(safe(one) for one in where if one)})"


def _texts(stop: SheetStop) -> list[str]:
    order = stop.order
    said = order.description if order.description.strip() != order.title.strip() else ""
    again = f"opened again: {order.reopen_reason}" if order.reopen_reason else ""
    fault = f"fault {order.fault_code}" if order.fault_code else ""
    noted = [line for text in stop.notes for line in safe_lines(text)]
    return [*noted, *safe_lines(said), safe(again), safe(fault)]
