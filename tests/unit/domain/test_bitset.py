"""Are the places in a set of bits those that were put there, however many there are?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.domain.bitset import bits_at, places_in


@given(st.sets(st.integers(0, 5_000), max_size=60))
def test_what_was_put_there_is_there(places: set[int]) -> None:
    assert list(places_in(bits_at(places))) == sorted(places)


@pytest.mark.parametrize("number", [0, 1, 16, 17, 1_000])
def test_few_as_well_as_many(number: int) -> None:
    places = range(7, 7 + 3 * number, 3)

    assert list(places_in(bits_at(places))) == list(places)
