"""What stands on a lane, what is wrong with it, and what waits in the tray."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.office import ALI, HOUR, KIM, MINUTE, MONDAY, T0, TREES, ManualClock, an_order, number_of
from wom_tui.commands.order import SetPriority
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import AddVisit, AdvanceVisit, AssignVisit, CancelVisit, DispatchVisit, FailVisit
from wom_tui.desk import Desk
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.work_order import Priority
from wom_tui.domain.worktime import Window
from wom_tui.queries.lane import Lane, Trouble
from wom_tui.queries.lanes import LanesDay, lanes


def day_of(desk: Desk, on: date = MONDAY, only: frozenset[int] | None = None) -> LanesDay:
    return desk.ask(lanes, on, desk.now(), only=only)


def lane_of(desk: Desk, technician: int = KIM) -> Lane:
    return next(lane for lane in day_of(desk).lanes if lane.technician == technician)


def booked(
    desk: Desk, minutes: int = 60, technician: int = KIM, site: int = 1, override: str | None = None
) -> int:
    """Book a new order so many minutes after T0; returns the visit's id."""
    number = number_of(desk, an_order(site=site))
    desk.run(
        AssignVisit(order=number, technician=technician, start_at=T0 + minutes * MINUTE, override=override)
    )
    return number


def clock_of(desk: Desk) -> ManualClock:
    assert isinstance(desk.clock, ManualClock)
    return desk.clock


def test_a_lane_shows_shift_break_visits_and_load(desk: Desk) -> None:
    number = booked(desk, minutes=30)

    lane = lane_of(desk)

    assert lane.shifts == (Window(T0 - HOUR, T0 + 7.5 * HOUR),)
    assert lane.breaks == (Window(T0 + 2.5 * HOUR, T0 + 3 * HOUR),)
    (bar,) = lane.bars
    assert (bar.order, bar.label, bar.start_at - T0, bar.end_at - T0) == (
        number,
        f"{number}/1",
        HOUR / 2,
        1.5 * HOUR,
    )
    assert (bar.travel_s, bar.late, bar.overtime, bar.overlap) == (60, None, None, None)
    assert lane.load_percent == round(100 * 61 / 510)
    assert lane.skill == "lights"


def test_the_break_is_drawn_where_the_visits_leave_it(desk: Desk) -> None:
    booked(desk, minutes=140)

    assert lane_of(desk).breaks == (Window(T0 + 200 * MINUTE, T0 + 230 * MINUTE),)


def test_a_visit_done_before_its_time_stands_before_those_that_are_still_to_come(desk: Desk) -> None:
    coming, early = booked(desk, minutes=60), booked(desk, minutes=240)
    visit = lane_of(desk).bars[1].visit
    clock_of(desk).forward(10 * MINUTE)
    for step in (DispatchVisit(visit=visit), AdvanceVisit(visit=visit, to=VisitStatus.ON_SITE)):
        desk.run(step)
    clock_of(desk).forward(20 * MINUTE)
    desk.run(AdvanceVisit(visit=visit, to=VisitStatus.DONE))

    assert [bar.order for bar in lane_of(desk).bars] == [early, coming]


def test_a_visit_that_should_have_begun_is_late_by_the_time_that_has_passed(desk: Desk) -> None:
    number = booked(desk, minutes=10)
    clock_of(desk).forward(46 * MINUTE)

    lane = lane_of(desk)

    assert lane.bars[0].late == Window(T0 + 10 * MINUTE, T0 + 46 * MINUTE)
    assert (lane.watch.trouble, lane.watch.order, lane.watch.minutes) == (Trouble.LATE, number, 36)


def test_who_has_accepted_is_late_when_triage_says_so(desk: Desk) -> None:
    booked(desk, minutes=10)
    desk.run(DispatchVisit(visit=1))
    desk.run(AdvanceVisit(visit=1, to=VisitStatus.ACCEPTED))
    clock_of(desk).forward(14 * MINUTE)
    assert lane_of(desk).troubles == set()

    clock_of(desk).forward(MINUTE)

    assert lane_of(desk).watch.minutes == 5


def test_who_came_late_runs_over_the_end_that_was_planned(desk: Desk) -> None:
    booked(desk, minutes=10)
    desk.run(DispatchVisit(visit=1))
    clock_of(desk).forward(40 * MINUTE)
    desk.run(AdvanceVisit(visit=1, to=VisitStatus.ON_SITE))
    clock_of(desk).forward(34 * MINUTE)
    assert lane_of(desk).bars[0].late is None

    clock_of(desk).forward(MINUTE)

    (bar,) = lane_of(desk).bars
    assert bar.late == Window(T0 + 70 * MINUTE, T0 + 100 * MINUTE)


