"""How is a SQLite database copied while others write it, so that no writer waits and the copy is of one moment?

Under the rollback journal a reader holds up whoever commits, so nothing reads for long: the rows come over in pieces,
each of them a transaction of some milliseconds, and are of different moments then. The journal knows what happened
since: those records are fetched again, until so few are left that one last short transaction sees them all.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Table

from wom_tui.store import schema
from wom_tui.store.bookkeeping import event_table, import_table, office_table, receipt_table
from wom_tui.store.chain import ERASED_EVENTS, ERASING
from wom_tui.store.engine import BUSY_MS, database_url, open_engine, translated_driver
from wom_tui.store.portions import portions
from wom_tui.store.tables import FACT_TABLES

Progress = Callable[[str, int], None]
_PIECE_S = (0.004, 0.012)  # a piece that takes less grows, one that takes more shrinks
_FEW = 200  # events that the last transaction may have to follow
_ROUNDS = 50  # enough for any office; after them the last transaction takes what there is
_MOST = 400  # ids in one statement
# The tables whose rows are only ever added, with the number that grows.
_GROWING: tuple[tuple[Table, str], ...] = ((event_table, "seq"), (receipt_table, "rowid"))
_WHOLE = (office_table, import_table)  # small, and not in the journal: copied in the last transaction
_TABLES = {table.name: table for table in FACT_TABLES.values()}


def copy_live(source: Path, target: Path, progress: Progress = lambda _table, _rows: None) -> None:
    """Copy a SQLite database that others write meanwhile into an empty file.

    The copy has to be proved by the caller. What a transaction of the target might lose in a crash is not guarded:
    the file counts when it is proved.

    Raises:
        StoreError, StoreBusy: the source cannot be read, or the target not be written.
    """
    with (
        translated_driver(),
        closing(sqlite3.connect(target.absolute().as_uri(), uri=True, isolation_level=None)) as connection,
    ):
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA busy_timeout={6 * BUSY_MS}")
        connection.execute("ATTACH ? AS live", (f"{source.absolute().as_uri()}?mode=rw",))
        tables, guards = _forms()
        for statement in tables:
            connection.execute(statement)
        _Follower(connection, progress).run()
        connection.execute("DETACH live")
        # Only now: rows of different moments may contradict each other, those of one moment do not.
        for statement in guards:
            connection.execute(statement)


def _forms() -> tuple[list[str], list[str]]:
    """What makes the tables, and what makes indexes and guards."""
    engine = open_engine(database_url("sqlite://"))
    with engine.connect() as connection:
        schema.create_in(connection)
        rows = connection.exec_driver_sql("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
    engine.dispose()
    return (
        [sql for kind, sql in rows if kind == "table"],
        [sql for kind, sql in rows if kind != "table"],
    )


class _Follower:
    """One copy on its way: how far each table has come over, and up to which event."""

    def __init__(self, connection: sqlite3.Connection, progress: Progress) -> None:
        self._connection, self._progress = connection, progress
        self._rows = 1000  # of a piece
        # Of each table, the number of the last row that is here.
        self._last: dict[str, int] = defaultdict(int)
        self._came: dict[str, int] = defaultdict(int)  # how many rows those were

    def run(self) -> None:
        """Copy everything; returns when the copy is of one moment."""
        began = followed = self._head()
        for table in FACT_TABLES.values():
            self._bring(table, "id")
        for _ in range(_ROUNDS):
            for table, number in _GROWING:
                self._bring(table, number)
            here = self._last[event_table.name]
            self._fetch_again(followed)
            followed = here
            if self._head() - here <= _FEW:
                break
        self._finish(began, followed)

    def _finish(self, began: int, followed: int) -> None:
        """See one moment of the source, and follow what is left up to it."""
        with self._one_moment():
            self._connection.execute("INSERT INTO main.alembic_version SELECT * FROM live.alembic_version")
            for table, number in _GROWING:
                self._copy(table, f"{number} > {self._last[table.name]}")
            for table in _WHOLE:
                self._copy(table, "true")
            for statement, ids in (*self._again(followed), *self._erased(began)):
                self._connection.execute(statement, ids)
            # The one thing about a receipt that changes without an event.
            self._connection.execute(
                "UPDATE main.receipt SET left_at = l.left_at FROM live.receipt l "
                "WHERE l.left_at IS NOT NULL AND l.command_id = main.receipt.command_id"
            )

    def _bring(self, table: Table, number: str) -> None:
        """Copy what has been added to a table, piece by piece."""
        while end := self._bring_piece(table, number):
            self._last[table.name] = end
            self._progress(table.name, self._came[table.name])

    def _bring_piece(self, table: Table, number: str) -> int:
        last = self._last[table.name]
        with self._one_moment():
            began = time.perf_counter()
            end = self._scalar(
                f'SELECT max(n) FROM (SELECT "{number}" n FROM live."{table.name}" WHERE "{number}" > ? '
                f'ORDER BY "{number}" LIMIT {self._rows})',
                last,
            )
            if end:
                self._came[table.name] += self._copy(table, f'"{number}" > {last} AND "{number}" <= {end}')
        if end:
            self._fit(time.perf_counter() - began)
        return end

    def _fit(self, took_s: float) -> None:
        """Read so many rows at a time that a piece is short, on whatever machine this is."""
        least, most = _PIECE_S
        if took_s > most:
            self._rows = max(50, self._rows // 2)
        elif took_s < least:
            self._rows = min(20_000, self._rows * 2)

    def _fetch_again(self, since: int) -> None:
        for statement, ids in self._again(since):
            self._connection.execute(statement, ids)

    def _again(self, since: int) -> Iterator[tuple[str, Sequence[int]]]:
        """What fetches the records of which events that are here tell, after one."""
        subjects: dict[str, list[int]] = defaultdict(list)
        found = self._connection.execute(
            "SELECT DISTINCT subject FROM main.event WHERE seq > ?", (since,)
        ).fetchall()
        for (subject,) in found:
            noun, _, id = subject.partition(":")
            subjects[noun].append(int(id))
        for noun, ids in subjects.items():
            for chunk in portions(ids, _MOST):
                marks = ", ".join("?" * len(chunk))
                yield self._insertion(_TABLES[noun], f"id IN ({marks})"), chunk

    def _erased(self, since: int) -> Iterator[tuple[str, Sequence[int]]]:
        """What fetches the events once more that an erasure has changed meanwhile."""
        found = self._connection.execute(
            "SELECT after FROM main.event WHERE seq > ? AND kind LIKE ?", (since, f"%{ERASING}")
        ).fetchall()
        for (after,) in found:
            if seqs := json.loads(after).get(ERASED_EVENTS):
                numbers = ", ".join(str(int(seq)) for seq in seqs)
                yield self._insertion(event_table, f"seq IN ({numbers})"), ()

    def _copy(self, table: Table, where: str) -> int:
        return self._connection.execute(self._insertion(table, where)).rowcount

    @staticmethod
    def _insertion(table: Table, where: str) -> str:
        """Named columns: a migrated table has the new ones at its end."""
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        return (
            f'INSERT OR REPLACE INTO main."{table.name}" ({columns}) '
            f'SELECT {columns} FROM live."{table.name}" WHERE {where}'
        )

    def _head(self) -> int:
        return self._scalar("SELECT max(seq) FROM live.event")

    def _scalar(self, sql: str, *values: int) -> int:
        (found,) = self._connection.execute(sql, values).fetchone()
        return found or 0

    @contextmanager
    def _one_moment(self) -> Iterator[None]:
        """A transaction that has waited for its turn already."""
        self._connection.execute("BEGIN")
        self._connection.execute("SELECT count(*) FROM live.alembic_version").fetchone()
        yield
        self._connection.execute("COMMIT")
