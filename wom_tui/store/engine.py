"""How the two databases are opened: addresses, pragmas, locks, and what their refusals mean to us.

Everything in which SQLite and Postgres differ stands here, in `guards.py` (constraints) and in `watch.py`.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, IntegrityError, OperationalError
from sqlalchemy.pool import NullPool

from wom_tui.domain.violation import Violation
from wom_tui.errors import InvalidInput, Rejected, StoreBusy, StoreError, WomError
from wom_tui.store.file_place import file_identity, refuse_network_filesystem

# Writers on one WAL file could corrupt it before these versions (the WAL-reset bug, fixed in 3.51.3 and
# back-ported to two branches); on an older library the rollback journal is used, which never had it.
_WAL_SAFE = ((3, 51, 3), (3, 52, 0))
_WAL_BACKPORTS = {(3, 44): 6, (3, 50): 7}
BUSY_MS = 5000
_LOOK_S = 0.002  # between two looks at the lock of a file that somebody writes to
# What the driver has to say of a lost line comes as an error too; a warning on stderr would tear a full screen.
logging.getLogger("psycopg").addHandler(logging.NullHandler())
# The only lock there is on Postgres: writers of the journal queue here, so nothing can deadlock.
JOURNAL_LOCK = 7_706_461


def database_url(address: str) -> URL:
    """The address of a database: a URL, or a bare path, which means SQLite.

    Raises:
        InvalidInput: it is neither.
    """
    if "://" not in address:
        return URL.create("sqlite", database=str(Path(address).expanduser().absolute()))
    try:
        url = make_url(address)
    except Exception as error:
        raise InvalidInput(
            "database", _redacted(address), "a path, sqlite:///PATH or postgresql://…"
        ) from error
    match url.get_backend_name():
        case "sqlite" if not (url.host or url.username or url.password):
            return url.set(drivername="sqlite")
        case "postgresql":
            return url.set(drivername="postgresql+psycopg")
        case _:
            raise InvalidInput("database", url.drivername, "a path, sqlite:///PATH or postgresql://…")


def _redacted(address: str) -> str:
    """Never show a password, not even in an error about the address that holds it."""
    scheme, _, rest = address.partition("://")
    return f"{scheme}://…@{rest.rpartition('@')[2]}" if "@" in rest else address


def open_engine(url: URL) -> Engine:
    """An engine on which `begin(write=True)` may change facts and nothing else may.

    Raises:
        StoreError: the file lies on a network filesystem.
    """
    engine = _postgres(url) if url.get_backend_name() == "postgresql" else _sqlite(url)
    _close_with(engine)
    return engine


def _close_with(engine: Engine) -> None:
    """Close the connections of an engine that is dropped without having been disposed of."""
    opened: set[Any] = set()

    @event.listens_for(engine, "connect")
    def _opened(connection: Any, _record: object) -> None:
        opened.add(connection)

    @event.listens_for(engine, "close")
    def _closed(connection: Any, _record: object) -> None:
        opened.discard(connection)

    weakref.finalize(engine, _close_all, opened)


def _close_all(connections: set[Any]) -> None:
    for connection in connections:
        connection.close()


def _postgres(url: URL) -> Engine:
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=3,
        connect_args={
            "connect_timeout": 3,
            "tcp_user_timeout": 10_000,
            "options": f"-c idle_in_transaction_session_timeout=60000 -c timezone=UTC -c lock_timeout={BUSY_MS}",
        },
    )


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        refuse_network_filesystem(Path(url.database))
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})
    _prepare_connections(engine)
    if url.database and url.database != ":memory:":
        _stay_with_the_file(engine, Path(url.database))
    return engine


def open_private(path: Path, *, read_only: bool = False) -> Engine:
    """An engine on a SQLite file that nobody else has: a backup, or a database that is being made.

    It may lie on a network filesystem: only sharing it there is dangerous.

    Args:
        read_only: nothing about the file or beside it is changed, whatever it holds.
    """
    mode = "mode=ro&immutable=1" if read_only else "mode=rwc"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    _prepare_connections(engine)
    return engine


def _prepare_connections(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own transactions begin late and lose updates; ours begin in `begin`, below.
        connection.isolation_level = None
        for pragma in (
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MS}",
            "synchronous=FULL",
            "trusted_schema=OFF",
            "temp_store=MEMORY",
            # A reader needs little: the system keeps the file, once for all programs. A writer must not write before
            # its end, for then nobody can read any more: it may keep 8,192 pages.
            "cache_size=-4096",
            "cache_spill=8192",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("write", False):
            _begin_to_write(connection)
        else:
            connection.exec_driver_sql("BEGIN")

    @event.listens_for(engine, "reset")
    def _let_go(driver: sqlite3.Connection, *_: object) -> None:
        # After a COMMIT that somebody's reading has held up, SQLAlchemy takes the transaction for over. It is not: put
        # away like that, the connection would keep everybody else from writing until it is used again.
        if driver.in_transaction:
            driver.rollback()


def _begin_to_write(connection: Connection) -> None:
    """Wait for the lock, and look for it all the time.

    SQLite itself looks ever more seldom, in the end every tenth of a second: beside a program that writes one act after
    another that would not meet the moment between two of them for many seconds.
    """
    driver: Any = connection.connection.driver_connection
    until = time.monotonic() + BUSY_MS / 1000
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < until:
            try:
                driver.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if not _is_busy(error):
                    break
                time.sleep(_LOOK_S)
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # once more, so that its error is told as any other
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def _is_busy(error: sqlite3.OperationalError) -> bool:
    """Somebody else has the lock, for whatever: the code's upper bits say what for (`SQLITE_BUSY_RECOVERY`)."""
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def _stay_with_the_file(engine: Engine, path: Path) -> None:
    """A file that is deleted or replaced while it is open goes on answering, and what is written to it is lost."""
    seen: set[tuple[int, int]] = set()

    @event.listens_for(engine, "do_connect")
    def _refuse(*_: object) -> None:
        if seen and file_identity(path) is None:  # SQLite would make an empty file in its place
            raise _gone(path)

    @event.listens_for(engine, "connect")
    def _remember(_connection: object, record: Any) -> None:
        record.info["file"] = file_identity(path)

    @event.listens_for(engine, "checkout")
    def _compare(_connection: object, record: Any, _proxy: object) -> None:
        now = file_identity(path)
        if now is None and seen:
            raise _gone(path)
        if now != (record.info["file"] or now):
            raise DisconnectionError  # another file has its name by now: the pool connects to that one
        record.info["file"] = now
        seen.update({now} if now else ())

    @event.listens_for(engine, "begin")
    def _compare_again(connection: Connection) -> None:
        # While this writer waited for the lock, a backup may have been put in the file's place; whoever does that
        # holds the lock meanwhile.
        mine = connection.info.get("file")
        if mine and connection.get_execution_options().get("write") and file_identity(path) != mine:
            connection.exec_driver_sql("ROLLBACK")
            raise StoreBusy(
                "the database was replaced a moment ago: nothing was stored", "look, then try again"
            )


