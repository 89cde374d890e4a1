"""Where could an order still go? Every gap of many technicians' days, ranked in milliseconds.

The arithmetic of `insertion` is exact and slow, so it is asked about few gaps only: numpy says for all of them at
once what a slot there would cost at the least, and the gaps are tried in that order until no other can be better.
What comes out is what `insertion.slots` would have said, gap by gap (a property test holds it to that).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from wom_tui.domain.feasibility import Job, Rule, TechnicianDay
from wom_tui.domain.place import Place, at_once
from wom_tui.planning import explain, objective
from wom_tui.planning.insertion import STEP, Gap, Slot, gaps, is_of_day, slot_in, slots
from wom_tui.planning.reach import spread_of

Numbers = NDArray[np.int64]
Answers = NDArray[np.int8]  # 1 yes, 0 no, -1 nobody has asked yet
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = np.iinfo(np.int64).max // 4  # seconds: after everything, and still far from an overflow
_UNKNOWN = -1


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A slot, whose it is, and what it costs.

    Attributes:
        terms: by name, see `planning/objective.py`; in seconds of driving.
    """

    day: TechnicianDay
    slot: Slot
    terms: Mapping[str, int]

    @property
    def cost(self) -> int:
        return sum(self.terms.values())

    @property
    def rank(self) -> tuple[int, datetime, int]:
        """The cheapest first, then the earliest."""
        return self.cost, self.slot.start_at, self.day.technician.id


def _rank(one: Opening) -> tuple[int, datetime, int]:
    return one.rank


def _ranked(found: Iterable[Opening]) -> list[Opening]:
    """The cheapest first, and each technician's time once: what goes on past midnight stands in two days."""
    once: dict[tuple[int, datetime, datetime], Opening] = {}
    for one in sorted(found, key=_rank):
        once.setdefault((one.day.technician.id, one.slot.start_at, one.slot.end_at), one)
    return list(once.values())


def opening(job: Job, slot: Slot, day: TechnicianDay, not_before: datetime) -> Opening:
    """The slot with its price."""
    return Opening(day=day, slot=slot, terms=objective.slot_terms(job, slot, day, not_before))


