"""How is time cut to minutes, and how does a sentence say how many there are?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wom_tui.domain.minutes import hours_and_minutes, length_text, minute_of


def test_a_moment_lies_in_the_minute_that_has_begun() -> None:
    assert minute_of(datetime(2026, 11, 24, 19, 32, 59, 999, UTC)) == datetime(
        2026, 11, 24, 19, 32, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 min"),
        (59, "59 min"),
        (60, "1:00 h"),
        (-405, "6:45 h"),
        (4319, "71:59 h"),
        (4320, "3 days"),
        (1_500_000, "1,041 days"),
    ],
)
def test_a_length_is_told_as_exactly_as_anybody_wants_to_know_it(minutes: int, text: str) -> None:
    assert length_text(minutes) == text


def test_hours_and_minutes_add_up_at_any_length() -> None:
    assert [hours_and_minutes(m) for m in (0, 43, -43, 4570, 73_685)] == [
        "0:00",
        "0:43",
        "0:43",
        "76:10",
        "1,228:05",
    ]
