"""Are rows of travel times the source's own, and asked for once?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import pytest

from wom_tui.domain.place import Place, at_once
from wom_tui.gateways.travel import Geodesic
from wom_tui.planning import travel_rows
from wom_tui.planning.travel_rows import TravelRows, by_rows

PLACES = [Place(42.3 + n / 100, -71.1 + n / 50) for n in range(5)]
AWAY = Place(40.0, -70.0)


class Counting(Geodesic):
    """A source that says how often it was asked."""

    asked: ClassVar[list[str]] = []  # the class is frozen

    def seconds(self, a: Place, b: Place) -> int:
        self.asked.append("one")
        return super().seconds(a, b)

    def matrix(self, origins: Sequence[Place], destinations: Sequence[Place] | None = None) -> np.ndarray:
        self.asked.append("row")
        return super().matrix(origins, destinations)


def test_the_seconds_are_those_of_the_source() -> None:
    source = Geodesic()

    rows = by_rows(source, PLACES)

    assert all(rows(a, b) == source.seconds(a, b) for a in (*PLACES, AWAY) for b in (*PLACES, AWAY))


def test_an_origin_is_asked_about_once_and_only_when_it_is_needed() -> None:
    source = Counting()
    source.asked.clear()
    rows = by_rows(source, PLACES)
    assert source.asked == []

    for _ in range(3):
        for b in PLACES:
            rows(PLACES[0], b)

    assert source.asked == ["row"]
    rows(PLACES[0], AWAY)
    assert source.asked == ["row", "one"]


def test_a_source_without_a_table_is_left_as_it_is() -> None:
    assert by_rows(at_once, PLACES) is at_once


def test_of_many_places_no_rows_are_kept_until_they_are_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(travel_rows, "MOST", len(PLACES) - 1)
    source = Counting()
    source.asked.clear()
    rows = by_rows(source, PLACES)

    assert rows(PLACES[0], PLACES[1]) == source.seconds(PLACES[0], PLACES[1])
    assert "row" not in source.asked
    assert isinstance(rows, TravelRows)
    rows.among(PLACES[:2])(PLACES[0], PLACES[1])
    assert source.asked[-1] == "row"


def test_the_whole_table_is_worked_out_once_and_asked_from_then_on() -> None:
    source = Counting()
    source.asked.clear()
    rows = TravelRows(source, PLACES)

    whole = rows.whole()

    assert rows.whole() is whole
    assert all(rows(a, b) == whole(a, b) for a in PLACES for b in PLACES)
    assert source.asked == ["row"]
    assert rows(PLACES[0], AWAY) == Geodesic().seconds(PLACES[0], AWAY)
    assert whole.matrix(PLACES[1:3]).tolist() == [[whole(a, b) for b in PLACES[1:3]] for a in PLACES[1:3]]