class Openings:
    """The gaps of many days, as arrays. Made once for a state of the office, asked about any order."""

    def __init__(self, days: Iterable[TechnicianDay], before: Openings | None = None) -> None:
        """Args:
        before: knows the gaps of those days that are still the same.
        """
        self.days: tuple[TechnicianDay, ...] = tuple(days)
        known = before.gaps_by_day if before is not None else {}
        # By the day itself, which is kept so that its id stays its own.
        self.gaps_by_day: dict[int, tuple[TechnicianDay, tuple[Gap, ...]]] = {
            id(day): known.get(id(day)) or (day, tuple(gaps(day, _LONG_AGO))) for day in self.days
        }
        self._gaps: list[tuple[Gap, int]] = [
            (gap, n) for n, day in enumerate(self.days) for gap in self.gaps_by_day[id(day)][1]
        ]
        # A visit of the night stands in two days.
        self._days_of: dict[int, list[int]] = defaultdict(list)
        for n, day in enumerate(self.days):
            for stop in day.stops:
                self._days_of[stop.visit.id].append(n)
        found = [gap for gap, _ in self._gaps]
        self._day_of_gap = np.array([n for _, n in self._gaps], dtype=np.int64)
        self._speed = np.array([self.days[n].technician.speed_factor for n in self._day_of_gap])
        self._technician = np.array([day.technician.id for day in self.days], dtype=np.int64)
        self._start_s = _seconds(gap.start_at for gap in found)
        self._end_s = _seconds(gap.end_at for gap in found)
        self._later_s = _seconds(
            gap.later.start_at if gap.later and gap.is_straight_on else None for gap in found
        )
        self._goes_on = np.array(
            [gap.later is not None and is_of_day(gap.later, self.days[n]) for gap, n in self._gaps],
            dtype=bool,
        )
        places: dict[Place | None, int] = {}
        origins = [places.setdefault(gap.origin, len(places)) for gap in found]
        nexts = [places.setdefault(gap.later.place if gap.later else None, len(places)) for gap in found]
        self._origin, self._next = np.array(origins, dtype=np.int64), np.array(nexts, dtype=np.int64)
        self._spread = spread_of(self.days[0].travel if self.days else at_once, tuple(places))
        self._pace = min((1.0, *(day.slowness for day in self.days)))
        self._direct_s = np.where(self._goes_on, _UNKNOWN, 0).astype(np.int64)
        self._alike = _alike(self.days)
        self._may: dict[tuple[Rule, object], Answers] = {}

    def _least(self, seconds: NDArray[np.int64]) -> NDArray[np.int64]:
        """No more than it takes on any of these days, though the roads be empty on one."""
        return seconds if self._pace == 1.0 else np.floor(seconds * self._pace).astype(np.int64)

    def with_days(self, days: Iterable[TechnicianDay]) -> Openings:
        """The same technicians, with other visits on some of these days."""
        changed = Openings(days, self)
        changed._may = self._may
        return changed

    def ranked(
        self,
        job: Job,
        not_before: datetime,
        *,
        limit: int | None = None,
        without: int | None = None,
        technician: int | None = None,
    ) -> list[Opening]:
        """The slots inside the shifts, the cheapest first.

        Args:
            not_before: aware UTC; nobody sets out before it.
            limit: so many; None = all there are.
            without: the visit to be placed, where it is booked already: its own time counts as free.
            technician: only this one's.
        """
        freed = self._days_of.get(without or 0, [])
        found = [
            one
            for n in freed
            if self._is_of(n, technician)
            for one in self._slowly(job, n, not_before, without)
        ]
        found = _ranked(found)[:limit]
        for bound, index in self._by_bound(job, not_before, freed, technician):
            if limit is not None and len(found) >= limit and bound > found[-1].cost:
                break
            one = self._exact(job, index, not_before)
            if one is not None:
                found.append(one)
            if one is not None and limit is not None:
                found = _ranked(found)[:limit]
        return _ranked(found)

    def with_overtime(
        self, job: Job, not_before: datetime, *, without: int | None = None, technician: int | None = None
    ) -> list[Opening]:
        """The slots that need overtime as well, one day after the other: for when there are no others."""
        return _ranked(
            one
            for n in range(len(self.days))
            if self._is_of(n, technician)
            for one in self._slowly(job, n, not_before, without, with_overtime=True)
        )

    def without(self, visit: int | None) -> list[TechnicianDay]:
        """The days, as they are without a visit."""
        return [_without(day, visit) for day in self.days]

    def _is_of(self, n: int, technician: int | None) -> bool:
        return technician in (None, self.days[n].technician.id)

    def _slowly(
        self, job: Job, n: int, not_before: datetime, without: int | None, *, with_overtime: bool = False
    ) -> Iterator[Opening]:
        """The slots of one day, as `insertion` says them."""
        if self._is_able(job, n):
            day = _without(self.days[n], without)
            for slot in slots(job, day, not_before, with_overtime=with_overtime):
                yield opening(job, slot, day, not_before)

    def _is_able(self, job: Job, n: int) -> bool:
        """The technician may do such an order on that day at all."""
        return all(self._keeps(rule, known, job, n) for rule, known in self._known(job))

    def _keeps(self, rule: Rule, known: Answers, job: Job, n: int) -> bool:
        if known[n] == _UNKNOWN:
            alike = n if job.declines else self._alike[n]
            known[alike] = not any(v.hard for v in rule(explain.timeless(job), job, self.days[n]))
        return bool(known[n])

    def _known(self, job: Job) -> list[tuple[Rule, Answers]]:
        """Whom each rule lets, by day, as far as somebody has asked: kept for all orders that it asks the same of."""
        return [(rule, self._may_of(rule, ask(job))) for rule, ask in explain.ASKS.items()]

    def _may_of(self, rule: Rule, asked: object) -> Answers:
        if (rule, asked) not in self._may:
            self._may[rule, asked] = np.full(len(self.days), _UNKNOWN, dtype=np.int8)
        return self._may[rule, asked]

    def _exact(self, job: Job, index: int, not_before: datetime) -> Opening | None:
        gap, n = self._gaps[index]
        if not self._is_able(job, n):
            return None
        day = self.days[n]
        slot = slot_in(replace(gap, start_at=max(gap.start_at, not_before)), job, day)
        return None if slot is None else opening(job, slot, day, not_before)

    def _by_bound(
        self, job: Job, not_before: datetime, but: Sequence[int], technician: int | None
    ) -> Iterator[tuple[int, int]]:
        """The gaps that may do, with the least that a slot there can cost, in that order."""
        now_s, length_s = _second(not_before), self._length_s(job)
        begin_s = np.maximum(self._start_s, now_s)
        may = np.logical_and.reduce([known != 0 for _, known in self._known(job)])
        is_able = may[self._day_of_gap]
        could = np.flatnonzero(is_able & (begin_s < self._end_s) & (self._end_s - begin_s >= length_s))
        if len(but):
            could = could[~np.isin(self._day_of_gap[could], but)]
        if technician is not None:
            could = could[self._technician[self._day_of_gap[could]] == technician]
        there_s = self._least(self._spread.least_to(job.place))[self._origin[could]]
        start_s = _allowed(job, _rounded(begin_s[could] + there_s))
        on_s = self._least(self._spread.least_from(job.place))[self._next[could]]
        length_s = length_s[could]
        ready_s = start_s + length_s
        fits = (ready_s <= self._end_s[could]) & (ready_s + on_s <= self._later_s[could])
        could, there_s, on_s, start_s = could[fits], there_s[fits], on_s[fits], start_s[fits]
        length_s = length_s[fits]
        added_s = there_s + np.where(self._goes_on[could], on_s, 0) - self._direct(could)
        bound = _least(job, start_s, start_s + length_s, added_s, now_s)
        wanted = job.requirement.preferred_technician_id
        if wanted is not None:
            price = objective.STRANGER.prices[job.order.priority]
            bound = bound + np.where(self._technician[self._day_of_gap[could]] == wanted, 0, price)
        for place in np.argsort(bound, kind="stable"):
            yield int(bound[place]), int(could[place])

    def _length_s(self, job: Job) -> Numbers:
        """How long the technician of each gap takes; see `Technician.lasts`."""
        usual_min = job.duration.total_seconds() / 60
        return (np.ceil(np.round(usual_min / self._speed, 6)) * 60).astype(np.int64)

    def _direct(self, could: Numbers) -> Numbers:
        """The way past the gap, looked up once."""
        for index in could[self._direct_s[could] == _UNKNOWN]:
            gap, n = self._gaps[index]
            self._direct_s[index] = self.days[n].leg_s(gap.origin, gap.later) if gap.later else 0
        return self._direct_s[could]


