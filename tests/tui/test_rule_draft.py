"""Under which name does a new rule begin?"""

from __future__ import annotations

import pytest

from tests.ruled import a_rule
from wom_tui.domain.rule import MENDS
from wom_tui.tui.rule_draft import named_anew


@pytest.mark.parametrize(
    ("name", "taken", "becomes"),
    [
        ("mine", (), "mine"),
        ("mine", ("mine",), "mine-2"),
        ("mine", ("mine", "mine-2"), "mine-3"),
        (MENDS, (MENDS,), MENDS),  # there is one, and no other
    ],
)
def test_a_name_that_is_taken_gets_a_number(name: str, taken: tuple[str, ...], becomes: str) -> None:
    assert named_anew(a_rule(name, every="5m"), taken) == a_rule(becomes, every="5m")


def test_a_text_without_a_name_stays_as_it_is() -> None:
    assert named_anew('says = "my name is mine"\n', ("mine",)) == 'says = "my name is mine"\n'
