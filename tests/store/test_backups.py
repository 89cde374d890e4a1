"""A backup holds one moment of an office that goes on working, proves itself, and comes back whole or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.acts import AnyDispatcher
from tests.office import ManualClock, an_order, desk_on, number_of, office_facts
from tests.store.dying_restorer import killed_at, quiet
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.order import EditOrder
from wom_tui.desk import Desk
from wom_tui.domain.site import Contact
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput, SchemaBehind, StoreBusy, StoreError
from wom_tui.queries.orders import OrderRow, order_rows
from wom_tui.store import backups, journal, live_copy, schema
from wom_tui.store.engine import database_url as url_of
from wom_tui.store.engine import open_engine, open_private
from wom_tui.store.reader import Reader

ROOT = Path(__file__).parents[2]


@pytest.fixture
def desk(database_url: str) -> Desk:
    clock = ManualClock()
    desk = desk_on(database_url, clock=clock)
    person = Contact(id=1, name="Ada Quill", phone="555 0100", email="ada@example.com", salt="s")
    desk.run(LoadFacts(facts=(*office_facts(), person), what="office"))
    anyone = AnyDispatcher(desk, 5, clock)
    for _ in range(30):
        anyone.act()
    return desk


@pytest.fixture
def backup(desk: Desk, tmp_path: Path) -> Path:
    file = tmp_path / "office.backup"
    backups.write(desk.engine, file, quiet)
    return file


def by_number(desk: Desk) -> list[OrderRow]:
    return sorted(desk.ask(order_rows), key=lambda row: row.number)


def head_of(desk: Desk) -> journal.Head:
    with desk.engine.connect() as connection:
        return journal.head(connection)


def contacts(reader: Reader) -> tuple[Contact, ...]:
    return reader.select(Contact)


def test_a_backup_is_a_database_of_its_own_for_its_owner_only(desk: Desk, backup: Path) -> None:
    kept = desk_on(f"sqlite:///{backup}")

    assert by_number(kept) == by_number(desk)
    assert kept.ask(contacts) == desk.ask(contacts)
    assert head_of(kept) == head_of(desk)
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backup.parent.glob("office*")] == [backup.name]


def test_a_restored_office_goes_on_where_it_was(desk: Desk, backup: Path, empty_database_url: str) -> None:
    target = open_engine(url_of(empty_database_url))

    proved = backups.restore(backup, target, quiet)

    restored = desk_on(empty_database_url)
    assert by_number(restored) == by_number(desk)
    assert head_of(restored) == head_of(desk) == proved.head
    assert number_of(restored, an_order()) == number_of(desk, an_order())
    target.dispose()


def test_an_office_gives_way_only_when_that_was_said(desk: Desk, backup: Path) -> None:
    number = number_of(desk, an_order(title="after the backup"))
    before = by_number(desk)

    with pytest.raises(StoreError) as caught:
        backups.restore(backup, desk.engine, quiet)

    assert "--replace" in caught.value.advice
    assert by_number(desk) == before

    backups.restore(backup, desk.engine, quiet, replace=True)

    assert number not in [row.number for row in by_number(desk)]
    assert number_of(desk, an_order()) == number


def test_a_backup_does_not_write_over_another_unless_that_was_said(desk: Desk, backup: Path) -> None:
    number_of(desk, an_order())
    old = backups.verify(backup).head
    with pytest.raises(InvalidInput):
        backups.write(desk.engine, backup, quiet)
    assert backups.verify(backup).head == old

    backups.write(desk.engine, backup, quiet, replace=True)

    assert backups.verify(backup).head == head_of(desk)


def test_a_backup_of_an_office_that_was_changed_behind_the_journal_is_none(
    desk: Desk, tmp_path: Path
) -> None:
    with desk.engine.connect().execution_options(write=True) as connection:
        connection.exec_driver_sql("UPDATE work_order SET title = 'changed behind the journal' WHERE id = 1")
        connection.commit()

    with pytest.raises(StoreError) as caught:
        backups.write(desk.engine, tmp_path / "none.backup", quiet)

    assert "work_order:1 differs in title" in str(caught.value)
    assert list(tmp_path.glob("none*")) == []


def test_two_backups_into_one_file_do_not_mix(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "office.backup"

    def second(_table: str, _rows: int) -> None:
        with pytest.raises(StoreBusy):
            backups.write(desk.engine, file, quiet)

    backups.write(desk.engine, file, second)

    assert backups.verify(file).head == head_of(desk)


@pytest.mark.parametrize("rounds", [0, 50])
def test_a_backup_is_of_one_moment_whatever_happens_between_its_pieces(
    desk: Desk, tmp_path: Path, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After every piece somebody does something: adds, moves and ends orders, takes acts back."""
    monkeypatch.setattr(live_copy, "_ROUNDS", rounds)
    anyone, left = AnyDispatcher(desk, 8, ManualClock()), [30]

    def meanwhile(_table: str, _rows: int) -> None:
        for _ in range(3 if left[0] > 0 else 0):
            left[0] -= 1
            anyone.act()

    proved = backups.write(desk.engine, tmp_path / "moment.backup", meanwhile)

    assert left[0] <= 0
    with desk.engine.connect() as connection:
        assert journal.verify(connection, proved.head).is_whole


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("CREATE TRIGGER mine AFTER INSERT ON office BEGIN DELETE FROM office; END", "not ours"),
        ("CREATE VIEW mine AS SELECT 1", "not ours"),
        ("DROP TRIGGER event_no_update", "not ours"),
        ("UPDATE work_order SET title = 'other' WHERE id = 1", "differs in title"),
        ("UPDATE alembic_version SET version_num = '00'", "no version"),
        ("DELETE FROM visit", "only in the journal"),
        ("DROP TABLE alembic_version", "no backup"),
    ],
)
def test_a_backup_that_somebody_changed_is_not_restored(
    backup: Path, harm: str, said: str, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute(harm)
        connection.commit()
    target = open_engine(url_of(str(tmp_path / "target.db")))

    with pytest.raises(StoreError) as caught:
        backups.restore(backup, target, quiet)

    assert said in str(caught.value)
    assert list(tmp_path.glob("target*")) == []


def test_a_damaged_file_is_no_backup_and_stays_as_it_is(backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[4096 * 3 : 4096 * 9] = b"\xff" * (4096 * 6)
    backup.write_bytes(content)

    with pytest.raises(StoreError):
        backups.verify(backup)

    assert backup.read_bytes() == content
    backup.write_bytes(b"no database at all")
    with pytest.raises(StoreError):
        backups.verify(backup)


def test_a_backup_of_a_newer_program_is_refused(backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    with pytest.raises(SchemaBehind):
        backups.verify(backup)


def test_a_backup_of_an_older_program_is_brought_up_to_date_on_its_way_back(
    tmp_path: Path, empty_database_url: str
) -> None:
    desk, backup = new_desk(str(tmp_path / "office.db")), tmp_path / "office.backup"
    number_of(desk, an_order())
    backups.write(desk.engine, backup, quiet)
    old = open_private(backup)
    with old.connect() as plain:
        connection = plain.execution_options(write=True)
        connection.begin()
        schema.migrate_in(connection, "0002")
        connection.commit()
    content = backup.read_bytes()
    target = open_engine(url_of(empty_database_url))

    proved = backups.restore(backup, target, quiet)

    assert proved.schema == "0002"
    assert by_number(desk_on(empty_database_url)) == by_number(desk)
    assert backup.read_bytes() == content
    target.dispose()


def test_what_is_left_of_a_database_that_is_gone_is_not_played_onto_the_restored_one(
    backup: Path, tmp_path: Path
) -> None:
    target = tmp_path / "office.db"
    Path(f"{target}-journal").write_bytes(b"pages of another database")

    with pytest.raises(StoreError) as caught:
        backups.restore(backup, open_engine(url_of(str(target))), quiet)

    assert "-journal" in str(caught.value)
    assert not target.exists()


def test_a_restored_office_stands_where_the_old_one_stood_for_the_same_people(
    backup: Path, tmp_path: Path
) -> None:
    path, link = tmp_path / "elsewhere.db", tmp_path / "office.db"
    new_desk(str(path)).engine.dispose()
    path.chmod(0o660)
    link.symlink_to(path)

    backups.restore(backup, open_engine(url_of(str(link))), quiet, replace=True)

    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o660
    assert head_of(desk_on(str(path))) == backups.verify(backup).head


def test_a_damaged_database_is_moved_away_by_a_person_not_by_us(backup: Path, tmp_path: Path) -> None:
    target = tmp_path / "office.db"
    target.write_bytes(b"x" * 5000)

    with pytest.raises(StoreError) as caught:
        backups.restore(backup, open_engine(url_of(str(target))), quiet, replace=True)

    assert "move it away" in caught.value.advice
    assert target.read_bytes() == b"x" * 5000


def test_a_writer_that_waited_while_a_backup_was_put_in_place_is_not_told_that_it_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With the other one nothing is put in place of an open file.
    monkeypatch.setenv("WOM_SQLITE_JOURNAL", "delete")
    path, other = tmp_path / "office.db", tmp_path / "other.db"
    desk, elsewhere = (new_desk(str(file)) for file in (path, other))
    number_of(desk, an_order())
    elsewhere.close()

    def put_in_place(*_: object) -> None:
        if other.exists():
            other.replace(path)

    event.listen(desk.engine, "checkout", put_in_place)

    with pytest.raises(StoreBusy) as caught:
        desk.run(EditOrder(order=1, changes=(("title", "lost"),)))

    assert "replaced" in str(caught.value)
    event.remove(desk.engine, "checkout", put_in_place)
    assert desk.ask(lambda reader: reader.count(WorkOrder)) == 0
    assert number_of(desk, an_order()) == 1


def test_a_write_ahead_log_that_others_have_open_keeps_a_restore_away(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WOM_SQLITE_JOURNAL", "wal")
    path = tmp_path / "office.db"
    desk = new_desk(str(path))
    number = number_of(desk, an_order())

    with pytest.raises(StoreBusy) as caught:
        backups.restore(backup, open_engine(url_of(str(path))), quiet, replace=True)

    assert "consoles" in caught.value.advice
    assert number_of(desk, an_order()) == number + 1

    desk.engine.dispose()
    backups.restore(backup, open_engine(url_of(str(path))), quiet, replace=True)

    assert head_of(desk_on(str(path))) == backups.verify(backup).head


def new_desk(path: str) -> Desk:
    engine = open_engine(url_of(path))
    schema.create(engine)
    engine.dispose()
    desk = desk_on(path)
    desk.run(LoadFacts(facts=office_facts(), what="office"))
    return desk


@pytest.mark.fault
def test_backups_of_an_office_that_three_others_write_are_each_of_one_moment(
    database_url: str, tmp_path: Path
) -> None:
    """Processes of their own, as fast as they can; what they were told is stored before a backup began is in it."""
    desk = desk_on(database_url)
    desk.run(LoadFacts(facts=office_facts(), what="office"))
    numbers = [number_of(desk, an_order()) for _ in range(4)]
    log = tmp_path / "acknowledged.log"
    arguments = [database_url, "7", str(len(numbers)), str(log), "careful"]
    writing = [sys.executable, "-m", "tests.e2e.one_writer", *arguments]
    writers = [subprocess.Popen(writing, cwd=ROOT, stderr=subprocess.DEVNULL) for _ in range(3)]
    try:
        for turn in range(3):
            before = desk.last_seq()
            while desk.last_seq() < before + 20:  # they are at work
                assert all(writer.poll() is None for writer in writers)
            stored = log.read_text(encoding="utf-8").split()

            proved = backups.write(desk.engine, tmp_path / f"{turn}.backup", quiet)

            kept = desk_on(f"sqlite:///{tmp_path / f'{turn}.backup'}")
            with kept.engine.connect() as connection:
                there = {event.command_id for event in journal.events(connection)}
            assert set(stored) <= there
            with desk.engine.connect() as connection:
                assert journal.verify(connection, proved.head).is_whole
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()


@pytest.mark.fault
def test_a_backup_killed_at_any_step_leaves_the_one_that_was_there(
    desk: Desk, backup: Path, database_url: str
) -> None:
    before = backups.verify(backup).head
    number_of(desk, an_order())
    for step in range(1, 100):
        code = killed_at(step, "backup", database_url, str(backup))
        assert backups.verify(backup).head in (
            {before} if code == 9 and step < 6 else {before, head_of(desk)}
        )
        if code != 9:
            break

    assert code == 0
    assert step > 5
    assert backups.verify(backup).head == head_of(desk)
    assert [path.name for path in backup.parent.glob("office*")] == [backup.name]


@pytest.mark.fault
def test_a_restore_killed_at_any_step_leaves_the_old_office_or_the_new_one(
    desk: Desk, backup: Path, database_url: str
) -> None:
    restored = backups.verify(backup).head
    number_of(desk, an_order())
    before = head_of(desk)
    step, code, found = 1, 9, before
    while code == 9:
        desk.engine.dispose()  # a write-ahead log can only be put away by who is alone
        code = killed_at(step, "restore", str(backup), database_url)
        found = head_of(desk)
        assert found in (before, restored)
        desk.ask(lambda reader: reader.count(WorkOrder))
        step += 1 if desk.engine.dialect.name == "sqlite" else 1 + step // 3

    assert code == 0
    assert found == restored
    assert step > 5
    assert not list(backup.parent.glob("*part*"))
