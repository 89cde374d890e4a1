"""In which group does a row stand, and are its lines found as fast as they are many?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.rows import DAY, a_row
from wom_tui.present.arrangement import Arrangement, Head
from wom_tui.present.board import stand_of
from wom_tui.present.grouping import By, Grouping, Part


def part(grouping: Grouping, **changes: Any) -> Part:
    return stand_of(a_row(**changes), DAY, DAY.ends_at, By(grouping=grouping)).part


@pytest.mark.parametrize(
    ("grouping", "changes", "name"),
    [
        (Grouping.URGENCY, {"due_min": -5}, "Act now"),
        (Grouping.PRIORITY, {"priority": 2}, "Priority 2"),
        (Grouping.TERRITORY, {"territory": "West"}, "West"),
        (Grouping.TERRITORY, {"territory": ""}, "No territory"),
        (Grouping.TECHNICIAN, {"technician": "kim", "technician_name": "Kim Ito"}, "Kim Ito"),
        (Grouping.TECHNICIAN, {}, "No technician"),
        (Grouping.WORK_TYPE, {"work_type": "hydrant"}, "hydrant"),
        (Grouping.NONE, {}, ""),
    ],
)
def test_a_group_is_called_after_what_its_rows_have_in_common(
    grouping: Grouping, changes: dict[str, Any], name: str
) -> None:
    assert part(grouping, **changes).name == name


def test_nobody_stands_before_all_names_and_no_territory_after_them() -> None:
    kim = part(Grouping.TECHNICIAN, technician="kim", technician_name="Kim")

    assert part(Grouping.TECHNICIAN) < kim
    assert part(Grouping.TERRITORY, territory="Zoo") < part(Grouping.TERRITORY, territory="")


def test_two_people_of_one_name_are_two_groups() -> None:
    one = part(Grouping.TECHNICIAN, technician="kim", technician_name="Kim")
    other = part(Grouping.TECHNICIAN, technician="kim2", technician_name="Kim")

    assert (one.name, one == other) == (other.name, False)


def test_what_has_ended_stands_last_in_its_group() -> None:
    by = By(grouping=Grouping.TERRITORY)
    ended = stand_of(a_row(1, due_min=-900, ended_at=DAY.now), DAY, DAY.ends_at, by)
    waiting = stand_of(a_row(2, due_min=900), DAY, DAY.ends_at, by)

    assert ended.part == waiting.part
    assert waiting.key < ended.key


def test_around_again_after_the_last() -> None:
    seen = [Grouping.URGENCY]
    while (following := seen[-1].next) not in seen:
        seen.append(following)

    assert (seen, following) == (list(Grouping), Grouping.URGENCY)


_PLACES = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 4), st.integers(0, 3)), max_size=40)


@given(_PLACES, _PLACES, st.booleans(), st.booleans())
def test_lines_and_numbers_are_each_other_s_inverse_through_all_changes(
    placed: list[tuple[int, int, int]], moved: list[tuple[int, int, int]], is_spaced: bool, is_turned: bool
) -> None:
    parts = [Part((0, ""), "", ""), *(Part((1, name), "", name) for name in "abcd")]
    first = {number: (part, key) for number, part, key in placed}
    shown = Arrangement(
        ((number, parts[part], (key,)) for number, (part, key) in first.items()),
        is_spaced=is_spaced,
        is_reversed=is_turned,
    )
    for number, place, key in moved:
        if key:
            shown.place(number, parts[place], (key,))
        else:
            shown.remove(number)

        lines = [shown.at(line) for line in range(shown.line_count)]
        assert [entry for entry in lines if isinstance(entry, int)] == list(shown)
        assert all(shown.at(shown.line_of(one)) == one for one in shown)
        heads = [entry for entry in lines if isinstance(entry, Head)]
        assert all(head.part.name and head.count for head in heads)
        assert sum(head.count for head in heads) <= len(shown)
