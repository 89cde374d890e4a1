"""An office of which people hear, and an order in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.commands.typed import do
from tests.delivering import Delivering
from tests.office import ManualClock, close_desks, desk_on


@pytest.fixture
def office(small_office: str) -> Iterator[Delivering]:
    clock = ManualClock()
    yield Delivering(desk_on(small_office, clock=clock), clock)
    close_desks()


@pytest.fixture
def order(office: Delivering) -> int:
    """On Kim's day, from ten to eleven on the clock of its site."""
    number = office.order()
    do(office.desk, f"assign {number} kim 15:00")
    return number
