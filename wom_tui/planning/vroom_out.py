"""A solution as VROOM writes it (API v1), with the vector of costs and a reason for each job left out under `x-wom`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wom_tui.planning.left_out import reason_for
from wom_tui.planning.problem import Job, Problem, Vehicle, work_of
from wom_tui.planning.proof import Verdict
from wom_tui.planning.timeline import Halt, Timeline


def document_of(problem: Problem, verdict: Verdict, run: Mapping[str, Any]) -> dict[str, Any]:
    """The document of a solution that keeps every rule.

    Args:
        run: what is told of the search: its seed, its iterations.
    """
    routes = [
        _route(problem, vehicle, verdict.timelines[vehicle.id])
        for vehicle in problem.vehicles
        if vehicle.id in verdict.timelines
    ]
    unassigned = [_unassigned(problem, verdict, job) for job in verdict.left]
    sums = {
        key: sum(r[key] for r in routes)
        for key in ("setup", "service", "duration", "waiting_time", "priority")
    }
    cost = verdict.cost
    vector = {
        "total": cost.total,
        "travel_s": cost.travel_s,
        "unassigned_cost": cost.unassigned_cost,
        "lateness_cost": cost.lateness_cost,
        "overtime_cost": cost.overtime_cost,
        "stay_cost": cost.stay_cost,
        "waiting_cost": cost.waiting_cost,
        "late_jobs": sum(line.late_jobs for line in verdict.timelines.values()),
        "overtime_s": sum(line.overtime_s for line in verdict.timelines.values()),
        "moved": verdict.moved,
    }
    summary = {
        "cost": cost.travel_s,
        "routes": len(routes),
        "unassigned": len(unassigned),
        **sums,
        "violations": [],
    }
    return {
        "code": 0,
        "summary": summary,
        "unassigned": unassigned,
        "routes": routes,
        "x-wom": {**vector, **run},
    }


def _unassigned(problem: Problem, verdict: Verdict, job: Job) -> dict[str, Any]:
    reason = reason_for(problem, verdict, job)
    return {
        "id": job.id,
        "type": "job",
        "location_index": job.place,
        "reason": reason.said,
        "x-wom": {"code": reason.code, "facts": reason.facts},
    }


def _route(problem: Problem, vehicle: Vehicle, line: Timeline) -> dict[str, Any]:
    steps = list(_steps(problem, vehicle, line))
    jobs = [halt.job for halt in line.halts if halt.job is not None]
    duration = sum(halt.travel_s for halt in line.halts)
    return {
        "vehicle": vehicle.id,
        "cost": duration,
        "setup": sum(step["setup"] for step in steps),
        "service": sum(step["service"] for step in steps),
        "duration": duration,
        "waiting_time": sum(step["waiting_time"] for step in steps),
        "priority": sum(job.priority for job in jobs),
        "steps": steps,
        "violations": [],
    }


def _steps(problem: Problem, vehicle: Vehicle, line: Timeline) -> Iterator[dict[str, Any]]:
    """Start, breaks and jobs in the order in which they happen, end."""
    if vehicle.start is not None:
        yield _step("start", vehicle.window[0], 0, location_index=vehicle.start)
    driven, before = 0, vehicle.start
    for halt in line.halts:
        for rest, begun_at in halt.rests:
            yield _step("break", begun_at, driven, id=rest.id, service=rest.service)
        driven += halt.travel_s
        if halt.job is not None:
            yield _job_step(vehicle, halt, halt.job, driven, before)
            before = halt.job.place
        elif vehicle.end is not None:
            yield _step("end", halt.arrived_at, driven, location_index=vehicle.end)


def _job_step(vehicle: Vehicle, halt: Halt, job: Job, driven: int, before: int | None) -> dict[str, Any]:
    service = work_of(vehicle, job, job.place)  # from there: without setup
    return _step(
        "job",
        halt.arrived_at,
        driven,
        id=job.id,
        location_index=job.place,
        setup=work_of(vehicle, job, before) - service,
        service=service,
        waiting_time=halt.begun_at - halt.arrived_at,
        **({} if halt.depot is None else {"x-wom": {"depot": halt.depot}}),
    )


def _step(kind: str, arrival: int, duration: int, **more: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "arrival": arrival,
        "duration": duration,
        "setup": 0,
        "service": 0,
        "waiting_time": 0,
        "violations": [],
        **more,
    }
