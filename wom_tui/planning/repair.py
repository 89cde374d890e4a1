"""The day has changed while it runs: what has to move, and as little of it as can be?

Two answers: what is booked stays and the lost visits go where there is room; or what a search around the technicians
concerned finds, with a price on every visit that is moved. The cheaper one by the policy is proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from wom_tui.domain.feasibility import Stop, TechnicianDay
from wom_tui.domain.plan import Plan, PlannedVisit
from wom_tui.domain.states import COMING
from wom_tui.domain.technician import Absence
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import Priority
from wom_tui.errors import InvalidInput
from wom_tui.planning import explain
from wom_tui.planning.day_plan import best_plan
from wom_tui.planning.day_problem import MOVED_S
from wom_tui.planning.effort import Effort, Searcher, Watch
from wom_tui.planning.insertion import is_of_day
from wom_tui.planning.policy import Policy
from wom_tui.planning.snapshot import Ready, Snapshot, as_booked
from wom_tui.planning.verify import as_stop, checked, with_stops

_AROUND = 8  # technicians near an order that are looked at
_A_MINUTE = timedelta(minutes=1)
MOVED = timedelta(seconds=MOVED_S)


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What has happened, or might.

    Attributes:
        sick: technicians who cannot work from now on.
        late: minutes, by visit: it takes so much longer.
        no_show: visits that will not take place.
        emergency: orders that come before all others.
    ready: orders that nobody has any more, or that can be done now after all.
    free: visits that cannot stay where they are: they may be moved whatever else holds them there.
    only: of what cannot be kept these visits alone are mended; None = all of it.
    """

    sick: frozenset[int] = frozenset()
    late: Mapping[int, int] = field(default_factory=dict)
    no_show: frozenset[int] = frozenset()
    emergency: frozenset[int] = frozenset()
    ready: frozenset[int] = frozenset()
    free: frozenset[int] = frozenset()
    only: frozenset[int] | None = None

    @property
    def to_place(self) -> frozenset[int]:
        """Orders for which somebody is looked for."""
        return self.emergency | self.ready

    def concerns(self, visit: int | None) -> bool:
        """A visit that cannot be kept is mended here."""
        return self.only is None or visit in self.only

    def on_day(self, seen: Snapshot) -> Trouble:
        """What of it is of that day."""
        visits = {stop.visit.id for day in seen.days.values() for stop in day.stops}
        orders = {ready.job.order.id for ready in seen.jobs}
        return replace(
            self,
            sick=self.sick & seen.days.keys(),
            late={id: minutes for id, minutes in self.late.items() if id in visits},
            no_show=self.no_show & visits,
            emergency=self.emergency & orders,
            ready=self.ready & orders,
        )


@dataclass(frozen=True, kw_only=True)
class Repair:
    """Attributes:
    plan: what changes: visits that move, are placed, or lose their place.
    snapshot: the facts, with all that stays as it is; the plan's lines are checked against it.
    absences: of those who are sick; they are not in the office's facts yet.
    stuck: what begins too soon to be moved, and cannot be kept.
    """

    plan: Plan
    snapshot: Snapshot
    absences: tuple[Absence, ...] = ()
    stuck: tuple[Stuck, ...] = ()


@dataclass(frozen=True)
class Stuck:
    """A visit that stays where it is, and when its technician can be there."""

    visit: Visit
    there_at: datetime


def with_trouble(seen: Snapshot, trouble: Trouble) -> Snapshot:
    """The day as the trouble leaves it, before anything is done about it.

    Raises:
        InvalidInput: what the trouble is about is not of that day.
    """
    _refuse_strange(seen, trouble)
    days = {id: _troubled(day, seen, trouble) for id, day in seen.days.items()}
    jobs = tuple(_urgent(r, seen) if r.job.order.id in trouble.emergency else r for r in seen.jobs)
    return replace(seen, days=days, jobs=jobs)


