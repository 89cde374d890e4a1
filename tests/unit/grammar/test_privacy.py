"""Is a line that may say something of a person known as such?"""

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
        ("note 4417 gate code is 1234", True),
        ("Not 4417 gate code is 1234", True),
        ("nte 4417 gate code is 1234", True),
        ("n 4417 gate code is 1234", True),
        ("priority 4417 1 phone=617", True),
        ("requst no heat phone=617", True),
        ("edit 4417 phne=617", True),
        ("some such verb", False),
        ("filter pri=1 note", False),
        ("group territory", False),
        ("", False),
        ('request "no heat phone=6', False),
    ],
)
def test_what_may_be_of_a_person_is_private_also_when_it_is_mistyped(line: str, *, expected: bool) -> None:
    assert is_private(line) is expected
