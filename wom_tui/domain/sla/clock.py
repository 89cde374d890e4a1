"""When is a work order late, and what stops its clock?

Meaning and worked examples: docs/explanation/sla-clock.md. Pure: no clock, no database; moments: aware UTC.
Time is counted exactly; figures named `_min` are whole minutes, counted as each is completed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import assert_never

from wom_tui.domain.sla.policy import Target, TargetUnit
from wom_tui.domain.states import Sla
from wom_tui.domain.worktime import (
    Window,
    WorkCalendar,
    add_business_days,
    add_calendar_days,
    add_open_time,
    open_time,
)
from wom_tui.errors import InvalidInput

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Pause:
    """One interval on hold. `end_at` None: still on hold. Whether the clock stops is the policy's word."""

    start_at: datetime
    end_at: datetime | None = None
    reason: str
    stops_clock: bool

    def __post_init__(self) -> None:
        if self.end_at is not None and self.end_at < self.start_at:
            raise InvalidInput("end_at", self.end_at, f"no time before {self.start_at}")

    def within(self, start_at: datetime, end_at: datetime) -> Window | None:
        """The part of the pause between two moments; None when there is none."""
        start = max(self.start_at, start_at)
        end = end_at if self.end_at is None else min(self.end_at, end_at)
        return Window(start, end) if start < end else None


@dataclass(frozen=True, kw_only=True)
class TargetChange:
    """From that moment another target is meant (a changed priority). `calendar` None: the calendar stays."""

    at: datetime
    target: Target | None
    calendar: WorkCalendar | None = None
    why: str = ""  # as the ledger shall say it: "P3 to P1"


@dataclass(frozen=True, kw_only=True)
class Course:
    """All that moves one clock of one order.

    Raises:
        InvalidInput: pauses or changes out of order, or pauses that overlap.
    """

    opened_at: datetime
    target: Target | None  # None: nothing agreed
    calendar: WorkCalendar
    pauses: tuple[Pause, ...] = ()  # disjoint, sorted
    changes: tuple[TargetChange, ...] = ()  # sorted
    stopped_at: datetime | None = None  # first on site, acknowledged or completed

    def __post_init__(self) -> None:
        for earlier, later in pairwise(self.pauses):
            if earlier.end_at is None or earlier.end_at > later.start_at:
                raise InvalidInput(
                    "pauses", later.start_at, "pauses in order, each after the end of the one before"
                )
        if any(earlier.at > later.at for earlier, later in pairwise(self.changes)):
            raise InvalidInput("changes", self.changes[-1].at, "changes in order")

    def until(self, now: datetime) -> datetime:
        """Up to when there is something to count: now, or the stop. Never before the order was opened."""
        end = now if self.stopped_at is None else min(now, self.stopped_at)
        return max(end, self.opened_at)

    def meant_at(self, at: datetime) -> tuple[Target | None, WorkCalendar]:
        """Target and calendar in force at that moment."""
        target, calendar = self.target, self.calendar
        for change in self.changes:
            if change.at <= at:
                target, calendar = change.target, change.calendar or calendar
        return target, calendar

    def stops(self, now: datetime) -> tuple[Window, ...]:
        """The windows in which the clock stood, as known now; a pause that still runs ends now."""
        until = self.until(now)
        parts = (pause.within(self.opened_at, until) for pause in self.pauses if pause.stops_clock)
        return tuple(part for part in parts if part)

    def held_since(self, now: datetime) -> datetime | None:
        """Since when the clock stands; None when it runs or has been stopped for good."""
        for pause in self.pauses:
            if pause.stops_clock and pause.start_at <= now and (pause.end_at is None or now < pause.end_at):
                return pause.start_at
        return None


@dataclass(frozen=True)
class Measure:
    """A target as counted time: which calendar's open time counts, and how much of it there is.

    A day target is the open time from the order's start to the same clock time n days on, so pauses move a
    due by the working time that they take, not by nights. Business days are used up at the *last* moment at
    which no more than that was counted (08:30 in the morning, not 17:00 the evening before), all others at
    the first.
    """

    counting: WorkCalendar
    total: timedelta
    past_closing: bool
    end_at: datetime | None = None  # the due if the clock never stands, where it is known already

    @staticmethod
    def of(target: Target, calendar: WorkCalendar, opened_at: datetime) -> Measure:
        """The measure of a target for an order opened at that moment."""
        always = WorkCalendar.always(calendar.zone)
        match target.unit:
            case TargetUnit.MINUTES:
                return Measure(always, target.amount * MINUTE, past_closing=False)
            case TargetUnit.BUSINESS_MINUTES:
                return Measure(calendar, target.amount * MINUTE, past_closing=False)
            case TargetUnit.BUSINESS_DAYS:
                end_at = add_business_days(calendar, opened_at, target.amount)
                return Measure(
                    calendar, open_time(calendar, opened_at, end_at), past_closing=True, end_at=end_at
                )
            case TargetUnit.CALENDAR_DAYS:
                end_at = add_calendar_days(calendar.zone, opened_at, target.amount)
                return Measure(always, end_at - opened_at, past_closing=False, end_at=end_at)
            case _:
                assert_never(target.unit)

    def used(self, opened_at: datetime, until: datetime, stops: Iterable[Window]) -> timedelta:
        """Counted time from the opening; `stops` lie within, disjoint."""
        stood = (open_time(self.counting, stop.start_at, stop.end_at) for stop in stops)
        return open_time(self.counting, opened_at, until) - sum(stood, timedelta(0))

    def reached_at(
        self, opened_at: datetime, amount: timedelta, stops: Iterable[Window], *, past_closing: bool
    ) -> datetime:
        """The first (or last, see `past_closing`) moment at which just `amount` is counted."""
        since, left = opened_at, amount
        for stop in stops:
            if stop.start_at > since:
                counted = open_time(self.counting, since, stop.start_at)
                if counted > left or (counted == left and not past_closing):
                    break
                left -= counted
            since = max(since, stop.end_at)
        return add_open_time(self.counting, since, left, past_closing=past_closing)

    def due_at(self, opened_at: datetime, stops: Sequence[Window]) -> datetime:
        """The moment at which the measure is used up."""
        if self.end_at is not None and not stops:
            return self.end_at
        return self.reached_at(opened_at, self.total, stops, past_closing=self.past_closing)


