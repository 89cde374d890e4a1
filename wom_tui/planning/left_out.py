"""Why is a job in no route? One sentence with its facts, found by trying: on its own, then in each route as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from wom_tui.planning.problem import (
    Job,
    Problem,
    Vehicle,
    first_moment,
    idle_cost,
    is_able,
    service_of,
    work_of,
)
from wom_tui.planning.proof import Verdict, route_broken
from wom_tui.planning.timeline import Timeline, timeline_of


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Attributes:
    code: what kind of reason it is, for programs.
    said: for people.
    facts: what the sentence claims, to be checked.
    """

    code: str
    said: str
    facts: dict[str, Any] = field(default_factory=dict)


def reason_for(problem: Problem, verdict: Verdict, job: Job) -> Reason:
    """Why the job is left out of the solution that the verdict is about."""
    if not job.windows:
        return Reason(code="window.none", said="it is released after its last window")
    if job.is_pinned and job.assigned not in problem.vehicle_of:
        return Reason(
            code="pinned.missing",
            said=f"it is pinned to vehicle {job.assigned}, which is not there",
            facts={"vehicle": job.assigned},
        )
    able = [vehicle for vehicle in problem.vehicles if is_able(vehicle, job)]
    if not able:
        return _nobody(problem, job)
    if not any(_possible(problem, vehicle, [job]) for vehicle in able):
        return Reason(
            code="alone.impossible",
            said=f"not even an empty day has room for it, on any of {len(able)} vehicles that may do it",
            facts={"able": len(able)},
        )
    if job.id in problem.linked:
        return _not_together(problem, job)
    return _no_place(problem, verdict, job, able)


def _not_together(problem: Problem, job: Job) -> Reason:
    group = sorted(problem.group(job.id) - {job.id})
    named = ", ".join(map(str, group))
    return Reason(
        code="group.incomplete",
        said=f"it is planned together with {named} or not at all, and no place was found for all of them",
        facts={"with": group},
    )


def _nobody(problem: Problem, job: Job) -> Reason:
    skills = sorted(job.skills)
    if job.is_pinned:
        return Reason(
            code="pinned.unable",
            said=f"it is pinned to vehicle {job.assigned}, which lacks skills for it",
            facts={"vehicle": job.assigned, "skills": skills},
        )
    if any(job.skills <= vehicle.skills for vehicle in problem.vehicles):
        needs = sorted(job.needs)
        return Reason(
            code="needs.missing",
            said=f"no vehicle with its skills has on board all that it needs: {', '.join(map(str, needs))}",
            facts={"needs": needs},
        )
    named = ", ".join(map(str, skills))
    return Reason(
        code="skill.missing", said=f"no vehicle has all its skills: {named}", facts={"skills": skills}
    )


def _no_place(problem: Problem, verdict: Verdict, job: Job, able: Sequence[Vehicle]) -> Reason:
    places = [place for vehicle in able for place in _places(problem, verdict, job, vehicle)]
    if not places:
        return Reason(
            code="routes.full",
            said=f"all {len(able)} vehicles that may do it are too full for it",
            facts={"able": len(able)},
        )
    added, vehicle, position = min(places)
    saved = job.unassigned_cost + (0 if job.assigned is None else job.stay_price)
    facts = {"vehicle": vehicle, "position": position, "added": added, "saved": saved}
    if added >= saved:
        return Reason(
            code="price.low",
            said=f"its cheapest place, on vehicle {vehicle}, costs {added}, and to leave it out {saved}",
            facts=facts,
        )
    return Reason(
        code="search.missed",
        said=f"vehicle {vehicle} could take it for {added}; a longer search may do so",
        facts=facts,
    )


def _places(problem: Problem, verdict: Verdict, job: Job, vehicle: Vehicle) -> Iterator[tuple[int, int, int]]:
    """What it costs in each position of the route where it is possible: (added, vehicle, position)."""
    line = verdict.timelines.get(vehicle.id)
    jobs = [halt.job for halt in line.halts if halt.job is not None] if line else []
    before = _price(problem, vehicle, jobs, line) if line else 0
    move = job.price_on(vehicle.id) + (0 if job.assigned in (None, vehicle.id) else job.stay_price)
    for position in range(len(jobs) + 1):
        longer = [*jobs[:position], job, *jobs[position:]]
        if (tried := _possible(problem, vehicle, longer)) is not None:
            yield _price(problem, vehicle, longer, tried) - before + move, vehicle.id, position


def _price(problem: Problem, vehicle: Vehicle, jobs: Sequence[Job], line: Timeline) -> int:
    own = vehicle.load_cost(service_of(vehicle, jobs)) + idle_cost(problem, vehicle, jobs)
    return sum(problem.legs(vehicle, jobs)) + line.paid + own


def _possible(problem: Problem, vehicle: Vehicle, jobs: Sequence[Job]) -> Timeline | None:
    """The timeline of a route that keeps every rule."""
    if _is_hopeless(problem, vehicle, jobs) or route_broken(problem, vehicle, jobs):
        return None
    return timeline_of(problem, vehicle, jobs)


def _is_hopeless(problem: Problem, vehicle: Vehicle, jobs: Sequence[Job]) -> bool:
    """Too late even without any break: quickly found, for most places."""
    legs = problem.legs(vehicle, jobs)
    clock, before = vehicle.window[0], vehicle.start
    for job, leg in zip(jobs, legs, strict=False):
        begun = first_moment(job.windows, clock + leg)
        if begun is None:
            return True
        clock, before = begun + work_of(vehicle, job, before), job.place
    return clock + legs[-1] > vehicle.window[1] + vehicle.overtime_max
