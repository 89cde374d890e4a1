"""Bad days: killed in the middle, disk full, locked out, on a network drive, nobody we know."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.office import an_order, desk_on, new_office, number_of
from tests.store.dying_writer import COMMAND_ID, the_act
from tests.whole import is_whole
from wom_tui.commands.order import SetPriority
from wom_tui.commands.roster import AddUser
from wom_tui.desk import Desk, open_desk
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import Priority, WorkOrder
from wom_tui.errors import Forbidden, InvalidInput, NotFound, StoreBusy, StoreError
from wom_tui.rule_desk import RuleDesk
from wom_tui.store import engine as engine_room
from wom_tui.store import schema
from wom_tui.store.engine import database_url as url_of
from wom_tui.store.file_place import refuse_network_filesystem

ROOT = Path(__file__).parents[2]


@pytest.mark.fault
def test_a_writer_killed_at_any_statement_leaves_all_or_nothing_and_a_rerun_completes(
    desk: Desk, database_url: str
) -> None:
    number_of(desk, an_order())
    before, statement, was_killed = desk.last_seq(), 0, True
    while was_killed:
        statement += 1
        dying = [sys.executable, "-m", "tests.store.dying_writer", database_url, str(statement)]
        was_killed = subprocess.run(dying, cwd=ROOT, check=False).returncode == 9
        assert is_whole(desk)
        assert (desk.last_seq() > before) is not was_killed, f"statement {statement}"

    assert statement > 10
    again = desk.run(the_act())
    assert again.is_repeat
    assert again.command_id == COMMAND_ID
    assert desk.ask(lambda reader: reader.count(Visit)) == 1


def test_what_was_acknowledged_is_stored_and_what_the_full_disk_refused_is_not(tmp_path: Path) -> None:
    """The disk is full when SQLite's own limit on the file is reached; the limit goes with the connection."""
    desk = new_office(str(tmp_path / "office.db"))
    pages = desk.ask(lambda reader: reader.connection.exec_driver_sql("PRAGMA page_count").scalar_one())

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages + 40}")

    desk.engine.dispose()
    event.listen(desk.engine, "connect", limit)
    acknowledged: list[int] = []
    with pytest.raises(StoreError) as caught:
        acknowledged.extend(number_of(desk, an_order(description="x" * 2000)) for _ in range(5000))

    assert "disk is full" in str(caught.value)
    assert "free some space" in caught.value.advice
    assert 0 < len(acknowledged) < 5000
    assert desk.ask(lambda reader: reader.count(WorkOrder)) == len(acknowledged)
    assert is_whole(desk)
    event.remove(desk.engine, "connect", limit)
    desk.engine.dispose()
    assert number_of(desk, an_order()) == len(acknowledged) + 1


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_database_file_on_a_network_drive_is_refused_with_advice(kind: str) -> None:
    mounts = f"/dev/vda / ext4 rw 0 0\nserver:/office /mnt/office {kind} rw 0 0\n"

    with pytest.raises(StoreError) as caught:
        refuse_network_filesystem(Path("/mnt/office/wom.db"), mounts)

    assert kind in str(caught.value)
    assert "Postgres" in caught.value.advice
    refuse_network_filesystem(Path("/home/office/wom.db"), mounts)


def test_a_mount_below_decides_and_not_the_one_above() -> None:
    mounts = "server:/all / nfs4 rw 0 0\n/dev/sdb /var/lib\\040wom ext4 rw 0 0\n"

    refuse_network_filesystem(Path("/var/lib wom/office.db"), mounts)
    with pytest.raises(StoreError):
        refuse_network_filesystem(Path("/var/office.db"), mounts)


def test_a_database_that_stays_locked_says_so_and_keeps_everything(
    desk: Desk, database_url: str, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = number_of(desk, an_order())
    holder = desk_on(database_url)
    with holder.engine.connect().execution_options(write=True) as connection:
        connection.begin()
        if engine_name == "postgres":
            connection.exec_driver_sql(engine_room.LOCKING, (engine_room.JOURNAL_LOCK,))
        monkeypatch.setattr(engine_room, "BUSY_MS", 200)
        waiting = desk_on(database_url)

        with pytest.raises(StoreBusy) as caught:
            waiting.run(SetPriority(order=number, priority=Priority.P1))

        assert "again" in caught.value.advice
        connection.rollback()
    assert waiting.run(SetPriority(order=number, priority=Priority.P1)).events


def test_who_could_not_commit_keeps_nobody_from_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a rollback journal a commit waits for those who read, and not for ever."""
    monkeypatch.setenv("WOM_SQLITE_JOURNAL", "delete")
    monkeypatch.setattr(engine_room, "BUSY_MS", 200)
    address = str(tmp_path / "office.db")
    desk = new_office(address)
    number = number_of(desk, an_order())
    with closing(sqlite3.connect(address, isolation_level=None)) as asleep:
        asleep.execute("BEGIN")
        asleep.execute("SELECT count(*) FROM receipt").fetchone()
        with pytest.raises(StoreBusy):
            RuleDesk(desk).leases.take("one:1", 1, is_hinted=False)
        asleep.execute("COMMIT")

    other = desk_on(address)
    assert other.run(SetPriority(order=number, priority=Priority.P4)).events
    assert RuleDesk(desk).leases.take("one:1", 1, is_hinted=False) is not None


def test_an_unknown_user_is_refused_where_there_are_users(desk: Desk, database_url: str) -> None:
    desk.run(AddUser(name="maria", role=Role.DISPATCHER, os_user="m.silva"))

    with pytest.raises(Forbidden) as caught:
        open_desk(database_url, os_user="mallory")

    assert caught.value.exit_code == 5
    assert "mallory" in str(caught.value)
    known = open_desk(database_url, os_user="m.silva")
    assert (known.actor.name, known.actor.role) == ("maria", Role.DISPATCHER)
    known.close()


def test_acting_for_another_needs_an_admin_and_stands_in_the_journal(desk: Desk, database_url: str) -> None:
    desk.run(AddUser(name="root", role=Role.ADMIN))
    desk.run(AddUser(name="maria", role=Role.DISPATCHER))
    with pytest.raises(Forbidden):
        open_desk(database_url, os_user="maria", on_behalf_of="root")

    with pytest.raises(NotFound):
        open_desk(database_url, os_user="root", on_behalf_of="zorro")

    admin = open_desk(database_url, os_user="root", on_behalf_of="maria")
    (event,) = admin.run(AddUser(name="li", role=Role.VIEWER)).events
    admin.close()

    assert (event.actor, event.on_behalf_of) == ("root", "maria")


def test_a_viewer_changes_nothing(desk: Desk, database_url: str) -> None:
    number = number_of(desk, an_order())
    viewer = desk_on(database_url, actor=Actor(name="eve", role=Role.VIEWER))

    with pytest.raises(Forbidden) as caught:
        viewer.run(SetPriority(order=number, priority=Priority.P1))

    assert [v.code for v in caught.value.violations] == ["actor.role"]


def test_another_time_is_refused_to_an_office_that_works_for_real(desk: Desk, database_url: str) -> None:
    with pytest.raises(InvalidInput):
        open_desk(database_url, os_user="anyone", now=desk.now())


@pytest.mark.parametrize(
    "address", ["mysql://x/y", "postgresql://u:secret@", "ftp://u:secret@host/x", "sqlite+nothing://x"]
)
def test_an_address_that_is_none_is_refused_without_showing_its_password(address: str) -> None:
    with pytest.raises((InvalidInput, StoreError)) as caught:
        schema.check(engine_room.open_engine(url_of(address)))

    assert "secret" not in str(caught.value)