def _refuse_strange(seen: Snapshot, trouble: Trouble) -> None:
    visits = {stop.visit.id for day in seen.days.values() for stop in day.stops}
    orders = {ready.job.order.id for ready in seen.jobs}
    for name, ids, known, what in (
        ("sick", trouble.sick, seen.days.keys(), "a technician who is active"),
        ("late", trouble.late.keys(), visits, "a visit of that day"),
        ("no_show", trouble.no_show, visits, "a visit of that day"),
        ("emergency", trouble.emergency, orders, "an order that is ready for that day and that nobody has"),
    ):
        if strange := sorted(ids - known):
            raise InvalidInput(name, strange[0], what)


def repaired(
    freed: Snapshot,
    trouble: Trouble,
    searcher: Searcher,
    *,
    policy: Policy,
    effort: Effort,
    watch: Watch | None = None,
) -> Repair:
    """The fewest moves that mend the day.

    Args:
        freed: the troubled day, with the visits that may move as jobs.
    """
    freed = with_loose(_after_the_first(freed))
    wanted = [r for r in freed.jobs if r.is_loose and _is_wanted(r, trouble)]
    around = _around(freed, wanted)
    keys = {r.key for r in wanted}
    left = {r.key for r in freed.jobs if r.is_loose and r.key not in keys}
    jobs = [r for r in freed.jobs if r.key in keys or (r.key not in left and _is_of(r, around))]
    keys |= {r.key for r in jobs}
    staying = [r for r in freed.jobs if r.was is not None and r.key not in keys]
    near = replace(
        freed,
        jobs=tuple(jobs),
        # Where nobody can, it is told of everybody why not.
        days={id: _with_booked(freed.days[id], staying) for id in sorted(around or freed.days)},
    )
    plan = best_plan(near, searcher, policy=policy, effort=effort, watch=watch, is_running=True)
    away = (a for id in sorted(trouble.sick) for a in freed.days[id].absences if a.id == 0)
    found = _only_changes(plan, near)
    return replace(found, absences=tuple(away), stuck=tuple(_stuck(found, freed, trouble)))


def _is_wanted(ready: Ready, trouble: Trouble) -> bool:
    """A place is looked for: it has none, or cannot keep it."""
    return trouble.concerns(ready.visit) if ready.was else ready.job.order.id in trouble.to_place


def _is_of(ready: Ready, technicians: set[int]) -> bool:
    """It is booked for one of these."""
    return ready.was is not None and ready.was.technician in technicians


def _after_the_first(freed: Snapshot) -> Snapshot:
    """What comes after something else waits for it as the day runs, and not as it was planned."""
    ends: dict[int, datetime] = {}
    for stop in (stop for day in freed.days.values() for stop in day.stops):
        number = stop.visit.order_id
        ends[number] = max(stop.end_at, ends.get(number, stop.end_at))
    jobs = []
    for ready in freed.jobs:
        known = {id: ends.get(id, end_at) for id, end_at in ready.job.first_ends.items()}
        jobs.append(replace(ready, job=replace(ready.job, first_ends=known)) if known else ready)
    return replace(freed, jobs=tuple(jobs))


def _stuck(found: Repair, freed: Snapshot, trouble: Trouble) -> Iterator[Stuck]:
    """Of who takes longer, the visits that come too soon after it to be moved."""
    jobs = {r.key: r for r in freed.jobs}
    changed = {line.visit for line in found.plan.visits}
    for id, day in sorted({**freed.days, **found.snapshot.days}.items()):
        if not any(stop.visit.id in trouble.late for stop in day.stops):
            continue
        own = [line for line in found.plan.visits if line.technician == id]
        whole = with_stops(day, [as_stop(line, k, jobs) for k, line in enumerate(own)])
        for before, stop in pairwise(s for s in whole.stops if is_of_day(s, whole)):
            there_at = before.end_at + timedelta(seconds=whole.leg_s(before.place, stop))
            waits = stop.visit.status in COMING and stop.visit.id not in changed
            if waits and stop.start_at >= freed.now and there_at - stop.start_at >= _A_MINUTE:
                yield Stuck(stop.visit, there_at)


