"""Who can take an order, when, and why not the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.office import ALI, HOUR, KIM, MINUTE, MONDAY, T0, TREES, an_order, number_of
from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.order import EditOrder
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import AddVisit, AssignVisit, DispatchVisit, FailVisit
from wom_tui.desk import Desk
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.work_order import HoldReason
from wom_tui.errors import InvalidInput, NotFound, Rejected
from wom_tui.queries.candidates import Candidates, candidates


def asked(desk: Desk, number: int, on: date | None = None, visit: int | None = None) -> Candidates:
    return desk.ask(candidates, number, desk.now(), desk.travel, on=on, visit=visit)


def test_everybody_who_can_is_ranked_with_the_time_they_could_be_there(desk: Desk) -> None:
    number = number_of(desk, an_order(site=3))
    desk.run(AssignVisit(order=number_of(desk, an_order(site=1)), technician=KIM, start_at=T0 + 5 * MINUTE))

    found = asked(desk, number)

    assert [(c.code, c.slot.start_at - T0) for c in found.ranked] == [
        ("ali", 5 * MINUTE),
        ("kim", timedelta(hours=1, minutes=10)),
    ]
    assert [c.slot.travel_s for c in found.ranked] == [180, 120]
    assert (found.on, found.refused, found.sentence) == (MONDAY, (), "")


def test_slack_is_the_time_left_to_the_due_that_counts_now(desk: Desk) -> None:
    number = number_of(desk, an_order(site=3))

    best = asked(desk, number).ranked[0]

    assert best.slack_min == 115  # to be answered within 120 min; five of them pass before somebody is there


def test_those_who_cannot_are_counted_by_their_first_reason(desk: Desk) -> None:
    number = number_of(desk, an_order(work_type=TREES))

    found = asked(desk, number)

    assert [c.code for c in found.ranked] == ["ali"]
    assert [(r.code, r.reason) for r in found.refused] == [("kim", "lacks trees 2")]
    assert found.sentence == "1 lacks trees 2"


def test_a_technician_away_for_the_day_is_refused(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(AddAbsence(technician=KIM, start_at=T0 - HOUR, end_at=T0 + 9 * HOUR, reason="ill"))

    found = asked(desk, number, on=MONDAY)

    assert [c.code for c in found.ranked] == ["ali"]
    assert [r.reason for r in found.refused] == ["is absent"]


def test_when_nobody_has_time_today_the_next_day_is_looked_at(desk: Desk) -> None:
    number = number_of(desk, an_order(work_type=TREES))
    desk.run(AddAbsence(technician=ALI, start_at=T0 - HOUR, end_at=T0 + 9 * HOUR, reason="ill"))

    found = asked(desk, number)

    assert found.on == date(2026, 3, 3)
    assert [c.code for c in found.ranked] == ["ali"]


def test_a_day_that_was_asked_for_is_not_left(desk: Desk) -> None:
    number = number_of(desk, an_order())
    sunday = date(2026, 3, 8)

    found = asked(desk, number, on=sunday)

    assert (found.on, found.ranked, found.sentence) == (sunday, (), "2 are off that day")


def test_an_order_that_nobody_may_plan_says_why_and_asks_nobody(desk: Desk) -> None:
    number = number_of(desk, an_order())
    assert asked(desk, number).violations == ()

    desk.run(EditOrder(order=number, changes=(("duration_min", None),)))
    lacking = asked(desk, number)
    assert "order.incomplete" in {v.code for v in lacking.violations}
    assert lacking.ranked == ()


def test_the_visit_that_waits_is_the_one_that_is_meant(desk: Desk) -> None:
    number = number_of(desk, an_order())
    assert asked(desk, number).visit is None

    desk.run(AddVisit(order=number))

    found = asked(desk, number)
    assert (found.visit, found.label) == (1, f"{number}/1")


def test_a_visit_that_is_planned_already_can_be_given_to_another_or_moved(desk: Desk) -> None:
    number = number_of(desk, an_order(site=1))
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))

    found = asked(desk, number)

    assert {c.code for c in found.ranked} == {"kim", "ali"}
    assert found.visit == 1  # and its own time does not stand in its way
    assert next(c for c in found.ranked if c.code == "kim").slot.start_at == T0 + 5 * MINUTE


def test_of_several_waiting_visits_none_is_taken_silently(desk: Desk) -> None:
    number = number_of(desk, an_order())
    for _ in range(2):
        desk.run(AddVisit(order=number))

    with pytest.raises(InvalidInput, match=f"{number}/1 or {number}/2"):
        asked(desk, number)
    assert asked(desk, number, visit=2).label == f"{number}/2"


def test_an_order_that_is_not_there_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        asked(desk, 4711)


def test_what_is_offered_can_be_assigned(desk: Desk) -> None:
    number = number_of(desk, an_order(site=4))
    for candidate in asked(desk, number).ranked:
        preview = desk.run(
            AssignVisit(order=number, technician=candidate.technician, start_at=candidate.slot.start_at),
            dry_run=True,
        )

        assert tuple(v.code for v in preview.violations) == tuple(v.code for v in candidate.violations)


def test_who_has_just_declined_is_not_offered_again_that_day(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))
    desk.run(DispatchVisit(visit=1))
    desk.run(FailVisit(visit=1, to=VisitStatus.DECLINED, reason="no ladder", at=T0 - 12 * MINUTE))

    found = asked(desk, number)

    assert [c.code for c in found.ranked] == ["ali"]
    assert [(r.code, r.reason) for r in found.refused] == [("kim", "declined 08:48")]
    assert found.sentence == "1 declined 08:48"
    assert [line.technician for line in desk.plan(MONDAY).visits] == [ALI]
    tomorrow = asked(desk, number, on=MONDAY + timedelta(days=1))
    assert {c.code for c in tomorrow.ranked} == {"ali", "kim"}


def test_who_has_declined_is_sent_all_the_same_with_a_reason(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))
    desk.run(DispatchVisit(visit=1))
    desk.run(FailVisit(visit=1, to=VisitStatus.DECLINED, reason="no ladder"))
    again = AssignVisit(order=number, technician=KIM, start_at=T0 + 2 * HOUR)

    with pytest.raises(Rejected, match=rf"K. Moran declined order {number} at 09:00: no ladder"):
        desk.run(again)
    receipt = desk.run(replace(again, override="ladder is in the yard"))

    assert [v.code for v in receipt.overrides] == ["technician.declined"]


def test_an_order_on_hold_is_for_nobody_before_it_is_released(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(HoldOrder(order=number, reason=HoldReason.PARTS, until_at=T0 + timedelta(days=2)))

    found = desk.ask(candidates, number, T0, desk.travel)

    assert (found.ranked, [v.message for v in found.violations]) == (
        (),
        [f"order {number} is on hold for parts; release it first"],
    )
