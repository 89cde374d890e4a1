"""A small office with nothing booked. Every desk is closed after its test: an open connection keeps its database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office import ManualClock, close_desks, desk_on
from wom_tui.desk import Desk


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def desk(small_office: str, clock: ManualClock) -> Desk:
    return desk_on(small_office, clock=clock)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_desks()
