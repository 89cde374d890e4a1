"""A small office with nothing booked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office import close_desks, desk_on
from wom_tui.desk import Desk


@pytest.fixture
def desk(small_office: str) -> Iterator[Desk]:
    yield desk_on(small_office)
    close_desks()
