"""Does a plan keep every rule? `domain/feasibility` over all of it: nothing unverified is shown or stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from wom_tui.domain import feasibility
from wom_tui.domain.feasibility import Stop, TechnicianDay
from wom_tui.domain.plan import Key, PlannedVisit
from wom_tui.domain.violation import Violation, hard
from wom_tui.domain.visit import Visit
from wom_tui.planning.sequences import ends_of, following
from wom_tui.planning.snapshot import Ready, Snapshot


def checked(visits: Sequence[PlannedVisit], snapshot: Snapshot) -> list[tuple[Violation, ...]]:
    """Every rule that each line breaks or bends, with all the others in place, in the order of the lines."""
    jobs = snapshot.by_key
    routes: dict[int, list[tuple[int, PlannedVisit]]] = defaultdict(list)
    for index, line in enumerate(visits):
        routes[line.technician].append((index, line))
    ends = ends_of(visits)
    found: list[tuple[Violation, ...]] = [()] * len(visits)
    for technician, route in routes.items():
        stops = {index: as_stop(line, index, jobs) for index, line in route}
        for index, line in route:
            others = [stop for other, stop in stops.items() if other != index]
            day = with_stops(snapshot.days[technician], others)
            job = following(jobs[line.key], ends).job
            found[index] = feasibility.violations(stops[index].visit, job, day)
    return found


def first_broken(visits: Sequence[PlannedVisit], snapshot: Snapshot) -> tuple[int, Violation] | None:
    """The last line of those that break a hard rule, and the rule; None when the plan keeps them all.

    The last, because lines are put in from the front: what was put in later gives way.
    """
    for index, found in reversed(list(enumerate(checked(visits, snapshot)))):
        if refused := hard(found):
            return index, refused[0]
    return None


def without_broken(visits: Sequence[PlannedVisit], snapshot: Snapshot) -> list[PlannedVisit]:
    """The lines without the last ones that break a hard rule, so that those that are left break none."""
    kept = sorted(visits, key=lambda v: (v.technician, v.start_at, v.order))
    while (broken := first_broken(kept, snapshot)) is not None:
        del kept[broken[0]]
    return kept


def as_stop(line: PlannedVisit, index: int, jobs: Mapping[Key, Ready]) -> Stop:
    """A line of a plan as the stop that it would be."""
    visit = Visit(
        id=line.visit or -1 - index,
        order_id=line.order,
        ordinal=0,
        technician_id=line.technician,
        start_at=line.start_at,
        end_at=line.end_at,
        travel_s=line.travel_s,
    )
    job = jobs[line.key].job
    return Stop(visit=visit, place=job.place, pick_ups=job.pick_ups)


def with_stops(day: TechnicianDay, stops: Iterable[Stop]) -> TechnicianDay:
    """The day with these stops booked as well."""
    return replace(day, stops=tuple(sorted((*day.stops, *stops), key=lambda s: (s.start_at, s.visit.id))))
