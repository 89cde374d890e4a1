"""A day, or several, as the engine is asked about it: shifts become vehicles, orders jobs, and moments seconds.

What is booked stays where it is: a job that only its technician can do, at its own time. The engine may keep less than
the rules of `domain/feasibility` allow, never more; what comes out is checked against them all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from wom_tui.domain.feasibility import Job as DayJob
from wom_tui.domain.feasibility import TechnicianDay
from wom_tui.domain.place import Place
from wom_tui.domain.plan import Was
from wom_tui.domain.technician import Technician, local_instant
from wom_tui.planning import explain
from wom_tui.planning.day_depots import Depots
from wom_tui.planning.day_links import crew_links, one_each, when_others_come
from wom_tui.planning.day_places import clumps, durations, fetched, places_of, row_of
from wom_tui.planning.day_prices import due_of, priced
from wom_tui.planning.day_route import Clock, Route, route_of
from wom_tui.planning.day_windows import begin_windows
from wom_tui.planning.policy import Policy
from wom_tui.planning.problem import FOREVER, Job, Problem, Vehicle
from wom_tui.planning.snapshot import Ready, Snapshot
from wom_tui.planning.timeline import timeline_of
from wom_tui.planning.vehicle_prices import VehiclePrices

MINUTE = 60
MOVED_S = 30 * MINUTE  # a visit that begins later by less has not been moved
_BASE = timedelta(hours=24)  # before midnight: a night shift of the day before has no negative moments


class Shifts:
    """Which vehicle is whose shift?"""

    def __init__(self, shifts: Iterable[tuple[int, int, tuple[int, int]]]) -> None:
        """From vehicle, technician, and first and last second of what is left of each shift."""
        self._shifts = tuple(shifts)

    def technician(self, vehicle: int) -> int:
        return next(whose for number, whose, _ in self._shifts if number == vehicle)

    def keeping(self, technician: int, begin: int) -> int | None:
        """The shift that a visit of then stays in. One that should have begun by now stays in what is left of its own;
        None where nothing is left."""
        left = (
            number
            for number, whose, (opens, closes) in self._shifts
            if whose == technician and opens < closes
        )
        return self.at(technician, begin) or next(left, None)

    def at(self, technician: int | None, moment: int | None = None) -> int | None:
        """The last shift of the technician that has begun by then; without a moment the first."""
        own = [(window[0], number) for number, whose, window in self._shifts if whose == technician]
        begun = [one for one in own if moment is None or one[0] <= moment]
        if not begun:
            return None
        return (min(begun) if moment is None else max(begun))[1]


@dataclass(frozen=True, kw_only=True)
class DayProblem:
    """Attributes:
    problem: a vehicle for each shift, a job for each order, then one for each visit that is booked; ids count from 1.
    orders: by job, the orders to be planned.
    on_of: by vehicle, the day on which its shift is.
    """

    problem: Problem
    orders: Mapping[int, Ready]
    shifts: Shifts
    clock: Clock
    on_of: Mapping[int, date]
    prices: VehiclePrices


def day_problem(snapshot: Snapshot, policy: Policy, *, is_running: bool = False) -> DayProblem:
    """The problem of placing the snapshot's orders into its days; without those that nobody may be given now.

    Args:
        is_running: what is left out today is done another day, and is not worth that all others are moved.
    """
    return days_problem([snapshot], policy, is_running=is_running)


def days_problem(snapshots: Sequence[Snapshot], policy: Policy, *, is_running: bool = False) -> DayProblem:
    """The same for days that follow one another: each order may be done on any of them.

    Args:
        snapshots: the last one has every order.
    """
    snapshot = snapshots[-1]
    orders = one_each([ready for ready in snapshot.jobs if _may_be_planned(ready, snapshot)])
    clock = Clock(base_at=local_instant(snapshots[0].on, 0, snapshot.zone) - _BASE)
    routes = list(_routes(snapshots, clock, _overtime_s(snapshot, orders, policy)))
    prices = VehiclePrices(dict(enumerate((route.day for route in routes), start=1)), policy)
    shifts = Shifts(
        [(number, route.day.technician.id, route.window) for number, route in enumerate(routes, start=1)]
    )
    places = places_of(orders, routes)
    days = [route.day for route in routes]
    able = _able(orders, days)
    depots = Depots(list(fetched(orders, routes)), lambda place: row_of(places, place), clock, days)
    paces = {pace: day.technician for day in days if (pace := _pace(day.technician))}
    asked = _Asked(
        snapshots[0].on, len(snapshots), snapshot.now, clock, shifts, places, depots, prices, paces, policy
    )
    problem = Problem(
        jobs=tuple(
            _job(number, ready, skill, asked)
            for (number, ready), skill in zip(enumerate(orders, start=1), able.skills, strict=True)
        ),
        vehicles=tuple(
            _vehicle(number, route, places, able.classes[_key(route.day)], policy)
            for number, route in enumerate(routes, start=1)
        ),
        durations=durations(places, routes),
        links=crew_links(enumerate(orders, start=1)),
        depots=depots.all,
    )
    return DayProblem(
        problem=priced(_with_booked(problem, orders, routes, asked), orders, policy, is_running),
        orders=dict(enumerate(orders, start=1)),
        shifts=shifts,
        clock=clock,
        on_of={number: route.day.on for number, route in enumerate(routes, start=1)},
        prices=prices,
    )


def _routes(snapshots: Sequence[Snapshot], clock: Clock, overtime_s: Mapping[int, int]) -> Iterator[Route]:
    """Every shift once: a night shift is one of the day on which it begins."""
    known: set[tuple[int, datetime]] = set()
    for snapshot in snapshots:
        days = sorted(snapshot.days.items())
        for id, day in days:
            for span in day.spans:
                if (id, span.window.start_at) not in known:
                    yield route_of(day, span, snapshot.now, clock, overtime_s[id])
        known |= {(id, span.window.start_at) for id, day in days for span in day.spans}


def _may_be_planned(ready: Ready, snapshot: Snapshot) -> bool:
    if ready.violations or not snapshot.days:
        return False
    return not explain.order_violations(ready.job, next(iter(snapshot.days.values())))


def _overtime_s(snapshot: Snapshot, orders: Sequence[Ready], policy: Policy) -> dict[int, int]:
    """How long after the shift. A visit begins in the shift, so it is less than the shortest takes."""
    if policy.overtime is None or not orders:
        return dict.fromkeys(snapshot.days, 0)
    shortest = min(ready.job.duration for ready in orders)
    people = {id: day.technician for id, day in snapshot.days.items()}
    most = {id: int(who.lasts(shortest).total_seconds()) - MINUTE for id, who in people.items()}
    return {id: max(0, min(most[id], who.max_overtime_min * MINUTE)) for id, who in people.items()}


# ------------------------------------------------------------------------------------------------------- who may


@dataclass(frozen=True, kw_only=True)
class _Able:
    """Orders that ask for the same are one class: a technician who may do it has the class for a skill.

    Attributes:
        skills: the class of each order, in their order.
        classes: by technician and day, those that he or she may do.
    """

    skills: list[int]
    classes: dict[tuple[int, date], frozenset[int]]


def _key(day: TechnicianDay) -> tuple[int, date]:
    return day.technician.id, day.on


def _able(orders: Sequence[Ready], days: Iterable[TechnicianDay]) -> _Able:
    found: dict[object, int] = {}
    one_of: dict[int, DayJob] = {}
    skills = []
    for ready in orders:
        number = found.setdefault(explain.asks_for(ready.job), len(found))
        one_of.setdefault(number, ready.job)
        skills.append(number)
    return _Able(
        skills=skills,
        classes={
            _key(day): frozenset(
                number for number, job in one_of.items() if explain.eligibility(job, day) is None
            )
            for day in days
        },
    )


# ---------------------------------------------------------------------------------------------- jobs and vehicles


@dataclass(frozen=True)
class _Asked:
    """What every job is made with."""

    on: date
    days: int
    now: datetime
    clock: Clock
    shifts: Shifts
    places: Mapping[Place, int]
    depots: Depots
    prices: VehiclePrices
    # By type of vehicle, one who works so fast; who works as usual has no type.
    paces: Mapping[str, Technician]
    policy: Policy


def _job(number: int, ready: Ready, skill: int, asked: _Asked) -> Job:
    policy = asked.policy
    due, price = due_of(ready.job, asked.now, asked.clock, policy)
    job = Job(
        id=number,
        place=row_of(asked.places, ready.job.place),
        service=asked.clock.length(ready.job.duration),
        service_by_type={
            pace: asked.clock.length(who.lasts(ready.job.duration)) for pace, who in asked.paces.items()
        },
        windows=when_others_come(
            ready.job,
            begin_windows(_at_the_slowest(ready.job, asked), asked.on, asked.clock, asked.days),
            asked.clock,
        ),
        skills=frozenset({skill}),
        depot=asked.depots.of(ready.job.pick_ups),
        needs=frozenset(one.warehouse for one in ready.job.pick_ups),
        priority=len(policy.left_out) - int(ready.job.order.priority),
        due=due,
        late_cost_per_min=price,
        prices=asked.prices.of(ready),
    )
    if ready.was is not None:
        return _staying(job, ready.was, asked.shifts, asked.clock, policy)
    wanted = asked.prices.only_shift(ready.job.requirement.preferred_technician_id)
    return job if wanted is None else replace(job, assigned=wanted, stay_price=policy.stranger)


def _pace(technician: Technician) -> str:
    """The type of who works so fast."""
    return "" if technician.speed_factor == 1.0 else str(technician.speed_factor)


def _at_the_slowest(job: DayJob, asked: _Asked) -> DayJob:
    """The order as long as the slowest takes for it: so that all are done before the site closes."""
    slowest = max((who.lasts(job.duration) for who in asked.paces.values()), default=job.duration)
    if slowest <= job.duration:
        return job
    minutes = int(slowest / timedelta(minutes=1))
    return replace(job, requirement=replace(job.requirement, duration_min=minutes))


def _staying(job: Job, was: Was, shifts: Shifts, clock: Clock, policy: Policy) -> Job:
    """It stays where it is booked, or costs what it costs to move it. Nobody comes sooner than was said."""
    begin = clock.second(was.start_at)
    return replace(
        job,
        windows=tuple((max(opens, begin), closes) for opens, closes in job.windows if closes >= begin),
        assigned=shifts.keeping(was.technician, begin),
        stay_price=policy.moved_price(is_told=was.is_known),
        keep_until=begin + MOVED_S,
    )


def _vehicle(
    number: int, route: Route, places: Mapping[Place, int], classes: frozenset[int], policy: Policy
) -> Vehicle:
    return Vehicle(
        id=number,
        start=row_of(places, route.start),
        end=None,
        profile=str(route.day.slowness),
        type=_pace(route.day.technician),
        window=route.window,
        skills=classes,
        has=route.been,
        breaks=route.rests,
        max_tasks=FOREVER if route.tasks is None else route.tasks,
        overtime_max=route.overtime_s,
        overtime_cost_per_min=policy.overtime or 0,
        load_price=policy.balance,
    )


def _with_booked(
    problem: Problem, orders: Sequence[Ready], routes: Sequence[Route], asked: _Asked
) -> Problem:
    """The problem with what is booked as pinned jobs, in the routes that are possible so."""
    clump_row = {id(clump): row for row, clump in enumerate(clumps(routes), start=1 + len(asked.places))}
    jobs, vehicles = list(problem.jobs), []
    standing = _standing(problem, orders)
    for route, vehicle in zip(routes, problem.vehicles, strict=True):
        pinned = [
            Job(
                id=len(jobs) + k,
                place=clump_row.get(id(booked), row_of(asked.places, booked.first)),
                service=booked.length,
                windows=((booked.begin, booked.begin),),
                depot=asked.depots.of(booked.pick_ups),
                needs=frozenset(one.warehouse for one in booked.pick_ups),
                assigned=vehicle.id,
                is_pinned=True,
            )
            for k, booked in enumerate(route.booked, start=1)
        ]
        kept = _possible(problem, vehicle, pinned, [job for job in standing if job.assigned == vehicle.id])
        if kept is not None:
            vehicles.append(kept)
            jobs += pinned
    return replace(problem, jobs=tuple(jobs), vehicles=tuple(vehicles), known=_known(jobs, standing))


def _known(jobs: Sequence[Job], standing: Sequence[Job]) -> dict[int, list[int]]:
    """What is booked and can be kept, shift by shift in order of time."""
    found: dict[int, list[tuple[int, int]]] = {}
    for job in (*(job for job in jobs if job.is_pinned), *standing):
        if job.assigned is not None:
            found.setdefault(job.assigned, []).append((job.windows[0][0], job.id))
    return {vehicle: [id for _, id in sorted(own)] for vehicle, own in found.items()}


def _standing(problem: Problem, orders: Sequence[Ready]) -> list[Job]:
    """The visits that may be moved and need not, where and when they are."""
    return [
        replace(job, windows=((job.keep_until - MOVED_S,) * 2,))
        for job, ready in zip(problem.jobs, orders, strict=True)
        if job.keep_until is not None and not ready.is_loose
    ]


def _possible(
    problem: Problem, vehicle: Vehicle, pinned: Sequence[Job], standing: Sequence[Job]
) -> Vehicle | None:
    """The vehicle, without the breaks that what is booked has taken already; None where its day is broken anyway."""
    fixed = tuple(rest for rest in vehicle.breaks if rest.windows[0][0] == rest.windows[-1][1])
    for booked in (sorted([*pinned, *standing], key=lambda job: job.windows), pinned):
        for breaks in (vehicle.breaks, fixed):
            tried = replace(vehicle, breaks=breaks)
            if timeline_of(problem, tried, booked) is not None:
                return tried
    return None
