"""Two visits change places: technicians and times of both, as one act by the usual rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.commands.typed import do, the_order, visits
from tests.office import ALI, HOUR, KIM, T0, an_order, number_of, office_facts
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.swap import SwapVisits
from wom_tui.commands.undo import Redo, Undo
from wom_tui.commands.visit import AssignVisit, PinVisit
from wom_tui.desk import Desk
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import OrderStatus
from wom_tui.errors import Conflict, InvalidInput, Rejected
from wom_tui.grammar.intent import Here
from wom_tui.grammar.targets import Target


@pytest.fixture
def pair(desk: Desk) -> tuple[int, int]:
    """Kim has the first in an hour, Ali the second in three."""
    one, other = number_of(desk, an_order()), number_of(desk, an_order())
    desk.run(AssignVisit(order=one, technician=KIM, start_at=T0 + HOUR))
    desk.run(AssignVisit(order=other, technician=ALI, start_at=T0 + 3 * HOUR))
    return one, other


def place(desk: Desk, number: int) -> tuple[int | None, datetime | None]:
    (visit,) = visits(desk, number)
    return visit.technician_id, visit.start_at


def visit_of(desk: Desk, number: int) -> Visit:
    (visit,) = visits(desk, number)
    return visit


def length(visit: Visit) -> timedelta:
    assert visit.start_at is not None
    assert visit.end_at is not None
    return visit.end_at - visit.start_at


THERE, HERE = (ALI, T0 + 3 * HOUR), (KIM, T0 + HOUR)


def test_two_visits_change_technicians_and_times_as_one_act(desk: Desk, pair: tuple[int, int]) -> None:
    one, other = pair

    receipt = do(desk, f"swap {one} {other}")

    assert [place(desk, number) for number in pair] == [THERE, HERE]
    assert receipt.result["swapped"] == f"{one}/1 {other}/1"
    desk.run(Undo())
    assert [place(desk, number) for number in pair] == [HERE, THERE]
    desk.run(Redo())
    assert [place(desk, number) for number in pair] == [THERE, HERE]


def test_what_is_under_the_cursor_or_marked_need_not_be_typed(desk: Desk, pair: tuple[int, int]) -> None:
    one, other = map(Target, pair)

    do(desk, f"swap {other}", here=Here(cursor=one))
    assert place(desk, one.number) == THERE
    do(desk, "swap", here=Here(marks=(one, other)))
    assert place(desk, one.number) == HERE
    (refusal,) = do(desk, "swap", here=Here(cursor=one)).refusals
    assert "two visits" in refusal.message
    with pytest.raises(InvalidInput, match=f"{one} {one}.*two different visits"):
        do(desk, f"swap {one} {one}")


def test_two_visits_of_one_technician_change_their_order(desk: Desk, pair: tuple[int, int]) -> None:
    one, other = pair
    do(desk, f"reassign {other} kim")

    do(desk, f"swap {one} {other}")

    assert [place(desk, number) for number in pair] == [(KIM, T0 + 3 * HOUR), HERE]


def test_each_takes_as_long_as_its_technician_needs(desk: Desk, pair: tuple[int, int]) -> None:
    ali = next(fact for fact in office_facts() if isinstance(fact, Technician) and fact.id == ALI)
    desk.run(LoadFacts(facts=(replace(ali, speed_factor=0.5, version=1),), what="slower"))
    one, other = pair
    was = visit_of(desk, one)

    do(desk, f"swap {one} {other}")

    now = visit_of(desk, one)
    assert length(now) == 2 * length(was)


def test_what_was_sent_has_to_be_told_anew(desk: Desk, pair: tuple[int, int]) -> None:
    one, other = pair
    do(desk, f"dispatch {one}")

    do(desk, f"swap {one} {other}")

    assert the_order(desk, one).status is OrderStatus.SCHEDULED
    assert visit_of(desk, one).dispatched_at is None


def test_the_usual_rules_refuse_both_or_none(desk: Desk, pair: tuple[int, int]) -> None:
    one, other = pair
    desk.run(PinVisit(visit=visit_of(desk, other).id))

    with pytest.raises(Rejected, match="is pinned"):
        do(desk, f"swap {one} {other}")

    assert [place(desk, number) for number in pair] == [HERE, THERE]
    waiting = number_of(desk, an_order())
    with pytest.raises(Rejected, match="has no visit"):
        do(desk, f"swap {one} {waiting}")


def test_who_stands_in_the_way_there_is_said(desk: Desk, pair: tuple[int, int]) -> None:
    one, other = pair
    third = number_of(desk, an_order(duration_min=150))
    do(desk, f"edit {one} duration=2h", f"move {one} 15:00 for=2h")
    desk.run(AssignVisit(order=third, technician=ALI, start_at=T0 + 4 * HOUR))

    with pytest.raises(Rejected, match=r"has \d/1 from"):
        do(desk, f"swap {one} {other}")

    assert [place(desk, number) for number in pair] == [HERE, THERE]


def test_what_somebody_else_changed_meanwhile_is_not_swapped(desk: Desk, pair: tuple[int, int]) -> None:
    one, other = (visit_of(desk, number) for number in pair)
    do(desk, f"move {pair[1]} 18:00")

    with pytest.raises(Conflict):
        desk.run(SwapVisits(visit=one.id, other=other.id, expect_other=other.version))
