"""Which work comes back, and on which day is it due again? Pure: days are those of the site, today is handed in.

Each due day has a window: work may begin `lead_days` before it, is in time until `grace_days` after it, and its order
is made `horizon_days` before it. Days are counted on the calendar, never in hours, so that no change of the clocks
moves them.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import count, takewhile
from typing import assert_never

from wom_tui.domain.fact import Fact
from wom_tui.domain.maintenance_days import MOST_MOVED, OffDays, moved
from wom_tui.domain.maintenance_use import ROUNDING, due_days, earlier
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_calendar import WorkCalendar

SOURCE = "maintenance"  # the source of an order that a plan has made
MOST_CAUGHT_UP = 60
LONGEST_DAYS = 400  # ahead of its due day an order is made
_DAY = timedelta(days=1)
_YEAR = 366
_LOOKED_AHEAD = 40  # years
_DAYS_OF = {"day": 1, "week": 7, "month": 31, "year": _YEAR}  # at most


class Step(StrEnum):
    """What an interval counts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Every so many days, weeks, months or years."""

    count: int
    step: Step

    def after(self, first: date, times: int = 1) -> date:
        """So many intervals later. The 31st is the last day of a shorter month, and the 31st again of a longer one."""
        number = self.count * times
        match self.step:
            case Step.DAY | Step.WEEK:
                return first + timedelta(days=number * _DAYS_OF[self.step])
            case Step.MONTH | Step.YEAR:
                months = first.year * 12 + first.month - 1 + number * (12 if self.step is Step.YEAR else 1)
                year, month = divmod(months, 12)
                return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))
            case _:
                assert_never(self.step)

    @property
    def longest_days(self) -> int:
        """More days than this no interval has."""
        return self.count * _DAYS_OF[self.step]


class CountsFrom(StrEnum):
    """From what the next due day is counted."""

    DUE = "due"  # from the due day before: the days are fixed, however late somebody was
    DONE = "done"  # from the day on which the work was done


class PlanState(StrEnum):
    """Whether a plan makes orders."""

    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class MaintenancePlan(Fact):
    """Work that comes back: on which asset or at which site, how often, and how early its order is made.

    Attributes:
        title: of its orders; empty = its name.
        every: on the calendar; None = it goes by a meter.
        meter_every: so much on the asset's meter; None = it goes by the calendar. With both, whichever is first.
        first_due_on: the first due day; where a meter counts, the day from which it does, and with it the calendar.
        calendar_id: whose days off move a due day, as `off_days` says; None = they keep it.
        season: months (1-12) in which it may be due; () = all.
        catch_up: of the due days that were missed while nothing ran the last so many get an order.
        until_on: the last due day; None = until further notice.
        paused_until_on: a pause ends by itself on that day; None = somebody ends it.
        not_before_on: due days before it are let go: set when a pause ends.
        reason: why it is paused, or has ended.
    """

    name: str
    title: str = ""
    work_type_id: int
    site_id: int | None = None
    asset_id: int | None = None
    every: Interval | None = None
    meter_every: float | None = None
    first_due_on: date
    counts_from: CountsFrom = CountsFrom.DUE
    lead_days: int = 7
    grace_days: int = 7
    horizon_days: int = 30
    season: tuple[int, ...] = ()
    catch_up: int = 1
    until_on: date | None = None
    state: PlanState = PlanState.RUNNING
    reason: str = ""
    paused_until_on: date | None = None
    not_before_on: date | None = None
    calendar_id: int | None = None
    off_days: OffDays | None = None

    @property
    def floor_on(self) -> date | None:
        """Before this day nothing is due; None where nothing is due at all."""
        first = max(self.first_due_on, self.not_before_on or self.first_due_on)
        match self.state:
            case PlanState.RUNNING:
                return first
            case PlanState.PAUSED:
                return None if self.paused_until_on is None else max(first, self.paused_until_on)
            case PlanState.ENDED:
                return None
            case _:
                assert_never(self.state)

    def made_on(self, due_on: date) -> date:
        """The day from which an order for that due day is made."""
        return due_on - timedelta(days=self.horizon_days)

    def opens_on(self, due_on: date) -> date:
        """The first day on which the work may begin."""
        return due_on - timedelta(days=self.lead_days)

    def last_on(self, due_on: date) -> date:
        """The last day on which the work is in time."""
        return due_on + timedelta(days=self.grace_days)

    def is_in_season(self, on: date) -> bool:
        """Work may be due on that day."""
        return not self.season or on.month in self.season


@dataclass(frozen=True, kw_only=True)
class MaintenanceDue(Fact):
    """A due day of a plan, and the order that was made for it: once, whatever becomes of the order."""

    plan_id: int
    due_on: date
    order_id: int


@dataclass(frozen=True, kw_only=True)
class MeterReading(Fact):
    """What the meter of an asset showed."""

    asset_id: int
    read_at: datetime
    value: float


@dataclass(frozen=True, kw_only=True)
class Known:
    """What has become of a plan so far.

    Attributes:
        taken: due days that have had their order.
        done_on: the day on which the work was done last; of an order that was given up its due day.
        open_due_on: the due day of an order that is still open.
        used: day and all that the meter has counted until then, since the plan's first day; the earliest first.
        calendar: on which days work is done; None = nothing moves a due day.
    """

    taken: frozenset[date] = frozenset()
    done_on: date | None = None
    open_due_on: date | None = None
    used: tuple[tuple[date, float], ...] = ()
    calendar: WorkCalendar | None = None


NOTHING = Known()


def moved_on(plan: MaintenancePlan, known: Known, due_on: date) -> date:
    """The day on which the work of a due day is due, moved off days on which nobody works."""
    return moved(due_on, plan.off_days, known.calendar)


def wanted(plan: MaintenancePlan, known: Known, today: date) -> tuple[date, ...]:
    """The due days for which an order is to be made today, the earliest first; by their nominal days.

    Of days that were missed the last `catch_up` only: a plan that slept for a year makes no heap of orders.
    """
    found = list(_due_until(plan, known, today, today + timedelta(days=plan.horizon_days)))
    if plan.counts_from is CountsFrom.DONE:
        return tuple(found)  # it is one at most, and without it the plan would stand still
    missed = [due for due in found if plan.last_on(moved_on(plan, known, due)) < today]
    kept = missed[-plan.catch_up :] if plan.catch_up else []
    return (*kept, *found[len(missed) :])


def forecast(plan: MaintenancePlan, known: Known, today: date, until: date) -> tuple[date, ...]:
    """The due days up to a day as far as they can be known: as if all work were done on the day on which it is due.

    What a meter will show nobody knows, so a plan that goes by one tells only what has come due already.
    """
    if plan.every is None or plan.counts_from is CountsFrom.DUE:
        coming = _due_until(plan, known, today, until)
        wanted_now = (due for due in wanted(plan, known, today) if moved_on(plan, known, due) <= until)
        in_time = (due for due in coming if plan.last_on(moved_on(plan, known, due)) >= today)
        return tuple(sorted({*wanted_now, *in_time}))
    found: list[date] = []
    if known.open_due_on is not None:
        open_on = moved_on(plan, known, known.open_due_on)
        known = replace(known, done_on=max(open_on, today), open_due_on=None)
    while (due := next(_due_until(plan, known, today, until), None)) is not None:
        found.append(due)
        done_on = max(moved_on(plan, known, due), today)
        known = replace(known, taken=known.taken | {due}, done_on=done_on)
    return tuple(found)


def _due_until(plan: MaintenancePlan, known: Known, today: date, until: date) -> Iterator[date]:
    """Due days without an order, up to a day; of those long past only as many as could still be wanted."""
    floor = plan.floor_on
    if floor is None:
        return iter(())
    end = until + MOST_MOVED if plan.off_days is OffDays.BEFORE else until
    if plan.until_on is not None:
        end = min(end, plan.until_on)
    return (
        due for due in _nominal_until(plan, known, today, floor, end) if moved_on(plan, known, due) <= until
    )


def _nominal_until(
    plan: MaintenancePlan, known: Known, today: date, floor: date, until: date
) -> Iterator[date]:
    found: Iterator[date]
    if plan.every is not None and plan.meter_every is not None:
        days = _whichever_first(plan, plan.every, plan.meter_every, known, floor)
        # Followed to the end before the season is looked at: else one that never meets it would be for ever.
        found = (day for day in takewhile(lambda day: day <= until, days) if plan.is_in_season(day))
    elif plan.every is None:
        found = _by_meter(plan, known, floor)
    elif plan.counts_from is CountsFrom.DONE:
        found = _after_done(plan, plan.every, known, floor)
    else:
        # Before the season is looked at: else an interval that meets it no more would be followed for ever.
        start = _start(plan, plan.every, known, floor, today)
        days = takewhile(lambda day: day <= until, _calendar_days(plan, plan.every, start))
        found = (day for day in days if plan.is_in_season(day))
    return takewhile(lambda due: due <= until, found)


def _start(plan: MaintenancePlan, every: Interval, known: Known, floor: date, today: date) -> date:
    """The day from which on due days count: behind the last that has had its order, and no further back than needed."""
    back = plan.grace_days + (plan.catch_up + 1) * every.longest_days + (_YEAR if plan.season else 0)
    return max(today - timedelta(days=back), floor, *(day + _DAY for day in known.taken))


def _calendar_days(plan: MaintenancePlan, every: Interval, start: date) -> Iterator[date]:
    """First day, first day + interval, …: from a day on."""
    skipped = max(0, (start - plan.first_due_on).days // every.longest_days)
    days = (every.after(plan.first_due_on, times) for times in count(skipped))
    return (day for day in days if day >= start)


def _after_done(plan: MaintenancePlan, every: Interval, known: Known, floor: date) -> Iterator[date]:
    """The one day that follows from when the work was done last; none while its order is open."""
    if known.open_due_on is not None:
        return
    due = plan.first_due_on if known.done_on is None else every.after(known.done_on)
    yield _free(plan, max(due, floor), known)


def _by_meter(plan: MaintenancePlan, known: Known, floor: date) -> Iterator[date]:
    """The days on which a reading showed that so much had been used again."""
    every, is_done = plan.meter_every or 0.0, plan.counts_from is CountsFrom.DONE
    if every <= 0 or (is_done and known.open_due_on is not None):
        return
    last = max(known.taken, default=None)
    base = max((used for day, used in known.used if _is_before(day, known, is_done)), default=0.0)
    passed = 0
    for day, used in known.used:
        reached = int((used - base) / every + ROUNDING)
        if reached <= passed:
            continue
        passed = reached
        if is_done:  # one, and the next when its work is done
            yield _free(plan, max(day, floor), known)
            return
        if day >= floor and (last is None or day > last) and plan.is_in_season(day):
            yield day


def _whichever_first(
    plan: MaintenancePlan, every: Interval, meter_every: float, known: Known, floor: date
) -> Iterator[date]:
    """By the calendar or by the meter."""
    if plan.counts_from is CountsFrom.DUE:
        days = due_days(every, meter_every, known.used, plan.first_due_on, known.taken)
        yield from (due for due in days if due >= floor)
    elif known.open_due_on is None:
        begun = plan.first_due_on if known.done_on is None else known.done_on
        yield _free(plan, max(earlier(every, meter_every, known.used, begun), floor), known)


def _is_before(day: date, known: Known, is_done: bool) -> bool:
    """What was used by that day does not count any more: the work was done since."""
    return is_done and known.done_on is not None and day <= known.done_on


def _free(plan: MaintenancePlan, due: date, known: Known) -> date:
    """The day, or the first one after it that is in season and has had no order."""
    while due in known.taken or not plan.is_in_season(due):
        due += _DAY
    return due


# -- what has to hold ---------------------------------------------------------------------------------------


def plan_violations(plan: MaintenancePlan) -> Iterator[Violation]:
    """Say why a plan cannot be as it is said."""
    if plan.every is None and plan.meter_every is None:
        said = "a plan goes by the calendar, by a meter, or by whichever is first: every, meter_every"
        yield _contradiction("every", said)
    elif plan.meter_every is not None and plan.asset_id is None:
        yield _contradiction("asset_id", "a plan that goes by a meter needs the asset that has it")
    if plan.off_days not in (None, OffDays.KEEP) and plan.calendar_id is None:
        yield _contradiction(
            "calendar_id", "a plan that moves its due days needs the calendar that says when"
        )
    if plan.asset_id is None and plan.site_id is None:
        yield _contradiction("site_id", "a plan needs the asset or the site that it is about")
    if plan.until_on is not None and plan.until_on < plan.first_due_on:
        yield _contradiction("until_on", "the last due day would be before the first")
    if plan.every is not None and not _is_ever_in_season(plan, plan.every):
        yield _contradiction("season", "it would never be due in its season; begin on a day of the season")
    if plan.horizon_days < plan.lead_days:
        said = "the order would be made after the work may begin: horizon_days are at least lead_days"
        yield _contradiction("horizon_days", said)


def _is_ever_in_season(plan: MaintenancePlan, every: Interval) -> bool:
    if plan.counts_from is CountsFrom.DONE:
        return True  # it waits for the season
    first = plan.first_due_on
    days = (every.after(first, times) for times in range(_YEAR))
    return any(map(plan.is_in_season, takewhile(lambda day: day.year <= first.year + _LOOKED_AHEAD, days)))


def _contradiction(field: str, said: str) -> Violation:
    return Violation(code="record.contradiction", message=said, facts={"field": field})


def ended_violations(plan: MaintenancePlan, what: str) -> Iterator[Violation]:
    """An ended plan stays ended."""
    if plan.state is PlanState.ENDED:
        yield Violation(
            code="maintenance.ended",
            message=f"maintenance plan {plan.name} has ended, it cannot be {what}; make a new one",
            facts={"plan": plan.id},
        )


def reading_violations(reading: MeterReading, others: Sequence[MeterReading]) -> Iterator[Violation]:
    """Soft: a meter that shows less than before is a new one, or was misread."""
    earlier = [one for one in others if one.id != reading.id and one.read_at < reading.read_at]
    before = max(earlier, key=lambda one: one.read_at, default=None)
    if before is not None and reading.value < before.value:
        yield Violation(
            code="meter.backwards",
            message=f"the meter shows {reading.value:g}, less than {before.value:g} before: it counts as a new meter",
            hard=False,
            facts={"asset": reading.asset_id, "was": before.value, "is": reading.value},
        )
