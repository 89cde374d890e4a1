"""How long is the way to each stop of a technician's day? From the stop before, or from home.

Decided here for what is stored (`Visit.travel_s`); that somebody can be there in time is a rule of `feasibility`.
"""

from __future__ import annotations

from datetime import datetime

from wom_tui.domain.place import Place
from wom_tui.domain.technician import local_instant
from wom_tui.domain.technician_day import Stop, TechnicianDay
from wom_tui.domain.visit import Visit, VisitStatus

Leg = tuple[int | None, datetime | None, datetime | None]


def leg_of(visit: Visit) -> Leg | None:
    """Whose route the visit lies on, and when: what changes it changes the ways around it. None: on nobody's.

    A visit that has been made still lies on it, for the technician goes on from there; one that was struck,
    declined or missed, or that ended before anybody came, does not.
    """
    if visit.is_withdrawn or visit.technician_id is None or visit.start_at is None:
        return None
    was_there = visit.status is VisitStatus.DONE or (
        visit.status is VisitStatus.INCOMPLETE and visit.arrived_at is not None
    )
    return (visit.technician_id, visit.start_at, visit.end_at) if visit.is_live or was_there else None


def trips_s(day: TechnicianDay) -> dict[int, int]:
    """Seconds on the way to each stop that begins on that day, by the visit's id."""
    route = sorted(day.stops, key=lambda stop: (_planned_at(stop), stop.visit.id))
    midnight, next_midnight = (local_instant(day.on, minute, day.technician.zone) for minute in (0, 1440))
    found: dict[int, int] = {}
    for place, stop in enumerate(route):
        if midnight <= _planned_at(stop) < next_midnight:
            found[stop.visit.id] = day.leg_s(_origin(route[:place], day, midnight), stop)
    return found


def _origin(earlier: list[Stop], day: TechnicianDay, midnight: datetime) -> Place | None:
    """Where the technician sets out for the next stop. What lay before the first shift was another day's: from home."""
    begun_at = day.spans[0].window.start_at if day.spans else midnight
    before = earlier[-1].visit if earlier else None
    is_of_day = before is not None and before.end_at is not None and before.end_at > begun_at
    return earlier[-1].place if is_of_day else day.home


def _planned_at(stop: Stop) -> datetime:
    assert stop.visit.start_at is not None
    return stop.visit.start_at