def due_at(
    opened_at: datetime, target: Target, calendar: WorkCalendar, pauses: Sequence[Window] = ()
) -> datetime:
    """Return the moment the SLA target is used up.

    Args:
        opened_at: aware UTC. Start of the clock.
        target: what was agreed.
        calendar: working hours of the *customer's* contract, not of the technician.
        pauses: disjoint, sorted; what is counted inside them moves the due by as much.

    Raises:
        InvalidInput: the calendar never opens.
    """
    return Measure.of(target, calendar, opened_at).due_at(opened_at, pauses)


def status(
    *,
    due_at: datetime | None,
    now: datetime,
    warn_at: datetime | None = None,
    stopped_at: datetime | None = None,
    held_since: datetime | None = None,
    forecast_at: datetime | None = None,
) -> Sla:
    """The state of a clock from its moments; exactly on time is on time.

    Args:
        due_at: None when nothing was agreed. During a hold: the due without that hold, or with it up to now.
        warn_at: when the policy's share of the target is used.
        stopped_at: when it was met or missed; a stop after `now` is not known yet.
        held_since: when the hold began that stops the clock now.
        forecast_at: when the plan says that the clock will be stopped.
    """
    if due_at is None:
        return Sla.NO_SLA
    if stopped_at is not None and stopped_at <= now:
        return Sla.MET if stopped_at <= due_at else Sla.BREACHED
    if held_since is not None and held_since <= now:
        return Sla.BREACHED if due_at < held_since else Sla.PAUSED
    if now > due_at:
        return Sla.BREACHED
    if warn_at is not None and now >= warn_at:
        return Sla.WARNING
    return Sla.AT_RISK if forecast_at is not None and forecast_at > due_at else Sla.OK


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One clock as read at one moment. Without an SLA only `state` says something.

    `due_at` and `warn_at` of a clock that stands are those it would have if it ran on from now.
    """

    state: Sla
    target: Target | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    target_min: int = 0
    used_min: int = 0
    used_share: float = 0.0  # 0.. ; above 1 when late

    @property
    def left_min(self) -> int:
        """Counted minutes left; negative when late."""
        return self.target_min - self.used_min


def clock(
    course: Course, *, now: datetime, warn_share: float = 0.75, forecast_at: datetime | None = None
) -> Clock:
    """Read the clock: what is due when, how much is used, which state that is.

    After a change of target the whole course is counted as the new target says: the target changes, the clock
    does not start again. The intervals behind the figures: `ledger.ledger`.

    Args:
        course: what happened; what lies after `now` is not known yet.
        now: aware UTC.
        warn_share: of the target, > 0 and <= 1.
        forecast_at: when the plan says that the clock will be stopped.
    """
    reading = _reading(course, now)
    if reading is None:
        return Clock(state=Sla.NO_SLA)
    target, measure, stops, used = reading
    due = measure.due_at(course.opened_at, stops)
    warn = measure.reached_at(course.opened_at, measure.total * warn_share, stops, past_closing=False)
    return Clock(
        state=status(
            due_at=due,
            now=now,
            warn_at=warn,
            stopped_at=course.stopped_at,
            held_since=course.held_since(now),
            forecast_at=forecast_at,
        ),
        target=target,
        due_at=due,
        warn_at=warn,
        target_min=measure.total // MINUTE,
        used_min=used // MINUTE,
        used_share=used / measure.total,
    )


def used_share(course: Course, *, now: datetime) -> float | None:
    """How much of the target is used, 0.. : the figure of `clock`, without its moments. None: nothing agreed."""
    reading = _reading(course, now)
    if reading is None:
        return None
    _, measure, _, used = reading
    return used / measure.total


def _reading(course: Course, now: datetime) -> tuple[Target, Measure, tuple[Window, ...], timedelta] | None:
    """The target in force, its measure, when the clock stood, and what was counted."""
    until = course.until(now)
    target, calendar = course.meant_at(until)
    if target is None:
        return None
    measure, stops = Measure.of(target, calendar, course.opened_at), course.stops(now)
    return target, measure, stops, measure.used(course.opened_at, until, stops)


def share_reached_at(course: Course, share: float, *, now: datetime) -> datetime | None:
    """When so much of the target is used; None: nothing agreed, or the clock stands before that.

    Args:
        share: above 0; above 1 when late.
        now: up to when is known what stopped the clock; what comes after it runs on.
    """
    reading = _reading(course, now)
    if reading is None:
        return None
    _, measure, stops, used = reading
    amount = measure.total * share
    has_stopped = course.stopped_at is not None and course.stopped_at <= now
    if used < amount and (has_stopped or course.held_since(now) is not None):
        return None
    return measure.reached_at(course.opened_at, amount, stops, past_closing=False)
