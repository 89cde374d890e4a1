"""Which instant is a local minute of a day, also where the clock jumps?"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from wom_tui.domain.technician import local_instant


@pytest.mark.parametrize(
    ("zone", "on", "minute", "expected"),
    [
        ("America/New_York", date(2015, 5, 12), 540, datetime(2015, 5, 12, 13, tzinfo=UTC)),
        ("America/New_York", date(2015, 3, 8), 119, datetime(2015, 3, 8, 6, 59, tzinfo=UTC)),
        ("America/New_York", date(2015, 3, 8), 150, datetime(2015, 3, 8, 7, tzinfo=UTC)),
        ("America/New_York", date(2015, 3, 8), 180, datetime(2015, 3, 8, 7, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2015, 10, 4), 135, datetime(2015, 10, 3, 15, 30, tzinfo=UTC)),
        ("Pacific/Apia", date(2011, 12, 30), 600, datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ],
)
def test_a_time_that_does_not_exist_is_the_moment_at_which_the_clock_jumps(
    zone: str, on: date, minute: int, expected: datetime
) -> None:
    assert local_instant(on, minute, zone) == expected
