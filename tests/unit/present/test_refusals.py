"""Whose clock is it that a refusal tells times of?"""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from tests.office import T0
from wom_tui.domain.violation import Violation
from wom_tui.errors import InvalidInput
from wom_tui.present.refusals import refusal_words, violation_words


@pytest.mark.parametrize(
    ("office", "said"),
    [
        ("America/New_York", "Kim does not work 03:00–04:00"),
        ("America/Detroit", "Kim does not work 03:00–04:00"),  # the same time of day
        ("Europe/Berlin", "Kim does not work 03:00–04:00 (America/New_York time)"),
    ],
)
def test_the_zone_of_a_technician_is_named_where_the_office_has_another_time(office: str, said: str) -> None:
    outside = Violation(
        code="shift.outside", message="Kim does not work 03:00–04:00", facts={"zone": "America/New_York"}
    )

    assert violation_words(outside, T0, ZoneInfo(office)) == said


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("labour_min", "labour: "),
        ("held_until", "held until: "),
        ("/my_rules/a_b.toml:4: at", "/my_rules/a_b.toml:4: at: "),
    ],
)
def test_a_field_is_said_as_it_is_typed_and_a_file_as_it_is_called(field: str, said: str) -> None:
    error = InvalidInput(field, "x", "another")

    assert refusal_words(error, T0, ZoneInfo("UTC")).startswith(said)
