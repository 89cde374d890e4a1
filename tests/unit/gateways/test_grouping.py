"""Rows that belong together are given together, however long the file is and wherever they stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wom_tui.gateways.files.grouping import MOST_ROWS, grouped
from wom_tui.gateways.files.sheet import Line


def key_of(line: Line) -> str | None:
    return line.cells[0] or None


def lines(*keys: str) -> list[Line]:
    return [Line(number, [key, str(number)]) for number, key in enumerate(keys, start=2)]


def numbers(groups: list[list[Line]]) -> list[list[int]]:
    return [[line.number for line in group] for group in groups]


def test_rows_that_stand_together_are_taken_as_they_come() -> None:
    found = list(grouped(lines("a", "a", "b", "", "", "c"), key_of, are_together=True))

    assert numbers(found) == [[2, 3], [4], [5], [6], [7]]


def test_rows_that_are_strewn_about_are_brought_together() -> None:
    found = list(grouped(lines("a", "b", "a", "", "b", "a"), key_of, are_together=False))

    assert numbers(found) == [[2, 4, 7], [3, 6], [5]]
    assert found[0][1] == Line(4, ["a", "4"])


@given(st.lists(st.sampled_from(["a", "b", "c", "", "ü\n"]), max_size=30))
def test_every_row_is_given_once_and_groups_begin_in_the_order_of_the_file(keys: list[str]) -> None:
    told = lines(*keys)

    found = list(grouped(told, key_of, are_together=False))

    assert sorted(line.number for group in found for line in group) == [line.number for line in told]
    assert [group[0].number for group in found] == sorted(group[0].number for group in found)
    assert all(len({key_of(line) for line in group}) == 1 for group in found)
    named = [key_of(group[0]) for group in found if key_of(group[0])]
    assert len(named) == len(set(named))


def test_a_group_without_an_end_does_not_fill_the_memory() -> None:
    first, *others = grouped(lines(*["a"] * (MOST_ROWS + 3), "b"), key_of, are_together=True)

    assert (len(first), [len(group) for group in others]) == (MOST_ROWS + 1, [1, 1, 1])
    assert [bool(line.problem) for group in (first[:1], *others) for line in group] == [
        True,
        True,
        True,
        False,
    ]