def test_a_visit_that_overruns_runs_until_now_and_presses_on_the_next(desk: Desk) -> None:
    booked(desk, minutes=10)
    booked(desk, minutes=75, site=1)
    desk.run(DispatchVisit(visit=1))
    clock_of(desk).forward(10 * MINUTE)
    desk.run(AdvanceVisit(visit=1, to=VisitStatus.ON_SITE))
    clock_of(desk).forward(74 * MINUTE)

    lane = lane_of(desk)

    first, second = lane.bars
    assert first.end_at == desk.now()
    assert first.late == Window(T0 + 70 * MINUTE, T0 + 84 * MINUTE)
    assert second.overlap == Window(T0 + 75 * MINUTE, T0 + 84 * MINUTE)
    assert lane.watch.trouble is Trouble.LATE
    assert lane.troubles == {Trouble.LATE, Trouble.OVERLAP}


def test_whoever_was_on_site_at_midnight_is_on_the_lanes_of_the_new_day_as_well(desk: Desk) -> None:
    running, planned = booked(desk, minutes=10), booked(desk, minutes=200)
    desk.run(DispatchVisit(visit=1))
    clock_of(desk).forward(10 * MINUTE)
    desk.run(AdvanceVisit(visit=1, to=VisitStatus.ON_SITE))
    clock_of(desk).forward(16 * HOUR)

    lane = next(lane for lane in day_of(desk, MONDAY + timedelta(days=1)).lanes if lane.technician == KIM)

    assert [bar.order for bar in lane.bars] == [running]
    assert lane.bars[0].end_at == desk.now()
    assert lane.load_percent == round(100 * 71 / 510)
    assert [bar.order for bar in lane_of(desk).bars] == [running, planned]
    tomorrow = day_of(desk, MONDAY + timedelta(days=2))
    assert not any(lane.bars for lane in tomorrow.lanes)


def test_a_visit_after_the_shift_is_overtime(desk: Desk) -> None:
    booked(desk, minutes=7 * 60, override="nobody else is there")

    lane = lane_of(desk)

    assert lane.bars[0].overtime == Window(T0 + 7.5 * HOUR, T0 + 8 * HOUR)


def test_a_visit_that_nobody_can_reach_in_time_overlaps_with_the_way(desk: Desk) -> None:
    booked(desk, minutes=10, site=1)
    second = booked(desk, minutes=70, site=5, override="they know a shortcut")
    desk.run(DispatchVisit(visit=1))
    clock_of(desk).forward(13 * MINUTE)
    desk.run(AdvanceVisit(visit=1, to=VisitStatus.ON_SITE))

    lane = lane_of(desk)

    assert lane.bars[1].overlap == Window(T0 + 70 * MINUTE, T0 + 77 * MINUTE)
    assert (lane.watch.trouble, lane.watch.order, lane.watch.minutes) == (Trouble.OVERLAP, second, 7)


def test_what_nobody_would_act_upon_is_no_overlap(desk: Desk) -> None:
    booked(desk, minutes=10, site=1)
    booked(desk, minutes=70, site=5, override="they know a shortcut")

    lane = lane_of(desk)

    assert lane.bars[1].overlap is None
    assert lane.troubles == set()


def test_a_declined_visit_stays_on_the_lane_until_somebody_else_has_the_order(desk: Desk) -> None:
    number = booked(desk)
    desk.run(DispatchVisit(visit=1))
    desk.run(FailVisit(visit=1, to=VisitStatus.DECLINED, reason="van broken"))

    lane = lane_of(desk)
    assert (lane.watch.trouble, lane.watch.order) == (Trouble.DECLINED, number)
    assert [bar.status for bar in lane.bars] == [VisitStatus.DECLINED]

    desk.run(AssignVisit(order=number, technician=ALI, start_at=T0 + HOUR))
    assert lane_of(desk).bars == ()


def test_an_absence_is_watched_while_it_lasts(desk: Desk) -> None:
    desk.run(AddAbsence(technician=KIM, start_at=T0 + HOUR, end_at=T0 + 12 * HOUR, reason="ill"))

    lane = lane_of(desk)

    assert lane.absences == (Window(T0 + HOUR, T0 + 12 * HOUR),)
    assert (lane.watch.trouble, lane.watch.at) == (Trouble.ABSENT, T0 + HOUR)


def test_a_visit_that_falls_into_an_absence_is_a_trouble_of_its_own(desk: Desk) -> None:
    number = booked(desk, minutes=60)
    desk.run(AddAbsence(technician=KIM, start_at=T0 + 90 * MINUTE, end_at=T0 + 12 * HOUR, reason="ill"))

    lane = lane_of(desk)

    assert [bar.away for bar in lane.bars] == [Window(T0 + 90 * MINUTE, T0 + 2 * HOUR)]
    assert (lane.watch.trouble, lane.watch.order, lane.watch.minutes) == (Trouble.AWAY, number, 30)


def test_somebody_without_a_shift_is_off(desk: Desk) -> None:
    (lane, _) = day_of(desk, date(2026, 3, 8)).lanes

    assert (lane.load_percent, lane.shifts, lane.watch.trouble) == (None, (), Trouble.NONE)


