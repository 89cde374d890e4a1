"""Which open orders look like the same thing, told twice?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from tests.office import HOUR, LIGHTS, T0, TREES
from wom_tui.domain.duplicates import Report, Suspect, suspects, words_of
from wom_tui.domain.states import OrderStatus

METRE = 1 / 111_320  # degrees of latitude


@dataclass(frozen=True)
class A:
    """A report, with defaults that make any two of them alike."""

    number: int
    kind: int = LIGHTS
    site: int | None = 1
    lat: float | None = 42.3
    lon: float | None = -71.05
    after: timedelta = timedelta()
    status: OrderStatus = OrderStatus.READY
    says: str = "Light out on the corner"

    @property
    def report(self) -> Report:
        words = words_of(self.says)
        return Report(
            self.number, self.kind, self.site, self.lat, self.lon, T0 + self.after, self.status, words
        )


ONE = A(1)
OTHER = replace(ONE, number=2, after=HOUR)


def found(*reports: A, **limits: Any) -> list[Suspect]:
    return suspects((one.report for one in reports), **limits)


def test_two_of_a_kind_at_one_site_are_suspect_and_the_older_is_kept() -> None:
    (pair,) = found(OTHER, ONE)

    assert (pair.keep, pair.drop, pair.is_same_site, pair.alike) == (1, 2, True, 1.0)
    assert pair.score >= 99


def test_the_one_that_somebody_goes_to_is_kept() -> None:
    (pair,) = found(ONE, replace(OTHER, status=OrderStatus.DISPATCHED))

    assert (pair.keep, pair.drop) == (2, 1)


@pytest.mark.parametrize(
    "other",
    [
        replace(OTHER, kind=TREES),
        replace(OTHER, after=timedelta(days=8)),
        replace(OTHER, says="Nobody ever answers my letters"),
        replace(OTHER, site=2, lat=42.3 + 51 * METRE),
        replace(OTHER, site=2, lat=None, lon=None),
    ],
    ids=["another type", "days later", "other words", "too far", "nobody knows where"],
)
def test_what_differs_is_not_suspect(other: A) -> None:
    assert found(ONE, other) == []


def test_neighbours_are_suspect_across_the_lines_of_any_grid() -> None:
    random = Random(7)
    for _ in range(200):
        lat, lon = random.uniform(-70, 70), random.uniform(-170, 170)
        here = replace(ONE, site=None, lat=lat, lon=lon)
        near = replace(OTHER, site=None, lat=lat + random.uniform(-45, 45) * METRE, lon=lon)

        assert [(pair.keep, pair.drop) for pair in found(here, near)] == [(1, 2)]


def test_one_site_is_one_place_whatever_its_position() -> None:
    (pair,) = found(replace(ONE, lat=None, lon=None), replace(OTHER, lat=None, lon=None))

    assert (pair.is_same_site, pair.distance_m) == (True, None)


def test_the_likeliest_comes_first() -> None:
    far = A(3, site=3, lat=42.3 + 40 * METRE, after=2 * HOUR, says="Light out on the corner again")

    scores = [pair.score for pair in found(ONE, OTHER, far)]

    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 3


def test_a_thousand_reports_of_one_thing_are_not_compared_each_with_each() -> None:
    reports = [replace(ONE, number=n, after=timedelta(minutes=n)) for n in range(1, 1001)]

    assert len(found(*reports)) < 61 * 1000
