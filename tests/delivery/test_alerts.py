"""Do alerts leave the house with what they say, and is it enough to know what to do?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.delivering import Delivering, a_notification
from tests.office import MINUTE
from tests.ruled import Ruled, an_alert_rule
from wom_tui.commands.alert import ClearAlert
from wom_tui.commands.rule import DisableRule
from wom_tui.domain.outbox import OutgoingState
from wom_tui.domain.subscription_text import read_subscription
from wom_tui.presets.shipped import shipped_notifications
from wom_tui.queries.letter_rehearsal import rehearsed

STAFF = shipped_notifications()["staff-alert"]


@pytest.fixture
def runs(office: Delivering, order: int) -> Ruled:
    """Rules of an office whose chat hears of alerts; one of them meets the order at once, and goes up after a while."""
    runs = Ruled(office.desk, office.clock)
    runs.enable(
        an_alert_rule(
            "nobody-there", says="Nobody is there.", when="pri<=4", escalate=["15m manager", "1h admin"]
        )
    )
    office.enable(STAFF)
    return runs


def leave(office: Delivering) -> None:
    """The rules' runner has led last; now whoever delivers does."""
    office.may = office.take("one")
    office.round()


def test_the_chat_hears_of_an_alert_what_it_says_and_once(
    office: Delivering, order: int, runs: Ruled
) -> None:
    runs.tick(MINUTE)
    runs.tick(MINUTE)
    leave(office)

    (told,) = office.sent()
    assert told.splitlines() == [
        "Alert raised (warning): Nobody is there.",
        f"About order {order}: Light out, Site 1. Rule nobody-there.",
    ]


def test_it_hears_when_the_alert_goes_further_up_and_to_whom(office: Delivering, runs: Ruled) -> None:
    runs.tick(MINUTE)
    leave(office)
    for after, whom in ((timedelta(minutes=16), "manager"), (timedelta(hours=1), "admin")):
        runs.may = runs.take("rules")
        runs.tick(after)
        leave(office)

        assert office.sent()[-1].startswith(f"Alert escalated to {whom} (warning): Nobody is there.")
    assert office.states() == ["sent"] * 3


def test_what_is_about_no_order_says_what_it_is_about(office: Delivering) -> None:
    runs = Ruled(office.desk, office.clock)
    runs.enable(an_alert_rule("nobody-there", when="pri<=4"))
    office.enable(STAFF)
    office.desk.run(DisableRule(name="nobody-there", reason="too loud"))
    leave(office)

    (told,) = office.sent()
    assert told.splitlines()[0].startswith("Alert raised (info): The rule nobody-there was switched off")
    assert told.splitlines()[1] == "About rule nobody-there. Rule rule-off."


def test_nobody_is_called_to_an_alert_that_is_over_but_programs_hear_of_it(
    office: Delivering, runs: Ruled
) -> None:
    office.enable(a_notification("hook", event="alert.raised", by="webhook", to="", body="{reason}"))
    runs.tick(MINUTE)
    (alert,) = runs.alerts()
    office.desk.run(ClearAlert(alert=alert.number, reason="it is a test"))
    leave(office)

    said = {one.subscription: (one.state, one.said) for one in office.outgoing()}
    assert said == {
        "staff-alert": (OutgoingState.LAPSED, "the alert was cleared before that"),
        "hook": (OutgoingState.SENT, ""),
    }


def test_a_trial_tells_of_the_last_alert_of_the_order(office: Delivering, order: int, runs: Ruled) -> None:
    runs.tick(MINUTE)
    runs.tick(timedelta(minutes=16))

    trial = office.desk.ask(rehearsed, read_subscription(STAFF), order, office.addresses, office.desk.now())

    assert trial.examples == ()
    assert "escalated to manager (warning): Nobody is there." in str(trial.letter)
