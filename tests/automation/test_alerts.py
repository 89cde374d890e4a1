"""Is an alert raised when its condition has held long enough, once, and cleared when that has ended?"""

from __future__ import annotations

from tests.commands.typed import do
from tests.office import HOUR, MINUTE
from tests.ruled import Ruled, an_alert_rule
from wom_tui.commands.alert import AcknowledgeAlert, ClearAlert, SnoozeAlert
from wom_tui.commands.undo import Undo
from wom_tui.domain.alert import AlertStatus
from wom_tui.domain.rule import Outcome
from wom_tui.queries.alerts import Which
from wom_tui.store.replay import differences

EVER = Which(status=frozenset(AlertStatus))


def test_an_alert_is_raised_when_its_condition_has_held_so_long(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1", lasting="10m"))
    do(office.desk, f"priority {order} 1")

    office.tick()
    assert office.tick(9 * MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]
    assert office.tick(MINUTE).outcomes == []
    (alert,) = office.alerts()
    assert (alert.subject, alert.order, alert.status, alert.severity) == (
        f"order:{order}",
        order,
        "open",
        "warning",
    )
    assert (alert.says, alert.value) == ("A rule of a test. (for 10 min)", 10)


def test_what_ends_before_that_is_never_told(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1", lasting="10m"))
    do(office.desk, f"priority {order} 1")
    office.tick()
    do(office.desk, f"priority {order} 2")
    office.tick(5 * MINUTE)
    do(office.desk, f"priority {order} 1")

    office.tick(MINUTE)
    assert office.tick(9 * MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]


def test_it_is_cleared_by_itself_when_its_condition_ends_and_raised_anew(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1"))
    for level in (1, 2, 1):
        do(office.desk, f"priority {order} {level}")
        assert office.tick(MINUTE).outcomes == [Outcome.DONE]
        assert office.tick(MINUTE).outcomes == []

    assert sorted(office.told(EVER)) == [(f"order:{order}", "cleared"), (f"order:{order}", "open")]
    cleared = next(row for row in office.alerts(EVER) if row.status == "cleared")
    assert (cleared.cleared_by, cleared.cleared_why) == ("rule:not-accepted", "its condition has ended")


def test_an_order_that_is_over_has_no_alert(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri<=4"))
    office.tick()

    do(office.desk, f"cancel {order} no more")
    office.tick()

    assert office.told() == []


def test_it_stays_until_that_holds_which_clears_it(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1", clear_when="pri>2"))
    do(office.desk, f"priority {order} 1")
    office.tick()

    do(office.desk, f"priority {order} 2")
    office.tick()
    assert office.told() == [(f"order:{order}", "open")]
    do(office.desk, f"priority {order} 3")
    office.tick()

    assert office.told() == []


def test_what_speaks_of_now_is_looked_at_every_minute(office: Ruled, order: int) -> None:
    do(office.desk, f"assign {order} kim 14:30")
    office.enable(an_alert_rule(when="planned<-15m"))

    raised = [at for at in range(1, 6 * 60) if office.tick(MINUTE).done]

    assert raised == [46]  # it is 14:00, and at 14:45 it does not lie more than 15 minutes back


def test_who_acknowledges_it_is_asked_no_more_and_it_goes_no_further_up(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1", escalate=["15m manager", "1h admin"]))
    do(office.desk, f"priority {order} 1")
    office.tick()
    assert office.tick(14 * MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]

    office.desk.run(AcknowledgeAlert(alert=1))

    assert office.tick(2 * HOUR).outcomes == []
    (alert,) = office.alerts()
    assert (alert.status, alert.acknowledged_by, alert.step, alert.escalated_to) == (
        "acknowledged",
        "admin",
        1,
        "manager",
    )
    assert office.events_of(1) == ["alert.raised", "alert.escalated", "alert.acknowledged"]


def test_steps_that_passed_while_nobody_was_there_are_taken_in_their_order(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1", escalate=["15m dispatcher", "15m manager", "1h admin"]))
    do(office.desk, f"priority {order} 1")
    office.tick()

    assert office.tick(3 * HOUR).outcomes == [Outcome.DONE] * 3
    assert office.tick(HOUR).outcomes == []
    (raised, *escalated) = office.desk.events(since=office.desk.last_seq() - 4)
    assert raised.kind == "alert.raised"
    assert [event.after["escalations"][-1]["role"] for event in escalated] == [
        "dispatcher",
        "manager",
        "admin",
    ]


def test_a_snoozed_one_comes_back_at_its_time(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1", escalate=["15m manager"]))
    do(office.desk, f"priority {order} 1")
    office.tick()
    until_at = office.clock.at + HOUR
    office.desk.run(SnoozeAlert(alert=1, until_at=until_at, reason="they call back"))

    assert office.tick(59 * MINUTE).outcomes == []
    assert office.told() == [(f"order:{order}", "snoozed")]
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]
    assert office.tick().outcomes == [Outcome.DONE]  # and goes further up: nobody has said that they know
    assert office.events_of(1)[1:] == ["alert.snoozed", "alert.woken", "alert.escalated"]


def test_a_snoozed_one_that_ends_meanwhile_does_not_come_back(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1"))
    do(office.desk, f"priority {order} 1")
    office.tick()
    office.desk.run(SnoozeAlert(alert=1, until_at=office.clock.at + HOUR, reason="they call back"))
    do(office.desk, f"priority {order} 2")
    office.tick()

    office.tick(2 * HOUR)

    assert office.told(EVER) == [(f"order:{order}", "cleared")]


def test_one_that_was_cleared_by_hand_is_not_raised_again_before_its_condition_has_ended(
    office: Ruled, order: int
) -> None:
    office.enable(an_alert_rule(when="pri=1"))
    do(office.desk, f"priority {order} 1")
    office.tick()
    office.desk.run(ClearAlert(alert=1, reason="we know, and wait"))

    assert [office.tick(HOUR).outcomes for _ in range(3)] == [[], [], []]
    do(office.desk, f"priority {order} 2")
    assert office.tick().outcomes == [Outcome.DONE]
    do(office.desk, f"priority {order} 1")
    office.tick()

    assert sorted(office.told(EVER)) == [(f"order:{order}", "cleared"), (f"order:{order}", "open")]
    assert office.events_of(1) == ["alert.raised", "alert.cleared", "alert.ended"]


def test_each_thing_that_rules_do_with_alerts_can_be_taken_back_and_is_not_done_again(
    office: Ruled, order: int
) -> None:
    office.enable(an_alert_rule(when="pri=1", escalate=["15m manager"]))
    do(office.desk, f"priority {order} 1")
    office.tick()
    office.tick(15 * MINUTE)
    escalation = office.actions()[0]
    office.desk.run(Undo(receipt=escalation.command_id))
    assert (office.tick().outcomes, office.alerts()[0].step) == ([], 0)

    office.desk.run(Undo(receipt=office.actions()[-1].command_id))

    assert (office.told(EVER), office.tick(HOUR).outcomes) == ([], [])
    do(office.desk, f"priority {order} 2")
    office.tick()
    do(office.desk, f"priority {order} 1")
    office.tick()
    assert office.told() == [(f"order:{order}", "open")]  # a new occasion
    with office.desk.engine.connect() as connection:
        assert differences(connection) == []


def test_a_clearing_that_was_taken_back_is_not_done_again(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1"))
    do(office.desk, f"priority {order} 1")
    office.tick()
    do(office.desk, f"priority {order} 2")
    office.tick()

    office.desk.run(Undo(receipt=office.actions()[0].command_id))

    assert (office.told(), office.tick().outcomes) == ([(f"order:{order}", "open")], [])


def test_lines_are_done_once_when_it_is_raised(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1", do=["note {order} look here"]))
    do(office.desk, f"priority {order} 1")
    office.tick()
    do(office.desk, f"priority {order} 2")
    office.tick()

    assert office.notes() == [(order, "look here")]


def test_what_its_lines_may_not_do_keeps_no_alert_down(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1", do=["release {order}"]))
    do(office.desk, f"priority {order} 1")

    assert office.tick().outcomes == [Outcome.REFUSED]
    assert office.tick(MINUTE).outcomes == []
    assert office.told() == [(f"order:{order}", "open")]


def test_a_timer_raises_one_while_its_moment_is_past(office: Ruled, order: int) -> None:
    do(office.desk, f"assign {order} kim 14:30")
    office.enable(an_alert_rule(after="10m", of="planned_start", when="status=scheduled"))

    assert office.tick(39 * MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]
    assert office.alerts()[0].says == "A rule of a test. (10 min past planned start)"
    do(office.desk, f"move {order} 16:00")
    office.tick(MINUTE)

    assert office.told() == []


def test_the_share_of_an_sla_goes_by_its_own_clock(office: Ruled, order: int) -> None:
    """120 business minutes to respond, from 09:00 there, which is 14:00 in UTC; held for parts its clock stands."""
    office.enable(an_alert_rule(after="75%", of="respond_sla"))
    office.tick(30 * MINUTE)
    do(office.desk, f"hold {order} parts")
    office.tick(3 * HOUR)
    do(office.desk, f"release {order}")

    raised = [at for at in range(1, 200) if office.tick(MINUTE).done]

    assert raised == [60]
    assert office.alerts()[0].says == "A rule of a test. (75% of the time to respond is used)"


def test_what_happens_raises_one_that_lasts_as_long_as_its_condition(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(event="order.prioritised", when="pri=1"))
    do(office.desk, f"priority {order} 1")
    office.tick()
    assert office.told() == [(f"order:{order}", "open")]

    do(office.desk, f"priority {order} 2")
    office.tick()

    assert office.told() == []


def test_a_rule_may_answer_an_alert(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1", escalate=["15m manager"]))
    office.enable(
        'name = "note-it"\nsays = "Notes."\nevent = "alert.escalated"\ndo = ["note {order} call the manager"]\n'
    )
    do(office.desk, f"priority {order} 1")
    office.tick()
    office.tick(15 * MINUTE)

    office.tick()

    assert office.notes() == [(order, "call the manager")]
