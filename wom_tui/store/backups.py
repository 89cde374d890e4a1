"""What is a backup, whatever the database is? One SQLite file that has been proved, and can be opened like any other.

Written beside its name and given the name when it is proved; restored the same way. So whatever ends the program, what
stood under the name before still stands there.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select, text

from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput, StoreBusy, StoreError
from wom_tui.store import copying, journal, schema
from wom_tui.store.engine import (
    BUSY_MS,
    database_url,
    open_engine,
    open_private,
    scalar_int,
    translated,
    translated_driver,
    writing,
)
from wom_tui.store.file_place import refuse_network_filesystem
from wom_tui.store.live_copy import Progress, copy_live
from wom_tui.store.tables import FACT_TABLES

_JOURNALS = ("-journal", "-wal")
_ORDERS = FACT_TABLES[WorkOrder]
_WITHDRAWN = select(func.count()).select_from(_ORDERS).where(_ORDERS.c.is_withdrawn)


@dataclass(frozen=True)
class Proved:
    """A backup that holds a whole office: the rows of each table, the end of its journal, its age and its size.

    Attributes:
        rows: of each table, those of withdrawn records too.
        withdrawn_orders: how many of the orders are.
    """

    rows: dict[str, int]
    withdrawn_orders: int
    head: journal.Head
    schema: str
    bytes: int


def write(source: Engine, file: Path, progress: Progress, *, replace: bool = False) -> Proved:
    """Write a backup of a database that may be written meanwhile; it is of one moment.

    Args:
        replace: a file of that name gives way, once the new one is proved.

    Raises:
        InvalidInput: there is such a file already.
        StoreError: the database is not whole, or the file cannot be written; what was there is there.
    """
    if file.exists() and not replace:
        raise InvalidInput("FILE", str(file), "a name that is free, or --replace")
    schema.check(source)
    with _beside(file) as part:
        if source.dialect.name == "sqlite":
            copy_live(Path(source.url.database or ""), part, progress)
        else:
            copying.copy(source, open_private(part), progress)
        proved = verify(part)
        _give_name(part, file)
    return proved


def verify(file: Path, noted: journal.Head | None = None) -> Proved:
    """Prove that a file is a whole backup: its pages, its form, its journal and its facts.

    Args:
        noted: an event that somebody wrote down; the backup has to hold it.

    Raises:
        StoreError: it is none, or it is damaged or was changed.
        SchemaBehind: it is newer than this program.
    """
    if not file.is_file():
        raise StoreError(f"there is no backup at {file}", "check the path")
    version = _check_form(file)
    with _up_to_date(file, version) as current, translated():
        engine = open_private(current, read_only=True)
        with engine.connect() as connection:
            copied = copying.prove(connection, noted)
            withdrawn = scalar_int(connection, _WITHDRAWN)
    return Proved(copied.rows, withdrawn, copied.head, version, file.stat().st_size)


def restore(file: Path, target: Engine, progress: Progress, *, replace: bool = False) -> Proved:
    """Put the office of a backup into a database: all of it, or nothing.

    Args:
        replace: an office that is there gives way.

    Raises:
        StoreError: the backup is none, or is damaged; or there is an office, and it shall stay. Nothing was changed.
    """
    proved = verify(file)
    path = Path(target.url.database or "").resolve()  # not the link that may lead to it
    if target.dialect.name == "sqlite":
        _refuse_damaged(path)
    if not replace:
        _refuse_office(target)
    with _up_to_date(file, proved.schema) as current:
        if target.dialect.name == "sqlite":
            target.dispose()  # what looked at it lets go of it
            _restore_file(current, path)
        else:
            copying.copy(open_private(current, read_only=True), target, progress, replace=replace)
    return proved


def _refuse_office(target: Engine) -> None:
    path = target.url.database
    if target.dialect.name == "sqlite" and not Path(path or "").exists():
        return  # looking would make it
    with translated(), target.connect() as connection:
        if schema.has_tables(connection):
            raise StoreError(
                "the database has tables already", "restore into another, or replace this one: --replace"
            )


def _refuse_damaged(path: Path) -> None:
    """What lies beside a file that SQLite cannot read would be played back onto the one in its place."""
    left = [f"{path}{name}" for name in _JOURNALS if Path(f"{path}{name}").exists()]
    if not path.exists() and left:
        raise StoreError(
            f"{left[0]} is left of a database that is gone, and would damage the restored one", "move it away"
        )
    if path.exists():
        try:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{path} is damaged, or no database: {error}",
                "move it away, with what is named after it (-journal, -wal), then restore",
            ) from error


def _check_form(file: Path) -> str:
    """Look at what a file from anywhere is before anything in it is used; answers its version.

    Only what is known is opened: a view or a trigger of somebody else's runs with our rights.
    """
    engine = open_private(file, read_only=True)
    with translated(), engine.connect() as connection:
        if (said := connection.execute(text("PRAGMA integrity_check(1)")).scalar()) != "ok":
            raise StoreError(f"the backup is damaged: {said}", "use another one")
        form = _form(connection)
        if ("table", schema.VERSION_TABLE, "") not in form:
            raise StoreError(f"{file} is no backup of an office", "choose another file")
        version = schema.version_of(connection) or ""
        schema.refuse_newer(version)
        if form != _form_of(version):
            raise StoreError(f"{file} holds tables or triggers that are not ours", "use another one")
        if connection.execute(text("PRAGMA foreign_key_check")).first():
            raise StoreError("the backup has records that point to nothing", "use another one")
    return version


def _form_of(version: str) -> set[tuple[str, str, str]]:
    """The form of a database of that version."""
    engine = open_engine(database_url("sqlite://"))
    try:
        with engine.connect() as connection:
            schema.migrate_in(connection, version)
            return _form(connection)
    except Exception as error:
        raise StoreError(f"the backup says that it is at {version!r}, which is no version") from error
    finally:
        engine.dispose()


def _form(connection: Connection) -> set[tuple[str, str, str]]:
    """Everything that has a name; of what runs by itself also how it reads."""
    rows = connection.execute(text("SELECT type, name, sql FROM sqlite_master")).all()
    return {
        (kind, name, " ".join(sql.split()) if kind in ("trigger", "view") else "") for kind, name, sql in rows
    }


@contextmanager
def _up_to_date(file: Path, version: str) -> Iterator[Path]:
    """The file; or a copy of it at this program's version, for as long as it is needed."""
    if version == schema.SCHEMA:
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="wom-") as folder:
        copy = Path(folder) / "upgraded.db"
        shutil.copyfile(file, copy)
        with writing(open_private(copy)) as connection:
            schema.migrate_in(connection, "head")
        yield copy


