"""What becomes of an alert by those who work with it, and can each of it be taken back?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from tests.commands.typed import do
from tests.office import HOUR, T0, ManualClock
from wom_tui.commands.alert import AcknowledgeAlert, AssignAlert, ClearAlert, SnoozeAlert
from wom_tui.commands.erasure import EraseCustomer
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.roster import AddUser
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.alert import Alert, AlertStatus, Severity
from wom_tui.domain.log_filter import LogFilter
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.site import Customer
from wom_tui.errors import Conflict, Forbidden, InvalidInput, NotFound, Rejected, StoreError
from wom_tui.queries.alerts import (
    AlertCounts,
    Which,
    alert_counts,
    alert_detail,
    alert_rows,
)
from wom_tui.queries.log import log_page
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences

ALL = Which(status=frozenset(AlertStatus))


def an_alert(id: int = 1, subject: str = "order:1", **given: Any) -> Alert:
    fields: dict[str, Any] = {
        "rule": "late",
        "severity": Severity.WARNING,
        "says": "It is late.",
        "since_at": T0,
        "raised_at": T0,
    }
    return Alert(id=id, subject=subject, **(fields | given))


def load(desk: Desk, *alerts: Alert) -> None:
    desk.run(LoadFacts(facts=alerts, what="alerts"))


@pytest.fixture
def alert(desk: Desk) -> Alert:
    load(desk, an_alert(order_id=1))
    return the_alert(desk)


def the_alert(desk: Desk, id: int = 1) -> Alert:
    return desk.ask(Reader.get, Alert, id)


def states(desk: Desk, which: Which = ALL) -> dict[int, str]:
    return {row.number: row.status for row in desk.ask(alert_rows, desk.now(), which)}


def test_who_acknowledges_it_is_written_down(desk: Desk, alert: Alert) -> None:
    do(desk, "ack 1")

    known = the_alert(desk)
    assert (known.status, known.acknowledged_by, known.acknowledged_at) == (
        AlertStatus.ACKNOWLEDGED,
        "admin",
        T0,
    )
    assert do(desk, "ack 1").events == ()  # so already


def test_one_that_is_snoozed_is_away_until_its_time(desk: Desk, alert: Alert, clock: ManualClock) -> None:
    do(desk, "ack 1", "alert snooze 1 they call back until=15:00")

    assert states(desk) == {1: "snoozed"}
    assert states(desk, Which(status=frozenset({AlertStatus.OPEN}))) == {}
    away = the_alert(desk)
    assert (away.snoozed_by, away.snoozed_until_at, away.snooze_reason) == (
        "admin",
        T0 + HOUR,
        "they call back",
    )
    clock.forward(HOUR)
    assert states(desk, Which(status=frozenset({AlertStatus.OPEN}))) == {1: "open"}  # nobody runs the rules


@pytest.mark.parametrize(
    ("until", "reason"),
    [(T0, "they call back"), (T0 + HOUR, " "), ((T0 + HOUR).replace(tzinfo=None), "no zone")],
)
def test_a_snooze_has_a_time_to_come_and_a_reason(
    desk: Desk, alert: Alert, until: datetime, reason: str
) -> None:
    with pytest.raises(InvalidInput):
        desk.run(SnoozeAlert(alert=1, until_at=until, reason=reason))


def test_it_is_given_to_a_user(desk: Desk, alert: Alert) -> None:
    desk.run(AddUser(name="Ann", role=Role.DISPATCHER))

    do(desk, "alert assign 1 ann")
    assert the_alert(desk).assignee == "Ann"
    do(desk, "alert assign 1 to me")
    assert (the_alert(desk).assignee, the_alert(desk).assigned_by) == ("admin", "admin")
    with pytest.raises(NotFound):
        desk.run(AssignAlert(alert=1, to="somebody"))


def test_what_is_cleared_stays_as_it_is(desk: Desk, alert: Alert) -> None:
    do(desk, "alert clear 1 the sensor was wrong")

    cleared = the_alert(desk)
    assert (cleared.status, cleared.cleared_why, cleared.ended_at) == (
        AlertStatus.CLEARED,
        "the sensor was wrong",
        None,
    )
    until = T0 + HOUR
    for command in (
        AcknowledgeAlert(alert=1),
        SnoozeAlert(alert=1, until_at=until, reason="why"),
        AssignAlert(alert=1, to="me"),
        ClearAlert(alert=1, reason="again"),
    ):
        with pytest.raises(Rejected) as refused:
            desk.run(command)
        assert [one.code for one in refused.value.violations] == ["alert.cleared"]


def test_what_changed_since_it_was_looked_at_is_told(desk: Desk, alert: Alert) -> None:
    do(desk, "alert assign 1 me")

    with pytest.raises(Conflict):
        desk.run(ClearAlert(alert=1, reason="we know", expect=alert.version))


@pytest.mark.parametrize(
    "line", ["ack 1", "alert snooze 1 later until=+1h", "alert assign 1 me", "alert clear 1 we know"]
)
def test_each_of_it_can_be_taken_back_and_done_again(desk: Desk, alert: Alert, line: str) -> None:
    do(desk, line)
    done = the_alert(desk)

    do(desk, "undo")
    assert the_alert(desk) == Alert(**(vars(alert) | {"version": 3}))
    do(desk, "redo")

    assert the_alert(desk) == Alert(**(vars(done) | {"version": 4}))
    with desk.engine.connect() as connection:
        assert differences(connection) == []


def test_there_is_one_for_each_rule_and_subject_that_is_not_cleared(desk: Desk, alert: Alert) -> None:
    with pytest.raises((StoreError, IntegrityError, Rejected)):
        load(desk, an_alert(2))
    do(desk, "alert clear 1 we know")
    load(desk, an_alert(2))
    load(desk, an_alert(3, rule="other"), an_alert(4, "order:2"))

    assert states(desk) == {1: "cleared", 2: "open", 3: "open", 4: "open"}


def test_a_clearing_is_not_taken_back_where_another_one_stands_by_now(desk: Desk, alert: Alert) -> None:
    receipt = do(desk, "alert clear 1 we know")
    load(desk, an_alert(2))

    with pytest.raises(Rejected) as refused:
        desk.run(Undo(receipt=receipt.command_id))

    assert [one.code for one in refused.value.violations] == ["record.exists"]
    assert states(desk) == {1: "cleared", 2: "open"}


def test_the_badge_counts_what_nobody_has_answered(desk: Desk, clock: ManualClock) -> None:
    load(
        desk,
        an_alert(1, severity=Severity.CRITICAL, order_id=1),
        an_alert(2, "order:2", order_id=2),
        an_alert(3, "order:3", severity=Severity.INFO, order_id=3),
        an_alert(4, "order:1", rule="other", severity=Severity.INFO, order_id=1),
        an_alert(5, "office"),
    )
    do(desk, "ack 2", "alert snooze 3 later until=+1h", "alert clear 5 we know")

    assert desk.ask(alert_counts, desk.now()) == AlertCounts(1, 0, 1, acknowledged=1, snoozed=1)
    assert desk.ask(alert_counts, desk.now()).new == 2
    clock.forward(2 * HOUR)
    assert desk.ask(alert_counts, desk.now()).snoozed == 0


def test_the_worst_comes_first_and_of_those_the_oldest(desk: Desk) -> None:
    minutes = [timedelta(minutes=n) for n in range(4)]
    load(
        desk,
        an_alert(1, "order:1", raised_at=T0 + minutes[1]),
        an_alert(2, "order:2", raised_at=T0 + minutes[0]),
        an_alert(3, "order:3", raised_at=T0 + minutes[2], severity=Severity.CRITICAL),
        an_alert(4, "office", raised_at=T0 + minutes[3], severity=Severity.INFO),
    )

    assert list(states(desk)) == [3, 2, 1, 4]


def test_a_customer_is_named_as_they_are_called_now(desk: Desk) -> None:
    desk.run(LoadFacts(facts=(Customer(id=7, name="Acme"),), what="customers"))
    load(desk, an_alert(1, "customer:7"), an_alert(2, "territory:West"), an_alert(3, "office"))

    about = {row.number: row.about for row in desk.ask(alert_rows, desk.now())}
    assert about == {1: "customer Acme", 2: "territory West", 3: "office"}


def test_the_words_about_an_order_are_erased_with_its_customer(desk: Desk, order: int) -> None:
    desk.run(LoadFacts(facts=(Customer(id=7, name="Jo Smith"),), what="customers"))
    do(desk, f"edit {order} customer='Jo Smith'".replace("'", '"'))
    load(desk, an_alert(order_id=order))
    do(desk, "alert clear 1 Jo Smith will call", f"cancel {order} no more")

    desk.run(EraseCustomer(customer=7))

    assert the_alert(desk).cleared_why == "erased"
    detail = desk.ask(alert_detail, 1, desk.now())
    assert "Jo Smith" not in str(detail)


def test_a_technician_changes_nothing(desk: Desk, alert: Alert) -> None:
    other = replace(desk, actor=Actor(name="jo", role=Role.TECHNICIAN))

    for command in (
        AcknowledgeAlert(alert=1),
        AssignAlert(alert=1, to="me"),
        ClearAlert(alert=1, reason="no"),
    ):
        with pytest.raises(Forbidden):
            other.run(command)


def test_the_log_of_an_order_tells_of_its_alerts(desk: Desk, order: int) -> None:
    load(desk, an_alert(order_id=order), an_alert(2, "office"))
    do(desk, "ack 1")
    do(desk, "ack 2")

    page = desk.ask(log_page, LogFilter(order=order))

    assert [act.summary for act in page.acts][:2] == ["ack 1", "load alerts"]
