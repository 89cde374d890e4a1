"""Who goes where: ready orders by priority, each into the cheapest slot that keeps every rule.

Deterministic: orders by priority, due and number, technicians by id, no chance and no clock in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from wom_tui.domain.feasibility import Job, Stop, TechnicianDay
from wom_tui.domain.plan import Key, Plan, PlannedVisit, Unplanned
from wom_tui.domain.violation import Violation
from wom_tui.planning import crews, explain, objective
from wom_tui.planning.explain import Refusal
from wom_tui.planning.insertion import Slot, is_of_day, slots
from wom_tui.planning.sequences import ends_of, following, in_order
from wom_tui.planning.snapshot import Ready, Snapshot
from wom_tui.planning.verify import as_stop, first_broken, with_stops, without_broken

# Told how many orders of how many are done; answers whether to go on.
GoOn = Callable[[int, int], bool]
_NEVER = datetime.max.replace(tzinfo=UTC)


def solve(snapshot: Snapshot, go_on: GoOn | None = None, *, given: Sequence[PlannedVisit] = ()) -> Plan:
    """Propose visits for the snapshot's orders, none of which breaks a hard rule.

    Args:
        go_on: asked after each order; False stops, and what is not yet looked at is left out.
        given: what is in the plan already; a line that breaks a hard rule counts as not given.
    """
    work = _Work(snapshot)
    work.take(given)
    queue = in_order([ready for ready in sorted(snapshot.jobs, key=urgency) if not work.has(ready)])
    for done, ready in enumerate(queue):
        if go_on is not None and not go_on(done, len(queue)):
            work.leave(queue[done:], "the search was stopped before it")
            break
        if not work.has(ready):  # others of its crew have taken it along
            work.place(ready)
    return work.plan()


def urgency(ready: Ready) -> tuple[int, datetime, int, int]:
    """What goes first: priority, then due, then number."""
    order = ready.job.order
    return int(order.priority), objective.due_at(order) or _NEVER, order.id, ready.visit or 0


class _Work:
    """The plan as it grows."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.days: dict[int, TechnicianDay] = {id: snapshot.days[id] for id in sorted(snapshot.days)}
        self.lines: list[PlannedVisit] = []
        self.unplanned: list[Unplanned] = []
        self._placed: set[Key] = set()
        self._whole: set[int] = set()  # orders whose crew is complete
        self._jobs = snapshot.by_key
        # Orders that ask for the same have the same technicians: skills and territory are looked at once.
        self._eligible: dict[object, tuple[list[int], list[Refusal]]] = {}

    def take(self, given: Sequence[PlannedVisit]) -> None:
        """Book these, as far as they keep the rules; of a crew all or none."""
        kept = without_broken(given, self.snapshot)
        told = Counter(line.order for line in kept)
        for line in kept:
            job = self._jobs[line.key].job
            if line.was is not None or job.requirement.crew_size == 1:
                self._put(line)
            elif told[line.order] == crews.missing(job):
                self._put(line)
                self._whole.add(line.order)

    def has(self, ready: Ready) -> bool:
        """The order is in the plan."""
        return ready.key in self._placed or ready.job.order.id in self._whole

    def place(self, ready: Ready) -> None:
        """Put one order into its cheapest slot, or leave it out with the reason."""
        if ready.job.open_predecessors:
            ready = following(ready, ends_of(self.lines))
        job = ready.job
        refused = self._refused_by_all(ready)
        if refused:
            self._leave_out(ready, refused[0].message, refused)
            return
        able, refusals = self._technicians(job)
        if job.requirement.crew_size > 1:
            self._place_crew(ready, able, refusals)
            return
        found = [
            (self._cost(job, slot, id), slot.start_at, id, slot)
            for id in able
            for slot in self._slots(job, id)
        ]
        if not found:
            full = [explain.no_time(job, self.days[id], self.snapshot.now) for id in able]
            self._leave_out(ready, explain.aggregate((*full, *refusals)) or "there are no technicians")
            return
        _, _, id, slot = min(found, key=lambda candidate: candidate[:3])
        self._book(ready, id, slot)

    def _place_crew(self, ready: Ready, able: Sequence[int], refusals: Sequence[Refusal]) -> None:
        """All of a crew at one time, or nobody."""
        job, now = ready.job, self.snapshot.now
        together = crews.best_together(job, self.days, able, now)
        if together is None:
            needs = crews.none_together(job, able)
            self._leave_out(ready, explain.aggregate(refusals) if not able else needs.message, (needs,))
            return
        loose = [one.visit for one in self.snapshot.jobs if one.job.order.id == job.order.id]
        self._whole.add(job.order.id)
        visits = crews.visits_for(job, loose)
        for visit, (id, slot) in zip(visits, sorted(together.slots.items()), strict=True):
            self._book(replace(ready, visit=visit), id, slot)

    def leave(self, rest: list[Ready], reason: str) -> None:
        """Leave these out."""
        for ready in rest:
            self._leave_out(ready, reason)

    def plan(self) -> Plan:
        """What has come of it, verified: a line that breaks a hard rule is dropped, never shown."""
        visits = sorted(self.lines, key=lambda v: (v.technician, v.start_at, v.order))
        while (broken := first_broken(visits, self.snapshot)) is not None:
            index, violation = broken
            line = visits[index]
            ready = self._jobs[line.key]
            self._leave_out(ready, violation.message, (violation,))
            is_crew = line.was is None and ready.job.requirement.crew_size > 1
            gone = {line.order} if is_crew else set()
            visits = [one for at, one in enumerate(visits) if at != index and one.order not in gone]
        nothing = Plan(
            on=self.snapshot.on,
            basis=self.snapshot.basis,
            visits=(),
            unplanned=tuple(self.unplanned),
            travel_s=0,
            travel_source=self.snapshot.travel_source,
        )
        return with_visits(nothing, visits, self.snapshot)

    def _refused_by_all(self, ready: Ready) -> tuple[Violation, ...]:
        if ready.violations or not self.days:
            return ready.violations
        return explain.order_violations(ready.job, next(iter(self.days.values())))

    def _technicians(self, job: Job) -> tuple[list[int], list[Refusal]]:
        key = explain.asks_for(job)
        if key not in self._eligible:
            asked = {id: explain.eligibility(job, day) for id, day in self.days.items()}
            able = [id for id, refusal in asked.items() if refusal is None]
            self._eligible[key] = able, [refusal for refusal in asked.values() if refusal is not None]
        return self._eligible[key]

    def _slots(self, job: Job, id: int) -> tuple[Slot, ...]:
        return slots(job, self.days[id], self.snapshot.now)

    def _cost(self, job: Job, slot: Slot, id: int) -> int:
        return objective.slot_cost(job, slot, self.days[id], self.snapshot.now)

    def _book(self, ready: Ready, id: int, slot: Slot) -> None:
        line = PlannedVisit(
            order=ready.job.order.id,
            visit=ready.visit,
            technician=id,
            start_at=slot.start_at,
            end_at=slot.end_at,
            travel_s=slot.travel_s,
            was=ready.was,
        )
        self._put(line)

    def _put(self, line: PlannedVisit) -> None:
        id = line.technician
        self.days[id] = with_stops(self.days[id], [as_stop(line, len(self.lines), self._jobs)])
        self._placed.add(line.key)
        self.lines.append(line)

    def _leave_out(self, ready: Ready, reason: str, violations: tuple[Violation, ...] = ()) -> None:
        left = Unplanned(
            order=ready.job.order.id, visit=ready.visit, was=ready.was, reason=reason, violations=violations
        )
        self.unplanned.append(left)


