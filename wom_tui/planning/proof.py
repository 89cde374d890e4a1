"""Does a solution keep every rule, and what does it cost? Counted again from the problem alone, before anybody sees it.

`total` is the sum of all terms, in travel seconds. An unused vehicle costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import accumulate

from wom_tui.planning.problem import (
    FOREVER,
    Job,
    Problem,
    Vehicle,
    are_linked_so,
    held,
    idle_cost,
    service_of,
)
from wom_tui.planning.timeline import Timeline, timeline_of

Routes = Mapping[int, Sequence[int]]  # by vehicle, its jobs in order; a job in no route is left out


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A rule that a solution breaks. The codes are those of the rules: `skill`, `time`, `capacity`, …"""

    code: str
    vehicle: int | None = None
    job: int | None = None

    def __str__(self) -> str:
        where = [
            f"{noun} {id}" for noun, id in (("vehicle", self.vehicle), ("job", self.job)) if id is not None
        ]
        return " ".join([self.code, *where])


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a solution costs, by its terms."""

    travel_s: int = 0
    unassigned_cost: int = 0
    lateness_cost: int = 0
    overtime_cost: int = 0
    stay_cost: int = 0
    vehicle_cost: int = 0
    load_cost: int = 0
    waiting_cost: int = 0

    @property
    def total(self) -> int:
        return sum(astuple(self))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Attributes:
    broken: hard rules; empty for a solution that may be shown.
    moved: jobs that are not where or when they were, those left out among them.
    timelines: by vehicle, of the routes that have jobs.
    """

    broken: tuple[Broken, ...]
    cost: Cost
    left: tuple[Job, ...]
    moved: int
    timelines: dict[int, Timeline]


def verdict_on(problem: Problem, routes: Routes, begins: Mapping[int, int] | None = None) -> Verdict:
    """Look at all of it. A pinned job that is left out is no broken rule here: it is told as left, with its reason.

    Args:
        begins: when linked jobs begin; one without begins when it is cheapest for its route alone.
    """
    broken = list(_counted_wrong(problem, routes))
    on: dict[int, int] = {}
    timelines: dict[int, Timeline] = {}
    travel_s = vehicle_cost = load_cost = waiting_cost = 0
    for id, own in routes.items():
        vehicle = problem.vehicle_of.get(id)
        jobs = [held(problem.job_of[job], begins or {}) for job in own if job in problem.job_of]
        if vehicle is None or not jobs:
            continue
        on |= dict.fromkeys((job.id for job in jobs), id)
        travel_s += sum(problem.legs(vehicle, jobs))
        vehicle_cost += sum(job.price_on(id) for job in jobs)
        load_cost += vehicle.load_cost(service_of(vehicle, jobs))
        waiting_cost += idle_cost(problem, vehicle, jobs)
        broken += route_broken(problem, vehicle, jobs)
        line = timeline_of(problem, vehicle, jobs)
        if line is None:
            broken.append(Broken(code="time", vehicle=id))
        else:
            timelines[id] = line
    broken += _linked_wrong(problem, on, timelines)
    left = tuple(job for job in problem.jobs if job.id not in on)
    moved = [job for job in problem.jobs if job.assigned is not None and on.get(job.id) != job.assigned]
    moved += [job for line in timelines.values() for job in line.moved]
    cost = Cost(
        travel_s=travel_s,
        unassigned_cost=sum(job.unassigned_cost for job in left),
        lateness_cost=sum(line.lateness_cost for line in timelines.values()),
        overtime_cost=sum(line.overtime_cost for line in timelines.values()),
        stay_cost=sum(job.stay_price for job in moved),
        vehicle_cost=vehicle_cost,
        load_cost=load_cost,
        waiting_cost=waiting_cost,
    )
    return Verdict(broken=tuple(broken), cost=cost, left=left, moved=len(moved), timelines=timelines)


def _linked_wrong(
    problem: Problem, on: Mapping[int, int], timelines: Mapping[int, Timeline]
) -> Iterator[Broken]:
    """Links of which one job is planned without the other, or not when or by whom the other is."""
    if not problem.links:
        return
    begins = {
        halt.job.id: halt.begun_at
        for line in timelines.values()
        for halt in line.halts
        if halt.job is not None
    }
    for link in problem.links:
        if (link.first in on or link.second in on) and not are_linked_so([link], on, begins):
            yield Broken(code="link", vehicle=on.get(link.second), job=link.second)


def _counted_wrong(problem: Problem, routes: Routes) -> list[Broken]:
    """Vehicles and jobs that do not exist, and jobs that are planned twice."""
    counted = Counter(job for own in routes.values() for job in own)
    return [
        *(Broken(code="unknown_vehicle", vehicle=id) for id in routes if id not in problem.vehicle_of),
        *(Broken(code="unknown_job", job=id) for id in counted if id not in problem.job_of),
        *(Broken(code="duplicate_job", job=id) for id, times in counted.items() if times > 1),
    ]


def route_broken(problem: Problem, vehicle: Vehicle, jobs: Sequence[Job]) -> list[Broken]:
    """The rules of one route that have nothing to do with the clock."""
    broken = [
        Broken(code="skill", vehicle=vehicle.id, job=job.id)
        for job in jobs
        if not job.skills <= vehicle.skills
    ]
    broken += [
        Broken(code="pinned", vehicle=vehicle.id, job=job.id)
        for job in jobs
        if job.is_pinned and job.assigned != vehicle.id
    ]
    broken += [
        Broken(code="needs", vehicle=vehicle.id, job=job.id)
        for job in jobs
        if job.depot is None and not job.needs <= vehicle.has
    ]
    if len(jobs) > vehicle.max_tasks:
        broken.append(Broken(code="max_tasks", vehicle=vehicle.id))
    if vehicle.max_travel_time < FOREVER and sum(problem.legs(vehicle, jobs)) > vehicle.max_travel_time:
        broken.append(Broken(code="max_travel_time", vehicle=vehicle.id))
    if is_overloaded(vehicle, jobs):
        broken.append(Broken(code="capacity", vehicle=vehicle.id))
    return broken


def is_overloaded(vehicle: Vehicle, jobs: Sequence[Job]) -> bool:
    """More is on board at some time than there is room for: deliveries from the start, pickups until the end."""
    dimensions = max((len(a) for j in jobs for a in (j.delivery, j.pickup)), default=0)
    for k in range(dimensions):
        delivered = [_amount(job.delivery, k) for job in jobs]
        changes = [_amount(job.pickup, k) - out for job, out in zip(jobs, delivered, strict=True)]
        if max(accumulate(changes, initial=sum(delivered))) > _amount(vehicle.capacity, k):
            return True
    return False


def _amount(amounts: Sequence[int], dimension: int) -> int:
    return amounts[dimension] if dimension < len(amounts) else 0
