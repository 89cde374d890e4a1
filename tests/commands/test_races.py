"""Two dispatchers, one order: who comes second is told who was faster and what they did, not that they mistyped."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from tests.commands.typed import do, the_order, visits
from tests.office import T0, ZONE, an_order, desk_on, number_of
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.errors import Conflict, InvalidInput, NotFound, Rejected, WomError
from wom_tui.grammar.intent import Here
from wom_tui.grammar.line import commands_of
from wom_tui.grammar.targets import Target
from wom_tui.present.refusals import refusal_words, refused_words


@pytest.fixture
def maria(desk: Desk, database_url: str) -> Desk:
    return desk_on(database_url, actor=replace(desk.actor, name="maria"), session="other")


def screen(desk: Desk, number: int) -> Here:
    """What the console shows of an order."""
    seen = {v.id: v.version for v in visits(desk, number)}
    return Here(cursor=Target(number), orders={number: the_order(desk, number).version}, visits=seen)


def lost(desk: Desk, line: str, here: Here) -> str:
    with pytest.raises(Conflict) as caught:
        desk.run_all(commands_of(line, desk, here))
    return said(caught.value)


def said(error: WomError) -> str:
    return refusal_words(error, T0, ZoneInfo(ZONE))


def test_an_order_that_somebody_else_has_assigned_is_a_lost_race_and_no_typing_error(
    desk: Desk, maria: Desk, order: int
) -> None:
    here = screen(desk, order)
    do(maria, f"assign {order} ali 15:00", f"dispatch {order}")

    assert lost(desk, f"assign {order} kim 16:00", here) == (
        f"order {order} has changed since you saw it: maria gave it to A. Diallo for 10:00 at 09:00, "
        "then maria dispatched it to A. Diallo at 09:00"
    )


def test_what_was_on_the_screen_already_is_not_told_as_news(desk: Desk, maria: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00")
    do(desk, f"promise {order} 15:00-16:00")  # changes the visit, not the order
    here = screen(desk, order)
    do(maria, f"dispatch {order}")

    assert lost(desk, f"hold {order} parts", here) == (
        f"order {order} has changed since you saw it: maria dispatched it to K. Moran at 09:00"
    )


def test_a_visit_that_was_struck_meanwhile_is_a_lost_race(desk: Desk, maria: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00")
    here = screen(desk, order)
    do(maria, f"strike {order}")

    assert lost(desk, f"dispatch {order}", here) == (
        f"order {order} has changed since you saw it: maria struck the visit of K. Moran at 09:00"
    )


def test_a_visit_that_was_moved_on_without_its_order_is_a_lost_race(
    desk: Desk, maria: Desk, order: int
) -> None:
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}")
    here = screen(desk, order)
    do(maria, f"travel {order}")

    assert lost(desk, f"move {order} 16:00", here) == (
        f"visit {order}/1 has changed since you saw it: maria reported K. Moran on the way at 09:00"
    )


def test_many_changes_are_counted_and_the_last_ones_told(desk: Desk, maria: Desk, order: int) -> None:
    here = screen(desk, order)
    do(maria, f"priority {order} 1", f'edit {order} title="Pole down" requester=none', f"hold {order} parts")

    assert lost(desk, f"hold {order} access", here) == (
        f"order {order} has changed since you saw it: maria changed its requester and title at 09:00, "
        "then maria put it on hold for parts at 09:00, after 1 other change"
    )


def test_a_slip_of_the_finger_stays_one_whoever_was_faster(desk: Desk, maria: Desk, order: int) -> None:
    here = screen(desk, order)
    do(maria, f"priority {order} 1")

    with pytest.raises(NotFound, match="no technician 'kmi'"):
        desk.run_all(commands_of(f"assign {order} kmi 15:00", desk, here))
    with pytest.raises(InvalidInput, match="reason"):
        desk.run_all(commands_of(f"hold {order} potatoes", desk, here))


def test_a_shell_that_saw_nothing_is_told_the_state_as_it_is(desk: Desk, maria: Desk, order: int) -> None:
    do(maria, f"assign {order} ali 15:00")

    with pytest.raises(InvalidInput, match="to give it anew"):
        do(desk, f"assign {order} kim 16:00")


def test_of_several_marks_the_one_that_was_lost_says_so(desk: Desk, maria: Desk, order: int) -> None:
    other = number_of(desk, an_order())
    do(desk, f"assign {order} kim 15:00", f"assign {other} ali 15:00")
    seen = [screen(desk, number) for number in (order, other)]
    here = Here(
        marks=(Target(order), Target(other)),
        orders={**seen[0].orders, **seen[1].orders},
        visits={**seen[0].visits, **seen[1].visits},
    )
    do(maria, f"unassign {other}")

    (refusal,) = do(desk, "dispatch", here=here).refusals

    assert refusal.code == "record.conflict"
    assert refused_words(refusal, T0, ZoneInfo(ZONE)) == (
        f"visit {other}/1 has changed since you saw it: maria took it back from A. Diallo at 09:00"
    )


def test_an_undo_that_comes_too_late_says_what_stands_on_top(desk: Desk, maria: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00")
    do(maria, f"dispatch {order}")

    with pytest.raises(Rejected) as caught:
        desk.run(Undo())

    assert said(caught.value).startswith(
        f"visit {order}/1 has changed since: maria dispatched it to K. Moran at 09:00"
    )
    assert "UTC" not in said(caught.value) + str(caught.value)
