"""Random days and orders for the planner's tests: whatever the rules of feasibility ask about, at random."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from wom_tui.domain.feasibility import Job, Stop, TechnicianDay
from wom_tui.domain.pick_up import PickUp
from wom_tui.domain.place import Place
from wom_tui.domain.plan import Plan, PlannedVisit, Was
from wom_tui.domain.site import GeocodeQuality, Site
from wom_tui.domain.technician import Absence, SkillGrant, Technician, WorkSpan, local_instant
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_calendar import Hours
from wom_tui.domain.work_order import OrderStatus, PartsState, Priority, Requirement, SkillNeed, WorkOrder
from wom_tui.domain.worktime import Window
from wom_tui.planning.snapshot import Ready, Snapshot
from wom_tui.planning.solve import solve
from wom_tui.planning.verify import checked

ZONES = ("UTC", "America/New_York", "Australia/Lord_Howe")
# A plain day, and one on which the clocks of New York and Lord Howe change.
DAYS = (date(2015, 5, 12), date(2015, 3, 8), date(2015, 11, 1), date(2015, 10, 4))
SKILLS = ("trees", "signals", "lights")


def drive(a: Place, b: Place) -> int:
    """Seconds between two places: not the same both ways, and a detour may be quicker, as on real streets."""
    metres = abs(a.lat - b.lat) * 111_000 + abs(a.lon - b.lon) * 80_000
    return int(metres / 8) + int(a.lat * 7919 + b.lon * 104_729) % 240


places = st.builds(
    Place,
    lat=st.integers(4200, 4240).map(lambda n: n / 100),
    lon=st.integers(-7120, -7080).map(lambda n: n / 100),
)


MAIN = PickUp(warehouse=1, name="main", place=Place(42.2, -71.0), minutes=10)
SOUTH = PickUp(warehouse=2, name="south", place=Place(42.02, -71.1), minutes=0)
pick_ups = st.sampled_from(((), (), (), (MAIN,), (MAIN,), (SOUTH,), (MAIN, SOUTH)))


@st.composite
def sites(draw: st.DrawFn, zone: str) -> Site:
    """A site with a position, or one where nobody has to go; open always or at some hours."""
    place = draw(places)
    open_min = draw(st.integers(0, 12)) * 60
    hours = (Hours(open_min, open_min + draw(st.integers(2, 12)) * 60),)
    return Site(
        id=1,
        name="somewhere",
        zone=zone,
        lat=place.lat,
        lon=place.lon,
        geocode_quality=GeocodeQuality.EXACT,
        is_remote=draw(st.sampled_from((False, False, False, True))),
        access_hours=draw(st.sampled_from(((), (), (hours,) * 7))),
    )


@st.composite
def jobs(draw: st.DrawFn, on: date, zone: str, number: int = 1) -> Job:
    """An order with any of the conditions that a time can break."""
    duration_min = draw(st.sampled_from((5, 20, 45, 60, 90, 240)))
    from_min = draw(st.integers(0, 22 * 60))
    window = Window(
        local_instant(on, from_min, zone), local_instant(on, from_min + draw(st.integers(0, 240)), zone)
    )
    other = Window(local_instant(on, 20 * 60, zone), local_instant(on, 22 * 60, zone))
    parts_at = draw(st.sampled_from((None, None, None, local_instant(on, draw(st.integers(0, 1440)), zone))))
    order = WorkOrder(
        id=number,
        version=1,
        title=f"order {number}",
        status=OrderStatus.READY,
        priority=draw(st.sampled_from(Priority)),
        site_id=1,
        territory_id=draw(st.sampled_from((None, 1, 2))),
        opened_at=datetime(2015, 1, 1, tzinfo=UTC),
        resolve_due_at=draw(st.sampled_from((None, local_instant(on, 12 * 60, zone)))),
        parts_state=PartsState.WAITING if parts_at else None,
        parts_ready_at=parts_at,
        parts_awaited="1 BELT" if parts_at else None,
    )
    need = Requirement(
        id=number,
        order_id=number,
        duration_min=duration_min,
        skills=draw(
            st.sampled_from(((), (), (SkillNeed(name="trees"),), (SkillNeed(name="signals", level=2),)))
        ),
        windows=draw(st.sampled_from(((), (), (window,), (window, other)))),
        earliest_start_at=draw(st.sampled_from((None, None, local_instant(on, from_min, zone)))),
    )
    return Job(order=order, requirement=need, site=draw(sites(zone)), pick_ups=draw(pick_ups))


@st.composite
def technician_days(draw: st.DrawFn, on: date, zone: str, id: int = 1) -> TechnicianDay:
    """A day with one or two shifts, breaks, absences, and visits that do not overlap."""
    home = draw(st.one_of(st.none(), places))
    tech = Technician(
        id=id,
        version=1,
        code=f"t{id}",
        name=f"Technician {id}",
        zone=zone,
        home_lat=home.lat if home else None,
        home_lon=home.lon if home else None,
        max_overtime_min=draw(st.sampled_from((0, 45))),
        speed_factor=draw(st.sampled_from((1.0, 1.0, 1.0, 0.8, 1.3))),
        max_visits=draw(st.sampled_from((None, None, None, 1, 3))),
        territory_id=draw(st.sampled_from((None, 1))),
    )
    begin_min = draw(st.integers(5, 14)) * 60
    ends = draw(st.sampled_from(((begin_min, begin_min + 480), (begin_min, begin_min + 180))))
    shifts = [ends, (ends[1] + 60, ends[1] + 240)] if draw(st.booleans()) else [ends]
    spans = tuple(
        WorkSpan(
            window=Window(local_instant(on, a, zone), local_instant(on, b, zone)),
            breaks=_breaks(draw, on, zone, a),
        )
        for a, b in shifts
    )
    return TechnicianDay(
        technician=tech,
        on=on,
        grants=tuple(
            SkillGrant(id=n, technician_id=id, skill=s, level=draw(st.integers(1, 2)))
            for n, s in enumerate(draw(st.sets(st.sampled_from(SKILLS))), start=id * 10)
        ),
        spans=spans,
        absences=tuple(draw(st.lists(_absence(on, zone, id), max_size=2))),
        stops=draw(_stops(on, zone, id)),
        travel=drive,
        slowness=draw(st.sampled_from((1.0, 1.0, 1.3))),
    )


def _breaks(draw: st.DrawFn, on: date, zone: str, begin_min: int) -> tuple[tuple[Window, int], ...]:
    from_min = begin_min + draw(st.integers(0, 8)) * 30
    window = Window(local_instant(on, from_min, zone), local_instant(on, from_min + 90, zone))
    return draw(st.sampled_from(((), ((window, 30),))))


@st.composite
def _absence(draw: st.DrawFn, on: date, zone: str, technician: int) -> Absence:
    begin_min = draw(st.integers(0, 96)) * 15
    return Absence(
        id=begin_min,
        technician_id=technician,
        start_at=local_instant(on, begin_min, zone),
        end_at=local_instant(on, begin_min + draw(st.integers(1, 20)) * 15, zone),
    )


@st.composite
def _stops(draw: st.DrawFn, on: date, zone: str, technician: int) -> tuple[Stop, ...]:
    """Visits from the evening before on, one after the other, as the database keeps them."""
    at = local_instant(on, 0, zone) - timedelta(hours=draw(st.integers(0, 3)))
    stops: list[Stop] = []
    for n in range(draw(st.integers(0, 6))):
        start_at = at + timedelta(minutes=draw(st.integers(0, 300)))
        at = start_at + timedelta(minutes=draw(st.integers(1, 120)))
        visit = Visit(
            id=technician * 100 + n,
            version=1,
            order_id=9000 + n,
            ordinal=1,
            technician_id=technician,
            start_at=start_at,
            end_at=at,
        )
        stops.append(Stop(visit=visit, place=draw(st.one_of(st.none(), places)), pick_ups=draw(pick_ups)))
    return tuple(stops)


def a_ready(
    number: int,
    at: Place | None = None,
    *,
    priority: Priority = Priority.P3,
    duration_min: int = 60,
    asked_for: int | None = None,
) -> Ready:
    """An order for anybody, there, or wherever one is."""
    order = WorkOrder(
        id=number,
        version=1,
        title=f"order {number}",
        status=OrderStatus.READY,
        priority=priority,
        site_id=1,
        opened_at=datetime(2026, 3, 2, 8, tzinfo=UTC),
    )
    site = Site(
        id=1,
        name="there",
        lat=at.lat if at else 42.3,
        lon=at.lon if at else -71.0,
        is_remote=at is None,
        geocode_quality=GeocodeQuality.EXACT,
    )
    need = Requirement(
        id=number, order_id=number, duration_min=duration_min, preferred_technician_id=asked_for
    )
    return Ready(job=Job(order=order, requirement=need, site=site))


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """Up to eight orders and four technicians on one day."""
    on, zone = draw(st.sampled_from(DAYS)), draw(st.sampled_from(ZONES))
    ids = range(1, 1 + draw(st.integers(0, 4)))
    numbers = range(1, 1 + draw(st.integers(0, 8)))
    wanted = [draw(jobs(on, zone, number=n)) for n in numbers]
    return Snapshot(
        on=on,
        now=local_instant(on, draw(st.integers(-120, 1200)), zone),
        basis=7,
        jobs=tuple(Ready(job=_after_another(draw, job, wanted)) for job in wanted),
        days={id: draw(technician_days(on, zone, id=id)) for id in ids},
        zone=zone,
    )


def _after_another(draw: st.DrawFn, job: Job, others: list[Job]) -> Job:
    """The order, or now and then one that must wait until another is done."""
    earlier = [other.order for other in others if other.order.id < job.order.id]
    if not earlier or draw(st.integers(0, 3)):
        return job
    return replace(job, predecessors=(draw(st.sampled_from(earlier)),))


@st.composite
def horizons(draw: st.DrawFn) -> list[Snapshot]:
    """Such a day and the one after it, with the same technicians and a few orders more."""
    first = draw(snapshots())
    on = first.on + timedelta(days=1)
    last = 1 + len(first.jobs)
    more = [Ready(job=draw(jobs(on, first.zone, number=last + n))) for n in range(draw(st.integers(0, 3)))]
    days = {
        id: replace(draw(technician_days(on, first.zone, id=id)), technician=day.technician)
        for id, day in first.days.items()
    }
    return [first, replace(first, on=on, days=days, jobs=(*first.jobs, *more))]


def without_conditions(job: Job) -> Job:
    """The same order for anybody: no skill, no territory, so that only times can refuse it."""
    return replace(
        job, requirement=replace(job.requirement, skills=()), order=replace(job.order, territory_id=None)
    )


def running(day: Snapshot) -> Snapshot:
    """The day with all that can be planned booked, and every visit of it free to move."""
    lines = {line.order: line for line in solve(day).visits}
    return replace(day, jobs=tuple(_booked(ready, lines.get(ready.job.order.id)) for ready in day.jobs))


def _booked(ready: Ready, line: PlannedVisit | None) -> Ready:
    if line is None:
        return ready
    was = Was(technician=line.technician, start_at=line.start_at, end_at=line.end_at)
    return replace(ready, visit=7000 + ready.job.order.id, was=was)


def violations_of(plan: Plan, snapshot: Snapshot) -> tuple[Violation, ...]:
    """Every rule that a plan breaks or bends."""
    return tuple(v for found in checked(plan.visits, snapshot) for v in found)
