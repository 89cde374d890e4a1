"""What a customer has asked for, and what another customer has by now, is erased with them."""

from __future__ import annotations

import pytest

from tests.erasing import ADA, BOB, a_closed_order, an_office_with_ada, everything, head_of
from tests.office import an_order, number_of
from tests.whole import is_whole
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.erasure import EraseCustomer
from wom_tui.commands.order import EditOrder
from wom_tui.commands.request import ConvertRequest, DeclineRequest, ReceiveRequest
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.request import Request
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import Rejected
from wom_tui.store.reader import EITHER


@pytest.fixture
def desk(database_url: str) -> Desk:
    return an_office_with_ada(database_url)


def requests_of(desk: Desk) -> list[Request]:
    return list(desk.ask(lambda reader: reader.select(Request, is_withdrawn=EITHER)))


def test_what_the_customer_asked_for_is_erased_too_whatever_became_of_it(desk: Desk) -> None:
    said = "My lamp at Pemberley Lane 4 is out, and Mr Quillfeather will not be at home before the evening"
    for given in (
        {"contact": 1, "address": "Pemberley Lane 4"},
        {"site": 6, "said_by": "Mrs Quillfeather"},
        {"said_by": "Mrs Quillfeather", "address": "behind the Quillfeather house"},
        {"said_by": "Bob himself"},
    ):
        desk.run(ReceiveRequest(text=said if given != {"said_by": "Bob himself"} else "a pole", **given))
    desk.run(DeclineRequest(request=1, reason="Quillfeather called again"))
    desk.run(Undo())
    desk.run(DeclineRequest(request=1, reason="Quillfeather called again"))
    desk.run(DeclineRequest(request=2, reason="twice"))
    number = a_closed_order(desk)
    desk.run(ConvertRequest(request=3, into=number))
    noted = head_of(desk)

    desk.run(EraseCustomer(customer=ADA))

    left = everything(desk)
    assert [word for word in ("Quillfeather", "Pemberley", "My lamp") if word in left] == []
    assert is_whole(desk, noted)
    assert [(one.text, one.said_by) for one in requests_of(desk)] == [
        *[("erased", None)] * 3,
        ("a pole", "Bob himself"),
    ]


def test_a_customer_who_waits_for_an_answer_is_not_erased(desk: Desk) -> None:
    desk.run(ReceiveRequest(text="no light", contact=1))

    with pytest.raises(Rejected) as caught:
        desk.run(EraseCustomer(customer=ADA))

    assert [v.code for v in caught.value.violations] == ["customer.busy"]
    assert "request 1" in str(caught.value)


def test_an_order_that_was_given_to_another_customer_is_erased_once_it_is_over(desk: Desk) -> None:
    standing = number_of(desk, an_order(customer=ADA, site=6, requester="Mr Quillfeather"))
    over = number_of(desk, an_order(customer=ADA, site=6, requester="Mr Quillfeather"))
    for number in (standing, over):
        desk.run(EditOrder(order=number, changes=(("customer_id", BOB),)))
    desk.run(CancelOrder(order=over, reason="not_needed"))

    receipt = desk.run(EraseCustomer(customer=ADA))

    assert receipt.result["moved"] == [standing]
    assert desk.ask(lambda reader: reader.get(WorkOrder, over)).requester is None
    assert desk.ask(lambda reader: reader.get(WorkOrder, standing)).requester == "Mr Quillfeather"
    desk.run(CancelOrder(order=standing, reason="not_needed"))
    assert desk.run(EraseCustomer(customer=ADA)).result["moved"] == []
    assert "Quillfeather" not in everything(desk)
    assert is_whole(desk)


def test_a_long_title_leaves_nothing_in_the_summary_of_its_receipt(desk: Desk) -> None:
    a_closed_order(desk, title="The lantern by the gate of the Quillfeathers is broken since the storm")

    desk.run(EraseCustomer(customer=ADA))

    assert "The lantern" not in everything(desk)
