"""Does the clock agree with somebody who looks at the wall every minute?

The oracle below knows no intervals and no UTC offsets: it asks the time zone for the wall clock of each
minute in turn and counts on its fingers. It shares no code with the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wom_tui.domain.sla.clock import Course, Pause, TargetChange, clock, due_at
from wom_tui.domain.sla.ledger import Ledger, LineRule, ledger
from wom_tui.domain.sla.policy import Target, TargetUnit
from wom_tui.domain.worktime import (
    Hours,
    Window,
    WorkCalendar,
    add_business_days,
    add_business_minutes,
    add_open_time,
    business_minutes,
    is_open,
    next_opening,
    open_time,
    open_windows,
)

MINUTE = timedelta(minutes=1)
FEW = settings(max_examples=settings().max_examples // 8)  # of each of nine changes; an oracle takes its time
BEFORE, AFTER = timedelta(days=4), timedelta(days=26)  # what the oracle can see around a change of the clocks

CHANGES = [
    pytest.param(zone, datetime.fromisoformat(at), id=f"{zone}-{at[:10]}")
    for zone, at in [
        ("America/New_York", "2024-03-10T07:00Z"),
        ("America/New_York", "2024-11-03T06:00Z"),
        ("Europe/Berlin", "2024-03-31T01:00Z"),
        ("Europe/Berlin", "2024-10-27T01:00Z"),
        ("Africa/Casablanca", "2024-03-10T02:00Z"),  # Ramadan: clocks go back for a month
        ("Africa/Casablanca", "2024-04-14T02:00Z"),
        ("Australia/Lord_Howe", "2024-04-06T15:00Z"),  # by half an hour
        ("Australia/Lord_Howe", "2024-10-05T15:30Z"),
        ("Pacific/Apia", "2011-12-30T10:00Z"),  # 30 December did not happen
    ]
]
around_each_change = pytest.mark.parametrize(("zone", "change_at"), CHANGES)


# --- the oracle ---------------------------------------------------------------------------------------------


class OutOfSight(Exception):
    """The answer lies beyond the minutes that the oracle looks at."""


@lru_cache(maxsize=4)
def wall_clock(zone: str, change_at: datetime) -> dict[datetime, datetime]:
    """UTC minute → what the wall clock shows, without its zone."""
    minutes = int((BEFORE + AFTER) / MINUTE)
    utc = [change_at - BEFORE + n * MINUTE for n in range(minutes)]
    return {at: at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for at in utc}


@dataclass
class Oracle:
    calendar: WorkCalendar
    wall: dict[datetime, datetime]

    def shows(self, at: datetime) -> datetime:
        if at not in self.wall:
            raise OutOfSight
        return self.wall[at]

    def is_open(self, at: datetime) -> bool:
        there = self.shows(at)
        minute = there.hour * 60 + there.minute
        return there.date() not in self.calendar.holidays and any(
            span.start_min <= minute < span.end_min for span in self.calendar.week[there.weekday()]
        )

    def first_open(self, at: datetime) -> datetime:
        while not self.is_open(at):
            at += MINUTE
        return at

    def when_it_shows(self, wanted: datetime, at: datetime) -> datetime:
        """The first minute from `at` on with that wall clock; in a gap as much later as the gap is long."""
        while self.shows(at) < wanted:
            at += MINUTE
        if self.shows(at) == wanted:
            return at
        gap = self.shows(at) - self.shows(at - MINUTE) - MINUTE
        return self.when_it_shows(wanted + gap, at)

    def nth_business_day(self, start: datetime, days: int) -> datetime:
        seen: list[date] = [self.shows(start).date()]
        at = start
        while len(seen) <= days:
            at += MINUTE
            if self.is_open(at) and self.shows(at).date() not in seen:
                seen.append(self.shows(at).date())
        return datetime.combine(seen[-1], self.shows(start).time())

    def counts(self, target: Target, at: datetime) -> bool:
        is_always = target.unit in (TargetUnit.MINUTES, TargetUnit.CALENDAR_DAYS)
        return is_always or self.is_open(at)

    def target_min(self, target: Target, opened_at: datetime) -> int:
        match target.unit:
            case TargetUnit.MINUTES | TargetUnit.BUSINESS_MINUTES:
                return target.amount
            case TargetUnit.BUSINESS_DAYS:
                start = self.first_open(opened_at)
                wanted = self.nth_business_day(start, target.amount)
                end = self.first_open(self.when_it_shows(wanted, start))
            case TargetUnit.CALENDAR_DAYS:
                wanted = self.shows(opened_at) + timedelta(days=target.amount)
                end = self.when_it_shows(wanted, opened_at)
        return sum(self.counts(target, at) for at in minutes_of(opened_at, end))

    def due_at(self, target: Target, opened_at: datetime, stands: set[datetime]) -> datetime:
        left = self.target_min(target, opened_at)
        at = opened_at
        while left or target.unit is TargetUnit.BUSINESS_DAYS:
            if self.counts(target, at) and at not in stands:
                if not left:
                    break
                left -= 1
            at += MINUTE
        return at


def minutes_of(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += MINUTE


def stands_in(course: Course, now: datetime) -> set[datetime]:
    """The minutes in which the clock stands, as known now."""
    stands: set[datetime] = set()
    for pause in course.pauses:
        if pause.stops_clock:
            stands |= set(minutes_of(pause.start_at, min(pause.end_at or now, now)))
    return stands


# --- worlds -------------------------------------------------------------------------------------------------


@st.composite
def hours_of_a_day(draw: st.DrawFn) -> tuple[Hours, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 48), min_size=2, max_size=4)))
    return tuple(Hours(30 * a, 30 * b) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn, zone: str, change_at: datetime) -> WorkCalendar:
    week = [draw(hours_of_a_day()) if draw(st.booleans()) else () for _ in range(7)]
    for always_open in draw(st.sets(st.integers(0, 6), min_size=3, max_size=3)):
        week[always_open] = week[always_open] or (Hours(510, 1020),)
    days = draw(st.sets(st.integers(-3, 8), max_size=3))
    holidays = frozenset((change_at + timedelta(days=n)).date() for n in days)
    return WorkCalendar(zone, tuple(week), holidays)


targets = st.one_of(
    st.builds(Target, st.integers(1, 4000), st.just(TargetUnit.MINUTES)),
    st.builds(Target, st.integers(1, 1200), st.just(TargetUnit.BUSINESS_MINUTES)),
    st.builds(Target, st.integers(1, 3), st.just(TargetUnit.BUSINESS_DAYS)),
    st.builds(Target, st.integers(1, 5), st.just(TargetUnit.CALENDAR_DAYS)),
)


@st.composite
def courses(draw: st.DrawFn, zone: str, change_at: datetime) -> Course:
    opened_at = change_at + draw(st.integers(-3 * 1440, 2 * 1440)) * MINUTE
    edges = sorted(draw(st.sets(st.integers(-60, 6000), max_size=6)))
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    pauses = [
        Pause(
            start_at=opened_at + a * MINUTE,
            end_at=opened_at + b * MINUTE,
            reason="parts",
            stops_clock=draw(st.booleans()),
        )
        for a, b in spans
    ]
    is_still_held = draw(st.booleans())
    if pauses and is_still_held:
        pauses[-1] = replace(pauses[-1], end_at=None, stops_clock=True)
    return Course(
        opened_at=opened_at,
        target=draw(targets),
        calendar=draw(calendars(zone, change_at)),
        pauses=tuple(pauses),
        changes=tuple(
            TargetChange(at=opened_at + n * MINUTE, target=draw(targets), why="P3 to P1")
            for n in sorted(draw(st.sets(st.integers(0, 4000), max_size=1)))
        ),
    )


def moments(change_at: datetime) -> st.SearchStrategy[datetime]:
    """To the microsecond, a week either side."""
    week_us = 7 * 86_400_000_000
    return st.integers(-week_us, week_us).map(lambda us: change_at + timedelta(microseconds=us))


# --- what holds ---------------------------------------------------------------------------------------------


@around_each_change
@FEW
@given(data=st.data())
def test_the_ledger_is_what_somebody_counts_who_looks_every_minute(
    zone: str, change_at: datetime, data: st.DataObject
) -> None:
    course = data.draw(courses(zone, change_at))
    now = course.opened_at + data.draw(st.integers(0, 8000)) * MINUTE
    oracle = Oracle(course.calendar, wall_clock(zone, change_at))
    stands = stands_in(course, now)

    book = ledger(course, now=now)

    assert book is not None
    try:
        assert_same_count(book, oracle, course, now, stands)
    except OutOfSight:
        assume(False)


def assert_same_count(
    book: Ledger, oracle: Oracle, course: Course, now: datetime, stands: set[datetime]
) -> None:
    edges = [course.opened_at, *(line.end_at for line in book.lines)]
    assert [line.start_at for line in book.lines] == edges[:-1], "no gap, no overlap"
    assert edges[-1] == now
    for line in book.lines:
        for at in minutes_of(line.start_at, line.end_at):
            assert line.is_counted == (oracle.counts(book.target, at) and at not in stands)
        assert line.counted_min == line.is_counted * ((line.end_at - line.start_at) // MINUTE)
    assert sum(line.counted_min for line in book.lines) == book.used_min
    assert book.target_min == oracle.target_min(book.target, course.opened_at)
    assert book.left_min == book.target_min - book.used_min
    assert book.due_at == oracle.due_at(book.target, course.opened_at, stands)
    changed = [line.start_at for line in book.lines if line.rule is LineRule.TARGET]
    assert changed == [change.at for change in course.changes if change.at <= now]


@around_each_change
@FEW
@given(data=st.data())
def test_at_the_due_nothing_is_left_and_the_clock_says_the_same_as_its_ledger(
    zone: str, change_at: datetime, data: st.DataObject
) -> None:
    course = data.draw(courses(zone, change_at))
    end = course.opened_at + timedelta(days=30)
    assume(all(pause.end_at for pause in course.pauses))
    due = clock(course, now=end).due_at
    assert due is not None
    assume(all(change.at <= due for change in course.changes))

    book, read = ledger(course, now=due), clock(course, now=due)

    assert book is not None
    assert book.left_min == 0
    assert book.due_at == due
    assert (read.due_at, read.used_min, read.left_min) == (due, book.used_min, 0)
    assert read.used_share == 1
    assert read.warn_at is not None
    assert read.warn_at <= due


@around_each_change
@FEW
@given(data=st.data())
def test_open_windows_are_the_minutes_at_which_the_wall_clock_shows_opening_hours(
    zone: str, change_at: datetime, data: st.DataObject
) -> None:
    calendar = data.draw(calendars(zone, change_at))
    oracle = Oracle(calendar, wall_clock(zone, change_at))
    start, end = change_at - timedelta(days=2), change_at + timedelta(days=2)

    windows = list(open_windows(calendar, start, end))

    shown = {at for at in minutes_of(start, end) if oracle.is_open(at)}
    assert {at for window in windows for at in minutes_of(window.start_at, window.end_at)} == shown
    assert all(a.end_at < b.start_at for a, b in pairwise(windows)), "sorted and merged"
    assert sum((w.duration for w in windows), timedelta(0)) == open_time(calendar, start, end)


@around_each_change
@FEW
@given(data=st.data())
def test_open_time_adds_up_over_any_split_and_never_runs_backwards(
    zone: str, change_at: datetime, data: st.DataObject
) -> None:
    calendar = data.draw(calendars(zone, change_at))
    a, b, c = sorted(data.draw(st.tuples(*[moments(change_at)] * 3)))

    assert open_time(calendar, a, b) + open_time(calendar, b, c) == open_time(calendar, a, c)
    assert timedelta(0) <= open_time(calendar, a, b) <= b - a
    assert open_time(calendar, b, a) == -open_time(calendar, a, b)


@around_each_change
@FEW
@given(data=st.data())
def test_adding_open_time_and_measuring_it_are_inverse(
    zone: str, change_at: datetime, data: st.DataObject
) -> None:
    calendar = data.draw(calendars(zone, change_at))
    at, later = sorted(data.draw(st.tuples(moments(change_at), moments(change_at))))
    amount = timedelta(microseconds=data.draw(st.integers(1, 10**10)))
    minutes = data.draw(st.integers(0, 3000))

    first = add_open_time(calendar, at, amount)
    last = add_open_time(calendar, at, amount, past_closing=True)

    assert open_time(calendar, at, first) == open_time(calendar, at, last) == amount
    assert first <= last
    assert is_open(calendar, last)
    assert is_open(calendar, first - timedelta.resolution), "it is the first moment that fits"
    assert first < add_open_time(calendar, at, amount + MINUTE)
    assert business_minutes(calendar, at, add_business_minutes(calendar, at, minutes)) == minutes
    there = add_open_time(calendar, at, open_time(calendar, at, later), past_closing=True)
    assert there == next_opening(calendar, later)


@around_each_change
@FEW
@given(data=st.data())
def test_the_due_does_not_depend_on_the_zone_in_which_a_time_is_written(
    zone: str, change_at: datetime, data: st.DataObject
) -> None:
    calendar = data.draw(calendars(zone, change_at))
    target = data.draw(targets)
    opened_at = data.draw(moments(change_at))
    pause = Window(opened_at + timedelta(hours=1), opened_at + timedelta(hours=30))
    written = opened_at.astimezone(ZoneInfo(data.draw(st.sampled_from(["Asia/Kathmandu", zone]))))

    due = due_at(written, target, calendar, [pause])

    assert due == due_at(opened_at, target, calendar, [pause])
    assert due.utcoffset() == timedelta(0)


@around_each_change
@FEW
@given(data=st.data())
def test_a_longer_target_is_never_due_sooner_and_a_pause_never_brings_a_due_forward(
    zone: str, change_at: datetime, data: st.DataObject
) -> None:
    calendar = data.draw(calendars(zone, change_at))
    opened_at = data.draw(moments(change_at))
    target = data.draw(targets)
    start, end = sorted(data.draw(st.tuples(moments(change_at), moments(change_at))))
    pause = Window(max(start, opened_at), max(end, opened_at))

    due = due_at(opened_at, target, calendar)

    assert opened_at < due <= due_at(opened_at, Target(target.amount + 1, target.unit), calendar)
    moved = due_at(opened_at, target, calendar, [pause])
    assert moved >= due
    if pause.start_at > due or pause.start_at == pause.end_at:
        assert moved == due


@around_each_change
@FEW
@given(data=st.data())
def test_a_business_day_on_is_an_open_moment_of_a_later_date(
    zone: str, change_at: datetime, data: st.DataObject
) -> None:
    calendar = data.draw(calendars(zone, change_at))
    at = data.draw(moments(change_at))

    start, end = next_opening(calendar, at), add_business_days(calendar, at, 1)

    assert is_open(calendar, end)
    there = ZoneInfo(zone)
    assert end.astimezone(there).date() > start.astimezone(there).date()
    assert end.astimezone(there).date() not in calendar.holidays
