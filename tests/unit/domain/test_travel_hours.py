"""How much slower is a shift's travel than usual?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wom_tui.domain.travel_hours import HourFactors
from wom_tui.domain.worktime import Window
from wom_tui.errors import InvalidInput

BOSTON = "America/New_York"
RUSH = HourFactors.read("7-9=1.5, 16=2")


def from_to(start: float, end: float, zone_h: float = 4) -> Window:
    """Hours of the clock in Boston, on a day in May."""
    midnight = datetime(2015, 5, 12, tzinfo=UTC) + timedelta(hours=zone_h)
    return Window(midnight + timedelta(hours=start), midnight + timedelta(hours=end))


def test_hours_that_are_not_named_are_as_usual() -> None:
    assert RUSH.factors == (1.0,) * 7 + (1.5,) * 2 + (1.0,) * 7 + (2.0,) + (1.0,) * 7
    assert HourFactors.read("") == HourFactors()
    assert HourFactors.read("0-24=1.2").factors == (1.2,) * 24


@pytest.mark.parametrize(
    ("windows", "mean"),
    [
        ([from_to(9, 16)], 1.0),
        ([from_to(7, 9)], 1.5),
        ([from_to(8, 10)], 1.25),
        ([from_to(8.5, 9.5)], 1.25),
        ([from_to(8, 9), from_to(16, 17)], 1.75),
        ([], 1.0),
    ],
)
def test_a_shift_has_the_mean_of_its_hours_by_the_local_clock(windows: list[Window], mean: float) -> None:
    assert RUSH.of(windows, BOSTON) == pytest.approx(mean)


def test_a_zone_half_an_hour_off_is_read_by_its_own_clock() -> None:
    assert RUSH.of([from_to(7, 9, zone_h=-5.5)], "Asia/Kolkata") == pytest.approx(1.5)


@pytest.mark.parametrize(
    "said",
    ["7", "7=", "7=x", "9-7=1.2", "24=1.2", "7-25=2", "7=0", "7=11", "7=nan", "7=-1", "7-9=1.2, 8=1.3"],
)
def test_hours_that_do_not_read_are_refused(said: str) -> None:
    with pytest.raises(InvalidInput, match=r"travel\.hours"):
        HourFactors.read(said)