def with_visits(plan: Plan, visits: Sequence[PlannedVisit], snapshot: Snapshot) -> Plan:
    """The plan with these visits for its own: each with the way from the stop that is before it now.

    Args:
        snapshot: what the plan was made from.
    """
    jobs = snapshot.by_key
    stops: dict[int, list[Stop]] = defaultdict(list)
    for index, line in enumerate(visits):
        stops[line.technician].append(as_stop(line, index, jobs))
    routes = {id: with_stops(snapshot.days[id], added) for id, added in stops.items()}
    return replace(
        plan,
        visits=tuple(replace(v, travel_s=_travel_to(v, routes[v.technician])) for v in visits),
        travel_s=sum(route_s(route) - route_s(snapshot.days[id]) for id, route in routes.items()),
    )


def route_s(day: TechnicianDay) -> int:
    """Seconds on the road, and in warehouses, from home through all stops of the day, in order."""
    stops = [stop for stop in day.stops if is_of_day(stop, day)]
    places = [day.home, *(stop.place for stop in stops)]
    return sum(day.leg_s(place, stop) for place, stop in zip(places, stops, strict=False))


def _travel_to(line: PlannedVisit, route: TechnicianDay) -> int:
    """Seconds to the line's stop from the one before it, now that all others are in place."""
    place = route.home
    for stop in (s for s in route.stops if is_of_day(s, route)):
        if stop.start_at == line.start_at and stop.visit.order_id == line.order:
            return route.leg_s(place, stop)
        place = stop.place
    return line.travel_s
