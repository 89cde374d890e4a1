"""A small office with nothing booked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office import close_desks, desk_on, filled
from wom_tui.desk import Desk


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    yield filled(desk_on(database_url))
    close_desks()
