"""`wom do`: what is said of an act."""

from __future__ import annotations

from tests.cli.conftest import Wom


def test_a_booking_is_told_from_whom_and_when_to_whom_and_when(wom: Wom, order: int) -> None:
    wom("do", f"assign {order} kim 14:30")
    preview = wom("do", f"move {order} 15:00", "--dry-run")
    second = wom("do", f"move {order} 15:00")

    assert f"  {order}: K. Moran 14:30 -> 15:00" in preview.out.splitlines()
    assert f"  {order}: K. Moran 14:30 -> 15:00" in second.out.splitlines()


def test_a_move_of_what_was_sent_says_that_it_has_to_be_sent_again(wom: Wom, order: int) -> None:
    wom("do", f"assign {order} kim 14:30")
    wom("do", f"dispatch {order}")

    moved = wom("do", f"move {order} 15:00")

    assert f"  {order}: K. Moran 14:30 -> 15:00, to be dispatched again" in moved.out.splitlines()


def test_an_act_that_books_nobody_tells_no_moves(wom: Wom, order: int) -> None:
    assert "->" not in wom("do", f"priority {order} 1").out


def test_a_line_that_asks_for_help_is_told_how_its_verb_is_used_and_writes_nothing(wom: Wom) -> None:
    before = wom("wo", "list", "--json").json

    told = wom("do", "new --help")

    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("new TITLE [NAME=VALUE]…\n")
    assert "as in: new " in told.out
    assert wom("wo", "list", "--json").json == before


def test_an_order_that_is_a_draft_says_what_is_missing(wom: Wom, order: int) -> None:
    told = wom("do", 'new "No heat"')

    assert told.code == 0
    assert "still missing: work type, site with a position" in told.out
