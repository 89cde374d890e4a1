"""What would it mean if this visit stood there? The ways around it, what is left to promise and due, the shift.

Whether it may stand there is not asked here: the act itself says that, when it is tried.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from wom_tui.domain import feasibility
from wom_tui.domain.feasibility import Job, Stop, TechnicianDay
from wom_tui.domain.place import TravelTime
from wom_tui.domain.route import trips_s
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.planning.insertion import Slot
from wom_tui.queries.candidates import slack_min
from wom_tui.store.days import job_of, local_day, technician_day
from wom_tui.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A visit as it would stand.

    Attributes:
        end_at: when it would be over, as long as this technician takes.
        travel_s, onward_s: the way there, and from there to the next stop; None where none follows.
        promise_min, due_min: what is left until the end of the promised window, and until the due; below 0
            where it is broken, None where there is none.
        lacks: skills that the technician does not have, or not as needed.
        shift_end_at: None where it would begin outside of every shift.
        overtime_min: by how much it goes beyond the shift.
    """

    start_at: datetime
    end_at: datetime
    technician_name: str
    travel_s: int
    onward_s: int | None
    promise_min: int | None
    due_min: int | None
    lacks: tuple[str, ...]
    shift_end_at: datetime | None
    overtime_min: int


def attempt(
    reader: Reader,
    number: int,
    visit: int | None,
    technician: int,
    start_at: datetime,
    end_at: datetime | None,
    travel: TravelTime,
) -> Attempt:
    """The figures of one place for one visit.

    Args:
        visit: its id; None = a new one.
        end_at: None = as long as the technician takes.

    Raises:
        NotFound: there is no such order, visit or technician.
    """
    order, tech = reader.get(WorkOrder, number), reader.get(Technician, technician)
    found = reader.get(Visit, visit) if visit is not None else Visit(id=0, order_id=number, ordinal=1)
    job = job_of(reader, order, but=found.id)
    day = technician_day(reader, tech, local_day(start_at, tech.zone), travel, without=found.id)
    end_at = end_at or start_at + _length(reader, found, tech, job)
    there = replace(found, technician_id=tech.id, start_at=start_at, end_at=end_at)
    ways, onward = _ways(there, job, day)
    slot = Slot(start_at=start_at, end_at=end_at, travel_s=ways, added_travel_s=0, position=0)
    shift = next((s.window for s in day.spans if start_at in s.window), None)
    return Attempt(
        start_at=start_at,
        end_at=end_at,
        technician_name=tech.name,
        travel_s=ways,
        onward_s=onward,
        promise_min=_minutes(found.promised.end_at - start_at) if found.promised else None,
        due_min=slack_min(order, slot),
        lacks=tuple(str(v.facts["skill"]) for v in feasibility.skills(there, job, day)),
        shift_end_at=shift.end_at if shift else None,
        overtime_min=max(0, _minutes(end_at - shift.end_at)) if shift else 0,
    )


def _length(reader: Reader, visit: Visit, tech: Technician, job: Job) -> timedelta:
    """How long it is booked for, at another technician's pace; else what the order asks for."""
    before = reader.find(Technician, visit.technician_id)
    if visit.start_at is None or visit.end_at is None or before is None:
        return tech.lasts(job.duration)
    booked = visit.end_at - visit.start_at
    return booked if before.id == tech.id else tech.lasts(before.usual(booked))


def _ways(there: Visit, job: Job, day: TechnicianDay) -> tuple[int, int | None]:
    """Seconds on the way to it, and on from it to the stop after."""
    mine = Stop(visit=there, place=job.place, pick_ups=job.pick_ups)
    ways = trips_s(replace(day, stops=(*day.stops, mine)))
    later = [stop for stop in day.stops if stop.start_at >= mine.start_at and stop.visit.id in ways]
    following = min(later, key=lambda stop: (stop.start_at, stop.visit.id), default=None)
    return ways.get(there.id, 0), ways[following.visit.id] if following else None


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
