"""What customers say of the work: noted for orders that were completed, once for each time, gone with the customer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.commands.test_records import counts, facts, put
from tests.commands.typed import do
from tests.office import an_order, close_desks, new_office, number_of
from wom_tui.commands.ending import CloseOrder, CompleteOrder
from wom_tui.commands.erasure import EraseCustomer
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.feedback import Feedback
from wom_tui.domain.site import Customer
from wom_tui.domain.work_order import Cover
from wom_tui.errors import InvalidInput, Rejected
from wom_tui.queries.board import dirty_since
from wom_tui.queries.order import order_detail


@pytest.fixture
def desk(empty_database_url: str) -> Iterator[Desk]:
    yield new_office(empty_database_url)
    close_desks()


@pytest.fixture
def number(desk: Desk) -> int:
    desk.run(LoadFacts(facts=(Customer(id=9, name="Mrs Byrne"),), what="customers"))
    number = number_of(desk, an_order(customer=9))
    desk.run(CompleteOrder(order=number, resolution_code="fixed"))
    return number


def said(desk: Desk, number: int) -> list[tuple[int, str, str | None]]:
    detail = desk.ask(order_detail, number, desk.now())
    return [(one.score, one.text, one.channel) for one in detail.feedback]


def test_what_is_said_of_an_order_stands_on_its_page(desk: Desk, number: int) -> None:
    do(desk, f'feedback {number} 5 "quick and clean" channel=phone')

    assert said(desk, number) == [(5, "quick and clean", "phone")]


def test_whoever_looks_at_the_order_sees_it_come_and_go(desk: Desk, number: int) -> None:
    seq = desk.last_seq()
    do(desk, f"feedback {number} 5")
    came = desk.ask(dirty_since, seq, {})
    desk.run(Undo())
    gone = desk.ask(dirty_since, came.seq, {})

    assert (set(came.orders), set(gone.orders)) == ({number}, {number})


def test_said_again_for_the_same_time_it_is_corrected(desk: Desk, number: int) -> None:
    for words in ("4 good received=-1h", "2 not so good received=-1h"):
        do(desk, f"feedback {number} {words}")

    assert said(desk, number) == [(2, "not so good", None)]
    assert [event.kind for event in desk.events()[-2:]] == ["feedback.received", "feedback.corrected"]


def test_an_order_that_was_never_completed_has_no_feedback(desk: Desk) -> None:
    number = number_of(desk, an_order())

    with pytest.raises(Rejected, match="was never completed"):
        do(desk, f"feedback {number} 5")


@pytest.mark.parametrize("words", ["0", "6", "well", "5 x received=+2h"])
def test_a_score_is_1_to_5_and_was_said_before_now(desk: Desk, number: int, words: str) -> None:
    with pytest.raises(InvalidInput):
        do(desk, f"feedback {number} {words}")


def test_feedback_comes_from_a_sheet_and_an_undo_takes_it_back(desk: Desk, number: int) -> None:
    other = number_of(desk, an_order())
    row = {"order": str(number), "received": "2026-03-02 09:00", "score": "4", "text": "nice"}

    receipt = put(desk, "feedback", row, row | {"order": str(other)}, row | {"order": "999"})

    assert counts(receipt) == (1, 0, 0, 2)
    assert said(desk, number) == [(4, "nice", None)]
    assert counts(put(desk, "feedback", row)) == (0, 0, 1, 0)

    desk.run(Undo(receipt=receipt.command_id))

    assert said(desk, number) == []


def test_what_was_said_is_erased_with_the_customer(desk: Desk, number: int) -> None:
    do(desk, f"feedback {number} 1 rude to Mrs Byrne")
    desk.run(CloseOrder(order=number, labour_min=30, materials=(), cover=Cover.CONTRACT))

    desk.run(EraseCustomer(customer=9))

    assert [(one.score, one.text) for one in facts(desk, Feedback)] == [(1, "")]
    events = [event.after for event in desk.events() if event.noun == Feedback.noun]
    assert "Byrne" not in str(events)
