"""Which Postgres do benchmarks use? The one that WOM_TEST_PG_URL names, or one that is started for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.databases import PostgresDatabases, start_postgres, stop_postgres


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The address of an empty database."""
    given = os.environ.get("WOM_TEST_PG_URL")
    server = given or start_postgres(folder / "pg")
    databases = PostgresDatabases(server, f"wom_bench_{os.getpid()}")
    try:
        with databases.fresh(None) as address:
            yield address
    finally:
        databases.close()
        if not given:
            stop_postgres(folder / "pg")
