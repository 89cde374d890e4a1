"""What a customer was told: kept, changed and taken back, and always asked about where the plan says otherwise."""

from __future__ import annotations

import pytest

from tests.commands.typed import do, visits
from tests.office import HOUR, T0
from wom_tui.desk import Desk
from wom_tui.domain.worktime import Window
from wom_tui.errors import InvalidInput, Rejected


def hours(start: int, end: int) -> Window:
    """Of the office's clock, which is UTC here; T0 is 14:00."""
    return Window(T0 + (start - 14) * HOUR, T0 + (end - 14) * HOUR)


def test_a_promise_is_kept_with_the_visit_that_it_is_about(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 16:00")

    receipt = do(desk, f"promise {order} 15:00-17:00")

    assert ([e.kind for e in receipt.events], receipt.violations) == (["visit.promised"], ())
    (visit,) = visits(desk, order)
    assert (visit.promised, visit.first_promised) == (hours(15, 17), hours(15, 17))


def test_an_order_without_a_visit_gets_one_that_waits(desk: Desk, order: int) -> None:
    do(desk, f"promise {order} 15:00-17:00", f"assign {order} kim 16:00")

    (visit,) = visits(desk, order)
    assert visit.is_booked
    assert visit.promised == hours(15, 17)


def test_the_first_promise_is_kept_when_the_customer_is_told_something_else(desk: Desk, order: int) -> None:
    do(desk, f"promise {order} 15:00-17:00")

    receipt = do(desk, f"promise {order} 17:00-19:00")

    assert [v.message for v in receipt.violations] == [
        f"order {order} was promised Mon 10:00–12:00; now it is Mon 12:00–14:00"
    ]
    (visit,) = visits(desk, order)
    assert (visit.promised, visit.first_promised) == (hours(17, 19), hours(15, 17))
    do(desk, f"promise {order} none")
    (visit,) = visits(desk, order)
    assert (visit.promised, visit.first_promised) == (None, hours(15, 17))


def test_a_visit_outside_of_what_was_promised_is_asked_about_then_and_when_it_moves(
    desk: Desk, order: int
) -> None:
    do(desk, f"assign {order} kim 15:00")

    told = do(desk, f"promise {order} 16:00-17:00")
    moved = do(desk, f"move {order} 18:00")
    kept = do(desk, f"move {order} 16:30")

    assert [v.message for v in told.violations] == [
        f"order {order} was promised 11:00–12:00, and the visit begins at 10:00"
    ]
    assert "window.promised" in [v.code for v in moved.violations]
    assert "window.promised" not in [v.code for v in kept.violations]


def test_a_promise_is_taken_back_by_an_undo(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 16:00", f"promise {order} 15:00-17:00")
    do(desk, f"promise {order} 16:00-17:00")

    do(desk, "undo")

    (visit,) = visits(desk, order)
    assert (visit.promised, visit.first_promised) == (hours(15, 17), hours(15, 17))


def test_the_same_promise_again_writes_nothing(desk: Desk, order: int) -> None:
    do(desk, f"promise {order} 15:00-17:00")

    assert do(desk, f"promise {order} 15:00-17:00").events == ()


def test_what_cannot_be_kept_any_more_is_not_promised(desk: Desk, order: int) -> None:
    with pytest.raises(InvalidInput, match="a window that is not over"):
        do(desk, f"promise {order} 12:00-13:00")
    with pytest.raises(InvalidInput, match="such as 9:00-12:00"):
        do(desk, f"promise {order} soon")
    do(desk, f"cancel {order} called off")
    with pytest.raises(Rejected, match="is cancelled"):
        do(desk, f"promise {order} 15:00-17:00")
