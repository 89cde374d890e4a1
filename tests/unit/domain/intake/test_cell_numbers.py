"""Numbers, amounts and durations as people write them."""

from __future__ import annotations

import pytest

from wom_tui.domain.intake.cell import BadCell, duration_of, number_of


@pytest.mark.parametrize(
    ("said", "has_comma", "meant"),
    [
        ("48,3984", True, 48.3984),
        ("1.240,00", True, 1240.0),
        ("1 250,5", True, 1250.5),
        ("1.240", True, 1240.0),
        ("-71.0636", False, -71.0636),
        ("1,240.5", False, 1240.5),
        ("", True, None),
    ],
)
def test_a_number_is_read_with_its_own_sign_before_the_decimals(
    said: str, has_comma: bool, meant: float | None
) -> None:
    assert number_of("n", said, has_comma=has_comma) == meant


@pytest.mark.parametrize(
    ("said", "has_comma"),
    [("1,5", False), ("1,2,3", True), ("12.40,5", True), ("nan", False), ("1e400", False)],
)
def test_what_is_no_such_number_is_refused(said: str, has_comma: bool) -> None:
    with pytest.raises(BadCell):
        number_of("n", said, has_comma=has_comma)


@pytest.mark.parametrize(
    ("said", "unit_min", "meant"),
    [
        ("90", 1, 90),
        ("1,5", 60, 90),
        ("1:30", 1, 90),
        ("1h30", 1, 90),
        ("1,5 Std.", 1, 90),
        ("45 min", 60, 45),
        ("2 hours", 1, 120),
        ("0", 1, None),
        ("", 1, None),
    ],
)
def test_a_duration_brings_its_unit_or_takes_the_columns(said: str, unit_min: int, meant: int | None) -> None:
    assert duration_of("d", said, unit_min=unit_min) == meant


@pytest.mark.parametrize("said", ["long", "-5", "400 h", "1:75"])
def test_what_is_no_duration_of_two_weeks_is_refused(said: str) -> None:
    with pytest.raises(BadCell):
        duration_of("d", said)
