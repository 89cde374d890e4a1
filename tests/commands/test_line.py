"""Typed lines against facts: which visit is meant, who, and when?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.commands.typed import do, labels, visits
from tests.office import (
    ALI,
    HOUR,
    KIM,
    MINUTE,
    T0,
    ZONE,
)
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import VisitStatus
from wom_tui.errors import InvalidInput, NotFound, Rejected
from wom_tui.grammar.intent import Here
from wom_tui.grammar.targets import Target

# -- which visit -----------------------------------------------------------------------------------


def test_an_order_without_visits_gets_one(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00")

    assert labels(desk, order) == [(f"{order}/1", "planned", KIM)]
    assert visits(desk, order)[0].start_at == T0 + HOUR  # typed in the zone of the office, which is UTC here


def test_the_one_visit_without_a_time_is_taken(desk: Desk, order: int) -> None:
    do(desk, f"visit {order}")

    do(desk, f"assign {order} kim 15:00")

    assert labels(desk, order) == [(f"{order}/1", "planned", KIM)]


@pytest.mark.parametrize("said", ["K. Moran 15:00", "15:00 kim", "to kim at 15:00", "kim 15:00-16:00"])
def test_who_and_when_are_told_apart_where_only_one_way_can_be_read(
    desk: Desk, order: int, said: str
) -> None:
    do(desk, f"assign {order} {said}")

    assert labels(desk, order) == [(f"{order}/1", "planned", KIM)]
    assert visits(desk, order)[0].start_at == T0 + HOUR


def test_a_name_that_may_be_the_time_as_well_is_refused_with_the_order_first(desk: Desk, order: int) -> None:
    with pytest.raises(InvalidInput, match=f"the order first: assign 4{order:03} kim 15:00"):
        do(desk, f"assign {order} kim 4{order:03} 15:00")


def test_from_when_until_when_is_the_length(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00-15:30")
    do(desk, f"move {order} 15:30-17:00")

    (visit,) = visits(desk, order)
    assert (visit.start_at, visit.end_at) == (T0 + HOUR + 30 * MINUTE, T0 + 3 * HOUR)
    with pytest.raises(InvalidInput, match="one time, or the two that it is between"):
        do(desk, f"move {order} 15:30-17:00 for=1h")


def test_of_several_visits_none_is_taken_silently(desk: Desk, order: int) -> None:
    do(desk, f"visit {order}", f"visit {order}")

    with pytest.raises(InvalidInput, match=rf"{order}/1 .planned, no time yet., {order}/2"):
        do(desk, f"assign {order} kim 15:00")
    do(desk, f"assign {order}/2 kim 15:00")

    assert labels(desk, order) == [(f"{order}/1", "planned", None), (f"{order}/2", "planned", KIM)]


def test_an_order_that_is_planned_already_asks_what_is_meant(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00")

    with pytest.raises(
        InvalidInput, match=rf"{order}/1 .kim Mon 15:00. to give it anew, or first `visit {order}`"
    ):
        do(desk, f"assign {order} ali 15:00")
    do(desk, f"assign {order}/1 ali 15:00")

    assert labels(desk, order) == [(f"{order}/1", "planned", ALI)]


def test_a_crew_is_assigned_one_by_one(desk: Desk, order: int) -> None:
    do(desk, f"edit {order} crew=2")

    do(desk, f"assign {order} kim 15:00", f"assign {order} ali 15:00")

    assert [v.technician_id for v in visits(desk, order)] == [KIM, ALI]
    with pytest.raises(InvalidInput, match="to give it anew"):
        do(desk, f"assign {order} kim 17:00")


def test_dispatch_takes_the_one_planned_visit_and_asks_between_two(desk: Desk, order: int) -> None:
    do(desk, f"edit {order} crew=2", f"assign {order} kim 15:00", f"assign {order} ali 15:00")

    with pytest.raises(InvalidInput, match=rf"{order}/1 .kim Mon 15:00., {order}/2 .ali Mon 15:00."):
        do(desk, f"dispatch {order}")
    do(desk, f"dispatch {order}/2")
    do(desk, f"dispatch {order}")  # the only one that is left

    assert [v.status for v in visits(desk, order)] == [VisitStatus.DISPATCHED] * 2


def test_where_no_visit_fits_the_rules_say_why(desk: Desk, order: int) -> None:
    with pytest.raises(Rejected, match="has no visit to dispatch") as nothing:
        do(desk, f"dispatch {order}")
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}", f"arrive {order}")
    with pytest.raises(Rejected, match="is on site") as late:
        do(desk, f"decline {order} no ladder")

    assert [v.code for v in nothing.value.violations] == ["visit.unplanned"]
    assert [v.code for v in late.value.violations] == ["visit.transition"]


def test_a_visit_that_is_not_there_names_those_that_are(desk: Desk, order: int) -> None:
    do(desk, f"visit {order}")

    with pytest.raises(NotFound) as nothing:
        do(desk, f"pin {order}/3")

    assert nothing.value.nearest == (f"{order}/1",)


# -- when ------------------------------------------------------------------------------------------


def test_without_a_time_the_earliest_that_fits_is_taken(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim")

    (visit,) = visits(desk, order)
    assert visit.start_at == T0 + 5 * MINUTE  # one minute on the road, then the next round time


def test_a_day_without_a_time_means_the_earliest_of_that_day(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim fri")

    (visit,) = visits(desk, order)
    assert visit.start_at == T0 + timedelta(days=4) - HOUR + 5 * MINUTE  # the shift begins at 08:00


def test_who_has_no_time_is_said(desk: Desk, order: int) -> None:
    do(desk, "absent kim today to +30d")

    with pytest.raises(
        InvalidInput, match=r"no time of day was said, and kim has no free slot .* in the next"
    ):
        do(desk, f"assign {order} kim")
    with pytest.raises(
        InvalidInput, match=r"kim has no free slot for order \d+ on Tue 3 Mar; expected a time of day"
    ):
        do(desk, f"assign {order} kim tomorrow")


def test_nobody_is_no_technician_and_near_to_none(desk: Desk, order: int) -> None:
    with pytest.raises(InvalidInput, match=f"expected somebody; unassign {order} takes it off a day"):
        do(desk, f"assign {order} nobody")
    with pytest.raises(NotFound) as far:
        do(desk, f"assign {order} wolfgang")
    with pytest.raises(NotFound) as near:
        do(desk, f"assign {order} kmi")

    assert (far.value.advice, near.value.advice) == ("", "did you mean kim?")


def test_move_keeps_the_technician_and_the_length(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00 for=30m")

    do(desk, f"move {order} 16:00")

    (visit,) = visits(desk, order)
    assert (visit.technician_id, visit.start_at, visit.end_at) == (
        KIM,
        T0 + 2 * HOUR,
        T0 + 2 * HOUR + 30 * MINUTE,
    )


def test_move_to_a_day_keeps_the_time_of_day(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00")

    do(desk, f"move {order} tomorrow")

    assert visits(desk, order)[0].start_at == T0 + timedelta(days=1) + HOUR


def test_reassign_keeps_the_time_unless_another_is_said(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00")

    do(desk, f"reassign {order} ali")
    assert (visits(desk, order)[0].technician_id, visits(desk, order)[0].start_at) == (ALI, T0 + HOUR)
    do(desk, f"reassign {order} kim 16:00")
    assert (visits(desk, order)[0].technician_id, visits(desk, order)[0].start_at) == (KIM, T0 + 2 * HOUR)


def test_a_bare_time_belongs_to_the_day_that_is_shown(desk: Desk, order: int) -> None:
    shown = Here(cursor=Target(order), day=(T0 + timedelta(days=1)).date())

    do(desk, "assign kim 15:00", here=shown)

    assert visits(desk, order)[0].start_at == T0 + timedelta(days=1) + HOUR


# -- who -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["kim", "KIM", "ki", "K. Moran", "k. m", "moran"])
def test_a_technician_is_known_by_code_name_or_a_beginning(desk: Desk, order: int, said: str) -> None:
    do(desk, f'assign {order} "{said}" 15:00')

    assert visits(desk, order)[0].technician_id == KIM


def test_one_of_two_technicians_is_never_guessed(desk: Desk, order: int) -> None:
    twin = Technician(id=3, code="kimberly", name="K. Adams", zone=ZONE)
    desk.run(LoadFacts(facts=(twin,)))

    with pytest.raises(InvalidInput, match=r"one of kim \(K. Moran\), kimberly \(K. Adams\)"):
        do(desk, f"assign {order} ki 15:00")
    do(desk, f"assign {order} kim 15:00")  # the whole code is that one

    assert visits(desk, order)[0].technician_id == KIM


def test_who_is_not_there_is_said_with_the_nearest(desk: Desk, order: int) -> None:
    with pytest.raises(NotFound) as nobody:
        do(desk, f"assign {order} kom 15:00")

    assert "kim" in nobody.value.nearest


def test_a_mistyped_name_brings_the_code_of_who_bears_it(desk: Desk, order: int) -> None:
    named = Technician(id=3, code="t17", name="Ronan Keane", zone=ZONE)
    desk.run(LoadFacts(facts=(named,)))

    with pytest.raises(NotFound) as nobody:
        do(desk, f"assign {order} keanne 15:00")

    assert nobody.value.nearest[0] == "t17"


def test_an_order_that_is_not_there_is_said(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no work order 99"):
        do(desk, "dispatch 99")
