"""A step before each statement that reaches a database, and a process that kills itself at one of them."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import Engine, event


class Steps:
    """Counts steps, and kills this process at one of them; 0 = at none.

    Attributes:
        last: the number of the last step.
    """

    def __init__(self, fatal: int) -> None:
        self._fatal = fatal
        self.last = 0

    def __call__(self) -> None:
        self.last += 1
        if self.last == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)


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
