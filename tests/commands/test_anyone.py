"""An order goes to whoever it fits best, without anybody being named; each line of a batch sees those before it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.commands.typed import do, the_order, visits
from tests.office import ALI, KIM, T0, an_order, number_of
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.technician import Technician
from wom_tui.domain.work_order import OrderStatus
from wom_tui.errors import InvalidInput, Rejected
from wom_tui.store.reader import Reader


def test_it_is_put_on_the_first_day_on_which_somebody_has_room(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} anyone")

    (visit,) = visits(desk, order)
    assert visit.start_at is not None
    assert visit.start_at.date() == T0.date()
    assert the_order(desk, order).status is OrderStatus.SCHEDULED


def test_several_in_one_line_do_not_take_each_others_room(desk: Desk, order: int) -> None:
    numbers = [order, *(number_of(desk, an_order(site=site)) for site in (2, 3, 4, 5))]

    do(desk, f"assign {' '.join(map(str, numbers))} anyone")

    planned = [visit for number in numbers for visit in visits(desk, number)]
    assert len({(visit.technician_id, visit.start_at) for visit in planned}) == len(numbers)


def test_who_lacks_the_skill_does_not_get_it(desk: Desk, order: int) -> None:
    do(desk, f"edit {order} skills=lights:3", f"assign {order} anyone")

    assert [visit.technician_id for visit in visits(desk, order)] == [KIM]


def test_a_day_may_be_said(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} anyone thu")

    (visit,) = visits(desk, order)
    assert visit.start_at is not None
    assert f"{visit.start_at:%a}" == "Thu"


def test_where_nobody_has_room_that_is_said(desk: Desk, order: int) -> None:
    do(desk, f"edit {order} skills=boats")

    with pytest.raises(Rejected) as refused:
        do(desk, f"assign {order} anyone")
    assert [one.code for one in refused.value.violations] == ["slot.none"]
    with pytest.raises(Rejected, match=r"nobody has room .* on Sat"):
        do(desk, f"assign {order} anyone sat")


@pytest.mark.parametrize("words", ["anyone 15:00", "anyone for=90m"])
def test_who_is_not_named_has_no_time_of_day_and_no_length(desk: Desk, order: int, words: str) -> None:
    with pytest.raises(InvalidInput):
        do(desk, f"assign {order} {words}")


def test_somebody_who_is_called_so_goes_before(desk: Desk, order: int) -> None:
    ali = desk.ask(Reader.get, Technician, ALI)
    desk.run(LoadFacts(facts=(replace(ali, code="anyone"),), what="names"))

    do(desk, f"assign {order} anyone")

    assert [visit.technician_id for visit in visits(desk, order)] == [ALI]