def _troubled(day: TechnicianDay, seen: Snapshot, trouble: Trouble) -> TechnicianDay:
    stops = tuple(
        _later(stop, trouble.late.get(stop.visit.id, 0))
        for stop in day.stops
        if stop.visit.id not in trouble.no_show
    )
    if day.technician.id not in trouble.sick or not day.spans:
        return replace(day, stops=stops)
    until = max(day.spans[-1].window.end_at, seen.now) + timedelta(minutes=day.technician.max_overtime_min)
    away = Absence(
        id=0,
        technician_id=day.technician.id,
        start_at=min(seen.now, until - _A_MINUTE),
        end_at=until,
        reason="sick",
    )
    return replace(day, stops=stops, absences=(*day.absences, away))


def _later(stop: Stop, minutes: int) -> Stop:
    if not minutes or stop.visit.end_at is None:
        return stop
    return replace(stop, visit=replace(stop.visit, end_at=stop.visit.end_at + timedelta(minutes=minutes)))


def _urgent(ready: Ready, seen: Snapshot) -> Ready:
    """Nothing is more urgent, and every minute from now on is late, also where it has been overdue for days."""
    order = replace(
        ready.job.order,
        priority=Priority.P1,
        respond_due_at=seen.now,
        responded_at=None,
        resolve_due_at=None,
    )
    return replace(ready, job=replace(ready.job, order=order))


def with_loose(freed: Snapshot) -> Snapshot:
    """Which booked visits break a rule where they are, or should have begun by now?"""
    lines = [as_booked(r) for r in freed.jobs if r.was is not None]
    loose = {
        line.key
        for line, found in zip(lines, checked(lines, freed), strict=True)
        if line.start_at < freed.now or any(v.hard for v in found)
    }
    jobs = (replace(r, is_loose=r.was is None or r.key in loose) for r in freed.jobs)
    return replace(freed, jobs=tuple(jobs))


def _around(freed: Snapshot, wanted: Iterable[Ready]) -> set[int]:
    """Who may do one of these and is near, and who has them now."""
    around: set[int] = set()
    booked: dict[int, list[Ready]] = {}
    for ready in freed.jobs:
        if ready.was is not None:
            booked.setdefault(ready.was.technician, []).append(ready)
    for ready in wanted:
        if ready.was is not None and ready.was.technician in freed.days:
            around.add(ready.was.technician)
        able = [
            day for day in freed.days.values() if day.spans and explain.eligibility(ready.job, day) is None
        ]
        able.sort(key=lambda day: (_away_s(ready, day, booked.get(day.technician.id, ())), day.technician.id))
        around |= {day.technician.id for day in able[:_AROUND]}
    return around


def _away_s(ready: Ready, day: TechnicianDay, booked: Iterable[Ready]) -> int:
    """How near the technician comes to it that day anyway."""
    places = [day.home, *(stop.place for stop in day.stops), *(other.job.place for other in booked)]
    return min(day.trip_s(place, ready.job.place) for place in places)


def _with_booked(day: TechnicianDay, staying: Iterable[Ready]) -> TechnicianDay:
    """The day with those of its visits that are not looked at."""
    own = [r for r in staying if r.was is not None and r.was.technician == day.technician.id]
    jobs = {r.key: r for r in own}
    return with_stops(day, [as_stop(as_booked(r), k, jobs) for k, r in enumerate(own)])


def _only_changes(plan: Plan, near: Snapshot) -> Repair:
    """The plan without the lines that change nothing; these stand in the days as stops."""
    kept = [line for line in plan.visits if not is_change(line)]
    changed = tuple(line for line in plan.visits if is_change(line))
    jobs = near.by_key
    days = dict(near.days)
    for index, line in enumerate(kept):
        days[line.technician] = with_stops(days[line.technician], [as_stop(line, index, jobs)])
    ids = {line.key for line in kept}
    left = tuple(r for r in near.jobs if r.key not in ids)
    return Repair(plan=replace(plan, visits=changed), snapshot=replace(near, jobs=left, days=days))


def is_shift(line: PlannedVisit) -> bool:
    """It stays with whom it was, and begins so little later that it is not called a move."""
    was = line.was
    is_same = was is not None and was.technician == line.technician
    return is_same and was is not None and timedelta(0) <= line.start_at - was.start_at <= MOVED


def is_change(line: PlannedVisit) -> bool:
    """It is new, goes to somebody else, or begins at another time."""
    was = line.was
    return was is None or (was.technician, was.start_at) != (line.technician, line.start_at)
