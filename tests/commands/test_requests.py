"""What comes in before it is an order: none leaves without an order or a reason."""

from __future__ import annotations

import pytest

from tests.commands.typed import do, the_order
from tests.office import HOUR, T0, ManualClock, an_order, number_of
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.request import ConvertRequest, ReceiveRequest
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.request import Request, RequestStatus
from wom_tui.domain.site import Contact, Customer, GeocodeQuality, Site
from wom_tui.domain.work_order import OrderStatus, Priority, WorkOrder
from wom_tui.errors import Conflict, InvalidInput, NotFound, Rejected
from wom_tui.grammar.completion import complete
from wom_tui.queries.requests import new_requests, request_detail, request_rows
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences

SAID = 'request add "no light at the corner" by="K. Byrne" channel=phone site="Site 2" phone="555 0100"'


def request_of(desk: Desk, number: int = 1) -> Request:
    return desk.ask(Reader.get, Request, number)


def test_a_request_waits_with_who_said_it_and_where(desk: Desk) -> None:
    receipt = do(desk, SAID)

    found = request_of(desk)
    assert receipt.result["request"] == found.id == 1
    assert (found.text, found.said_by, found.channel) == ("no light at the corner", "K. Byrne", "phone")
    assert (found.site_id, found.received_at, found.status) == (2, T0, RequestStatus.NEW)
    assert desk.ask(Reader.select, WorkOrder) == ()


def test_whom_to_call_back_stays_out_of_the_journal(desk: Desk) -> None:
    receipt = do(desk, SAID)

    contact = desk.ask(Reader.get, Contact, request_of(desk).contact_id or 0)
    assert (contact.name, contact.phone) == ("K. Byrne", "555 0100")
    assert all("555 0100" not in str(event.after) for event in desk.events())
    assert receipt.summary.endswith('site="Site 2" phone=…')


def test_it_becomes_an_order_with_its_words_and_its_clock(desk: Desk, clock: ManualClock) -> None:
    do(desk, SAID)
    clock.forward(2 * HOUR)

    receipt = do(desk, 'request convert 1 type="Street light" pri=1')

    order = the_order(desk, receipt.result["number"])
    assert (order.title, order.description) == ("no light at the corner", "no light at the corner")
    assert (order.requester, order.channel, order.site_id, order.priority) == (
        "K. Byrne",
        "phone",
        2,
        Priority.P1,
    )
    assert (order.opened_at, order.status) == (T0, OrderStatus.READY)
    assert order.contact_id == request_of(desk).contact_id
    assert (request_of(desk).status, request_of(desk).order_id) == (RequestStatus.CONVERTED, order.id)
    assert request_of(desk).decided_at == T0 + 2 * HOUR


def test_a_long_text_becomes_a_short_title_and_a_whole_description(desk: Desk) -> None:
    text = f"the lamp {'really ' * 30}flickers\nand hums"
    desk.run(ReceiveRequest(text=text))

    receipt = desk.run(ConvertRequest(request=1))

    order = the_order(desk, receipt.result["number"])
    assert (order.title[-7:], order.description) == ("really…", text)
    assert len(order.title) <= 80


def test_it_may_be_about_an_order_that_is_there(desk: Desk) -> None:
    number = number_of(desk, an_order())
    do(desk, SAID)

    do(desk, f"request convert 1 into={number}")

    assert request_of(desk).order_id == number
    assert do(desk, f"request convert 1 into={number}").events == ()
    with pytest.raises(InvalidInput, match="into"):
        do(desk, f"request convert 1 into={number} pri=1")


def test_it_is_about_no_order_that_was_merged_away(desk: Desk) -> None:
    keep, drop = number_of(desk, an_order()), number_of(desk, an_order())
    do(desk, f"merge {keep} {drop}", SAID)

    with pytest.raises(Rejected, match=f"merged into {keep}"):
        do(desk, f"request convert 1 into={drop}")


def test_an_address_that_no_site_has_makes_one_that_waits_for_its_position(desk: Desk) -> None:
    do(desk, 'request add "tree down" address="7 Elm St" by=Kim channel=phone', "request convert 1 type=Tree")
    do(desk, 'request add "tree down again" address="7 Elm St"', "request convert 2")

    first, second = desk.ask(Reader.select, WorkOrder)
    site = desk.ask(Reader.get, Site, first.site_id or 0)
    assert (site.name, site.geocode_quality) == ("7 Elm St", GeocodeQuality.MISSING)
    assert (first.status, second.site_id) == (OrderStatus.DRAFT, site.id)


