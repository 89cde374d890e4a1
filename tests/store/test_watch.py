"""Does a program hear of another's commit, whatever the system tells it, and of nothing else?"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Semaphore

import pytest

from tests.office import an_order, desk_on, number_of
from wom_tui.commands.note import AddNote
from wom_tui.store import watch
from wom_tui.store.engine import database_url, open_engine, writing
from wom_tui.store.watch import Watcher, notice

LONG_S = 30.0  # nobody waits that long, unless something is wrong
MOMENT_S = 0.5

Heard = Semaphore


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "office.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE note (text)")
    return path


@contextmanager
def heard(path: Path) -> Iterator[Heard]:
    """Released once for every time that somebody is told to look; what is told at the start is over."""
    told = Semaphore(0)
    watcher = Watcher(open_engine(database_url(str(path))), told.release)
    watcher.start()
    try:
        quiet(told)
        yield told
    finally:
        watcher.stop()


def quiet(told: Heard) -> None:
    while told.acquire(timeout=MOMENT_S):
        pass


def write(path: Path, *, tells: bool = True) -> None:
    engine = open_engine(database_url(str(path)))
    with writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO note VALUES ('there')")
        for statement in notice(engine.dialect) if tells else ():
            connection.exec_driver_sql(statement.sql)
    engine.dispose()


@pytest.mark.database
def test_a_commit_is_heard_of_on_either_database(small_office: str) -> None:
    told = Event()
    desk = desk_on(small_office)
    order = number_of(desk, an_order())
    watcher = desk_on(small_office).watch(told.set)
    try:
        while told.wait(MOMENT_S):
            told.clear()  # what is told at the start

        desk.run(AddNote(order=order, text="gate code 1234"))

        assert told.wait(LONG_S)
    finally:
        watcher.stop()


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_each_commit_is_heard_of(file: Path, journal: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA journal_mode={journal}")
    with heard(file) as told:
        for _ in range(3):
            write(file)
            assert told.acquire(timeout=LONG_S)
            quiet(told)


def test_what_nobody_is_to_hear_of_wakes_nobody(file: Path) -> None:
    with heard(file) as told:
        write(file, tells=False)

        assert not told.acquire(timeout=MOMENT_S)


def test_nobody_looks_while_nothing_is_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "ASLEEP_S", LONG_S)
    looks = Semaphore(0)
    look = Watcher._look

    def counted(self: Watcher, connection: sqlite3.Connection, seen: int | None) -> int | None:
        looks.release()
        return look(self, connection, seen)

    monkeypatch.setattr(Watcher, "_look", counted)
    with heard(file):
        quiet(looks)

        with closing(sqlite3.connect(file)) as connection:
            connection.execute("SELECT text FROM note").fetchall()

        assert not looks.acquire(timeout=MOMENT_S)


def test_what_no_system_tells_is_found_all_the_same(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer on another machine, or one whose disk takes long after the last byte."""

    @contextmanager
    def deaf(*_: object) -> Iterator[Callable[[float], bool]]:
        yield lambda _: Event().wait(0.01)

    monkeypatch.setattr(watch, "stirring", deaf)
    with heard(file) as told:
        write(file)

        assert told.acquire(timeout=LONG_S)


def test_where_the_system_hears_for_nobody_more_the_file_is_looked_at(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**_: object) -> None:
        raise OSError(24, os.strerror(24))

    monkeypatch.setattr("inotify_simple.INotify", refused)
    with heard(file) as told:
        write(file)

        assert told.acquire(timeout=LONG_S)


def test_a_file_that_takes_the_others_place_is_heard_of_and_watched(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE note (text)")
    with heard(file) as told:
        other.replace(file)
        assert told.acquire(timeout=LONG_S)
        quiet(told)

        write(file)

        assert told.acquire(timeout=LONG_S)


def test_who_leaves_is_not_waited_for(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "ASLEEP_S", LONG_S)
    before = set(threading.enumerate())
    with heard(file):
        (thread,) = set(threading.enumerate()) - before

    assert not thread.is_alive()  # `stop` waits two seconds for it, and then goes without it
