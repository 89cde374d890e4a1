"""A small office with an order in it, and a runner that leads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import Databases
from tests.office import ManualClock, an_order, close_desks, desk_on, filled, number_of
from tests.ruled import Ruled


@pytest.fixture
def office(database_url: str) -> Iterator[Ruled]:
    clock = ManualClock()
    yield Ruled(filled(desk_on(database_url, clock=clock)), clock)
    close_desks()


@pytest.fixture
def new_database(databases: Databases) -> Iterator[str]:
    """One that has nothing but its tables, for an office that a test builds itself."""
    with databases.fresh(ready=True) as url:
        yield url
        close_desks()


@pytest.fixture
def order(office: Ruled) -> int:
    return number_of(office.desk, an_order())