def _restore_file(backup: Path, target: Path) -> None:
    refuse_network_filesystem(target)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _beside(target) as part:
        shutil.copyfile(backup, part)
        verify(part)
        with _alone(target):
            _give_name(part, target)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Nobody writes the database meanwhile, and nothing beside it belongs to what it was.

    Whoever waits for the lock finds another file under the name afterwards, and says so (`engine.py`).
    """
    if not target.exists():
        yield
        return
    with translated_driver(), closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        try:
            # A write-ahead log would be played onto the new file.
            connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            raise StoreBusy(
                "others have the database open", "close their consoles, then try again"
            ) from error
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """An empty file next to that one, for its owner only; gone afterwards, or taken over when its writer was killed."""
    part = file.with_name(f"{file.name}.part")
    try:
        held = os.open(part, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(f"{part} cannot be made: {error.strerror}", "choose another place") from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(held)
        raise StoreBusy(f"{file} is being written by another", "wait until it is done") from error
    try:
        os.truncate(held, 0)
        yield part
    finally:
        if part.exists() and os.path.samestat(part.stat(), os.fstat(held)):
            part.unlink()
        os.close(held)


def _give_name(part: Path, file: Path) -> None:
    """Let the file stand under its name, on the disk too; whoever might use the one before may use this one."""
    if file.exists():
        before = file.stat()
        with suppress(PermissionError):  # only root gives files away
            os.chown(part, before.st_uid, before.st_gid)
        part.chmod(stat.S_IMODE(before.st_mode))
    for path in (part, part.parent):
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
        if path == part:
            part.replace(file)
