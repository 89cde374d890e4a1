"""What is said about an order is kept with it: by a line, taken back, merged, erased, on paper and in the shell."""

from __future__ import annotations

import pytest

from tests.commands.test_attachments import assert_forgotten, detail_of, erased_after, is_told
from tests.commands.typed import do
from tests.office import an_order, number_of
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.note import AddNote
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.note import LONGEST_TEXT, Note
from wom_tui.domain.policy import Role, allows
from wom_tui.errors import InvalidInput
from wom_tui.queries.board import dirty_since
from wom_tui.store.reader import EITHER, Reader

GATE = "caller says gate code is 1234"


def said(desk: Desk, number: int) -> list[str]:
    return [one.fact.text for one in detail_of(desk, number).notes]


def test_a_note_stands_with_its_order_and_with_who_wrote_it_when(desk: Desk, order: int) -> None:
    receipt = do(desk, f"note {order} {GATE}")

    (one,) = detail_of(desk, order).notes
    assert (one.fact.text, one.who, one.at, one.of) == (GATE, receipt.actor, desk.now(), None)
    event = detail_of(desk, order).history[0]
    assert (event.kind, event.after["text"]) == ("note.added", GATE)
    assert is_told(desk)


def test_the_last_thing_said_stands_first_and_said_again_it_stands_twice(desk: Desk, order: int) -> None:
    do(desk, f"note {order} {GATE}", f"note {order} they are out until ten", f"note {order} {GATE}")

    assert said(desk, order) == [GATE, "they are out until ten", GATE]


def test_one_line_notes_the_same_on_several_orders(desk: Desk, order: int) -> None:
    other = number_of(desk, an_order(site=2))

    do(desk, f"note {order},{other} {GATE}")

    assert (said(desk, order), said(desk, other)) == ([GATE], [GATE])


def test_the_words_are_kept_as_they_were_said(desk: Desk, order: int) -> None:
    do(desk, f"""note {order} they don't open, ring at "Quincy"; P1 = no""")

    assert said(desk, order) == ["""they don't open, ring at "Quincy"; P1 = no"""]


def test_an_undo_takes_it_back_and_a_redo_brings_it_again(desk: Desk, order: int) -> None:
    do(desk, f"note {order} {GATE}")
    do(desk, "undo")
    assert said(desk, order) == []

    do(desk, "redo")

    assert said(desk, order) == [GATE]
    assert is_told(desk)


def test_whoever_looks_at_the_order_sees_a_note_come_and_go(desk: Desk, order: int) -> None:
    seq = desk.last_seq()
    do(desk, f"note {order} {GATE}")
    came = desk.ask(dirty_since, seq, {})
    desk.run(Undo())
    gone = desk.ask(dirty_since, came.seq, {})

    assert (set(came.orders), set(gone.orders)) == ({order}, {order})


@pytest.mark.parametrize(
    ("text", "expected"), [("x" * (LONGEST_TEXT + 1), "at most 2,000"), ("  \n ", "without words")]
)
def test_what_is_no_note_is_refused_with_the_reason(desk: Desk, order: int, text: str, expected: str) -> None:
    with pytest.raises(InvalidInput, match=expected):
        desk.run(AddNote(order=order, text=text))

    assert desk.run(AddNote(order=order, text="x" * LONGEST_TEXT)).events


def test_a_technician_may_note_and_a_viewer_may_not() -> None:
    assert allows(Role.TECHNICIAN, AddNote.needs)
    assert not allows(Role.VIEWER, AddNote.needs)


def test_an_order_that_is_over_still_takes_notes(desk: Desk, order: int) -> None:
    desk.run(CancelOrder(order=order, reason="called off"))

    do(desk, f"note {order} they thank us")

    assert said(desk, order) == ["they thank us"]


def test_the_order_that_goes_on_shows_the_notes_of_all_that_were_merged_into_it(
    desk: Desk, order: int
) -> None:
    other, third = (number_of(desk, an_order(site=2)) for _ in range(2))
    do(desk, f"note {third} first call", f"note {other} second call", f"note {order} {GATE}")

    do(desk, f"merge {other} {third}", f"merge {order} {other}")

    assert [(one.fact.text, one.of) for one in detail_of(desk, order).notes] == [
        (GATE, None),
        ("second call", other),
        ("first call", third),
    ]
    desk.run(Undo())
    assert said(desk, order) == [GATE]


@pytest.mark.parametrize("length", [1, 40])
def test_notes_say_nothing_any_more_of_a_customer_who_is_erased(desk: Desk, length: int) -> None:
    erased_after(desk, f'note Mrs  "Quill" {"has a dog named Quill, " * length}', "note ring at Quill")

    notes = desk.ask(Reader.select, Note, is_withdrawn=EITHER)
    assert [one.text for one in notes] == ["erased", "erased"]
    assert_forgotten(desk)
