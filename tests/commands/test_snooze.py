"""What happens to an order that is put away: it is out of the queue, and comes back when it gets worse."""

from __future__ import annotations

import pytest

from tests.commands.typed import do
from tests.office import HOUR, MINUTE, ManualClock, an_order, number_of
from wom_tui.commands.erasure import EraseCustomer
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.site import Customer
from wom_tui.domain.snooze import Snooze
from wom_tui.domain.triage import Reason
from wom_tui.errors import InvalidInput, Rejected
from wom_tui.queries.order import order_detail
from wom_tui.queries.triage import Triage, whole_triage
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences


def queue(desk: Desk) -> Triage:
    return desk.ask(whole_triage, desk.now())


def numbers(desk: Desk) -> list[int]:
    return [entry.number for entry in queue(desk).entries]


def test_a_snoozed_order_is_away_until_its_time_comes(desk: Desk, order: int, clock: ManualClock) -> None:
    other = number_of(desk, an_order(site=2))
    assert numbers(desk) == [order, other]

    do(desk, f"snooze {order} until=15:00 reason=they call back at three")

    assert numbers(desk) == [other]
    (away,) = queue(desk).away
    assert away.snooze is not None
    assert (away.number, away.snooze.reason) == (order, "they call back at three")
    clock.forward(HOUR)
    assert numbers(desk) == [order, other]


def test_words_before_the_time_are_the_reason_too(desk: Desk, order: int) -> None:
    do(desk, f"snooze {order} waits for the key until=15:00")

    assert [one.reason for one in desk.ask(Reader.select, Snooze)] == ["waits for the key"]


def test_what_gets_worse_comes_back_before_its_time(desk: Desk, order: int, clock: ManualClock) -> None:
    do(desk, f"assign {order} kim 14:30", f"snooze {order} until=+8h reason=all is said")
    assert numbers(desk) == []

    clock.forward(31 * MINUTE)

    (entry,) = queue(desk).entries
    assert entry.worst.reason is Reason.UNSENT


def test_what_was_wrong_already_does_not_bring_it_back(desk: Desk, order: int, clock: ManualClock) -> None:
    clock.forward(3 * HOUR)
    assert queue(desk).entries[0].worst.reason is Reason.PAST_DUE

    do(desk, f"snooze {order} until=+8h reason=the customer knows")

    clock.forward(HOUR)
    assert numbers(desk) == []


def test_a_decline_brings_it_back(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 14:30", f"snooze {order} until=+8h reason=all is said", f"dispatch {order}")
    do(desk, f"decline {order} no ladder")

    (entry,) = queue(desk).entries
    assert entry.worst.reason is Reason.FAILED


def test_an_undo_brings_it_back_and_the_journal_tells_of_both(desk: Desk, order: int) -> None:
    do(desk, f"snooze {order} until=15:00 reason=they call back")
    do(desk, "undo")

    assert numbers(desk) == [order]
    kinds = [event.kind for event in desk.ask(order_detail, order, desk.now()).history]
    assert kinds[:2] == ["snooze.undone", "snooze.set"]
    with desk.engine.connect() as connection:
        assert differences(connection) == []


def test_snoozed_again_it_is_the_new_time_that_counts(desk: Desk, order: int) -> None:
    do(desk, f"snooze {order} until=15:00 reason=they call back")
    do(desk, f"snooze {order} until=16:00 reason=they have not called yet")

    (one,) = desk.ask(Reader.select, Snooze)
    assert (one.version, one.reason) == (2, "they have not called yet")
    assert do(desk, f"snooze {order} until=16:00 reason=they have not called yet").events == ()


def test_wake_takes_it_up_again(desk: Desk, order: int) -> None:
    do(desk, f"snooze {order} until=15:00 reason=they call back")
    do(desk, f"wake {order}")

    assert numbers(desk) == [order]
    with pytest.raises(Rejected, match="was not put away"):
        do(desk, f"wake {order}")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("until=15:00", "why"),
        ("reason=later", "when it is to be back"),
        ("until=8:00 reason=later", "a time to come"),
    ],
)
def test_a_time_to_come_and_a_reason_are_asked_for(desk: Desk, order: int, said: str, expected: str) -> None:
    with pytest.raises(InvalidInput, match=expected):
        do(desk, f"snooze {order} {said}")


def test_what_is_over_cannot_be_put_away(desk: Desk, order: int) -> None:
    do(desk, f"cancel {order} called off")

    with pytest.raises(Rejected, match="cancelled"):
        do(desk, f"snooze {order} until=15:00 reason=later")


def test_what_was_said_goes_with_the_customer_when_the_customer_is_erased(desk: Desk) -> None:
    desk.run(LoadFacts(facts=(Customer(id=9, name="Mrs Byrne"),), what="customers"))
    order = number_of(desk, an_order(customer=9))
    do(desk, f"snooze {order} until=15:00 reason=Mrs Byrne calls back", f"cancel {order} called off")

    desk.run(EraseCustomer(customer=9))

    assert [one.reason for one in desk.ask(Reader.select, Snooze)] == ["erased"]
    assert not [event for event in desk.events() if event.noun == Snooze.noun and "Byrne" in str(event.after)]
