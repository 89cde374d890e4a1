"""The best plan for several days: which day is each order done on, by whom, and when?

All shifts of all days are searched as one, with a price on every later day; then each day is settled by itself, with
the rules of the field. Where there are too many orders for one search, day follows day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from wom_tui.domain.feasibility import Stop, TechnicianDay
from wom_tui.domain.habits import weekday_text
from wom_tui.domain.plan import Key, Plan, PlannedVisit
from wom_tui.domain.technician import local_instant
from wom_tui.errors import InvalidInput
from wom_tui.planning.day_plan import (
    best_plan,
    judged,
    lines_by_shift,
    reached_of,
    search_of,
    sensible,
    unwatched,
)
from wom_tui.planning.day_problem import DayProblem, days_problem
from wom_tui.planning.effort import Effort, Routed, Searcher, Watch
from wom_tui.planning.policy import BALANCED, Policy
from wom_tui.planning.proof import Verdict
from wom_tui.planning.sectors import MOST
from wom_tui.planning.sequences import ends_of, following
from wom_tui.planning.snapshot import Ready, Snapshot
from wom_tui.planning.solve import GoOn, solve
from wom_tui.planning.verify import as_stop, with_stops

Lines = Mapping[date, Sequence[PlannedVisit]]
PlanDay = Callable[[Snapshot, Sequence[PlannedVisit]], Plan]


def best_plans(
    snapshots: Sequence[Snapshot],
    searcher: Searcher,
    *,
    policy: Policy = BALANCED,
    effort: Effort | None = None,
    go_on: GoOn | None = None,
    watch: Watch | None = None,
) -> list[Plan]:
    """A plan for each day. What no day has a place for is left out of the last one, with the reasons of all.

    Args:
        snapshots: days that follow one another; a later one has all orders of the earlier.
        effort: of all days together.
        go_on: as in `solve`, while the first plans are made.
        watch: told of each better one; False ends the search with what there is.
    """
    effort, watch = effort or Effort(), watch or unwatched
    if effort.stages and len(snapshots[-1].jobs) > MOST:
        raise InvalidInput("stages", len(effort.stages), f"{MOST:,} orders at most: more are searched apart")
    if len(snapshots) == 1:
        return [best_plan(snapshots[0], searcher, policy=policy, effort=effort, go_on=go_on, watch=watch)]
    if len(snapshots[-1].jobs) > MOST:
        share = replace(effort, budget_s=effort.budget_s / len(snapshots))

        def plan_day(today: Snapshot, given: Sequence[PlannedVisit]) -> Plan:
            return best_plan(today, searcher, policy=policy, effort=share, go_on=go_on, watch=watch)

        return _with_reasons(_day_by_day(snapshots, {}, plan_day))
    return _with_reasons(_searched(snapshots, searcher, policy, effort, go_on, watch))


def _searched(
    snapshots: Sequence[Snapshot],
    searcher: Searcher,
    policy: Policy,
    effort: Effort,
    go_on: GoOn | None,
    watch: Watch,
) -> list[Plan]:
    """All days at once."""
    plain = _day_by_day(snapshots, {}, partial(_in_turn, go_on))
    asked = days_problem(snapshots, policy)
    if not asked.orders or not asked.problem.vehicles:
        return plain
    before = _judged(asked, plain)
    if not watch(reached_of(before)):
        return plain
    found = searcher(asked.problem, sensible(effort, len(asked.orders)), watch)
    searched = _day_by_day(snapshots, _by_day(asked, found), partial(_in_turn, None))
    after = _judged(asked, searched)
    best, verdict = (searched, after) if after.cost.total <= before.cost.total else (plain, before)
    told = search_of(asked, verdict, policy, effort, found)
    return [replace(plan, search=told) for plan in best]


def _by_day(asked: DayProblem, routed: Routed) -> dict[date, list[PlannedVisit]]:
    found: dict[date, list[PlannedVisit]] = {}
    for shift, lines in lines_by_shift(asked, routed):
        found.setdefault(asked.on_of[shift], []).extend(lines)
    return found


def _judged(asked: DayProblem, plans: Sequence[Plan]) -> Verdict:
    """What all days cost together."""
    return judged(asked, replace(plans[0], visits=tuple(line for plan in plans for line in plan.visits)))


def _in_turn(go_on: GoOn | None, today: Snapshot, given: Sequence[PlannedVisit]) -> Plan:
    return solve(today, go_on, given=given)


# ------------------------------------------------------------------------------------------------- one after another


def _day_by_day(snapshots: Sequence[Snapshot], given: Lines, plan_day: PlanDay) -> list[Plan]:
    """Each day with the orders that have no place yet, and none that is given to another day.

    Args:
        given: by day; a line that breaks a hard rule counts as not given, and its order is looked at on the next day.
    """
    elsewhere = {line.key: on for on, lines in given.items() for line in lines}
    jobs = {ready.key: ready for seen in snapshots for ready in seen.jobs}
    placed: set[Key] = set()
    plans: list[Plan] = []
    for seen in snapshots:
        # A night shift reaches into the next day, and so do its orders: they may be none of the day that it begins on.
        there = {ready.key: ready for ready in seen.jobs}
        there |= {line.key: jobs[line.key] for line in given.get(seen.on, ()) if line.key in jobs}
        own = [
            ready
            for key, ready in there.items()
            if key not in placed and elsewhere.get(key, seen.on) == seen.on
        ]
        before = ends_of(line for plan in plans for line in plan.visits)
        own = [following(ready, before) for ready in own]
        late = [line for plan in plans[-1:] for line in plan.visits]
        today = replace(seen, jobs=tuple(own), days=dict(_with_night(seen, late, jobs)))
        plan = plan_day(today, given.get(seen.on, ()))
        plans.append(plan)
        placed |= {line.key for line in plan.visits}
        for one in plan.unplanned:
            elsewhere.pop(one.key, None)
    return plans


def _with_night(
    seen: Snapshot, lines: Sequence[PlannedVisit], jobs: Mapping[Key, Ready]
) -> Iterator[tuple[int, TechnicianDay]]:
    """The days with what is planned for the evening before and lies in the same night shift, or after midnight."""
    midnight = local_instant(seen.on, 0, seen.zone)
    stops: dict[int, list[Stop]] = {}
    for index, line in enumerate(lines):
        stops.setdefault(line.technician, []).append(as_stop(line, index, jobs))
    for id, day in seen.days.items():
        begins_at = min((midnight, *(span.window.start_at for span in day.spans)))
        into = [stop for stop in stops.get(id, ()) if stop.end_at > begins_at]
        yield id, with_stops(day, into) if into else day


# ----------------------------------------------------------------------------------------------------------- reasons


def _with_reasons(plans: Sequence[Plan]) -> list[Plan]:
    """What has no place on any day, in the last plan, with what each day says of it."""
    said: dict[Key, list[tuple[date, str]]] = {}
    for plan in plans:
        for one in plan.unplanned:
            said.setdefault(one.key, []).append((plan.on, one.reason))
    last = [replace(one, reason=_reason(said[one.key], len(plans))) for one in plans[-1].unplanned]
    return [*(replace(plan, unplanned=()) for plan in plans[:-1]), replace(plans[-1], unplanned=tuple(last))]


def _reason(said: Sequence[tuple[date, str]], days: int) -> str:
    """The reason of all days, or one for each stretch of days that have the same."""
    stretches: list[tuple[date, date, str]] = []
    for on, reason in said:
        if stretches and stretches[-1][2] == reason:
            stretches[-1] = stretches[-1][0], on, reason
        else:
            stretches.append((on, on, reason))
    if len(stretches) == 1 and len(said) == days:
        return stretches[0][2]
    return "; ".join(f"{_days(first, last)}: {reason}" for first, last, reason in stretches)


def _days(first: date, last: date) -> str:
    return weekday_text(first) if first == last else f"{weekday_text(first)} – {weekday_text(last)}"