def test_the_new_site_is_the_customer_s(desk: Desk) -> None:
    desk.run(LoadFacts(facts=(Customer(id=3, name="Acme"),)))
    do(desk, 'request add "tree down" address="7 Elm St"', "request convert 1 customer=Acme")

    (order,) = desk.ask(Reader.select, WorkOrder)
    site = desk.ask(Reader.get, Site, order.site_id or 0)
    assert (order.customer_id, site.name, site.customer_id) == (3, "7 Elm St", 3)


def test_no_site_is_made_where_none_is_wanted(desk: Desk) -> None:
    do(desk, 'request add "tree down" address="7 Elm St"', "request convert 1 site=none")

    (order,) = desk.ask(Reader.select, WorkOrder)
    assert order.site_id is None
    assert desk.ask(Reader.select, Site, name="7 Elm St") == ()


@pytest.mark.parametrize(("said", "meant"), [("Byrne", 7), ("7", 7), ("#7", 7), ("none", None)])
def test_who_calls_may_be_somebody_known_by_name_or_number(desk: Desk, said: str, meant: int | None) -> None:
    desk.run(LoadFacts(facts=(Contact(id=7, name="Byrne, K.", phone="555 0100", salt="s"),)))

    do(desk, f'request add "no light" contact={said}')

    assert request_of(desk).contact_id == meant


def test_it_is_declined_with_a_reason_only(desk: Desk) -> None:
    do(desk, SAID)

    with pytest.raises(InvalidInput, match="why, in words"):
        do(desk, "request decline 1")
    do(desk, "request decline 1 not our street")

    assert request_of(desk).decline_reason == "not our street"
    assert do(desk, "request decline 1 not our street").events == ()


@pytest.mark.parametrize("line", ["request convert 1", "request decline 1 another reason"])
def test_what_was_decided_stands_until_it_is_taken_back(desk: Desk, line: str) -> None:
    do(desk, SAID)
    do(desk, "request decline 1 not our street")

    with pytest.raises(Rejected, match="was declined: not our street"):
        do(desk, line)
    desk.run(Undo())

    do(desk, line)

    assert request_of(desk).status is not RequestStatus.NEW


def test_undo_takes_the_order_back_and_the_request_waits_again(desk: Desk) -> None:
    do(desk, SAID)
    number = do(desk, "request convert 1").result["number"]

    desk.run(Undo())

    assert (request_of(desk).status, request_of(desk).order_id) == (RequestStatus.NEW, None)
    with pytest.raises(NotFound):
        the_order(desk, number)
    with desk.engine.connect() as connection:
        assert differences(connection) == []


def test_whoever_saw_it_before_is_told_who_was_faster(desk: Desk) -> None:
    do(desk, SAID, "request decline 1 not our street")

    with pytest.raises(Conflict):
        desk.run(ConvertRequest(request=1, expect=1))


@pytest.mark.parametrize(
    "line",
    [
        "request",
        "request lose 1",
        "request convert x",
        "request convert 99",
        "request decline 1 why into=3",
        "request add hello into=3",
        "request add hello received=tomorrow",
        "request convert 1 by=Kim",
    ],
)
def test_what_makes_no_sense_is_refused(desk: Desk, line: str) -> None:
    do(desk, SAID)
    before = desk.last_seq()

    with pytest.raises((InvalidInput, NotFound)):
        do(desk, line)

    assert desk.last_seq() == before


def test_the_queue_begins_with_the_oldest_and_counts_what_is_new(desk: Desk, clock: ManualClock) -> None:
    do(desk, 'request add "second"')
    do(desk, 'request add "first" received=8:00')
    do(desk, 'request add "gone"', "request decline 3 not ours")

    assert [row.text for row in desk.ask(request_rows, status=RequestStatus.NEW)] == ["first", "second"]
    assert len(desk.ask(request_rows)) == 3
    assert desk.ask(new_requests) == (2, T0 - 6 * HOUR)
    assert [event.kind for event in desk.ask(request_detail, 3).history] == [
        "request.declined",
        "request.received",
    ]


def test_a_line_is_completed_with_what_waits(desk: Desk) -> None:
    do(desk, 'request add "second"')
    do(desk, 'request add "first" received=8:00')

    def offered(line: str) -> list[str]:
        return [found.label for found in desk.ask(complete, line, len(line), now=T0)]

    assert offered("request ") == ["add", "convert", "decline"]
    assert offered("request convert ") == offered("request decline ") == ["2", "1"]
    assert offered("request add ") == []
