"""A small office with nothing booked, and an order in it; a test that needs another office makes its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office import ManualClock, an_order, close_desks, desk_on, number_of
from wom_tui.desk import Desk


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def desk(small_office: str, clock: ManualClock) -> Iterator[Desk]:
    yield desk_on(small_office, clock=clock)
    close_desks()


@pytest.fixture
def order(desk: Desk) -> int:
    return number_of(desk, an_order())
