"""How long may a text be that somebody types? What is too long is refused wherever it comes in, not cut unseen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.commands.typed import do, the_order
from tests.office import an_order, number_of
from wom_tui.commands.command import Command
from wom_tui.commands.ending import CancelOrder, CompleteOrder
from wom_tui.commands.order import CreateOrder, EditOrder
from wom_tui.commands.request import ConvertRequest, ReceiveRequest
from wom_tui.desk import Desk
from wom_tui.domain.texts import LONGEST_TEXT, LONGEST_TITLE
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput
from wom_tui.store.reader import Reader

TITLE = "x" * LONGEST_TITLE
LONG = "y" * (LONGEST_TEXT + 1)
WRITERS: dict[str, Callable[[int, str], Command]] = {
    "description": lambda _, text: CreateOrder(title="Leak", description=text),
    "requester": lambda _, text: CreateOrder(title="Leak", requester=text),
    "resolution_text": lambda order, text: EditOrder(order=order, changes=(("resolution_text", text),)),
    "text": lambda _, text: ReceiveRequest(text=text),
    "address": lambda _, text: ReceiveRequest(text="leak", address=text),
    "reason": lambda order, text: CancelOrder(order=order, reason=text),
    "override": lambda order, text: CompleteOrder(order=order, override=text),
}


def test_a_title_is_kept_whole_up_to_its_limit(desk: Desk) -> None:
    number = do(desk, f"new {TITLE}").result["number"]

    assert the_order(desk, number).title == TITLE
    do(desk, f"edit {number} title={TITLE[:-1]}z")
    assert the_order(desk, number).title == f"{TITLE[:-1]}z"


@pytest.mark.parametrize(
    "line", ["new {title}", "edit {order} title={title}", "request convert 1 title={title}"]
)
def test_a_title_that_is_too_long_is_refused_at_every_door(desk: Desk, line: str) -> None:
    number = number_of(desk, an_order())
    desk.run(ReceiveRequest(text="leak"))

    with pytest.raises(InvalidInput, match=r"title: .* at most 200 characters; this has 201"):
        do(desk, line.format(title=f"{TITLE}x", order=number))

    assert [order.title for order in desk.ask(Reader.select, WorkOrder)] == [the_order(desk, number).title]


def test_a_long_request_becomes_an_order_all_the_same(desk: Desk) -> None:
    desk.run(ReceiveRequest(text=LONG[1:]))

    number = desk.run(ConvertRequest(request=1)).result["number"]

    assert len(the_order(desk, number).description) == LONGEST_TEXT
    assert len(the_order(desk, number).title) < LONGEST_TITLE


@pytest.mark.parametrize(("field", "command"), WRITERS.items(), ids=WRITERS)
def test_no_text_is_longer_than_anybody_reads(
    desk: Desk, field: str, command: Callable[[int, str], Command]
) -> None:
    number = number_of(desk, an_order())

    with pytest.raises(InvalidInput, match=rf"{field}: .* at most 10,000 characters; this has 10,001"):
        desk.run(command(number, LONG))


def test_a_line_may_be_as_long_as_what_it_says(desk: Desk) -> None:
    receipt = do(desk, f'new "Leak" description="{LONG[1:]}"')

    assert len(the_order(desk, receipt.result["number"]).description) == LONGEST_TEXT
