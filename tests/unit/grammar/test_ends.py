"""Where does a typed stretch of time begin and end?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wom_tui.domain.moments import Moment, span
from wom_tui.errors import InvalidInput
from wom_tui.grammar.ends import ends_of, has_two

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday


def _reads(said: str) -> Moment:
    return span(said, now=NOW, zone="UTC")


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("9:00-12:00", "02 09:00", "02 12:00"),
        ("fri 9:00-12:00", "06 09:00", "06 12:00"),
        ("fri 9-12", "06 09:00", "06 12:00"),
        ("fri 13:00–15:00", "06 13:00", "06 15:00"),
        ("fri 13:00 - 15:00", "06 13:00", "06 15:00"),
        ("fri 9:00 to fri 12:00", "06 09:00", "06 12:00"),
        ("thu 9:00 to fri", "05 09:00", "06 00:00"),
        ("8am-noon tomorrow", "03 08:00", "03 12:00"),
        ("13:00 to fri 12:00", "02 13:00", "06 12:00"),
        ("1pm to 3 pm", "02 13:00", "02 15:00"),
        ("thu-fri", "05 00:00", "06 00:00"),
        ("1-3pm", "02 13:00", "02 15:00"),
        ("9-3pm", "02 09:00", "02 15:00"),
        ("11:30-1pm", "02 11:30", "02 13:00"),
        ("8-10am", "02 08:00", "02 10:00"),
        ("2026-03-04 9:00 - 2026-03-05 9:00", "04 09:00", "05 09:00"),
        ("2026-03-04 9:00-12:00", "04 09:00", "04 12:00"),
        ("2026-03-04 1-3pm", "04 13:00", "04 15:00"),
    ],
)
def test_two_ends_are_read(said: str, first: str, last: str) -> None:
    begun, ended = ends_of(said, _reads)

    assert ended is not None
    assert [f"{at:%d %H:%M}" for at in (begun.start_at, ended.start_at)] == [first, last]


def test_one_time_has_no_end() -> None:
    assert ends_of("2026-03-04", _reads)[1] is None
    assert not has_two("fri 9:00")


@pytest.mark.parametrize("said", ["fri 9:00-noonish", "soon to later"])
def test_an_end_that_is_no_time_is_refused(said: str) -> None:
    with pytest.raises(InvalidInput):
        ends_of(said, _reads)