def test_who_is_free_now_says_for_how_long(desk: Desk) -> None:
    booked(desk, minutes=120, site=5)

    assert (lane_of(desk).watch.trouble, lane_of(desk).watch.minutes) == (Trouble.FREE, 115)
    assert (lane_of(desk, ALI).watch.trouble, lane_of(desk, ALI).watch.minutes) == (Trouble.FREE, 450)


def test_who_is_on_the_road_says_when_he_arrives(desk: Desk) -> None:
    booked(desk, minutes=30)
    desk.run(DispatchVisit(visit=1))
    desk.run(AdvanceVisit(visit=1, to=VisitStatus.TRAVELLING))

    assert (lane_of(desk).watch.trouble, lane_of(desk).watch.at) == (Trouble.ARRIVES, T0 + 30 * MINUTE)


def test_lanes_are_sorted_by_trouble_and_then_by_name(desk: Desk) -> None:
    assert [lane.code for lane in day_of(desk).lanes] == ["ali", "kim"]

    booked(desk, minutes=5)
    clock_of(desk).forward(30 * MINUTE)

    assert [lane.code for lane in day_of(desk).lanes] == ["kim", "ali"]


def test_done_visits_stay_as_they_were_and_cancelled_ones_go(desk: Desk) -> None:
    booked(desk, minutes=10)
    booked(desk, minutes=120)
    desk.run(DispatchVisit(visit=1))
    clock_of(desk).forward(20 * MINUTE)
    desk.run(AdvanceVisit(visit=1, to=VisitStatus.ON_SITE))
    clock_of(desk).forward(40 * MINUTE)
    desk.run(AdvanceVisit(visit=1, to=VisitStatus.DONE))
    desk.run(CancelVisit(visit=2))

    (bar,) = lane_of(desk).bars

    assert (bar.status, bar.start_at, bar.end_at) == (VisitStatus.DONE, T0 + 20 * MINUTE, T0 + HOUR)


def test_only_the_lanes_that_were_asked_for_are_read(desk: Desk) -> None:
    booked(desk)

    assert [lane.code for lane in day_of(desk, only=frozenset({KIM})).lanes] == ["kim"]


def test_another_day_has_other_bars(desk: Desk) -> None:
    number = booked(desk, minutes=24 * 60)

    assert lane_of(desk).bars == ()
    tomorrow = day_of(desk, MONDAY + timedelta(days=1))
    assert [bar.order for lane in tomorrow.lanes for bar in lane.bars] == [number]


def test_of_very_many_orders_the_tray_holds_the_most_urgent_and_counts_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [number_of(desk, an_order()) for _ in range(4)]
    desk.run(SetPriority(order=numbers[3], priority=Priority.P1))
    whole = day_of(desk)

    monkeypatch.setattr("wom_tui.queries.lanes.MOST_IN_TRAY", 2)
    few = day_of(desk)

    assert (whole.beyond, len(whole.tray)) == (0, 4)
    assert (few.beyond, few.tray) == (2, whole.tray[:2])
    assert few.tray[0].order == numbers[3]


def test_the_tray_holds_what_nobody_has_most_urgent_first(desk: Desk) -> None:
    booked(desk)
    light, tree = number_of(desk, an_order()), number_of(desk, an_order(work_type=TREES))
    desk.run(SetPriority(order=tree, priority=Priority.P1))
    desk.run(AddVisit(order=light))

    rows = day_of(desk).tray

    assert [(row.order, row.visit, row.priority, row.duration_min) for row in rows] == [
        (tree, None, 1, 90),
        (light, 2, 2, 60),
    ]
    assert rows[0].skills == "trees 2"
    assert rows[1].due_at == T0 + 2 * HOUR


def test_several_days_stand_on_one_lane(desk: Desk) -> None:
    first = booked(desk, minutes=30)
    second = booked(desk, minutes=30 + 1440)
    booked(desk, minutes=30 + 3 * 1440)

    found = desk.ask(lanes, MONDAY, desk.now(), days=3)

    lane = next(lane for lane in found.lanes if lane.technician == KIM)
    assert found.days == 3
    assert [bar.order for bar in lane.bars] == [first, second]
    assert lane.shifts == tuple(
        Window(T0 + (24 * n - 1) * HOUR, T0 + (24 * n + 7.5) * HOUR) for n in range(3)
    )
    assert len(lane.breaks) == 3
    assert lane.load_percent == round(100 * 122 / (3 * 510))


def test_what_is_known_already_is_left_out(desk: Desk) -> None:
    booked(desk, minutes=30)
    known = {lane.technician: lane for lane in day_of(desk).lanes}

    assert desk.ask(lanes, MONDAY, desk.now(), known=known).lanes == ()
    booked(desk, minutes=200)
    assert [lane.technician for lane in desk.ask(lanes, MONDAY, desk.now(), known=known).lanes] == [KIM]


def test_a_lane_knows_its_territory(desk: Desk) -> None:
    assert lane_of(desk).territory
