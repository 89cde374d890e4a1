"""A small office with nothing booked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office import close_desks, desk_on, office_facts
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    desk = desk_on(database_url)
    desk.run(LoadFacts(facts=office_facts(), what="office"))
    yield desk
    close_desks()
