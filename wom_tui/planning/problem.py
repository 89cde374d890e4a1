"""What a planner is asked: jobs, vehicles, breaks and the travel between places, in whole seconds.

The words are those of vehicle routing, because that is what files for solvers speak of: a job is a visit to be planned,
a vehicle is a technician's day. `vroom_in` makes a problem from such a file; the engine and `proof` read it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

FOREVER = 1 << 40  # later than any moment, and far from the limits of 64 bits
MANDATORY = 1_000_000  # what leaving a job out costs when nobody says
Window = tuple[int, int]  # first and last second at which something may begin
Matrix = npt.NDArray[np.int32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rest:
    """A break: it begins inside one of its windows, anywhere between two services."""

    id: int
    windows: tuple[Window, ...]
    service: int

    @property
    def closes(self) -> int:
        """Who is back by then owes it no more."""
        return self.windows[-1][1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A visit to be planned.

    Attributes:
        place: row of the travel matrix.
        windows: when service may BEGIN, sorted and apart, `release` already taken into account.
        setup: seconds before the service, unless the vehicle is at the same place already.
        assigned: the vehicle that has it now; paid `stay_price` when it is not there in the plan.
        keep_until: it is moved as well, and paid the same, when it begins there later than that.
        due: service that begins later is paid by the minute.
        depot: where a vehicle that has not been there fetches, on the way, what it needs and is not on board.
        needs: what has to be on board, by number.
        parts: how many of each kind are used up.
        prices: by vehicle, what it costs that this one does it; None = nothing on any. Many jobs may share one.
    """

    id: int
    place: int
    service: int = 0
    setup: int = 0
    service_by_type: dict[str, int] = field(default_factory=dict)
    setup_by_type: dict[str, int] = field(default_factory=dict)
    windows: tuple[Window, ...] = ((0, FOREVER),)
    skills: frozenset[int] = frozenset()
    delivery: tuple[int, ...] = ()
    pickup: tuple[int, ...] = ()
    depot: int | None = None
    needs: frozenset[int] = frozenset()
    parts: tuple[int, ...] = ()
    priority: int = 0
    unassigned_cost: int = MANDATORY
    assigned: int | None = None
    stay_price: int = 0
    keep_until: int | None = None
    is_pinned: bool = False
    due: int | None = None
    late_cost_per_min: int = 0
    prices: Mapping[int, int] | None = None

    def price_on(self, vehicle: int) -> int:
        """What it costs that this vehicle does it, whenever that is."""
        return 0 if self.prices is None else self.prices.get(vehicle, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Vehicle:
    """A technician's day: where and when it begins and ends, what can be done on it.

    Attributes:
        start, end: rows of the travel matrix; None where it begins or ends with the first or last job.
        breaks: in the order of their windows, which is the order they are taken in.
        has: what is on board from the start, by number.
        parts: how many of each kind are.
        overtime_max: seconds after the window's end at which it may still end, at a price.
        waiting_cost_per_min: for waiting between setting out, as late as can be, and the end; without breaks only.
        load_price: for each hour of work on a full shift; on one that is half full half of it.
    """

    id: int
    start: int | None
    end: int | None
    window: Window = (0, FOREVER)
    skills: frozenset[int] = frozenset()
    breaks: tuple[Rest, ...] = ()
    capacity: tuple[int, ...] = ()
    has: frozenset[int] = frozenset()
    parts: tuple[int, ...] = ()
    max_tasks: int = FOREVER
    max_travel_time: int = FOREVER
    speed_factor: float = 1.0
    profile: str = "car"
    type: str = ""
    overtime_max: int = 0
    overtime_cost_per_min: int = 0
    waiting_cost_per_min: int = 0
    load_price: int = 0

    def load_cost(self, work_s: int) -> int:
        """What so much service costs."""
        return load_cost(self.load_price, work_s, self.window[1] - self.window[0])


@dataclass(frozen=True, kw_only=True, slots=True)
class Depot:
    """Somewhere to go by: rows of the travel matrix to come to and to leave from, and the seconds in between."""

    place: int
    leaves: int
    service: int


@dataclass(frozen=True, slots=True)
class Link:
    """Two jobs that are planned both or neither, and begin at a distance.

    A crew is its jobs with links at a distance of 0, all apart; "at least two hours after" is from 7200 to FOREVER.

    Attributes:
        least, most: seconds from the begin of the first to the begin of the second.
        is_apart: never by the same vehicle.
    """

    first: int
    second: int
    least: int
    most: int
    _: KW_ONLY
    is_apart: bool


@dataclass(frozen=True, kw_only=True)
class Problem:
    """All of it. Jobs and vehicles in the order in which they were given.

    Attributes:
        durations: by profile, seconds from row to column at a speed factor of 1.
        known: a plan that there is already, by vehicle its jobs in order: the search begins with it.
        known_begins: when its linked jobs begin, by job.
    """

    jobs: tuple[Job, ...]
    vehicles: tuple[Vehicle, ...]
    durations: dict[str, Matrix]
    known: Mapping[int, Sequence[int]] = field(default_factory=dict)
    known_begins: Mapping[int, int] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    depots: tuple[Depot, ...] = ()

    @cached_property
    def job_of(self) -> dict[int, Job]:
        return {job.id: job for job in self.jobs}

    @cached_property
    def vehicle_of(self) -> dict[int, Vehicle]:
        return {vehicle.id: vehicle for vehicle in self.vehicles}

    @cached_property
    def _scaled(self) -> dict[tuple[str, float], Matrix]:
        return {}

    @cached_property
    def linked(self) -> frozenset[int]:
        """The jobs that are linked with another."""
        return frozenset(job for link in self.links for job in (link.first, link.second))

    def group(self, job: int) -> set[int]:
        """All jobs that are planned with this one or not at all, itself among them."""
        found, size = {job}, 0
        while size < len(found):
            size = len(found)
            for link in self.links:
                if link.first in found or link.second in found:
                    found |= {link.first, link.second}
        return found

    def travel(self, vehicle: Vehicle) -> Matrix:
        """Seconds between places for this vehicle, rounded half up."""
        if vehicle.speed_factor == 1.0:
            return self.durations[vehicle.profile]
        key = (vehicle.profile, vehicle.speed_factor)
        if key not in self._scaled:
            scaled = np.floor(self.durations[vehicle.profile] / vehicle.speed_factor + 0.5)
            self._scaled[key] = scaled.astype(np.int32)
        return self._scaled[key]

    def legs(self, vehicle: Vehicle, jobs: Sequence[Job]) -> list[int]:
        """Seconds from the start to the first job, from job to job, and from the last to the end; by depots."""
        travel = self.travel(vehicle)
        ways = list(pairwise([vehicle.start, *(job.place for job in jobs), vehicle.end]))
        direct = [0 if a is None or b is None else int(travel[a, b]) for a, b in ways]
        if not self.depots:
            return direct
        by = (*depots_on(vehicle, jobs), None)
        return [
            leg if depot is None else max(leg, _by(self.depots[depot], travel, *way))
            for leg, way, depot in zip(direct, ways, by, strict=True)
        ]


def _by(depot: Depot, travel: Matrix, here: int | None, there: int | None) -> int:
    to = 0 if here is None else int(travel[here, depot.place])
    on = 0 if there is None else int(travel[depot.leaves, there])
    return to + depot.service + on


def depots_on(vehicle: Vehicle, jobs: Sequence[Job]) -> list[int | None]:
    """By which depot the way to each of these jobs goes: by its own, once, where what it needs is not on board."""
    found: list[int | None] = []
    used: Counter[int] = Counter()
    for job in jobs:
        if job.depot is None or job.depot in found:
            found.append(None)
            continue
        taken = used + Counter(dict(enumerate(job.parts)))
        stock = dict(enumerate(vehicle.parts))
        is_there = job.needs <= vehicle.has and all(n <= stock.get(kind, 0) for kind, n in taken.items())
        used = taken if is_there else used
        found.append(None if is_there else job.depot)
    return found


def held(job: Job, begins: Mapping[int, int]) -> Job:
    """The job, with the moment at which it has to begin for its only window, if it has one."""
    if job.id not in begins:
        return job
    at = begins[job.id]
    inside = first_moment(job.windows, at) == at
    return replace(job, windows=((at, at),) if inside else ())


def is_able(vehicle: Vehicle, job: Job) -> bool:
    """Skills, what is on board, and pins allow it, whatever the time."""
    is_equipped = job.depot is not None or job.needs <= vehicle.has
    return is_equipped and job.skills <= vehicle.skills and not (job.is_pinned and job.assigned != vehicle.id)


def are_linked_so(links: Sequence[Link], on: Mapping[int, int], begins: Mapping[int, int]) -> bool:
    """Their jobs are planned, and as far apart in time, and by such vehicles, as the links want it.

    Args:
        on, begins: by job, its vehicle and the moment at which it begins.
    """
    return all(
        link.first in on
        and link.second in on
        and link.first in begins
        and link.second in begins
        and link.least <= begins[link.second] - begins[link.first] <= link.most
        and not (link.is_apart and on[link.first] == on[link.second])
        for link in links
    )


def work_of(vehicle: Vehicle, job: Job, before: int | None) -> int:
    """Seconds from the begin of the service until the vehicle can go on.

    Args:
        before: the place it comes from.
    """
    setup = 0 if before == job.place else job.setup_by_type.get(vehicle.type, job.setup)
    return setup + job.service_by_type.get(vehicle.type, job.service)


def load_cost(price: int, work_s: int, shift_s: int) -> int:
    """What so much service costs on such a shift: the second hour more than the first, so that it is spread."""
    return price * work_s * work_s // (3600 * max(1, shift_s))


def idle_cost(problem: Problem, vehicle: Vehicle, jobs: Sequence[Job]) -> int:
    """What it costs that the vehicle waits: from setting out, as late as the windows let it, to its end, less all work.

    Exact where each job has one window.
    """
    if not vehicle.waiting_cost_per_min or not jobs:
        return 0
    legs, before = problem.legs(vehicle, jobs), [vehicle.start, *(job.place for job in jobs)]
    needs = [work_of(vehicle, job, place) for job, place in zip(jobs, before, strict=False)]
    ended: int | None = vehicle.window[0]
    for job, leg, lasts in zip(jobs, legs, needs, strict=False):
        begun = None if ended is None else first_moment(job.windows, ended + leg)
        ended = None if begun is None else begun + lasts
    left: int | None = vehicle.window[1] + vehicle.overtime_max - legs[-1]
    for job, leg, lasts in reversed(list(zip(jobs, legs, needs, strict=False))):
        by = None if left is None else last_moment(job.windows, left - lasts)
        left = None if by is None else by - leg
    if ended is None or left is None:
        return 0
    waited = max(0, ended + legs[-1] - left - sum(legs) - sum(needs))
    return vehicle.waiting_cost_per_min * waited // 60


def service_of(vehicle: Vehicle, jobs: Sequence[Job]) -> int:
    """Seconds of service alone, all jobs together."""
    return sum(job.service_by_type.get(vehicle.type, job.service) for job in jobs)


def first_moment(windows: Sequence[Window], at: int) -> int | None:
    """The first moment not before `at` inside one of the windows."""
    return next((max(opens, at) for opens, closes in windows if at <= closes), None)


def last_moment(windows: Sequence[Window], at: int) -> int | None:
    """The last moment not after `at` inside one of the windows."""
    return next((min(closes, at) for opens, closes in reversed(windows) if at >= opens), None)
