"""Office and field talk: in threads, to whom it concerns, acknowledged, read, called back, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.commands.test_attachments import assert_forgotten, detail_of, erased_after, is_told
from tests.commands.test_records import put
from tests.commands.typed import do
from tests.office import ALI, HOUR, KIM, T0, an_order, number_of
from wom_tui.commands.message import AcknowledgeMessage, SendMessage, WithdrawMessage
from wom_tui.commands.roster import AddUser
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.message import LONGEST_MESSAGE, Me, Message
from wom_tui.domain.policy import Actor, Role
from wom_tui.errors import InvalidInput, NotFound, Rejected
from wom_tui.message_marks import mark_read
from wom_tui.queries.board import dirty_since
from wom_tui.queries.messages import (
    MessageRow,
    message_rows,
    message_thread,
    order_thread,
    technician_thread,
    unread,
)
from wom_tui.store.reader import EITHER, Reader

GATE = "the gate code is 1234 now"
OFFICE = Me("admin", None, True)
OTHER = Me("ann", None, True)
FIELD = Me("kim", KIM)


def at(desk: Desk, me: Me) -> Desk:
    """A desk of somebody else."""
    role = Role.DISPATCHER if me.is_office else Role.TECHNICIAN
    return replace(
        desk, actor=Actor(name=me.name, role=role, technician_id=me.technician_id), session=me.name
    )


@pytest.fixture
def visited(desk: Desk, order: int) -> int:
    """An order that Kim goes to."""
    desk.run(AssignVisit(order=order, technician=KIM, start_at=T0 + HOUR))
    return order


def thread(desk: Desk, number: int, me: Me = OFFICE) -> tuple[MessageRow, ...]:
    return desk.ask(order_thread, number, me)


def test_what_the_office_says_about_an_order_reaches_who_goes_there(desk: Desk, visited: int) -> None:
    receipt = do(desk, f"message {visited} {GATE}")

    (row,) = thread(desk, visited, FIELD)
    assert (row.author, row.from_technician, row.to, row.text) == ("admin", None, ("kim",), GATE)
    assert (row.is_to_me, row.is_unread, row.sent_at) == (True, True, desk.now())
    assert [thread(desk, visited, me)[0].is_unread for me in (OFFICE, OTHER)] == [False, False]
    assert GATE not in str(receipt.as_dict() | {"events": None})
    assert detail_of(desk, visited).history[0].kind == "message.sent"
    assert is_told(desk)


def test_what_the_field_says_reaches_the_office_and_an_answer_whoever_asked(desk: Desk, visited: int) -> None:
    asked = at(desk, FIELD).run(SendMessage(order=visited, text="which cellar?")).result["message"]
    assert thread(desk, visited, OTHER)[0].is_unread

    do(at(desk, OTHER), f"reply {asked} the left one")

    answer = thread(desk, visited, FIELD)[1]
    assert (answer.to, answer.reply_to, answer.is_unread) == (("kim",), asked, True)
    assert [row.number for row in desk.ask(message_thread, asked, OTHER)] == [asked, answer.number]


def test_a_message_about_an_order_that_nobody_goes_to_is_the_offices(desk: Desk, order: int) -> None:
    do(desk, f"message {order} who takes this?")

    assert thread(desk, order)[0].to == ("office",)


def test_a_technician_has_a_thread_of_their_own(desk: Desk, visited: int) -> None:
    do(desk, "tell kim please call the office", f"message {visited} {GATE}", "tell ali hello")

    rows = desk.ask(technician_thread, KIM, FIELD)
    assert [row.text for row in rows] == ["please call the office", GATE]
    assert [row.technician for row in rows] == ["kim", None]
    assert len(desk.ask(message_thread, rows[0].number, FIELD)) == 1


def test_who_is_mentioned_reads_it_too_and_a_slip_is_said(desk: Desk, visited: int) -> None:
    desk.run(AddUser(name="ann", role=Role.DISPATCHER))

    receipt = do(desk, f"message {visited} @ali has the key, @ann knows; mail a@b.example, @nobody")

    (row,) = thread(desk, visited)
    assert row.to == ("kim", "ali", "ann")
    assert [violation.code for violation in receipt.violations] == ["message.unknown"]
    assert thread(desk, visited, Me("ali", ALI))[0].is_unread


def test_whom_it_is_for_can_be_said_and_has_to_be_somebody(desk: Desk, visited: int) -> None:
    do(desk, f"message {visited} to=office,ali {GATE}")

    assert thread(desk, visited)[0].to == ("office", "ali")
    with pytest.raises(NotFound, match="no person 'oli'"):
        do(desk, f"message {visited} to=oli {GATE}")


def test_it_waits_for_everybody_in_the_field_and_for_one_of_the_office(desk: Desk, visited: int) -> None:
    do(desk, f"message {visited} to=office,kim,ali ack=yes {GATE}")
    (row,) = thread(desk, visited)
    assert row.waits_for == ("office", "kim", "ali")

    at(desk, FIELD).run(AcknowledgeMessage(message=row.number))
    do(at(desk, OTHER), f"got {row.number}", f"got {row.number} for=ali")

    (row,) = thread(desk, visited)
    assert (row.waits_for, row.acknowledged_by) == ((), ("kim", "ann"))
    assert not at(desk, FIELD).run(AcknowledgeMessage(message=row.number)).events
    assert is_told(desk)


def test_an_acknowledgement_is_taken_back(desk: Desk, visited: int) -> None:
    do(desk, f"message {visited} ack=yes {GATE}")
    number = thread(desk, visited)[0].number
    field = at(desk, FIELD)
    field.run(AcknowledgeMessage(message=number))

    field.run(Undo())

    assert thread(desk, visited)[0].waits_for == ("kim",)


def test_nobody_acknowledges_what_was_not_said_to_them(desk: Desk, visited: int) -> None:
    do(desk, f"message {visited} ack=yes {GATE}")
    number = thread(desk, visited)[0].number

    for me, whose in (
        (OFFICE, None),
        (OTHER, None),
        (OTHER, ALI),
        (Me("ali", ALI), None),
        (Me("ali", ALI), KIM),
    ):
        with pytest.raises(Rejected) as refused:
            at(desk, me).run(AcknowledgeMessage(message=number, technician=whose))
        assert [violation.code for violation in refused.value.violations] == ["message.elsewhere"]


def test_who_has_read_it_stands_in_no_journal(desk: Desk, visited: int) -> None:
    do(desk, f"message {visited} {GATE}", f"message {visited} and the dog bites")
    before = desk.last_seq()

    assert mark_read(at(desk, FIELD), thread(desk, visited, FIELD)) == 2

    assert mark_read(at(desk, FIELD), thread(desk, visited, FIELD)) == 0
    assert [row.read_by for row in thread(desk, visited)] == [("kim",), ("kim",)]
    assert desk.last_seq() == before


def test_what_is_unread_comes_first_then_the_newest(desk: Desk, visited: int) -> None:
    do(desk, f"message {visited} one", f"message {visited} two", f"message {visited} three")
    one, two, three = thread(desk, visited, FIELD)
    mark_read(at(desk, FIELD), [three])

    rows = desk.ask(message_rows, FIELD)

    assert [row.number for row in rows] == [two.number, one.number, three.number]
    assert [row.text for row in desk.ask(message_rows, FIELD, is_unread=True)] == ["two", "one"]
    assert [row.text for row in desk.ask(message_rows, FIELD, words="TWO")] == ["two"]
    assert desk.ask(unread, FIELD, desk.now()) == (2, frozenset({visited}))
    assert desk.ask(unread, OFFICE, desk.now()) == (0, frozenset())


def test_what_waits_for_an_answer_is_still_told_of(desk: Desk, visited: int) -> None:
    do(desk, f"message {visited} ack=yes {GATE}", f"message {visited} hello")
    mark_read(at(desk, FIELD), thread(desk, visited, FIELD))

    assert desk.ask(unread, FIELD, desk.now()) == (0, frozenset({visited}))
    assert [row.text for row in desk.ask(message_rows, OFFICE, is_waiting=True)] == [GATE]


def test_a_message_is_called_back_as_long_as_nobody_has_read_it(desk: Desk, visited: int) -> None:
    do(desk, f"message {visited} wrong order", f"message {visited} {GATE}")
    wrong, right = thread(desk, visited, FIELD)
    mark_read(at(desk, FIELD), [right])

    do(desk, f"withdraw {wrong.number}")

    assert [row.text for row in thread(desk, visited)] == [GATE]
    with pytest.raises(Rejected, match="was read by kim"):
        desk.run(WithdrawMessage(message=right.number))
    with pytest.raises(Rejected, match="stays"):
        at(desk, FIELD).run(WithdrawMessage(message=right.number))
    desk.run(Undo())
    assert [row.text for row in thread(desk, visited)] == ["wrong order", GATE]


def test_an_undo_calls_it_back_too_and_is_refused_once_it_was_read(desk: Desk, visited: int) -> None:
    do(desk, f"message {visited} {GATE}")
    do(desk, "undo")
    assert thread(desk, visited) == ()
    do(desk, f"message {visited} {GATE}")
    mark_read(at(desk, FIELD), thread(desk, visited, FIELD))

    with pytest.raises(Rejected) as refused:
        desk.run(Undo())

    assert [violation.code for violation in refused.value.violations] == ["message.read"]


def test_a_kept_text_is_filled_in(desk: Desk, visited: int) -> None:
    put(desk, "canned", {"name": "off", "text": "{order} at {site} ({start}) is off."})

    do(desk, f"message {visited} sorry canned=off")

    assert thread(desk, visited)[0].text == f"{visited} at Site 1 (2 Mar 10:00) is off. sorry"
    with pytest.raises(NotFound):
        do(desk, f"message {visited} canned=of")


def test_a_kept_text_asks_for_nothing_that_is_not_there(desk: Desk, order: int) -> None:
    receipt = put(
        desk, "canned", {"name": "pw", "text": "{password}"}, {"name": "when", "text": "at {start}"}
    )
    assert [bad["column"] for bad in receipt.result["refused"]] == ["text"]

    with pytest.raises(InvalidInput, match=r"\{start\}"):
        do(desk, f"message {order} canned=when")
    with pytest.raises(InvalidInput, match=r"\{start\}"):
        do(desk, "tell kim canned=when")


@pytest.mark.parametrize("text", ["", "  ", "x" * (LONGEST_MESSAGE + 1)])
def test_what_says_nothing_or_too_much_is_refused(desk: Desk, visited: int, text: str) -> None:
    with pytest.raises(InvalidInput):
        desk.run(SendMessage(order=visited, text=text))


def test_a_message_stands_in_one_thread(desk: Desk, visited: int) -> None:
    for command in (SendMessage(text=GATE), SendMessage(text=GATE, order=visited, technician=KIM)):
        with pytest.raises(InvalidInput):
            desk.run(command)


def test_a_technician_talks_about_their_own_orders_only(desk: Desk, visited: int) -> None:
    ali = at(desk, Me("ali", ALI))

    for command in (SendMessage(order=visited, text="hi"), SendMessage(technician=KIM, text="hi")):
        with pytest.raises(Rejected) as refused:
            ali.run(command)
        assert [violation.code for violation in refused.value.violations] == ["actor.own"]
    ali.run(SendMessage(technician=ALI, text="hi"))


def test_whoever_looks_at_the_order_sees_a_message_come(desk: Desk, visited: int) -> None:
    seq = desk.last_seq()
    do(desk, f"message {visited} {GATE}", "tell kim hello")

    assert desk.ask(dirty_since, seq, {}).orders == frozenset({visited})


def test_the_order_that_goes_on_has_the_threads_of_those_merged_into_it(desk: Desk, visited: int) -> None:
    other = number_of(desk, an_order(site=2))
    do(desk, f"message {other} {GATE}", f"merge {visited} {other}")

    assert [(row.order, row.text) for row in thread(desk, visited)] == [(other, GATE)]
    assert detail_of(desk, visited).messages == thread(desk, visited, Me(""))


def test_messages_say_nothing_any_more_of_a_customer_who_is_erased(desk: Desk) -> None:
    erased_after(desk, 'message ring at "Quill"', "message Mrs Quill is at home")

    messages = desk.ask(Reader.select, Message, is_withdrawn=EITHER)
    assert [one.text for one in messages] == ["erased", "erased"]
    assert_forgotten(desk)
