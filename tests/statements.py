"""A step before each statement that reaches a database: where a test kills its own process."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import Engine, event


def at_each_statement(engine: Engine, step: Callable[[], None]) -> None:
    """Call `step` before every statement of the engine's connections, their BEGIN and COMMIT among them."""

    @event.listens_for(engine, "checkout")
    def _listen(connection: Any, _record: object, _proxy: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(_once_for_many_rows(step))
        else:
            connection.cursor_factory = _stepping(step)


def _once_for_many_rows(step: Callable[[], None]) -> Callable[[str], None]:
    """SQLite tells of each row of an `executemany`; to us that is one statement, as on Postgres."""
    last = ""

    def trace(sql: str) -> None:
        nonlocal last
        begin, last = last, sql[:30]
        if last != begin:
            step()

    return trace


def _stepping(step: Callable[[], None]) -> type[psycopg.Cursor[Any]]:
    class Stepping(psycopg.Cursor[Any]):
        """In a pipeline this is when a statement is put on the line."""

        def execute(self, *args: Any, **kwargs: Any) -> Any:
            step()
            return super().execute(*args, **kwargs)

        def executemany(self, *args: Any, **kwargs: Any) -> None:
            step()
            super().executemany(*args, **kwargs)

    return Stepping
