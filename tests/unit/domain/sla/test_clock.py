"""Is the clock right, case by case, as docs/explanation/sla-clock.md tells it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from wom_tui.domain.sla.clock import Course, Pause, TargetChange, clock, due_at, status
from wom_tui.domain.sla.ledger import LineRule, ledger
from wom_tui.domain.sla.policy import SlaPolicy, Target, TargetUnit, choose_policy
from wom_tui.domain.states import Sla
from wom_tui.domain.worktime import Hours, Window, WorkCalendar
from wom_tui.errors import InvalidInput

MIN = timedelta(minutes=1)
CALENDAR = WorkCalendar(
    "America/New_York", ((Hours(510, 1020),),) * 5 + ((), ()), frozenset({date(2015, 5, 25)})
)
FOUR_HOURS = Target(240, TargetUnit.BUSINESS_MINUTES)
TWO_DAYS = Target(2, TargetUnit.BUSINESS_DAYS)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)


OPENED_AT = local("2015-05-18T09:00")  # a Monday
COURSE = Course(opened_at=OPENED_AT, target=FOUR_HOURS, calendar=CALENDAR)


def held(start: str, end: str | None = None, *, stops_clock: bool = True) -> Pause:
    return Pause(
        start_at=local(start), end_at=local(end) if end else None, reason="parts", stops_clock=stops_clock
    )


def a_policy(number: int, **fields: Any) -> SlaPolicy:
    standard = SlaPolicy(
        id=number, name=f"policy {number}", calendar_id=1, effective_from_on=date(2015, 1, 1)
    )
    return replace(standard, **fields)


# --- dues ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "due"),
    [
        (Target(240, TargetUnit.MINUTES), "2015-05-22T20:30"),
        (Target(240, TargetUnit.BUSINESS_MINUTES), "2015-05-26T12:00"),
        (Target(2, TargetUnit.BUSINESS_DAYS), "2015-05-27T16:30"),
        (Target(2, TargetUnit.CALENDAR_DAYS), "2015-05-24T16:30"),
    ],
)
def test_each_unit_counts_its_own_time(target: Target, due: str) -> None:
    friday = local("2015-05-22T16:30")  # Memorial Day is the Monday after

    assert due_at(friday, target, CALENDAR) == local(due)


@pytest.mark.parametrize(
    ("target", "due"),
    [
        (Target(600, TargetUnit.BUSINESS_MINUTES), "2015-05-19T13:00"),  # not 10:30
        (TWO_DAYS, "2015-05-20T11:30"),  # not 09:00
        (Target(2, TargetUnit.CALENDAR_DAYS), "2015-05-21T03:00"),  # not the 20th at 09:00
        (Target(600, TargetUnit.MINUTES), "2015-05-19T13:00"),  # not the 18th at 19:00
    ],
)
def test_a_hold_moves_the_due_by_the_counted_time_that_it_takes(target: Target, due: str) -> None:
    # Monday 15:00 to Tuesday 09:00: 18 hours, of which 2.5 are open
    hold = Window(local("2015-05-18T15:00"), local("2015-05-19T09:00"))

    assert due_at(OPENED_AT, target, CALENDAR, [hold]) == local(due)


def test_a_hold_overnight_takes_nothing_from_a_business_clock() -> None:
    night = Window(local("2015-05-18T17:00"), local("2015-05-19T08:30"))

    assert due_at(OPENED_AT, TWO_DAYS, CALENDAR, [night]) == local("2015-05-20T09:00")


def test_a_hold_before_the_opening_changes_nothing() -> None:
    before = Window(OPENED_AT - 90 * MIN, OPENED_AT - 30 * MIN)

    assert due_at(OPENED_AT, TWO_DAYS, CALENDAR, [before]) == local("2015-05-20T09:00")


def test_a_hold_from_the_due_on_moves_a_day_clock_which_is_used_up_last_but_no_minute_clock() -> None:
    by_minutes = Window(local("2015-05-18T13:00"), local("2015-05-18T15:00"))
    by_days = Window(local("2015-05-20T09:00"), local("2015-05-20T11:00"))

    assert due_at(OPENED_AT, FOUR_HOURS, CALENDAR, [by_minutes]) == by_minutes.start_at
    assert due_at(OPENED_AT, TWO_DAYS, CALENDAR, [by_days]) == by_days.end_at


def test_a_business_day_order_opened_out_of_hours_is_due_in_the_morning_not_the_evening_before() -> None:
    saturday = local("2015-05-16T12:00")

    assert due_at(saturday, TWO_DAYS, CALENDAR) == local("2015-05-20T08:30")
    assert due_at(saturday, Target(1020, TargetUnit.BUSINESS_MINUTES), CALENDAR) == local("2015-05-19T17:00")


@pytest.mark.parametrize("amount", [0, -5, 3661])
def test_a_target_that_cannot_be_meant_is_refused(amount: int) -> None:
    with pytest.raises(InvalidInput, match="1 to 3660 business days"):
        Target(amount, TargetUnit.BUSINESS_DAYS)


def test_a_target_reads_like_speech() -> None:
    assert str(TWO_DAYS) == "2 business days"
    assert str(Target(1, TargetUnit.CALENDAR_DAYS)) == "1 calendar day"


# --- states -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "state", "used_min"),
    [
        ("2015-05-18T09:00", Sla.OK, 0),
        ("2015-05-18T11:59", Sla.OK, 179),
        ("2015-05-18T12:00", Sla.WARNING, 180),  # three quarters
        ("2015-05-18T13:00", Sla.WARNING, 240),  # exactly on time is on time
        ("2015-05-18T13:01", Sla.BREACHED, 241),
    ],
)
def test_the_clock_goes_from_ok_over_warning_to_breached(now: str, state: Sla, used_min: int) -> None:
    read = clock(COURSE, now=local(now))

    assert (read.state, read.used_min, read.left_min) == (state, used_min, 240 - used_min)
    assert read.due_at == local("2015-05-18T13:00")
    assert read.warn_at == local("2015-05-18T12:00")
    assert read.used_share == used_min / 240


def test_an_order_whose_plan_comes_too_late_is_at_risk_until_the_warning() -> None:
    late, in_time = local("2015-05-18T13:30"), local("2015-05-18T13:00")

    assert clock(COURSE, now=OPENED_AT, forecast_at=late).state is Sla.AT_RISK
    assert clock(COURSE, now=OPENED_AT, forecast_at=in_time).state is Sla.OK
    assert clock(COURSE, now=local("2015-05-18T12:30"), forecast_at=late).state is Sla.WARNING


def test_a_paused_order_is_never_late() -> None:
    course = replace(COURSE, pauses=(held("2015-05-18T10:00"),))

    read = clock(course, now=OPENED_AT + timedelta(days=9))

    assert (read.state, read.used_min) == (Sla.PAUSED, 60)


def test_an_order_that_was_late_before_its_hold_stays_late() -> None:
    course = replace(COURSE, pauses=(held("2015-05-18T14:00"),))

    assert clock(course, now=local("2015-05-18T15:00")).state is Sla.BREACHED


def test_a_hold_for_another_reason_lets_the_clock_run() -> None:
    course = replace(COURSE, pauses=(held("2015-05-18T10:00", stops_clock=False),))

    assert clock(course, now=local("2015-05-18T15:00")).state is Sla.BREACHED


def test_a_clock_that_was_stopped_in_time_is_met_for_ever() -> None:
    course = replace(COURSE, stopped_at=local("2015-05-18T13:00"))

    read = clock(course, now=local("2015-06-18T09:00"))

    assert (read.state, read.used_min, read.left_min) == (Sla.MET, 240, 0)


def test_a_clock_that_was_stopped_late_stays_breached() -> None:
    course = replace(COURSE, stopped_at=local("2015-05-18T13:00:01"))

    assert clock(course, now=local("2015-06-18T09:00")).state is Sla.BREACHED


def test_seen_from_earlier_a_stop_and_a_hold_have_not_happened_yet() -> None:
    course = replace(COURSE, pauses=(held("2015-05-18T10:00"),), stopped_at=local("2015-05-18T14:00"))

    read = clock(course, now=local("2015-05-18T09:30"))

    assert (read.state, read.used_min) == (Sla.OK, 30)


def test_seen_from_within_a_hold_that_is_over_by_now_the_clock_was_paused() -> None:
    course = replace(COURSE, pauses=(held("2015-05-18T10:00", "2015-05-18T16:00"),))

    assert clock(course, now=local("2015-05-18T15:59")).state is Sla.PAUSED
    assert clock(course, now=local("2015-05-18T16:00")).state is Sla.OK


def test_an_order_closed_before_it_was_opened_is_met_with_nothing_used() -> None:
    course = replace(COURSE, stopped_at=OPENED_AT - 3 * MIN)

    read = clock(course, now=OPENED_AT + 60 * MIN)

    assert (read.state, read.used_min) == (Sla.MET, 0)


def test_without_a_target_there_is_no_sla_and_no_ledger() -> None:
    course = replace(COURSE, target=None)

    assert clock(course, now=OPENED_AT).state is Sla.NO_SLA
    assert ledger(course, now=OPENED_AT) is None


def test_the_board_reads_the_state_from_stored_moments_while_a_hold_runs() -> None:
    due, since, later = local("2015-05-18T13:00"), local("2015-05-18T10:00"), local("2015-05-20T10:00")

    assert status(due_at=due, now=later, held_since=since) is Sla.PAUSED
    assert status(due_at=due, now=later, held_since=due) is Sla.PAUSED
    assert status(due_at=due, now=later, held_since=due + MIN) is Sla.BREACHED
    assert status(due_at=None, now=later) is Sla.NO_SLA


# --- the course ---------------------------------------------------------------------------------------------


def test_a_changed_priority_changes_the_target_and_the_clock_runs_on() -> None:
    change = TargetChange(at=local("2015-05-18T11:00"), target=Target(150, TargetUnit.BUSINESS_MINUTES))
    course = replace(COURSE, changes=(change,))

    before, after = (clock(course, now=local(f"2015-05-18T{at}")) for at in ("10:59", "11:00"))

    assert before.due_at == local("2015-05-18T13:00")
    assert after.due_at == local("2015-05-18T11:30")
    assert (after.used_min, after.left_min) == (120, 30)


def test_a_change_can_bring_another_calendar() -> None:
    always = WorkCalendar.always("America/New_York")
    change = TargetChange(at=OPENED_AT, target=Target(600, TargetUnit.BUSINESS_MINUTES), calendar=always)

    assert clock(replace(COURSE, changes=(change,)), now=OPENED_AT).due_at == local("2015-05-18T19:00")


@pytest.mark.parametrize(
    "pauses",
    [
        (held("2015-05-18T10:00"), held("2015-05-18T11:00", "2015-05-18T12:00")),
        (held("2015-05-18T11:00", "2015-05-18T12:00"), held("2015-05-18T10:00", "2015-05-18T10:30")),
        (held("2015-05-18T10:00", "2015-05-18T12:00"), held("2015-05-18T11:00", "2015-05-18T13:00")),
    ],
)
def test_holds_that_overlap_or_are_out_of_order_are_refused(pauses: tuple[Pause, ...]) -> None:
    with pytest.raises(InvalidInput, match="pauses"):
        replace(COURSE, pauses=pauses)


def test_a_hold_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidInput, match="end_at"):
        held("2015-05-18T11:00", "2015-05-18T10:00")


def test_changes_out_of_order_are_refused() -> None:
    changes = tuple(TargetChange(at=OPENED_AT + n * MIN, target=TWO_DAYS) for n in (2, 1))

    with pytest.raises(InvalidInput, match="changes"):
        replace(COURSE, changes=changes)


# --- the ledger ---------------------------------------------------------------------------------------------


def test_the_ledger_tells_each_interval_and_why() -> None:
    change = TargetChange(at=local("2015-05-22T15:00"), target=TWO_DAYS, why="P2 to P3")
    course = Course(
        opened_at=local("2015-05-22T08:00"),
        target=FOUR_HOURS,
        calendar=CALENDAR,
        pauses=(
            held("2015-05-22T09:30", "2015-05-22T10:00", stops_clock=False),
            held("2015-05-22T16:00", "2015-05-22T16:30"),
        ),
        changes=(change,),
    )

    book = ledger(course, now=local("2015-05-26T09:00"))

    assert book is not None
    assert [(line.rule, line.why, line.counted_min, line.used_min_after) for line in book.lines] == [
        (LineRule.CLOSED, "out of hours", 0, 0),
        (LineRule.OPEN, "America/New_York", 60, 60),
        (LineRule.HELD_RUNNING, "parts", 30, 90),
        (LineRule.OPEN, "America/New_York", 300, 390),
        (LineRule.TARGET, "P2 to P3: 2 business days", 0, 390),
        (LineRule.OPEN, "America/New_York", 60, 450),
        (LineRule.HELD, "parts", 0, 450),
        (LineRule.OPEN, "America/New_York", 30, 480),
        (LineRule.CLOSED, "out of hours, holiday Mon 2015-05-25", 0, 480),
        (LineRule.OPEN, "America/New_York", 30, 510),
    ]
    assert (book.target_min, book.used_min, book.left_min) == (1020, 510, 510)
    assert book.due_at == local("2015-05-27T09:00")


def test_the_ledger_adds_up_although_no_line_is_a_whole_minute() -> None:
    course = replace(
        COURSE,
        opened_at=OPENED_AT + timedelta(seconds=20),
        pauses=(held("2015-05-18T10:00:50", "2015-05-18T10:10:10"),),
    )

    book = ledger(course, now=local("2015-05-18T11:00"))

    assert book is not None
    assert [line.counted_min for line in book.lines] == [60, 0, 50]  # 60:30 and 49:50 make 110:20
    assert (book.used_min, book.left_min) == (110, 130)


def test_a_target_set_before_the_opening_stands_at_the_opening() -> None:
    course = replace(COURSE, changes=(TargetChange(at=OPENED_AT - MIN, target=TWO_DAYS),))

    book = ledger(course, now=OPENED_AT + MIN)

    assert book is not None
    assert [(line.start_at, line.rule) for line in book.lines] == [
        (OPENED_AT, LineRule.TARGET),
        (OPENED_AT, LineRule.OPEN),
    ]


def test_a_line_that_ends_at_midnight_does_not_name_the_holiday_that_begins_there() -> None:
    course = replace(COURSE, opened_at=local("2015-05-23T10:00"))

    book = ledger(course, now=local("2015-05-25T00:00"))

    assert book is not None
    assert [line.why for line in book.lines] == ["out of hours"]


def test_through_the_spring_change_a_day_is_an_hour_shorter_and_the_ledger_knows() -> None:
    course = Course(
        opened_at=local("2024-03-09T12:00"),
        target=Target(1, TargetUnit.CALENDAR_DAYS),
        calendar=CALENDAR,
    )

    book = ledger(course, now=local("2024-03-10T12:00"))

    assert book is not None
    assert (book.target_min, book.used_min, book.left_min) == (1380, 1380, 0)
    assert book.due_at == local("2024-03-10T12:00")


def test_a_hold_in_the_night_of_the_spring_change_takes_the_real_hours() -> None:
    course = Course(  # the worked example of the explanation
        opened_at=local("2024-03-09T12:00"),
        target=Target(2, TargetUnit.CALENDAR_DAYS),
        calendar=CALENDAR,
        pauses=(held("2024-03-10T01:00", "2024-03-10T04:00"),),
    )

    book = ledger(course, now=local("2024-03-11T12:00"))

    assert book is not None
    assert [(line.rule, line.counted_min, line.used_min_after) for line in book.lines] == [
        (LineRule.OPEN, 780, 780),
        (LineRule.HELD, 0, 780),
        (LineRule.OPEN, 1920, 2700),
    ]
    assert (book.target_min, book.left_min) == (2820, 120)
    assert book.due_at == local("2024-03-11T14:00")


def test_the_ledger_ends_where_the_clock_was_stopped() -> None:
    course = replace(COURSE, stopped_at=local("2015-05-18T10:00"))

    book = ledger(course, now=local("2015-05-19T10:00"))

    assert book is not None
    assert [line.end_at for line in book.lines] == [local("2015-05-18T10:00")]


# --- policies -----------------------------------------------------------------------------------------------


def choose(policies: list[SlaPolicy], opened_on: date = date(2015, 5, 18)) -> int | None:
    chosen = choose_policy(policies, customer_class="gold", work_type_id=7, priority=1, opened_on=opened_on)
    return chosen.id if chosen else None


def test_the_policy_that_names_most_wins() -> None:
    general, by_type = a_policy(1), a_policy(2, work_type_id=7)
    exact = a_policy(3, work_type_id=7, priority=1)

    assert choose([general, exact, by_type]) == 3
    assert choose([by_type, general]) == 2
    assert choose([a_policy(4, customer_class="gold"), exact]) == 3
    assert choose([general]) == 1


def test_of_equals_the_class_goes_before_the_type_and_the_type_before_the_priority() -> None:
    by_class, by_type, by_priority = (
        a_policy(3, customer_class="gold"),
        a_policy(2, work_type_id=7),
        a_policy(1, priority=1),
    )

    assert choose([by_priority, by_type, by_class]) == 3
    assert choose([by_priority, by_type]) == 2


def test_of_equals_the_newer_goes_first_and_then_the_lower_id() -> None:
    newer = date(2015, 5, 1)

    assert choose([a_policy(1), a_policy(2, effective_from_on=newer)]) == 2
    assert choose([a_policy(5), a_policy(4)]) == 4


@pytest.mark.parametrize(
    "fields",
    [
        {"customer_class": "silver"},
        {"work_type_id": 8},
        {"priority": 2},
        {"effective_from_on": date(2015, 5, 19)},
        {"effective_to_on": date(2015, 5, 17)},
        {"is_withdrawn": True},
    ],
)
def test_a_policy_for_others_or_for_other_days_does_not_apply(fields: dict[str, object]) -> None:
    assert choose([a_policy(1, **fields)]) is None


def test_the_last_day_of_a_policy_belongs_to_it() -> None:
    assert choose([a_policy(1, effective_to_on=date(2015, 5, 18))]) == 1


@pytest.mark.parametrize(
    "fields", [{"priority": 0}, {"priority": 5}, {"warn_share": 0.0}, {"warn_share": 1.1}]
)
def test_a_policy_out_of_range_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(InvalidInput, match="|".join(fields)):
        a_policy(1, **fields)
