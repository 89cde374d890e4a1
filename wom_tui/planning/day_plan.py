"""The best plan for a day: the engine searches, times become round, the rules check, the rest gets a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from wom_tui.domain.plan import Key, Plan, PlannedVisit, Search, Terms
from wom_tui.planning.day_links import Together
from wom_tui.planning.day_prices import begin_by
from wom_tui.planning.day_problem import MOVED_S, DayProblem, day_problem
from wom_tui.planning.effort import Effort, Reached, Routed, Searcher, Watch
from wom_tui.planning.policy import BALANCED, Policy
from wom_tui.planning.problem import Job, Problem, Vehicle
from wom_tui.planning.proof import Verdict, verdict_on
from wom_tui.planning.sectors import MOST, plan_by_sectors
from wom_tui.planning.snapshot import Ready, Snapshot, as_booked
from wom_tui.planning.solve import GoOn, solve
from wom_tui.planning.timeline import Halt, Timeline, timeline_of

_HANDFUL, _STEPS_EACH = 20, 2_000
STEP_S = 300  # starts are told to people: on five minutes, where that costs nobody else a slot


def best_plan(
    snapshot: Snapshot,
    searcher: Searcher,
    *,
    policy: Policy = BALANCED,
    effort: Effort | None = None,
    go_on: GoOn | None = None,
    watch: Watch | None = None,
    is_running: bool = False,
) -> Plan:
    """The better of two plans by the policy: each order in turn where it costs least, and what the engine finds.

    Args:
        go_on: as in `solve`, while the first plan is made.
        watch: told of each better one after that; False ends the search with what there is.
        is_running: see `day_problem`.
    """
    effort = sensible(effort or Effort(), len(snapshot.jobs))
    if len(snapshot.jobs) > MOST and not is_running:

        def plan_one(sector: Snapshot, share: Effort, told: Watch) -> Plan:
            return _searched(sector, searcher, policy, share, None, told, is_running=False)

        return plan_by_sectors(snapshot, plan_one, effort, watch or unwatched)
    return _searched(snapshot, searcher, policy, effort, go_on, watch or unwatched, is_running=is_running)


def _searched(
    snapshot: Snapshot,
    searcher: Searcher,
    policy: Policy,
    effort: Effort,
    go_on: GoOn | None,
    watch: Watch,
    *,
    is_running: bool,
) -> Plan:
    """All of it at once."""
    plain = solve(snapshot, go_on, given=[as_booked(r) for r in snapshot.jobs if _is_there(r, snapshot)])
    asked = day_problem(snapshot, policy, is_running=is_running)
    if not asked.orders or not asked.problem.vehicles:
        return plain
    if not watch(reached_of(judged(asked, plain))):
        return plain
    found = searcher(asked.problem, effort, watch)
    searched = solve(snapshot, given=list(lines_of(asked, found)))
    judgements = [(judged(asked, plan), plan) for plan in (searched, plain)]
    verdict, best = min(judgements, key=lambda one: (one[0].cost.total, _changes(one[1])))
    return replace(best, search=search_of(asked, verdict, policy, effort, found))


def _changes(plan: Plan) -> int:
    """Visits that are booked already and would begin elsewhere or at another time: of two plans as good, the fewer."""
    booked = ((line, line.was) for line in plan.visits if line.was is not None)
    return sum((line.technician, line.start_at) != (was.technician, was.start_at) for line, was in booked)


def sensible(effort: Effort, jobs: int) -> Effort:
    """A handful of orders is soon as good as it gets: nobody waits for the clock then."""
    if effort.iterations is None and not effort.stages and jobs <= _HANDFUL:
        return replace(effort, iterations=_STEPS_EACH * jobs)
    return effort


def _is_there(ready: Ready, snapshot: Snapshot) -> bool:
    is_kept = ready.was is not None and not ready.is_loose
    return is_kept and ready.was is not None and ready.was.technician in snapshot.days


def reached_of(verdict: Verdict) -> Reached:
    cost = verdict.cost
    return Reached(iterations=0, cost=cost.total, left=len(verdict.left), travel_s=cost.travel_s)


def unwatched(reached: Reached) -> bool:
    return True


# ------------------------------------------------------------------------------------------------ routes to lines


def lines_of(asked: DayProblem, found: Routed) -> Iterator[PlannedVisit]:
    """The visits that the routes are, at round times."""
    for _, lines in lines_by_shift(asked, found):
        yield from lines


def lines_by_shift(asked: DayProblem, found: Routed) -> Iterator[tuple[int, list[PlannedVisit]]]:
    """The same, of each vehicle: first crews are given round times, for they meet, then each route for itself."""
    together = Together(asked.problem, found.routes, found.begins)
    together.round_to(STEP_S)
    for id in found.routes:
        vehicle = asked.problem.vehicle_of[id]
        timeline = rounded(asked.problem, vehicle, together.jobs(id), partial(_is_told_late, asked))
        technician = asked.shifts.technician(id)
        yield (
            id,
            [
                _line(asked, technician, halt.job, halt)
                for halt in (timeline.halts if timeline else ())
                if halt.job is not None and halt.job.id in asked.orders
            ],
        )


def _line(asked: DayProblem, technician: int, job: Job, halt: Halt) -> PlannedVisit:
    ready = asked.orders[job.id]
    return PlannedVisit(
        order=ready.job.order.id,
        visit=ready.visit,
        technician=technician,
        start_at=asked.clock.at(halt.begun_at),
        end_at=asked.clock.at(halt.done_at),
        travel_s=halt.travel_s,
        was=ready.was,
    )


def _is_told_late(asked: DayProblem, job: Job, begun: int) -> bool:
    """A visit that is booked, and would miss its due. No price says so of what is overdue and not urgent."""
    ready = asked.orders.get(job.id)
    last_at = begin_by(ready.job) if ready is not None and ready.was is not None else None
    return last_at is not None and asked.clock.at(begun) > last_at


def rounded(
    problem: Problem, vehicle: Vehicle, jobs: Sequence[Job], is_told_late: Callable[[Job, int], bool]
) -> Timeline | None:
    """The cheapest timeline of the route with its begins on five minutes, as far as nothing becomes dearer by it.

    Args:
        is_told_late: of a job that would begin then, that it is to be told to the minute. Who waits for a visit that
            is moved as it is, and misses its due, does not wait some minutes longer for a round time.
    """
    jobs = list(jobs)
    best = timeline_of(problem, vehicle, jobs)
    if best is None:
        return None
    for k in range(len(jobs)):
        begun = best.halts[k].begun_at
        told = -(-begun // STEP_S) * STEP_S
        is_fixed = jobs[k].is_pinned or _is_as_it_was(jobs[k], begun) or is_told_late(jobs[k], told)
        if begun == told or is_fixed:
            continue
        later = [*jobs[:k], replace(jobs[k], windows=_from(jobs[k], told)), *jobs[k + 1 :]]
        tried = timeline_of(problem, vehicle, later)
        if tried is not None and tried.paid <= best.paid + _minutes_late(jobs[k], told - begun):
            jobs, best = later, tried
    return best


def _is_as_it_was(job: Job, begun: int) -> bool:
    """A time that has been told stays, round or not."""
    return job.keep_until is not None and begun == job.keep_until - MOVED_S


def _from(job: Job, moment: int) -> tuple[tuple[int, int], ...]:
    return tuple((max(opens, moment), closes) for opens, closes in job.windows if closes >= moment)


def _minutes_late(job: Job, seconds: int) -> int:
    """What a few minutes may cost the one that is told a round time."""
    return job.late_cost_per_min * -(-seconds // 60)


# ---------------------------------------------------------------------------------------------------- comparison


def judged(asked: DayProblem, plan: Plan) -> Verdict:
    """What the plan costs by the policy, whoever made it."""
    numbers: dict[Key, list[int]] = {}
    for number, ready in asked.orders.items():
        numbers.setdefault(ready.key, []).append(number)
    began: dict[int, list[tuple[int, int]]] = {vehicle.id: [] for vehicle in asked.problem.vehicles}
    for job in asked.problem.jobs:
        if job.is_pinned and job.assigned is not None:
            began[job.assigned].append((job.windows[0][0], job.id))
    for line in plan.visits:
        begin = asked.clock.second(line.start_at)
        shift = asked.shifts.at(line.technician, begin)
        own = numbers.get(line.key)
        if shift in began and own:
            began[shift].append((begin, own.pop(0)))  # whichever of a crew: they are alike
    return verdict_on(asked.problem, {id: [job for _, job in sorted(own)] for id, own in began.items()})


def search_of(asked: DayProblem, verdict: Verdict, policy: Policy, effort: Effort, found: Routed) -> Search:
    """How the plan came about that was judged so."""
    return Search(
        policy=policy.name,
        seed=effort.seed,
        iterations=found.iterations,
        terms=_terms(asked, verdict),
        stages=found.stages,
    )


def _terms(asked: DayProblem, verdict: Verdict) -> Terms:
    cost = verdict.cost
    prices = [
        asked.prices.price(asked.orders[halt.job.id], vehicle)
        for vehicle, line in verdict.timelines.items()
        for halt in line.halts
        if halt.job is not None and halt.job.id in asked.orders
    ]
    return Terms(
        left_out=cost.unassigned_cost,
        late=cost.lateness_cost,
        travel_s=cost.travel_s,
        overtime=cost.overtime_cost,
        moved=cost.stay_cost + sum(price.stranger for price in prices),
        later=sum(price.later for price in prices),
        hired=sum(price.hired for price in prices),
        uneven=cost.load_cost,
    )
