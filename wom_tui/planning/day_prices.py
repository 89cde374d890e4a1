"""What does it cost to begin late, and what to leave an order out? A policy's prices on one day's jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from wom_tui.domain.feasibility import Job as DayJob
from wom_tui.planning.day_route import Clock
from wom_tui.planning.policy import Policy
from wom_tui.planning.problem import Job, Problem
from wom_tui.planning.snapshot import Ready

MINUTE = 60
_KEPT = 4  # as much worth is an order that has its place as it was without one
_ADDS_UP = 1 << 62  # no sum of prices becomes larger: they are added in 64 bits


def due_of(job: DayJob, now: datetime, clock: Clock, policy: Policy) -> tuple[int | None, int]:
    """From which second on it is late, and what a minute costs."""
    due_at, price = _due_at(job, now, policy)
    return (None if due_at is None else clock.second(due_at)), price


def _due_at(job: DayJob, now: datetime, policy: Policy) -> tuple[datetime | None, int]:
    order = job.order
    late, waiting = policy.late_price(order.priority), policy.waiting_price(order.priority)
    last_at = begin_by(job)
    if last_at is not None and last_at >= now:
        return last_at, late
    return (now, waiting) if waiting else (None, 0)


def price_of_begin(job: DayJob, start_at: datetime, now: datetime, policy: Policy) -> int:
    """What it costs that the visit begins then and not in time."""
    due_at, price = _due_at(job, now, policy)
    late_s = 0 if due_at is None else max(0, int((start_at - due_at).total_seconds()))
    return price * late_s // MINUTE


def begin_by(job: DayJob) -> datetime | None:
    """The last begin that is in time: of the due that comes first."""
    order = job.order
    resolve_by = order.resolve_due_at - job.duration if order.resolve_due_at else None
    return min((at for at in (order.respond_by_at, resolve_by) if at is not None), default=None)


def priced(problem: Problem, orders: Sequence[Ready], policy: Policy, is_running: bool) -> Problem:
    """What it costs to leave each job out. In a plan more than all that could be saved by it."""
    last = _last_moment(problem)
    ranks = [policy.left_out_rank(ready.job.order.priority) for ready in orders]
    # Behind the orders stands what is booked.
    ranks += [policy.left_out[0]] * (len(problem.jobs) - len(ranks))
    # What is dearest on a large day by the highest prices would not add up: then as dear as can be added.
    dearest = min(_dearest(problem), _ADDS_UP // max(1, sum(ranks)))
    prices = [dearest * rank for rank in ranks]
    if is_running:
        prices[: len(orders)] = [
            _worth(ready, policy) + _late_at(job, last)
            for ready, job in zip(orders, problem.jobs, strict=False)
        ]
    jobs = [replace(job, unassigned_cost=price) for job, price in zip(problem.jobs, prices, strict=True)]
    return replace(problem, jobs=tuple(jobs))


def _worth(ready: Ready, policy: Policy) -> int:
    """On a running day. Who has a place keeps it: only what is far more urgent throws it out."""
    return policy.worth_price(ready.job.order.priority) * (1 if ready.is_loose else _KEPT)


def _last_moment(problem: Problem) -> int:
    return max((v.window[1] + v.overtime_max for v in problem.vehicles), default=0)


def _late_at(job: Job, moment: int) -> int:
    """What it costs to begin as late as that; who is left out today is later still."""
    return 0 if job.due is None else job.late_cost_per_min * max(0, moment - job.due) // MINUTE


def _dearest(problem: Problem) -> int:
    """An upper bound of what one job can cost that is not left out, with all that it delays."""
    last = _last_moment(problem)
    longest_leg = int(max((table.max(initial=0) for table in problem.durations.values()), default=0))
    if problem.depots:  # there, and on, with the time that it takes
        longest_leg = 2 * longest_leg + max(depot.service for depot in problem.depots)
    late = sum(_late_at(job, last) for job in problem.jobs)
    overtime = sum(v.overtime_cost_per_min * v.overtime_max // MINUTE for v in problem.vehicles)
    strangers = sum(job.stay_price for job in problem.jobs)
    others = sum(max(job.prices.values(), default=0) for job in problem.jobs if job.prices)
    loads = sum(v.load_cost(v.window[1] - v.window[0] + v.overtime_max) for v in problem.vehicles)
    return 1 + 2 * longest_leg + late + overtime + strangers + others + loads
