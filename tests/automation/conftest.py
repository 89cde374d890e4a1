"""A small office with an order in it, and a runner that leads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Databases, create_schema
from tests.office import ManualClock, an_order, close_desks, desk_on, number_of
from tests.ruled import Ruled


@pytest.fixture
def office(small_office: str) -> Iterator[Ruled]:
    clock = ManualClock()
    yield Ruled(desk_on(small_office, clock=clock), clock)
    close_desks()


@pytest.fixture
def new_database(databases: Databases) -> Iterator[str]:
    """One that has nothing but its tables, for an office that a test builds itself."""
    with databases.fresh(create_schema) as url:
        yield url
        close_desks()


@pytest.fixture
def order(office: Ruled) -> int:
    return number_of(office.desk, an_order())


@pytest.fixture
def own_policies(tmp_path: Path) -> Path:
    """Where the policies of whoever runs the rules are."""
    folder = tmp_path / ".xdg" / "config" / "wom" / "policies"
    folder.mkdir(parents=True)
    return folder
