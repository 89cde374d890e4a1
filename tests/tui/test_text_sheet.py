"""Is a line that has no room in one row drawn in as many as it takes, and nothing of it lost?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wom_tui.present.cells import width_of
from wom_tui.tui.widgets.text_sheet import rows_of


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [""]),
        ("note {order} x", ["note ", "{order} x"]),
        ("exactlynine", ["exactlyni", "ne"]),
        ("one two three", ["one two ", "three"]),
        ("nine here and more", ["nine here ", "and more"]),
    ],
)
def test_a_line_breaks_behind_a_space_where_there_is_one(text: str, rows: list[str]) -> None:
    assert [row.text for row in rows_of(0, text, 9)] == rows


@given(some.text(max_size=60), some.integers(min_value=1, max_value=20))
def test_rows_are_the_line_and_none_is_wider_than_the_room_and_a_space(text: str, room: int) -> None:
    rows = list(rows_of(3, text, room))

    assert "".join(row.text for row in rows) == text
    assert [row.begin for row in rows] == [
        sum(len(one.text) for one in rows[:at]) for at, _ in enumerate(rows)
    ]
    assert [row.is_last for row in rows] == [False] * (len(rows) - 1) + [True]
    assert all(width_of(row.text.rstrip(" ")) <= max(room, 2) for row in rows)
