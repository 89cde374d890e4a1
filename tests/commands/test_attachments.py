"""Files of an order: attached and detached by a line or a sheet, taken back, merged, erased; never opened."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.commands.test_records import counts, put
from tests.commands.typed import do
from tests.office import an_order, number_of
from wom_tui.commands.attachment import AttachFile, DetachFile
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.erasure import EraseCustomer
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.attachment import Attachment
from wom_tui.domain.policy import Role, allows
from wom_tui.domain.site import Customer
from wom_tui.errors import InvalidInput, NotFound, Rejected
from wom_tui.grammar.completion import complete
from wom_tui.grammar.intent import Here
from wom_tui.grammar.targets import Target
from wom_tui.queries.board import dirty_since
from wom_tui.queries.order import OrderDetail, order_detail
from wom_tui.store.bookkeeping import receipt_table
from wom_tui.store.reader import EITHER, Reader
from wom_tui.store.replay import differences

PHOTO = "https://photos.example/2026/pole-12.jpg"


def detail_of(desk: Desk, number: int) -> OrderDetail:
    return desk.ask(order_detail, number, desk.now())


def names(desk: Desk, number: int) -> list[str]:
    return [one.fact.name for one in detail_of(desk, number).files]


def is_told(desk: Desk) -> bool:
    with desk.engine.connect() as connection:
        return differences(connection) == []


def erased_after(desk: Desk, *lines: str) -> None:
    """Ada Quill has an order, these lines are said about it, it is over, and she is erased."""
    desk.run(LoadFacts(facts=(Customer(id=9, name="Ada Quill"),), what="customers"))
    number = number_of(desk, an_order(customer=9))
    for line in lines:
        verb, _, words = line.partition(" ")
        do(desk, f"{verb} {number} {words}")
    desk.run(CancelOrder(order=number, reason="called off"))
    desk.run(EraseCustomer(customer=9))


def assert_forgotten(desk: Desk) -> None:
    """Neither journal nor receipts say her name."""
    told = [(event.before, event.after) for event in desk.events()]
    with desk.engine.connect() as connection:
        acts = [tuple(row) for row in connection.execute(select(receipt_table))]
    assert "quill" not in str([told, acts]).casefold()
    assert is_told(desk)


def test_a_file_stands_with_its_order_and_with_who_said_so_when(desk: Desk, order: int) -> None:
    receipt = do(desk, f"attach {order} {PHOTO} lamp hangs by its cable")

    (one,) = detail_of(desk, order).files
    assert (one.fact.name, one.fact.place, one.fact.note) == ("pole-12.jpg", PHOTO, "lamp hangs by its cable")
    assert (one.who, one.at) == (receipt.actor, desk.now())
    assert receipt.result["file"] == "pole-12.jpg"
    assert detail_of(desk, order).history[0].kind == "file.attached"
    assert is_told(desk)


def test_whoever_looks_at_the_order_sees_a_file_come_and_go(desk: Desk, order: int) -> None:
    seq = desk.last_seq()
    do(desk, f"attach {order} {PHOTO}")
    came = desk.ask(dirty_since, seq, {})
    desk.run(Undo())
    gone = desk.ask(dirty_since, came.seq, {})

    assert (set(came.orders), set(gone.orders)) == ({order}, {order})


def test_said_again_it_changes_nothing_and_another_note_is_put_in(desk: Desk, order: int) -> None:
    do(desk, f"attach {order} {PHOTO} by night")
    assert do(desk, f"attach {order} {PHOTO}").events == ()

    do(desk, f"attach {order} {PHOTO} by day name=lamp.jpg")

    (one,) = detail_of(desk, order).files
    assert (one.fact.name, one.fact.note, one.fact.version) == ("lamp.jpg", "by day", 2)


def test_two_files_of_an_order_never_share_a_name(desk: Desk, order: int) -> None:
    do(desk, f"attach {order} {PHOTO}", f"attach {order} https://other.example/Pole-12.jpg")
    assert names(desk, order) == ["pole-12.jpg", "Pole-12-2.jpg"]

    with pytest.raises(Rejected, match=r"has a file pole-12\.jpg already"):
        do(desk, f"attach {order} permits/1.pdf name=POLE-12.jpg")


def test_a_path_with_spaces_is_one_word_in_quotes(desk: Desk, order: int) -> None:
    do(desk, f'attach {order} "permits/permit 4417.pdf" signed')
    do(desk, f"detach {order} permit 4417.pdf")

    assert names(desk, order) == []


@pytest.mark.parametrize(
    "place", ["javascript:alert(1)", "file:///etc/passwd", '"https://photos.example/a b.jpg"', "x" * 4000]
)
def test_what_is_no_place_is_refused_and_nothing_is_written(desk: Desk, order: int, place: str) -> None:
    seq = desk.last_seq()

    with pytest.raises(InvalidInput, match="an address"):
        do(desk, f"attach {order} {place}")

    assert desk.last_seq() == seq


def test_no_command_gets_past_the_line_with_control_characters(desk: Desk, order: int) -> None:
    for command in (
        AttachFile(order=order, place="a\x1b[2J.jpg"),
        AttachFile(order=order, place="a.jpg", name="b\x1b]52;c;eA==\x07"),
        AttachFile(order=order, place="a.jpg", note="x" * 1001),
    ):
        with pytest.raises(InvalidInput):
            desk.run(command)


def test_detached_it_is_gone_and_an_undo_brings_it_back(desk: Desk, order: int) -> None:
    do(desk, f"attach {order} {PHOTO}")
    do(desk, f"detach {order} POLE-12.jpg")
    assert names(desk, order) == []

    do(desk, "undo")

    assert names(desk, order) == ["pole-12.jpg"]
    assert is_told(desk)


def test_a_name_that_nothing_has_is_refused_with_those_there_are(desk: Desk, order: int) -> None:
    do(desk, f"attach {order} {PHOTO}")

    with pytest.raises(NotFound) as refusal:
        do(desk, f"detach {order} permit.pdf")

    assert "pole-12.jpg" in refusal.value.advice


def test_a_technician_may_attach_and_a_dispatcher_takes_off() -> None:
    assert allows(Role.TECHNICIAN, AttachFile.needs)
    assert not allows(Role.VIEWER, AttachFile.needs)
    assert not allows(Role.TECHNICIAN, DetachFile.needs)


def test_an_order_that_is_over_still_takes_its_papers(desk: Desk, order: int) -> None:
    desk.run(CancelOrder(order=order, reason="called off"))
    do(desk, f"attach {order} letters/called-off.pdf")

    assert names(desk, order) == ["called-off.pdf"]


def test_a_merge_keeps_the_files_of_both_where_one_looks(desk: Desk, order: int) -> None:
    other, third = (number_of(desk, an_order(site=2)) for _ in range(2))
    do(desk, f"attach {order} {PHOTO}", f"attach {other} permits/a.pdf", f"attach {third} permits/b.pdf")

    do(desk, f"merge {other} {third}")
    do(desk, f"merge {order} {other}")

    assert names(desk, order) == ["pole-12.jpg", "a.pdf", "b.pdf"]
    assert [one.of for one in detail_of(desk, order).files] == [None, other, third]
    assert names(desk, other) == ["a.pdf", "b.pdf"]
    seq = desk.last_seq()
    do(desk, f"detach {order} b.pdf")
    assert order in desk.ask(dirty_since, seq, {}).orders
    do(desk, "undo")
    desk.run(Undo())
    assert names(desk, order) == ["pole-12.jpg"]


def test_names_are_offered_from_what_is_there(desk: Desk, order: int) -> None:
    do(desk, f"attach {order} {PHOTO}", f'attach {order} "permits/permit 4417.pdf"')

    def offered(line: str, here: Here) -> list[tuple[str, str]]:
        found = desk.ask(complete, line, len(line), now=desk.now(), here=here)
        return [(one.text, one.hint) for one in found if one.hint.startswith(("picture", "document"))]

    nowhere, on_it = Here(), Here(cursor=Target(order))
    assert offered(f"detach {order} ", nowhere) == [
        ("pole-12.jpg", f"picture · {PHOTO}"),
        ('"permit 4417.pdf"', "document · permits/permit 4417.pdf"),
    ]
    assert [text for text, _ in offered("detach po", on_it)] == ["pole-12.jpg"]


def test_files_come_from_a_sheet_and_an_undo_takes_them_back(desk: Desk, order: int) -> None:
    row = {"order": str(order), "name": "pole.jpg", "place": PHOTO, "note": "by night"}
    bad = [row | {"place": "javascript:x", "name": "b"}, row | {"order": "999"}]

    receipt = put(desk, "attachments", row, *bad)

    assert counts(receipt) == (1, 0, 0, 2)
    assert names(desk, order) == ["pole.jpg"]
    assert counts(put(desk, "attachments", row)) == (0, 0, 1, 0)
    assert counts(put(desk, "attachments", row | {"note": "by day"})) == (0, 1, 0, 0)

    do(desk, "undo")
    desk.run(Undo(receipt=receipt.command_id))

    assert names(desk, order) == []
    assert is_told(desk)


def test_files_say_nothing_any_more_of_a_customer_who_is_erased(desk: Desk) -> None:
    places = ("customers/quill-ada.pdf", "customers/quill-door.jpg", "customers/quill-old.pdf")
    attached = (f"attach {place} door of Mrs Quill" for place in places)

    erased_after(desk, *attached, "detach quill-old.pdf")

    files = desk.ask(Reader.select, Attachment, is_withdrawn=EITHER)
    assert {(one.name, one.place, one.note) for one in files} == {("erased", "erased", "")}
    assert_forgotten(desk)
