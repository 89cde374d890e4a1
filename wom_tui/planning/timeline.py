"""When does what happen on one route, at the least price for lateness, moves and overtime, over all places for breaks?

Plain and exact: it trusts nothing that the engine computed, and its result is what is printed. The order of the jobs is
given; a break lies anywhere between two services (before leaving, on the way, after arriving), begins inside a window
of its own, and is owed unless the vehicle is at its end before that window closes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wom_tui.planning.problem import Job, Problem, Rest, Vehicle, depots_on, first_moment, work_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Halt:
    """A stop of the route, or its end, with the breaks that were taken on the way there.

    Attributes:
        job: None at the end.
        depot: by which the way here went; None = straight.
        rests: each with the moment at which it begins.
        begun_at, done_at: of the service, setup included.
    """

    job: Job | None
    travel_s: int
    rests: tuple[tuple[Rest, int], ...]
    arrived_at: int
    begun_at: int
    done_at: int
    depot: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """Attributes:
    moved: jobs that stay with the vehicle and begin too late for that.
    """

    halts: tuple[Halt, ...]
    moved: tuple[Job, ...]
    lateness_cost: int
    overtime_cost: int
    overtime_s: int
    late_jobs: int

    @property
    def paid(self) -> int:
        """All that is not travel."""
        return self.lateness_cost + self.overtime_cost + sum(job.stay_price for job in self.moved)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Way:
    """One way to have come so far: free from when on, breaks taken, what was paid; and by which halts."""

    free_at: int
    taken: int
    paid: int
    halt: Halt | None = None
    earlier: _Way | None = None


def timeline_of(problem: Problem, vehicle: Vehicle, jobs: Sequence[Job]) -> Timeline | None:
    """The cheapest timeline of these jobs in this order; None when they cannot be done in time."""
    legs = problem.legs(vehicle, jobs)
    by = depots_on(vehicle, jobs) if problem.depots else [None] * len(jobs)
    ways = [_Way(free_at=vehicle.window[0], taken=0, paid=0)]
    before = vehicle.start
    for job, leg, depot in zip(jobs, legs, by, strict=False):
        needs = work_of(vehicle, job, before)
        ways = _undominated(way for old in ways for way in _on(vehicle, old, leg, job, needs, depot))
        before = job.place
    ended = [way for old in ways for way in _home(vehicle, old, legs[-1])]
    if not ended:
        return None
    return _told(vehicle, min(ended, key=lambda way: (way.paid, way.free_at)))


def _legs_driven(
    vehicle: Vehicle, way: _Way, leg: int
) -> Iterator[tuple[int, int, tuple[tuple[Rest, int], ...]]]:
    """When one arrives, with none, one, two … of the next breaks on this leg: (arrival, taken, rests)."""
    yield way.free_at + leg, way.taken, ()
    clock, resting = way.free_at, 0
    rests: tuple[tuple[Rest, int], ...] = ()
    for taken, rest in enumerate(vehicle.breaks[way.taken :], start=way.taken + 1):
        begun = first_moment(rest.windows, clock)
        if begun is None:
            return
        rests = (*rests, (rest, begun))
        clock, resting = begun + rest.service, resting + rest.service
        yield max(clock, way.free_at + leg + resting), taken, rests


def _on(vehicle: Vehicle, way: _Way, leg: int, job: Job, needs: int, depot: int | None) -> Iterator[_Way]:
    for arrived, taken, rests in _legs_driven(vehicle, way, leg):
        begun = first_moment(job.windows, arrived)
        if begun is None:
            continue
        halt = Halt(
            job=job,
            travel_s=leg,
            rests=rests,
            arrived_at=arrived,
            begun_at=begun,
            done_at=begun + needs,
            depot=depot,
        )
        paid = way.paid + job.late_cost_per_min * late_s(job, begun) // 60
        paid += job.stay_price if is_moved(vehicle, job, begun) else 0
        yield _Way(free_at=halt.done_at, taken=taken, paid=paid, halt=halt, earlier=way)


def _home(vehicle: Vehicle, way: _Way, leg: int) -> Iterator[_Way]:
    for arrived, taken, rests in _legs_driven(vehicle, way, leg):
        over = max(0, arrived - vehicle.window[1])
        is_owed = any(arrived > rest.closes for rest in vehicle.breaks[taken:])
        if is_owed or over > vehicle.overtime_max:
            continue
        halt = Halt(
            job=None, travel_s=leg, rests=rests, arrived_at=arrived, begun_at=arrived, done_at=arrived
        )
        paid = way.paid + vehicle.overtime_cost_per_min * over // 60
        yield _Way(free_at=arrived, taken=taken, paid=paid, halt=halt, earlier=way)


def _undominated(ways: Iterator[_Way]) -> list[_Way]:
    """Of those with as many breaks taken, the ones that nobody beats in both time and price."""
    least: dict[int, int] = {}
    kept = []
    for way in sorted(ways, key=lambda w: (w.free_at, w.paid)):
        if way.paid < least.get(way.taken, way.paid + 1):
            least[way.taken] = way.paid
            kept.append(way)
    return kept


def is_moved(vehicle: Vehicle, job: Job, begun_at: int) -> bool:
    """It stays with whom it was, and begins later than it may without being moved."""
    return job.assigned == vehicle.id and job.keep_until is not None and begun_at > job.keep_until


def late_s(job: Job, begun_at: int) -> int:
    """Seconds by which the service begins after it was due."""
    return 0 if job.due is None else max(0, begun_at - job.due)


def _told(vehicle: Vehicle, last: _Way) -> Timeline:
    halts: list[Halt] = []
    way: _Way | None = last
    while way is not None and way.halt is not None:
        halts.insert(0, way.halt)
        way = way.earlier
    over = max(0, last.free_at - vehicle.window[1])
    overtime = vehicle.overtime_cost_per_min * over // 60
    moved = [h.job for h in halts if h.job is not None and is_moved(vehicle, h.job, h.begun_at)]
    return Timeline(
        halts=tuple(halts),
        moved=tuple(moved),
        lateness_cost=last.paid - overtime - sum(job.stay_price for job in moved),
        overtime_cost=overtime,
        overtime_s=over,
        late_jobs=sum(halt.job is not None and late_s(halt.job, halt.begun_at) > 0 for halt in halts),
    )
