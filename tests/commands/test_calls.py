"""A call that becomes an order in one act: who called, from where, and who comes."""

from __future__ import annotations

import pytest

from tests.commands.typed import do, the_order
from tests.office import KIM, MINUTE, T0
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.site import Contact, Site
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.errors import InvalidInput, NotFound, Rejected
from wom_tui.grammar.privacy import is_private
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences

CALL = 'new "no light" type="Street light" channel=phone requester="K. Byrne" phone="555 0100"'


def test_an_order_that_is_planned_at_once_is_one_act_and_one_undo(desk: Desk) -> None:
    receipt = do(desk, f'{CALL} site="Site 2" assign="kim 14:30"')

    number = receipt.result["number"]
    (visit,) = desk.ask(Reader.select, Visit, order_id=number)
    assert (visit.technician_id, the_order(desk, number).status) == (KIM, OrderStatus.SCHEDULED)
    assert visit.start_at == T0 + 30 * MINUTE
    desk.run(Undo())
    assert desk.ask(Reader.select, WorkOrder) == ()
    assert desk.ask(Reader.select, Visit) == ()
    assert desk.ask(lambda reader: differences(reader.connection)) == []


def test_a_place_that_no_site_has_becomes_one_and_the_order_waits_for_its_position(desk: Desk) -> None:
    receipt = do(desk, f'{CALL} address="12 Elm St"')

    order = the_order(desk, receipt.result["number"])
    site = desk.ask(Reader.get, Site, order.site_id or 0)
    assert (site.name, site.address, site.has_position) == ("12 Elm St", "12 Elm St", False)
    assert order.status is OrderStatus.DRAFT


def test_an_address_that_a_site_has_is_that_site(desk: Desk) -> None:
    receipt = do(desk, f'{CALL} address="Site 2"')

    assert the_order(desk, receipt.result["number"]).site_id == 2


def test_whom_to_call_back_is_a_contact_and_stays_out_of_journal_and_receipt(desk: Desk) -> None:
    receipt = do(desk, f"{CALL} site=#2")

    contact = desk.ask(Reader.get, Contact, the_order(desk, receipt.result["number"]).contact_id or 0)
    assert (contact.name, contact.phone) == ("K. Byrne", "555 0100")
    assert all("555 0100" not in str(event.after) for event in desk.events())
    assert "555" not in receipt.summary


def test_a_number_to_call_back_is_added_later_and_stays_out_of_journal_and_receipt(desk: Desk) -> None:
    number = do(desk, 'new "no light" type="Street light" requester="K. Byrne"').result["number"]

    receipt = do(desk, f'edit {number} phone="617 555 0100"')

    contact = desk.ask(Reader.get, Contact, the_order(desk, number).contact_id or 0)
    assert (contact.name, contact.phone) == ("K. Byrne", "617 555 0100")
    assert all("555 0100" not in str(event.after) for event in desk.events())
    assert "555" not in receipt.summary
    assert is_private(f"edit {number} phone=617")
    desk.run(Undo())
    assert the_order(desk, number).contact_id is None
    assert desk.ask(lambda reader: differences(reader.connection)) == []


def test_another_number_changes_nothing_for_other_orders_of_that_contact(desk: Desk) -> None:
    first = do(desk, CALL).result["number"]
    known = the_order(desk, first).contact_id
    other = do(desk, 'new "still no light" type="Street light"').result["number"]

    do(desk, f"edit {other} contact=k.")
    assert the_order(desk, other).contact_id == known
    do(desk, f"edit {other} phone=5550199")

    assert desk.ask(Reader.get, Contact, known or 0).phone == "555 0100"
    now = desk.ask(Reader.get, Contact, the_order(desk, other).contact_id or 0)
    assert (now.name, now.phone) == ("K. Byrne", "5550199")
    do(desk, f"edit {other} phone=none")
    assert the_order(desk, other).contact_id is None
    with pytest.raises(InvalidInput):
        do(desk, f"edit {other} phone=5550199 contact={known}")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ("assign=kim", "assign"),
        ('assign="kim fri"', "assign"),
        ('assign="kim asap"', "assign"),
        ('site=#2 address="12 Elm St"', "address"),
    ],
)
def test_half_a_booking_and_two_places_are_refused(desk: Desk, more: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        do(desk, f"{CALL} {more}")

    assert refused.value.field == field


@pytest.mark.parametrize("said", ["kim 14:30", "14:30 kim", "K. Moran 14:30", "K. Moran mon 14:30"])
def test_a_booking_is_said_as_everywhere(desk: Desk, said: str) -> None:
    receipt = do(desk, f'{CALL} site="Site 2" assign="{said}"')

    (visit,) = desk.ask(Reader.select, Visit, order_id=receipt.result["number"])
    assert (visit.technician_id, f"{visit.start_at:%H:%M}") == (KIM, "14:30")


def test_who_is_not_known_is_said_with_who_is_like_it(desk: Desk) -> None:
    with pytest.raises(NotFound, match="kin") as refused:
        do(desk, f'{CALL} site="Site 2" assign="kin 14:30"')

    assert refused.value.nearest == ("kim",)


def test_an_order_that_cannot_be_planned_is_not_made_either(desk: Desk) -> None:
    with pytest.raises(Rejected):
        do(desk, f'{CALL} address="12 Elm St" assign="kim 14:30"')

    assert desk.ask(Reader.select, WorkOrder) == ()
