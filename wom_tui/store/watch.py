"""How one program learns that another has changed something: by the file of SQLite, by a notice of Postgres.

Both only say "look"; what changed is read from the journal by its number, so nothing can be missed.
"""

from __future__ import annotations

import secrets
import select
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import Dialect, Engine

from wom_tui.store.driver import Statement
from wom_tui.store.file_place import file_identity
from wom_tui.store.ringing import RingingEvent
from wom_tui.store.stirring import stirring

CHANNEL = "wom"
# After the file has been written to: what is written is a commit only after it has been forced to the disk.
LOOKS_S = (0.005, 0.01, 0.02, 0.04, 0.08, 0.1)
REST_S = 0.05  # after a change: whoever writes a thousand times a second wakes nobody as often
POLL_S = 0.1  # where the system does not say that it was written to
# Of a writer on another machine no system hears; the file is looked at this often all the same.
ASLEEP_S = 1.0
# A notice can be lost with its connection; the journal is looked at this often all the same.
RECHECK_S = 5.0


def notice(dialect: Dialect) -> tuple[Statement, ...]:
    """Tell the other programs, when the transaction commits.

    SQLite counts commits by itself, but of all of them: the leader's signs of life would wake every console.
    """
    if dialect.name == "postgresql":
        return (Statement(f"NOTIFY {CHANNEL}"),)
    # Another number than before, for which nobody has to ask.
    return (Statement(f"PRAGMA user_version = {secrets.randbits(31)}"),)


class Watcher:
    """Calls `wake` on a thread of its own after every commit with a notice, of anybody, until stopped."""

    def __init__(self, engine: Engine, wake: Callable[[], None]) -> None:
        self._engine, self._wake = engine, wake
        self._stop = RingingEvent()
        run = self._listen if engine.dialect.name == "postgresql" else self._poll
        self._thread = threading.Thread(target=run, name="wom-watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread; waits a moment for it."""
        self._stop.set()
        self._thread.join(timeout=2)

    def _poll(self) -> None:
        """Watch the file; when it is gone or replaced, say so, and watch the one that comes."""
        path = Path(self._engine.url.database or "")
        while not self._stop.is_set():
            if (file := file_identity(path)) is not None:
                self._poll_file(path, file)
                self._wake()
            self._stop.wait(POLL_S)

    def _poll_file(self, path: Path, file: tuple[int, int]) -> None:
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            seen = self._look(connection, None)
            with stirring(path, self._stop, POLL_S) as has_stirred:
                while not self._stop.is_set() and file_identity(path) == file:
                    looks_s = LOOKS_S if has_stirred(ASLEEP_S) else (0.0,)
                    seen = self._look_until_new(connection, seen, looks_s)
        finally:
            connection.close()

    def _look_until_new(
        self, connection: sqlite3.Connection, seen: int | None, looks_s: Iterable[float]
    ) -> int | None:
        for pause_s in looks_s:
            if self._stop.wait(pause_s):
                break
            if (now := self._look(connection, seen)) != seen:
                self._stop.wait(REST_S)
                return now
        return seen

    def _look(self, connection: sqlite3.Connection, seen: int | None) -> int | None:
        try:
            now = int(connection.execute("PRAGMA user_version").fetchone()[0])
        except sqlite3.OperationalError:
            return seen  # a writer holds the file just now; the next look is near
        if now != seen and seen is not None:
            self._wake()
        return now

    def _listen(self) -> None:
        import psycopg

        while not self._stop.is_set():
            try:
                self._listen_once()
            except psycopg.OperationalError:
                self._stop.wait(1.0)  # the server is away; everything since is read when it is back
            self._wake()

    def _listen_once(self) -> None:
        import psycopg

        url = self._engine.url.set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}".encode())
            self._wake()
            both = select.poll()
            for one in (connection, self._stop):
                both.register(one, select.POLLIN)
            while not self._stop.is_set():
                both.poll(RECHECK_S * 1000)
                list(connection.notifies(timeout=0))
                self._wake()
