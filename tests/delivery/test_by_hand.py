"""What can a person do with messages, and what becomes of them in the end?"""

from __future__ import annotations

from collections import deque
from datetime import timedelta

import pytest

from tests.commands.typed import do
from tests.delivering import ACME, Delivering, a_notification
from wom_tui.commands.erasure import EraseCustomer
from wom_tui.commands.notify import DisableNotification
from wom_tui.commands.outbox import DropOutgoing, RetryOutgoing
from wom_tui.domain.outbox import OutgoingState
from wom_tui.errors import Rejected
from wom_tui.gateways.notify.outlet import Answer, Fate
from wom_tui.store.copying import copy
from wom_tui.store.engine import database_url as database_url_of
from wom_tui.store.engine import open_engine

S = OutgoingState
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_message_that_waits_is_dropped_and_brought_back(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    key = office.the_outgoing().dedupe_key

    office.desk.run(DropOutgoing(outgoing=key[:6], reason="they know"))
    assert office.round().sent == 0
    assert office.the_outgoing().said == "dropped by admin: they know"
    office.passed = timedelta(0)
    office.desk.run(RetryOutgoing(outgoing=key))
    assert office.round().sent == 1

    with pytest.raises(Rejected):
        office.desk.run(DropOutgoing(outgoing=key, reason="too late"))
    with pytest.raises(Rejected):
        office.desk.run(RetryOutgoing(outgoing=key))


def test_of_several_those_are_so_already_of_which_nothing_changes(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    key = office.the_outgoing().dedupe_key

    retried = office.desk.run_all([RetryOutgoing(outgoing=key) for _ in range(2)], mode="each")
    office.desk.run(DropOutgoing(outgoing=key, reason="they know"))
    dropped = office.desk.run_all(
        [DropOutgoing(outgoing=key, reason="they know") for _ in range(2)], mode="each"
    )

    assert (retried.so_already, dropped.so_already) == (0, 2)


def test_what_was_taken_back_is_not_told_by_hand_either(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    key = office.the_outgoing().dedupe_key
    office.desk.run(DropOutgoing(outgoing=key, reason="wait"))
    do(office.desk, "undo")

    with pytest.raises(Rejected, match="was taken back by admin"):
        office.desk.run(RetryOutgoing(outgoing=key))


def test_what_waits_for_an_endpoint_says_whose_settings_lack_it(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    office.outlets.clear()
    do(office.desk, f"dispatch {order}")
    office.round()

    waiting = office.the_outgoing()
    assert waiting.state is S.WAITING
    assert waiting.said.startswith("no way out; ")
    assert waiting.said.endswith("which reads its file again after a change")


def test_a_notification_that_is_switched_off_keeps_back_what_waits(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    office.desk.run(DisableNotification(name="tell-them", reason="wrong words"))

    office.round()
    assert office.the_outgoing().said == "the notification is off"


def test_what_messages_say_is_erased_with_the_customer_and_what_waits_stays_here(
    office: Delivering, order: int
) -> None:
    office.enable(a_notification("a", body="{order} {contact}"))
    office.enable(a_notification("b", event="order.cancelled", body="{order}"))
    office.canned.answers = deque([Answer(Fate.NEVER, "no dana@acme.example here")])
    do(office.desk, f"dispatch {order}")
    office.round()
    assert "Dana" in (office.the_outgoing().content or "")

    do(office.desk, f"cancel {order} customer")
    office.desk.run(EraseCustomer(customer=ACME))
    office.round()

    assert [(one.state, one.content, one.said) for one in office.outgoing()] == [
        (S.LAPSED, None, ""),
        (S.DEAD, None, ""),
    ]


def test_what_ended_a_month_ago_is_forgotten_and_what_was_given_up_later(office: Delivering) -> None:
    office.enable(a_notification(event="order.created", body="{order}"))
    office.canned.answers = deque([Answer(Fate.NEVER, "no")])
    office.order()
    office.order()
    office.round()
    assert office.states() == ["dead", "sent"]

    office.round(29 * DAY)
    assert office.states() == ["dead", "sent"]
    office.round(2 * DAY)
    assert office.states() == ["dead"]
    office.round(60 * DAY)
    assert office.states() == []


def test_an_office_that_moves_takes_its_outbox_along(
    office: Delivering, order: int, empty_database_url: str
) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")

    target = open_engine(database_url_of(empty_database_url))
    copied = copy(office.desk.engine, target)
    target.dispose()

    assert copied.rows["outbox"] == 1
