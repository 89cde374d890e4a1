"""Does what comes due come to the right orders, as the rule says, and in the journal?"""

from __future__ import annotations

import pytest

from tests.commands.typed import do, the_order
from tests.office import HOUR, MINUTE, T0, an_order, number_of
from tests.ruled import Ruled, a_rule
from tests.whole import is_whole
from wom_tui.commands.rule import DisableRule
from wom_tui.commands.undo import Undo
from wom_tui.domain.rule import Outcome
from wom_tui.domain.work_order import OrderStatus


def test_a_rule_that_goes_by_the_clock_acts_once_at_each_of_its_moments(office: Ruled, order: int) -> None:
    office.enable(a_rule(every="15m"))

    assert office.tick().outcomes == []
    assert office.tick(15 * MINUTE).outcomes == [Outcome.DONE]
    assert office.tick(MINUTE).outcomes == []
    assert office.tick(14 * MINUTE).outcomes == [Outcome.DONE]
    assert office.notes() == [(order, "seen")] * 2


def test_only_orders_that_meet_its_condition_are_touched(office: Ruled, order: int) -> None:
    other = number_of(office.desk, an_order(site=2))
    do(office.desk, f"priority {other} 1")
    office.enable(a_rule(when="pri=1", every="15m"))

    office.tick(15 * MINUTE)

    assert office.noted() == [other]


def test_an_order_that_has_ended_is_no_matter_of_a_clock(office: Ruled, order: int) -> None:
    do(office.desk, f"cancel {order} no more")
    office.enable(a_rule(every="15m"))
    office.enable(a_rule("ended", when="status=cancelled", do="note {order} ended", every="15m"))

    office.tick(15 * MINUTE)

    assert office.notes() == [(order, "ended")]


def test_a_rule_answers_what_happened_and_says_so(office: Ruled, order: int) -> None:
    office.enable(a_rule(event="visit.assigned"))
    assert office.tick().outcomes == []

    do(office.desk, f"assign {order} kim 14:30")
    office.tick()

    assert office.noted() == [order]
    added = office.desk.latest_events(1)[0]
    assert (added.kind, added.actor, added.door) == ("note.added", "rule:note-it", "rule")
    assert added.cause is not None
    (answered,) = office.desk.events(since=added.cause - 1, limit=1)
    assert answered.kind == "visit.assigned"


def test_what_happened_before_it_was_switched_on_is_not_its_business(office: Ruled, order: int) -> None:
    do(office.desk, f"assign {order} kim 14:30")
    office.enable(a_rule(event="visit.assigned"))
    office.enable(a_rule("before", before="30m", of="planned_start"))

    assert office.tick().outcomes == []


def test_a_timer_runs_by_the_clock_of_each_order(office: Ruled, order: int) -> None:
    do(office.desk, f"assign {order} kim 20:00")
    office.enable(a_rule(before="30m", of="planned_start"))

    assert office.tick(5 * HOUR + 29 * MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]
    assert office.tick(MINUTE).outcomes == []


def test_a_timer_of_an_order_that_was_moved_closer_is_not_missed(office: Ruled, order: int) -> None:
    do(office.desk, f"assign {order} kim 20:00")
    office.enable(a_rule(before="2h", of="planned_start"))
    office.tick(HOUR)

    do(office.desk, f"move {order} 16:30")

    assert office.tick(MINUTE).outcomes == [Outcome.DONE]
    assert office.tick(4 * HOUR).outcomes == []


@pytest.mark.parametrize("clock", ["opened", "respond_due", "resolve_due"])
def test_a_timer_goes_by_any_clock_of_an_order(office: Ruled, order: int, clock: str) -> None:
    office.enable(a_rule(after="45m", of=clock))

    found = [at for at in range(60) if office.tick(HOUR).done]

    order_now = the_order(office.desk, order)
    due_at = {
        "opened": order_now.opened_at,
        "respond_due": order_now.respond_due_at,
        "resolve_due": order_now.resolve_due_at,
    }[clock]
    assert due_at is not None
    assert found == [int((due_at + 45 * MINUTE - T0) / HOUR)]


def test_a_timer_goes_by_the_review_date_of_a_hold(office: Ruled, order: int) -> None:
    do(office.desk, f"hold {order} parts until 18:00")
    office.enable(a_rule(after="1h", of="hold_until"))

    assert [at for at in range(1, 9) if office.tick(HOUR).done] == [5]  # from 14:00


def test_a_timer_goes_by_the_answer_that_has_not_come(office: Ruled, order: int) -> None:
    other = number_of(office.desk, an_order(site=2))
    do(office.desk, f"assign {order} kim 16:00", f"assign {other} ali 16:00")
    office.enable(a_rule(after="10m", of="dispatched"))
    do(office.desk, f"dispatch {order} {other}")
    office.tick(5 * MINUTE)
    do(office.desk, f"accept {other}")

    assert office.tick(5 * MINUTE).outcomes == [Outcome.DONE]
    assert office.noted() == [order]


def test_a_timer_goes_by_the_planned_end_of_a_visit(office: Ruled, order: int) -> None:
    do(office.desk, f"assign {order} kim 14:30")  # for an hour
    office.enable(a_rule(after="15m", of="planned_end"))

    assert office.tick(104 * MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]


def test_a_timer_goes_by_what_is_completed_and_not_closed(office: Ruled, order: int) -> None:
    office.enable(a_rule(after="2h", of="completed"))
    do(office.desk, f"complete {order} code=fixed")

    assert office.tick(119 * MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]


