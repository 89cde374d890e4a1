"""Whole databases: what state one is in, bringing it up to date, moving an office to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from wom_tui.domain.outbox import OutgoingState
from wom_tui.store import backups, copying, health, journal, nightly, office, outbox, schema
from wom_tui.store.backups import Proved
from wom_tui.store.backups_seen import BackupSeen, backups_seen
from wom_tui.store.engine import database_url, is_wal_safe, open_engine, translated
from wom_tui.store.nightly import Tonight

__all__ = [
    "Proved",
    "Status",
    "Tonight",
    "backup",
    "backup_tonight",
    "copy",
    "restore",
    "status",
    "upgrade",
    "verify_backup",
]

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Status:
    """What there is to know of a database without looking at its orders."""

    address: str  # without a password
    kind: str  # sqlite, postgresql
    schema: str | None  # None = not set up
    needs: str  # the schema that this program needs
    office: str
    world: str | None
    roads: str | None
    events: int
    head: str
    journal_mode: str  # of SQLite; empty on Postgres
    advice: tuple[str, ...]


def status(address: str) -> Status:
    """The state of a database.

    Raises:
        StoreError: it does not answer.
    """
    with _engine(address) as engine, translated(), engine.connect() as connection:
        version = schema.version_of(connection)
        is_current = version == schema.SCHEMA
        head = journal.head(connection) if is_current else journal.Head(0, journal.GENESIS)
        settings = office.read(connection) if is_current else office.Office()
        mode = ""
        if engine.dialect.name == "sqlite":
            mode = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())
        return Status(
            address=engine.url.render_as_string(hide_password=True),
            kind=engine.dialect.name,
            schema=version,
            needs=schema.SCHEMA,
            office=settings.name,
            world=settings.world,
            roads=settings.roads,
            events=head.seq,
            head=f"{head.seq}:{head.hash}",
            journal_mode=mode,
            advice=tuple(_advice(version, mode)),
        )


@dataclass(frozen=True)
class Examined:
    """How a database is in use."""

    status: Status
    skew_s: float | None
    cut_off: list[tuple[str, int]]
    sessions: health.Sessions | None
    notifications: tuple[str, ...] = ()  # texts of those that are on
    dead: int = 0  # messages that were given up
    backups: tuple[BackupSeen, ...] = ()  # of rules that are on


def examine(address: str) -> Examined:
    """The state of a database, its clock, imports that were cut off, and who else is there.

    Raises:
        StoreError: it does not answer.
    """
    found = status(address)
    is_current = found.schema == schema.SCHEMA
    with _engine(address) as engine, translated(), engine.connect() as connection:
        return Examined(
            status=found,
            skew_s=health.skew_s(connection),
            cut_off=health.cut_off(connection) if is_current else [],
            sessions=health.sessions(connection),
            notifications=outbox.wanted(connection) if is_current else (),
            dead=outbox.count(connection, OutgoingState.DEAD) if is_current else 0,
            backups=tuple(backups_seen(connection)) if is_current else (),
        )


def _advice(version: str | None, mode: str) -> Iterator[str]:
    if version is None:
        yield "run `wom init` to set it up"
    elif version < schema.SCHEMA:
        yield "run `wom db upgrade`"
    elif version > schema.SCHEMA:
        yield "update wom-tui: the database is newer than this program"
    if mode == "wal" and not is_wal_safe():
        yield "this SQLite library can damage a WAL database with several writers; install 3.51.3 or newer"


def upgrade(address: str) -> tuple[str | None, str | None]:
    """Run the migrations that are missing; answers the version before and after.

    Raises:
        StoreError: a migration failed, and the database is as it was; or it is newer than this program.
    """
    with _engine(address) as engine:
        return schema.upgrade(engine)


def copy(address: str, to: str, progress: Progress) -> copying.Copied:
    """Copy an office into another, empty database, and prove that it is the same.

    Raises:
        StoreError: the target is not empty, or the copy is not the same; nothing is left of it.
    """
    with _engine(address) as source, _engine(to) as target:
        schema.check(source)
        return copying.copy(source, target, progress)


def backup(address: str, file: Path, progress: Progress, *, replace: bool = False) -> Proved:
    """Write a proved backup of a database into one file, while others go on working; see `backups.write`."""
    with _engine(address) as source:
        return backups.write(source, file, progress, replace=replace)


def backup_tonight(address: str, folder: str, on: date, keep: int) -> Tonight:
    """Write the backup of a night into a folder, and let the oldest there go; see `nightly.write_tonight`."""
    with _engine(address) as source:
        return nightly.write_tonight(source, folder, on, keep)


def verify_backup(file: Path) -> Proved:
    """Prove that a file holds a whole office; see `backups.verify`."""
    return backups.verify(file)


def restore(file: Path, to: str, progress: Progress, *, replace: bool = False) -> Proved:
    """Put the office of a backup into a database; see `backups.restore`."""
    with _engine(to) as target:
        return backups.restore(file, target, progress, replace=replace)


@contextmanager
def _engine(address: str) -> Iterator[Engine]:
    engine = open_engine(database_url(address))
    try:
        yield engine
    finally:
        engine.dispose()
