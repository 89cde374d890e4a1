"""Which known address does an address mean, written a little differently?"""

from __future__ import annotations

import pytest

from wom_tui.domain.addresses import Addresses, Known, address_of


def known(*texts: str) -> Addresses:
    return Addresses(Known(id, text, 42.0 + id, -71.0) for id, text in enumerate(texts, start=1))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Main St.", "12 MAIN STREET"),
        ("12, N Harvard Ave", "12 North Harvard Avenue"),
        ("Hauptstr. 5", "Hauptstraße 5"),
        ("Hauptstrasse 5", "Hauptstr 5"),
    ],
)
def test_two_ways_of_writing_are_one_address(one: str, other: str) -> None:
    assert address_of(one) == address_of(other)


def test_another_house_is_another_place() -> None:
    assert known("12 Main St").like("14 Main St") == []
    assert known("12 Main St").same("14 Main St") is None


def test_a_slip_of_the_pen_is_forgiven_and_the_likeliest_comes_first() -> None:
    there = known("12 Maine Street", "12 Main Street", "12 Oak Street")

    assert [proposal.known.site_id for proposal in there.like("12 main st")] == [2, 1]


def test_an_address_without_a_house_is_compared_with_such_only() -> None:
    there = known("Harvard Ave & Brighton Ave", "3 Harvard Ave")

    (proposal,) = there.like("Harvard Avenue & Brighton Avenue")

    assert (proposal.known.site_id, proposal.likeness) == (1, 1.0)


@pytest.mark.parametrize("text", ["", "  ", "-", "12", "…"])
def test_what_says_nothing_means_nothing(text: str) -> None:
    there = known("12 Main St", "", "12")

    assert (there.same(text), there.like(text)) == (None, [])