def _gone(path: Path) -> StoreError:
    return StoreError(f"the database file {path} is not there any more", "put it back, or a backup of it")


def is_wal_safe(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Many consoles may write one WAL file with this SQLite library."""
    if version >= _WAL_SAFE[0] and version != _WAL_SAFE[1]:
        return True
    backport = _WAL_BACKPORTS.get(version[:2])
    return backport is not None and version[2] >= backport


def set_journal_mode(engine: Engine) -> None:
    """Choose the journal that the library can be trusted with; a file remembers the one that it had.

    While other programs have the file open, nothing can be changed, and the next one to open it alone does it.
    """
    wanted = os.environ.get("WOM_SQLITE_JOURNAL", "").lower() or ("wal" if is_wal_safe() else "delete")
    connection = None
    try:
        # SQLAlchemy would begin a transaction, where this is not allowed.
        connection = engine.raw_connection()
        (now,) = connection.cursor().execute("PRAGMA journal_mode").fetchone()
        if now != wanted:
            connection.cursor().execute(f"PRAGMA journal_mode={'wal' if wanted == 'wal' else 'delete'}")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise _translate(DBAPIError("PRAGMA journal_mode", None, error), None) from error
    except sqlite3.DatabaseError as error:
        raise _translate(DBAPIError("PRAGMA journal_mode", None, error), None) from error
    except DBAPIError as error:
        raise _translate(error, None) from error
    finally:
        if connection is not None:
            connection.close()


@contextmanager
def translated(explain: Callable[[], Violation] | None = None) -> Iterator[None]:
    """Turn what a driver raises into our errors. `explain` says of an overlap what it knows of the visit."""
    try:
        yield
    except WomError:
        raise
    except DBAPIError as error:
        raise _translate(error, explain) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; it holds once the block has been left without an error."""
    with translated(), engine.connect() as plain:
        connection = plain.execution_options(write=True)
        connection.begin()
        yield connection
        connection.commit()


@contextmanager
def writing_at_once(engine: Engine) -> Iterator[Connection]:
    """One statement that writes; on Postgres the server commits it, whatever becomes of who has sent it.

    Who falls asleep between a write and its commit keeps others from the row until the server loses its patience. On
    SQLite, where whoever writes keeps others from everything for as long, it is `writing`.
    """
    if engine.dialect.name != "postgresql":
        with writing(engine) as connection:
            yield connection
        return
    with translated(), engine.connect() as plain:
        yield plain.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def translated_driver() -> Iterator[None]:
    """The same for what SQLite's own driver raises, where it is used without SQLAlchemy."""
    with translated():
        try:
            yield
        except sqlite3.Error as error:
            raise DBAPIError.instance("", None, error, sqlite3.Error) from error


def _translate(error: DBAPIError, explain: Callable[[], Violation] | None) -> WomError:
    message = str(error.orig)
    state = getattr(error.orig, "sqlstate", None)
    if "double_booking" in message or state == "23P01":
        said = "the technician already has a visit in that time"
        return Rejected([explain() if explain else Violation(code="visit.overlap", message=said)])
    if (
        "database is locked" in message
        or "database is busy" in message
        or state in ("40001", "40P01", "55P03")
    ):
        return StoreBusy("the database is busy with another writer", "try again in a moment")
    if "disk is full" in message or "disk I/O error" in message or state == "53100":
        return StoreError(
            "the disk is full or failing: nothing was stored", "free some space, then try again"
        )
    if "readonly database" in message:
        return StoreError(
            "the database may not be written", "check the permissions of the file and its folder"
        )
    if "not a database" in message or "malformed" in message:
        return StoreError(
            "the file is not a wom database, or is damaged", "restore a backup, or choose another file"
        )
    if "unable to open database file" in message:
        return StoreError("the database file cannot be opened", "check its path and its permissions")
    if isinstance(error, IntegrityError):
        return StoreError(f"the database refuses this: {message.splitlines()[0]}")
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return StoreError(f"the database does not answer: {message.splitlines()[0]}", "check that it runs")
    return StoreError(message.splitlines()[0])


# Waits for the other writers of the journal; Postgres only: on SQLite the write transaction itself is that lock.
LOCKING = "SELECT pg_advisory_xact_lock(%s)"


def hold_writers(connection: Connection) -> None:
    """Let nobody write until the transaction ends. On SQLite a transaction that writes does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(LOCKING, (JOURNAL_LOCK,))


def scalar_int(connection: Connection, statement: Any) -> int:
    """One number, 0 where there is none."""
    return int(connection.execute(statement).scalar() or 0)
