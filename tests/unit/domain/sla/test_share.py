"""Is the moment at which a share of the time is used that at which the clock itself shows it?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from wom_tui.domain.sla.clock import Course, Pause, share_reached_at, used_share
from wom_tui.domain.sla.policy import Target, TargetUnit
from wom_tui.domain.work_calendar import Calendar, Hours, WorkCalendar

ZONE = "America/New_York"
BUSINESS = WorkCalendar.of(
    Calendar(id=1, name="b", zone=ZONE, week=((Hours(510, 1020),),) * 5 + ((), ())), ()
)
OPENED = datetime(2026, 3, 6, 15, tzinfo=UTC)  # a Friday, two days before the clocks go forward
MINUTE = timedelta(minutes=1)
TARGETS = (
    Target(120, TargetUnit.MINUTES),
    Target(600, TargetUnit.BUSINESS_MINUTES),
    Target(2, TargetUnit.BUSINESS_DAYS),
    Target(3, TargetUnit.CALENDAR_DAYS),
)


def a_course(target: Target, holds: list[int], *, is_held: bool = False) -> Course:
    """Held and released in turn, so many minutes after one another."""
    pauses, at = [], OPENED
    for wait, length in zip(holds[::2], holds[1::2], strict=False):
        start_at = at + wait * MINUTE
        at = start_at + length * MINUTE
        pauses.append(Pause(start_at=start_at, end_at=at, reason="parts", stops_clock=length % 3 != 0))
    if is_held:
        pauses.append(Pause(start_at=at + MINUTE, reason="parts", stops_clock=True))
    return Course(opened_at=OPENED, target=target, calendar=BUSINESS, pauses=tuple(pauses))


@given(some.sampled_from(TARGETS), some.lists(some.integers(1, 2_000), max_size=6), some.integers(1, 150))
def test_a_minute_before_it_is_less_and_then_it_is_so_much(
    target: Target, holds: list[int], percent: int
) -> None:
    course, share = a_course(target, holds), percent / 100
    end = OPENED + timedelta(days=30)

    at = share_reached_at(course, share, now=end)

    assert at is not None
    before, then = used_share(course, now=at - MINUTE), used_share(course, now=at)
    assert before is not None
    assert then is not None
    assert before < share + 1e-9
    assert then >= share - 1e-9


@given(some.sampled_from(TARGETS), some.lists(some.integers(1, 500), max_size=4), some.integers(1, 150))
def test_while_it_is_held_it_comes_only_if_it_came_before(
    target: Target, holds: list[int], percent: int
) -> None:
    course, share = a_course(target, holds, is_held=True), percent / 100
    held_at = course.pauses[-1].start_at
    now = held_at + timedelta(days=20)

    used = used_share(course, now=now)
    at = share_reached_at(course, share, now=now)

    assert used is not None
    assert (at is not None) == (used >= share)
    assert at is None or at <= held_at


def test_where_nothing_was_agreed_there_is_no_share() -> None:
    nothing = Course(opened_at=OPENED, target=None, calendar=BUSINESS)

    assert share_reached_at(nothing, 0.8, now=OPENED) is None


def test_a_clock_that_was_stopped_reaches_no_more() -> None:
    course = Course(opened_at=OPENED, target=TARGETS[0], calendar=BUSINESS, stopped_at=OPENED + 60 * MINUTE)
    now = OPENED + 300 * MINUTE

    assert share_reached_at(course, 0.5, now=now) == OPENED + 60 * MINUTE
    assert share_reached_at(course, 0.6, now=now) is None
