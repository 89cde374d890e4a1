"""A lock that its holder lets go of by dying: whoever gets it knows so within a moment.

Only a hint. Who is merely asleep keeps it, and it may be lost while its holder lives; who may act says the lease.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

_KEY = (7_706_461, 1)  # of Postgres' advisory locks with two numbers; the journal's has one


class Hint(Protocol):
    """The lock."""

    def take(self) -> bool:
        """Have it, now or already; False while another has it, or where there can be none."""
        ...

    def drop(self) -> None:
        """Let it go."""
        ...


def hint_for(engine: Engine) -> Hint:
    """The lock beside a database."""
    if engine.dialect.name == "postgresql":
        return ServerHint(engine)
    return FileHint(Path(f"{engine.url.database}.leader"))


class FileHint:
    """A lock on a file beside the database, which is on this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> bool:
        if self._file is not None:
            return True
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        self._file = file
        return True

    def drop(self) -> None:
        if self._file is not None:
            os.close(self._file)
        self._file = None


class ServerHint:
    """An advisory lock of Postgres, which ends with its connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def take(self) -> bool:
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))  # a connection that broke has lost it
                return True
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        except SQLAlchemyError:
            self._connection = None
            return False
        if self._ask(connection, "SELECT pg_try_advisory_lock(:a, :b)"):
            self._connection = connection
            return True
        connection.close()
        return False

    def drop(self) -> None:
        if self._connection is not None:
            self._ask(self._connection, "SELECT pg_advisory_unlock(:a, :b)")
            self._connection.close()
        self._connection = None

    def _ask(self, connection: Connection, sql: str) -> bool:
        try:
            return bool(connection.execute(text(sql), {"a": _KEY[0], "b": _KEY[1]}).scalar())
        except SQLAlchemyError:
            connection.invalidate()  # and with it the lock
            return False
