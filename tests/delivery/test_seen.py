"""Is it seen of every message what has become of it, for whom it is by name, and what it says?"""

from __future__ import annotations

from collections import deque

import pytest

from tests.commands.typed import do
from tests.delivering import Delivering, a_notification
from wom_tui.commands.erasure import EraseCustomer
from wom_tui.domain.outbox import OutgoingState
from wom_tui.gateways.notify.outlet import Answer, Fate
from wom_tui.queries import outbox_seen as seen_query
from wom_tui.queries.letters import Letter
from wom_tui.queries.outbox import dead_letters
from wom_tui.queries.outbox_seen import OutboxSeen, letter_seen, outbox_seen

S = OutgoingState


def seen(office: Delivering) -> OutboxSeen:
    return office.desk.ask(outbox_seen)


def test_who_hears_it_has_a_name_and_no_address(office: Delivering, order: int) -> None:
    office.enable(a_notification("a"))
    office.enable(a_notification("b", to="technician", by="sms"))
    office.enable(a_notification("c", to="address:ops"))
    office.enable(a_notification("d", to="", by="webhook:erp", body=""))
    do(office.desk, f"dispatch {order}")
    assert sorted(row.to for row in seen(office).rows) == ["K. Moran", "customer", "erp", "ops"]

    office.round()
    told = {row.outgoing.subscription: row.to for row in seen(office).rows}

    assert told["a"] == "Dana Whitfield"
    assert not any("@" in name or "555" in name for name in told.values())


def test_whom_the_office_has_forgotten_is_no_name_any_more(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    office.round()
    do(office.desk, f"cancel {order} customer")
    office.desk.run(EraseCustomer(customer=1))

    (row,) = seen(office).rows
    assert "Dana" not in row.to


def test_what_would_be_said_is_put_together_until_it_has_left(office: Delivering, order: int) -> None:
    office.enable(a_notification(body="Order {order}"))
    do(office.desk, f"dispatch {order}")
    key = office.the_outgoing().dedupe_key

    def letter() -> object:
        return office.desk.ask(letter_seen, key, office.addresses, office.desk.now(), office.real_now())

    told = letter()
    assert isinstance(told, Letter)
    assert told.body == f"Order {order}"
    office.round()
    assert not isinstance(letter(), Letter)


def test_dead_letters_are_counted_until_somebody_sees_to_them(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    office.canned.answers = deque([Answer(Fate.NEVER, "no such user")])
    do(office.desk, f"dispatch {order}")
    assert office.desk.ask(dead_letters) == 0

    office.round()
    assert office.desk.ask(dead_letters) == 1
    assert seen(office).counts == {S.DEAD: 1}


def test_what_died_is_listed_behind_any_number_that_has_left(
    office: Delivering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen_query, "MOST_ENDED", 2)
    office.enable(a_notification(event="order.created", body="{order}"))
    office.canned.answers = deque([Answer(Fate.NEVER, "no such user")])
    for _ in range(4):
        office.order()
        office.round()

    found = seen(office)
    assert found.counts == {S.DEAD: 1, S.SENT: 3}
    assert [row.state for row in found.rows] == [S.DEAD, S.SENT, S.SENT]
