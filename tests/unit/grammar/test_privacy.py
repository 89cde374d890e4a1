"""Is a line that says how a person can be reached known as such?"""

from __future__ import annotations

import pytest

from wom_tui.grammar.privacy import is_private


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('request "no heat" phone=6175550100', True),
        ('requ "no heat" ph=6175550100', True),
        ("request no heat email=a@b.example", True),
        ('request "phone=617"', False),
        ("hold 4417 parts +2h", False),
        ("priority 4417 1 phone=617", False),
        ("no such verb phone=617", False),
        ("", False),
        ('request "no heat phone=6', False),
    ],
)
def test_a_line_with_a_phone_or_an_address_is_private(line: str, *, expected: bool) -> None:
    assert is_private(line) is expected
