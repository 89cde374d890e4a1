"""What does each line of a plan change, so that all lines together change what the plan changes?

Lines are put in one after the other, in the order of their times; what a route costs more with a line than without it
is the line's share. All is weighed by the policy, in whole minutes on the road: rounded before it is added up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from wom_tui.domain.feasibility import Job, TechnicianDay
from wom_tui.domain.plan import Plan, PlannedVisit, Unplanned
from wom_tui.domain.worktime import Window
from wom_tui.planning.day_prices import price_of_begin
from wom_tui.planning.day_problem import MOVED_S
from wom_tui.planning.policy import Policy
from wom_tui.planning.problem import load_cost
from wom_tui.planning.snapshot import Ready, Snapshot, as_booked
from wom_tui.planning.solve import route_s
from wom_tui.planning.vehicle_prices import hired_price
from wom_tui.planning.verify import as_stop, with_stops

Key = tuple[int, int | None, int | None]  # order, visit and, where it has a place, technician


def key_of(line: PlannedVisit | Unplanned) -> Key:
    """What tells the lines of a plan apart, a crew's too."""
    return *line.key, line.technician if isinstance(line, PlannedVisit) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What something costs, or what it changes.

    Attributes:
        unassigned: visits without a place. Not priced: no sum of the others outweighs one.
        late: for beginning after the due.
        travel: on the road.
        overtime: for ending after the shift.
        moved: for another technician or time than was booked or asked for.
        hired: what contractors are paid for it.
        uneven: that somebody has much of the work.
    """

    unassigned: int = 0
    late: int = 0
    travel: int = 0
    overtime: int = 0
    moved: int = 0
    hired: int = 0
    uneven: int = 0

    @property
    def cost(self) -> int:
        """All that has a price."""
        return self.late + self.travel + self.overtime + self.moved + self.hired + self.uneven

    def __add__(self, other: Share) -> Share:
        return Share(**{name: getattr(self, name) + getattr(other, name) for name in _PARTS})

    def __sub__(self, other: Share) -> Share:
        return Share(**{name: getattr(self, name) - getattr(other, name) for name in _PARTS})


_PARTS = tuple(part.name for part in fields(Share))


@dataclass(frozen=True)
class Shares:
    """Attributes:
    as_is: what the day costs as it stands.
    by_line: by `key_of`, what a line changes; of what loses its place as well.
    """

    as_is: Share
    by_line: Mapping[Key, Share]

    @property
    def change(self) -> Share:
        """All lines together."""
        return sum(self.by_line.values(), Share())


def shares(snapshot: Snapshot, plan: Plan, policy: Policy) -> Shares:
    """The share of each of the plan's lines.

    Args:
        snapshot: what the plan was made from.
    """
    work = _Routes(snapshot, policy)
    return Shares(as_is=work.as_is(len(plan.visits) + len(plan.unplanned)), by_line=work.put_in(plan))


class _Routes:
    """The days as they become, line by line."""

    def __init__(self, snapshot: Snapshot, policy: Policy) -> None:
        self._now, self._policy = snapshot.now, policy
        self._jobs = snapshot.by_key
        kept = [as_booked(ready) for ready in snapshot.jobs if _has_place(ready)]
        self._days = _with_lines(
            snapshot.days, [k for k in kept if k.technician in snapshot.days], self._jobs
        )

    def as_is(self, lines: int) -> Share:
        """What the days cost before the first line.

        Args:
            lines: all that the plan is about; what of it has no place now is unassigned.
        """
        placed = [ready for ready in self._jobs.values() if _has_place(ready)]
        late = sum(self._late(ready.job, ready.was.start_at) for ready in placed if ready.was)
        hired = sum(self._hired(ready.job, ready.was.technician) for ready in placed if ready.was)
        routes = sum(map(self._route, self._days.values()), Share())
        return replace(routes, unassigned=lines - len(placed), late=late, hired=hired)

    def put_in(self, plan: Plan) -> dict[Key, Share]:
        """Every line in turn."""
        in_time = sorted(plan.visits, key=lambda line: (line.start_at, line.technician, line.order))
        found = {key_of(line): self._moved(line) for line in in_time}
        lost = {key_of(line): self._take_out(self._jobs[line.key]) for line in plan.unplanned}
        return found | lost

    def _moved(self, line: PlannedVisit) -> Share:
        ready = self._jobs[line.key]
        before = self._take_out(ready)
        was = self._route(self._days[line.technician])
        self._days |= _with_lines(self._days, [line], self._jobs)
        now = self._route(self._days[line.technician])
        own = Share(
            unassigned=-1,
            late=self._late(ready.job, line.start_at),
            moved=self._stay(ready, line),
            hired=self._hired(ready.job, line.technician),
        )
        return before + own + now - was

    def _take_out(self, ready: Ready) -> Share:
        """What it changes that a visit is no longer where it was; it waits for another place."""
        if ready.was is None or not _has_place(ready):
            return Share()
        day = self._days.get(ready.was.technician)
        freed = Share(
            unassigned=1,
            late=-self._late(ready.job, ready.was.start_at),
            hired=-self._hired(ready.job, ready.was.technician),
        )
        if day is None:
            return freed
        without = replace(day, stops=tuple(s for s in day.stops if s.visit.id != ready.visit))
        self._days[ready.was.technician] = without
        return freed + self._route(without) - self._route(day)

    def _late(self, job: Job, start_at: datetime) -> int:
        return _minutes(price_of_begin(job, start_at, self._now, self._policy))

    def _hired(self, job: Job, technician: int) -> int:
        day = self._days.get(technician)
        return 0 if day is None else _minutes(hired_price(job, day, self._policy))

    def _stay(self, ready: Ready, line: PlannedVisit) -> int:
        was, policy = ready.was, self._policy
        if was is None:
            wanted = ready.job.requirement.preferred_technician_id
            return _minutes(policy.stranger) if wanted not in (None, line.technician) else 0
        is_moved = (
            was.technician != line.technician or (line.start_at - was.start_at).total_seconds() > MOVED_S
        )
        return _minutes(policy.moved_price(is_told=was.is_known)) if is_moved else 0

    def _route(self, day: TechnicianDay) -> Share:
        over_min = sum(
            int((max(ends) - span.end_at).total_seconds()) // 60
            for span in (span.window for span in day.spans)
            if (ends := [s.end_at for s in day.stops if s.start_at in span]) and max(ends) > span.end_at
        )
        overtime = _minutes(over_min * (self._policy.overtime or 0))
        uneven = sum(self._load(day, span.window) for span in day.spans) if self._policy.balance else 0
        return Share(travel=_minutes(route_s(day)), overtime=overtime, uneven=uneven)

    def _load(self, day: TechnicianDay, shift: Window) -> int:
        work_s = sum(int((s.end_at - s.start_at).total_seconds()) for s in day.stops if s.start_at in shift)
        shift_s = int((shift.end_at - shift.start_at).total_seconds())
        return _minutes(load_cost(self._policy.balance, work_s, shift_s))


def _has_place(ready: Ready) -> bool:
    return ready.was is not None and not ready.is_loose


def _minutes(seconds: int) -> int:
    return -(-seconds // 60)


def _with_lines(
    days: Mapping[int, TechnicianDay],
    lines: Sequence[PlannedVisit],
    jobs: Mapping[tuple[int, int | None], Ready],
) -> dict[int, TechnicianDay]:
    found = dict(days)
    for line in lines:
        stop = as_stop(line, line.order, jobs)
        found[line.technician] = with_stops(found[line.technician], [stop])
    return found
