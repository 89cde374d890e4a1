"""What goes together on a day: the technicians of a crew, each a job of the engine's, tied to begin at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from wom_tui.domain.feasibility import Job as DayJob
from wom_tui.planning import crews
from wom_tui.planning.day_route import Clock
from wom_tui.planning.problem import Job, Link, Problem, Window, held
from wom_tui.planning.snapshot import Ready
from wom_tui.planning.timeline import Timeline, timeline_of


def is_crew(ready: Ready) -> bool:
    """Several go there at once, and have no place yet."""
    return ready.was is None and ready.job.requirement.crew_size > 1


def one_each(orders: Sequence[Ready]) -> list[Ready]:
    """The orders, with as many in a row for a crew as it still needs, each with a visit of its own."""
    found: list[Ready] = []
    seen: set[int] = set()
    for ready in orders:
        if not is_crew(ready):
            found.append(ready)
        elif ready.job.order.id not in seen:
            seen.add(ready.job.order.id)
            loose = [one.visit for one in orders if one.job.order.id == ready.job.order.id]
            found += (replace(ready, visit=visit) for visit in crews.visits_for(ready.job, loose))
    return found


def crew_links(orders: Iterable[tuple[int, Ready]]) -> tuple[Link, ...]:
    """A link between each two of a crew.

    Args:
        orders: by job.
    """
    members: dict[int, list[int]] = {}
    for number, ready in orders:
        if is_crew(ready):
            members.setdefault(ready.job.order.id, []).append(number)
    return tuple(
        Link(first, second, 0, 0, is_apart=True)
        for own in members.values()
        for first, second in combinations(own, 2)
    )


def when_others_come(job: DayJob, windows: Sequence[Window], clock: Clock) -> tuple[Window, ...]:
    """The windows, or of them the moments at which others of its crew are booked already."""
    booked = {clock.second(v.start_at) for v in job.crew if v.is_booked and v.start_at is not None}
    if not booked:
        return tuple(windows)
    return tuple((at, at) for at in sorted(booked) if any(opens <= at <= closes for opens, closes in windows))


# -- round times


class Together:
    """Routes with the moments of their crews, as they are told."""

    def __init__(
        self, problem: Problem, routes: Mapping[int, Sequence[int]], begins: Mapping[int, int]
    ) -> None:
        self._problem = problem
        self._routes = {id: [problem.job_of[job] for job in own] for id, own in routes.items()}
        self._on = {job: id for id, own in routes.items() for job in own}
        self.begins = dict(begins)

    def round_to(self, step_s: int) -> None:
        """Let each crew begin on a multiple of the step, as far as nothing becomes dearer but that it begins later."""
        for job, begun in sorted(self.begins.items(), key=lambda one: (one[1], one[0])):
            told = -(-begun // step_s) * step_s
            if self.begins[job] == begun and told != begun:
                self._try(self._problem.group(job), told, told - begun)

    def _try(self, crew: Iterable[int], told: int, later_s: int) -> None:
        moved = {job: told for job in crew if job in self.begins}
        before, after = self._paid(moved, self.begins), self._paid(moved, self.begins | moved)
        if before is None or after is None:
            return
        own = (self._problem.job_of[job].late_cost_per_min for job in moved)
        if after <= before + sum(price * -(-later_s // 60) for price in own):
            self.begins |= moved

    def _paid(self, jobs: Iterable[int], begins: Mapping[int, int]) -> int | None:
        """Lateness and overtime of the routes that hold these; None where one cannot be driven so."""
        lines = list(self._lines({self._on[job] for job in jobs}, begins))
        return None if None in lines else sum(line.paid for line in lines if line is not None)

    def _lines(self, vehicles: Iterable[int], begins: Mapping[int, int]) -> Iterator[Timeline | None]:
        for id in vehicles:
            yield timeline_of(self._problem, self._problem.vehicle_of[id], _held(self._routes[id], begins))

    def jobs(self, vehicle: int) -> list[Job]:
        """The vehicle's jobs in order, those of crews at their moment."""
        return _held(self._routes[vehicle], self.begins)


def _held(jobs: Iterable[Job], begins: Mapping[int, int]) -> list[Job]:
    return [held(job, begins) for job in jobs]