def test_a_timer_goes_by_the_share_of_an_sla_that_is_used(office: Ruled, order: int) -> None:
    """120 minutes to respond, of which the hold takes none."""
    office.enable(a_rule(after="80%", of="respond_sla"))
    office.tick(30 * MINUTE)
    do(office.desk, f"hold {order} parts")
    office.tick(HOUR)
    do(office.desk, f"release {order}")

    assert [at for at in range(1, 200) if office.tick(MINUTE).done] == [66]


@pytest.mark.parametrize(("policy", "times"), [("run_latest", 1), ("run_all", 8), ("skip_older_than 50m", 4)])
def test_moments_that_passed_while_nobody_was_there_are_made_up_for_as_the_rule_says(
    office: Ruled, order: int, policy: str, times: int
) -> None:
    office.enable(a_rule(every="15m", catch_up=policy))
    office.tick()

    told = office.tick(2 * HOUR)

    assert told.outcomes == [Outcome.DONE] * times
    assert office.tick().outcomes == []


@pytest.mark.parametrize(
    ("policy", "seen"), [("run_latest", [1]), ("run_all", [0, 1]), ("skip_older_than 10m", [1])]
)
def test_events_that_passed_meanwhile_too(office: Ruled, order: int, policy: str, seen: list[int]) -> None:
    office.enable(a_rule(event="order.prioritised", catch_up=policy))
    happened = []
    for level in (1, 3):
        office.clock.forward(HOUR)
        do(office.desk, f"priority {order} {level}")
        happened.append(office.desk.last_seq())

    office.tick(MINUTE)

    assert sorted(one.cause or 0 for one in office.actions()) == [happened[place] for place in seen]


def test_a_refusal_is_written_down_and_not_tried_again(office: Ruled, order: int) -> None:
    office.enable(a_rule(do="release {order}", every="15m"))

    assert office.tick(15 * MINUTE).outcomes == [Outcome.REFUSED]
    assert office.tick(MINUTE).outcomes == []
    (action,) = office.actions()
    assert (action.outcome, action.order) == (Outcome.REFUSED, order)
    assert action.said


def test_an_order_whose_labour_nobody_noted_is_refused_and_the_next_is_closed(
    office: Ruled, order: int
) -> None:
    line = "close {order} labour=visits cover=contract materials=none"
    office.enable(a_rule(do=line, event="order.completed"))
    do(office.desk, f"assign {order} kim 14:00", f"dispatch {order}", f"done {order}")
    do(office.desk, f"complete {order} fixed code=fixed")

    assert office.tick(MINUTE).outcomes == [Outcome.REFUSED]
    (action,) = office.actions()
    assert "nobody noted how long visit" in action.said

    other = number_of(office.desk, an_order())
    do(office.desk, f"assign {other} ali 15:00", f"dispatch {other}", f"arrive {other}")
    office.clock.forward(HOUR)
    do(office.desk, f"done {other}", f"complete {other} fixed code=fixed")

    assert office.tick(MINUTE).outcomes == [Outcome.DONE]


def test_several_lines_are_done_together_or_not_at_all(office: Ruled, order: int) -> None:
    office.enable(a_rule(do='note {order} first", "release {order}', every="15m"))

    assert office.tick(15 * MINUTE).outcomes == [Outcome.REFUSED]
    assert office.noted() == []


def test_what_is_so_already_changes_nothing(office: Ruled, order: int) -> None:
    do(office.desk, f"priority {order} 1")
    office.enable(a_rule(do="priority {order} 1", every="15m"))
    before = office.desk.last_seq()

    assert office.tick(15 * MINUTE).outcomes == [Outcome.SO_ALREADY]
    assert office.desk.last_seq() == before


def test_the_condition_is_looked_at_again_inside_the_act(office: Ruled, order: int) -> None:
    office.enable(a_rule(when="pri=2", every="15m"))
    office.clock.forward(15 * MINUTE)

    told = office.tick_during(lambda: do(office.desk, f"priority {order} 1"))  # somebody was faster

    assert told.outcomes == [Outcome.LAPSED]
    assert office.noted() == []


def test_a_rule_that_is_switched_off_writes_nothing_more(office: Ruled, order: int) -> None:
    office.enable(a_rule(every="15m"))
    office.clock.forward(15 * MINUTE)
    stop = DisableRule(name="note-it", reason="stop")

    told = office.tick_during(lambda: office.desk.run(stop))

    assert (told.outcomes, told.failed, office.noted(), office.actions()) == ([], {}, [], [])


def test_an_act_of_a_rule_can_be_taken_back_and_is_not_done_again(office: Ruled, order: int) -> None:
    office.enable(a_rule(do="hold {order} parts", every="15m", when="status=ready"))
    office.tick(15 * MINUTE)
    (action,) = office.actions()
    assert the_order(office.desk, order).status is OrderStatus.ON_HOLD

    office.desk.run(Undo(receipt=action.command_id))

    assert the_order(office.desk, order).status is OrderStatus.READY
    assert office.tick(MINUTE).outcomes == []


def test_the_journal_tells_of_the_rules_too(office: Ruled, order: int) -> None:
    office.enable(a_rule(every="15m"))
    office.tick(15 * MINUTE)
    office.desk.run(DisableRule(name="note-it", reason="stop"))
    office.enable(a_rule(every="30m"))

    assert is_whole(office.desk)


def test_a_rule_with_other_words_begins_anew(office: Ruled, order: int) -> None:
    office.enable(a_rule(every="1m", catch_up="run_all"))
    office.tick(MINUTE)
    office.desk.run(DisableRule(name="note-it", reason="stop"))
    office.tick(HOUR)
    office.enable(a_rule(every="1m", catch_up="run_all"))

    assert office.tick(MINUTE).outcomes == [Outcome.DONE]
