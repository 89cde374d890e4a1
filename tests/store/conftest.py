"""Every desk of a test is closed after it: a connection left open keeps a database from being dropped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office import close_desks


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_desks()