def _alike(days: Sequence[TechnicianDay]) -> list[list[int]]:
    """Of each day the days of the same technician on which the same is allowed: all, where no skill has a date."""
    same: dict[int, list[int]] = defaultdict(list)
    for n, day in enumerate(days):
        if all(grant.valid_from_on is None and grant.valid_to_on is None for grant in day.grants):
            same[day.technician.id].append(n)
    return [same[day.technician.id] if n in same[day.technician.id] else [n] for n, day in enumerate(days)]


def _without(day: TechnicianDay, visit: int | None) -> TechnicianDay:
    if all(stop.visit.id != visit for stop in day.stops):
        return day
    return replace(day, stops=tuple(stop for stop in day.stops if stop.visit.id != visit))


def _least(job: Job, start_s: Numbers, end_s: Numbers, added_s: Numbers, now_s: int) -> Numbers:
    """`objective.slot_terms` for many slots, rounded down and without the preferred technician."""
    order, priority = job.order, job.order.priority
    late_s = np.zeros(len(start_s))
    if (respond_by_at := order.respond_by_at) is not None:
        late_s += np.maximum(0.0, start_s - respond_by_at.timestamp())
    if order.resolve_due_at is not None:
        late_s += np.maximum(0.0, end_s - order.resolve_due_at.timestamp())
    waiting_s = np.maximum(0, start_s - now_s - 1)
    cost: Numbers = (
        (late_s // 60).astype(np.int64) * objective.LATENESS.prices[priority]
        + waiting_s * objective.WAITING.prices[priority] // 3600
        + added_s * objective.TRAVEL.prices[priority]
    )
    return cost


def _allowed(job: Job, start_s: Numbers) -> Numbers:
    """The first starts that the order's own times allow."""
    if job.not_before is not None:
        start_s = np.maximum(start_s, _second(job.not_before))
    windows = job.requirement.windows
    if not windows:
        return start_s
    pushed = np.full(len(start_s), _NEVER, dtype=np.int64)
    for window in windows:
        inside = np.maximum(start_s, _second(window.start_at))
        pushed = np.minimum(pushed, np.where(start_s <= window.end_at.timestamp(), inside, _NEVER))
    return pushed


def _rounded(start_s: Numbers) -> Numbers:
    step_s = int(STEP.total_seconds())
    return -(-start_s // step_s) * step_s


def _seconds(moments: Iterable[datetime | None]) -> Numbers:
    return np.array([_NEVER if at is None else _second(at) for at in moments], dtype=np.int64)


def _second(at: datetime) -> int:
    """Whole seconds, rounded down: a bound may be too low, never too high."""
    return int(at.timestamp() // 1)
