"""Is there one whole backup for each night, whoever is ended when, and what becomes of those before it?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.office import HOUR, MINUTE, MONDAY, an_order, number_of
from tests.ruled import Ruled, runner_at_once, write_here
from wom_tui import databases
from wom_tui.automation.backup_process import BackupMade, BackupProcess
from wom_tui.automation.chores import AGAIN_S, BUSY_S, Chores, Write
from wom_tui.commands.rule import DisableRule, EnableRule
from wom_tui.commands.undo import Undo
from wom_tui.domain.rule import Outcome
from wom_tui.errors import GatewayError, InvalidInput, Rejected, StoreBusy, StoreError
from wom_tui.presets.shipped import shipped_rules
from wom_tui.rule_desk import RuleDesk
from wom_tui.store.nightly import folder_of, prefix_of, ready_folder

NAME = "nightly-backup"
NIGHT = 12 * HOUR  # from T0 to two in the morning, on the clock of an office without a zone
DAY = timedelta(days=1)


def text(folder: Path, keep: int = 14) -> str:
    return shipped_rules()[NAME].replace('"backups"', f'"{folder}"').replace("keep = 14", f"keep = {keep}")


def with_chores(office: Ruled, write: Write = write_here) -> Chores:
    """Another runner, which writes backups in another way."""
    office.runner = runner_at_once(office.desk, lambda: office.may, lambda: office.boot_s, write)
    return office.runner.chores


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "nights"


@pytest.fixture
def nightly(office: Ruled, order: int, folder: Path) -> Ruled:
    """An office that has an order, and the rule on."""
    with_chores(office)
    office.enable(text(folder))
    return office


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_night_has_one_backup_that_holds_the_office(nightly: Ruled, folder: Path) -> None:
    assert nightly.tick(NIGHT - MINUTE).outcomes == []
    assert nightly.tick(MINUTE).outcomes == [Outcome.DONE]
    assert nightly.tick(HOUR).outcomes == []

    (name,) = files(folder)
    assert name.startswith("wom-office-")
    assert name.endswith("-2026-03-03.backup")
    proved = databases.verify_backup(folder / name)
    assert proved.rows["work_order"] == 1
    assert (folder / name).stat().st_mode & 0o777 == 0o600
    (action,) = nightly.actions()
    assert action.said.startswith(f"{name}, ")
    assert action.key == f"{NAME}:office:2026-03-03"


def test_what_is_restored_from_it_tells_the_same_as_its_journal(
    nightly: Ruled, folder: Path, new_database: str
) -> None:
    nightly.tick(NIGHT)
    (name,) = files(folder)

    databases.restore(folder / name, new_database, lambda _table, _rows: None, replace=True)

    status = databases.status(new_database)
    proved = databases.verify_backup(folder / name)
    assert status.head == f"{proved.head.seq}:{proved.head.hash}"
    # Proving it again replays the journal, and compares it with every fact.
    again = folder / "again.backup"
    assert databases.backup(new_database, again, lambda _table, _rows: None).rows == proved.rows


def test_whoever_comes_after_one_that_was_killed_finds_the_file_and_writes_no_other(
    nightly: Ruled, folder: Path
) -> None:
    def write_and_die(address: str, said: str, on: date, keep: int) -> BackupMade:
        write_here(address, said, on, keep)
        raise GatewayError("killed")

    with_chores(nightly, write_and_die)
    assert nightly.tick(NIGHT).outcomes == []
    (name,) = files(folder)
    before = (folder / name).stat()

    number_of(nightly.desk, an_order(site=2))  # people go on working
    with_chores(nightly)
    assert nightly.tick().outcomes == [Outcome.DONE]

    assert files(folder) == [name]
    after = (folder / name).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_that_was_cut_short_gives_way_and_one_that_was_begun_is_taken_over(
    nightly: Ruled, folder: Path
) -> None:
    nightly.tick(NIGHT)
    (name,) = files(folder)
    later = name.replace("03-03", "03-04")
    whole = (folder / name).read_bytes()
    (folder / later).write_bytes(whole[: len(whole) // 2])
    (folder / f"{later}.part").write_bytes(b"begun")
    (folder / f"{name.replace('03-03', '03-01')}.part").write_bytes(b"never finished")

    assert nightly.tick(DAY).outcomes == [Outcome.DONE]

    assert files(folder) == [name, later]
    assert databases.verify_backup(folder / later).rows["work_order"] == 1


def test_the_oldest_go_and_nothing_else_does(office: Ruled, order: int, folder: Path) -> None:
    with_chores(office)
    office.enable(text(folder, keep=2))
    office.tick(NIGHT)
    (name,) = files(folder)
    others = (
        *("office-2026-01-01.backup", f"copy-of-{name}", name.replace("2026-03-03", "2026-3-3")),
        *(name.replace(".backup", ".backup.gz"), "wom-office-00000000-2020-01-01.backup", "wom.db"),
    )
    for other in others:
        (folder / other).write_text("somebody's")
    (folder / name.replace("2026-03-03", "2020-01-01")).mkdir()
    (folder / name.replace("2026-03-03", "2020-01-02")).symlink_to(folder / "wom.db")
    kept = set(files(folder)) - {name}

    for _ in range(3):
        assert office.tick(DAY).outcomes == [Outcome.DONE]

    nights = [name.replace("2026-03-03", f"2026-03-0{day}") for day in (5, 6)]
    assert set(files(folder)) == kept | set(nights)
    assert "1 old one removed" in office.actions()[0].said


def test_no_room_is_an_alert_that_ends_when_there_is_a_backup_after_all(nightly: Ruled, folder: Path) -> None:
    full = [True]

    def write(address: str, said: str, on: date, keep: int) -> BackupMade:
        if full[0]:
            raise StoreError("database or disk is full")
        return write_here(address, said, on, keep)

    with_chores(nightly, write)

    told = nightly.tick(NIGHT)
    assert told.failed == {NAME: "database or disk is full"}
    (alert,) = nightly.alerts()
    assert (alert.severity, alert.subject) == ("critical", f"rule:{NAME}")
    assert "no backup tonight: database or disk is full" in alert.says
    assert nightly.actions() == []

    full[0] = False
    assert nightly.tick().failed == {NAME: "database or disk is full"}  # it is not tried all the time
    assert nightly.tick(timedelta(seconds=AGAIN_S)).outcomes == [Outcome.DONE]

    assert nightly.alerts() == []
    assert nightly.tick().failed == {}
    assert nightly.rule(NAME).is_on


def test_ten_vain_attempts_switch_the_rule_not_off_and_raise_one_alert(nightly: Ruled) -> None:
    attempts = []

    def write(address: str, said: str, on: date, keep: int) -> BackupMade:
        attempts.append(on)
        raise StoreError("database or disk is full")

    with_chores(nightly, write)
    nightly.tick(NIGHT)
    for _ in range(9):
        nightly.tick(HOUR)

    assert len(attempts) == 10
    assert nightly.rule(NAME).is_on
    assert len(nightly.alerts()) == 1


def test_that_somebody_else_writes_the_file_is_no_trouble(nightly: Ruled) -> None:
    busy = [True]

    def write(address: str, said: str, on: date, keep: int) -> BackupMade:
        if busy[0]:
            raise StoreBusy("another writes it")
        return write_here(address, said, on, keep)

    with_chores(nightly, write)
    told = nightly.tick(NIGHT)
    assert (told.failed, nightly.alerts()) == ({}, [])

    busy[0] = False
    assert nightly.tick(timedelta(seconds=BUSY_S)).outcomes == [Outcome.DONE]


def test_a_rule_that_was_switched_off_meanwhile_writes_nothing_down(nightly: Ruled) -> None:
    def write(address: str, said: str, on: date, keep: int) -> BackupMade:
        nightly.desk.run(DisableRule(name=NAME, reason="not tonight"))
        return write_here(address, said, on, keep)

    with_chores(nightly, write)

    assert nightly.tick(NIGHT).outcomes == []
    assert nightly.actions() == []


def test_of_nights_that_passed_while_nothing_ran_the_last_has_a_backup(nightly: Ruled, folder: Path) -> None:
    assert nightly.tick(NIGHT + 3 * DAY).outcomes == [Outcome.DONE]

    assert [name[-17:] for name in files(folder)] == ["2026-03-06.backup"]


def test_a_backup_has_nothing_in_it_that_undo_could_take_back(nightly: Ruled) -> None:
    nightly.tick(NIGHT)
    (action,) = nightly.actions()

    with pytest.raises(Rejected, match="nothing"):
        nightly.desk.run(Undo(receipt=action.command_id))


def test_a_file_of_that_name_from_another_time_line_is_left_alone(
    nightly: Ruled, folder: Path, new_database: str
) -> None:
    nightly.tick(NIGHT)
    (name,) = files(folder)
    before = (folder / name).read_bytes()
    databases.restore(folder / name, new_database, lambda _table, _rows: None, replace=True)
    nightly.enable(text(folder, keep=3))  # here the journal goes on, and there it does not

    later = folder / name.replace("03-03", "03-04")
    databases.backup(RuleDesk(nightly.desk).secret_address, later, lambda _table, _rows: None)
    with pytest.raises(StoreError, match="as it never was here"):
        databases.backup_tonight(new_database, str(folder), MONDAY + 2 * DAY, 1)

    assert (folder / name).read_bytes() == before


def test_the_process_writes_what_is_asked_for_and_says_what_is_wrong(
    office: Ruled, order: int, folder: Path
) -> None:
    address, process = RuleDesk(office.desk).secret_address, BackupProcess()

    made = process.write(address, str(folder), MONDAY, 7)

    assert made.file.stat().st_size == made.bytes
    assert files(folder) == [made.file.name]
    with pytest.raises(StoreError, match="No such file"):
        process.write(address, str(folder / "there" / "is" / "none"), MONDAY, 7)
    assert process.pid is None


# ------------------------------------------------------------------------------------------------- the folder


@pytest.mark.parametrize(
    ("office_name", "prefix"),
    [
        ("Müller & Söhne", "wom-m-ller-s-hne"),
        ("../../etc/passwd", "wom-etc-passwd"),
        ("a\x1b[2J\nb", "wom-a-2j-b"),
        ("   ", "wom-office"),
        ("…", "wom-office"),
        ("x" * 400, f"wom-{'x' * 40}"),
    ],
)
def test_an_office_whatever_it_is_called_gives_a_name_that_leads_nowhere(
    office_name: str, prefix: str
) -> None:
    assert prefix_of(office_name) == prefix


def test_a_relative_folder_lies_beside_the_file_and_beside_a_server_lies_nothing(office: Ruled) -> None:
    url = office.desk.engine.url

    assert folder_of("/var/backups/wom", url) == Path("/var/backups/wom")
    if url.get_backend_name() == "sqlite":
        assert folder_of("backups", url) == Path(url.database or "").resolve().parent / "backups"
    else:
        with pytest.raises(InvalidInput, match="a whole path"):
            folder_of("backups", url)


def test_a_folder_into_which_everybody_may_write_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)

    with pytest.raises(StoreError, match="everybody may write"):
        ready_folder(tmp_path)


def test_of_a_folder_only_the_last_part_is_made(tmp_path: Path) -> None:
    assert ready_folder(tmp_path / "new").stat().st_mode & 0o777 == 0o700

    with pytest.raises(StoreError, match="No such file"):
        ready_folder(tmp_path / "no" / "such")


def test_a_file_stands_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("")

    with pytest.raises(StoreError, match="exists"):
        ready_folder(tmp_path / "backups")


def test_a_link_under_tonights_name_is_not_followed(nightly: Ruled, folder: Path) -> None:
    nightly.tick(NIGHT)
    (name,) = files(folder)
    target = folder / "precious"
    target.write_text("somebody's")
    (folder / name.replace("03-03", "03-04")).symlink_to(target)

    assert nightly.tick(DAY).outcomes == []

    assert target.read_text() == "somebody's"
    assert (folder / name.replace("03-03", "03-04")).is_symlink()
    (alert,) = nightly.alerts()
    assert "no plain file" in alert.says


def test_enabling_it_again_ends_the_alert(nightly: Ruled) -> None:
    def write(address: str, said: str, on: date, keep: int) -> BackupMade:
        raise StoreError("the disk is full")

    with_chores(nightly, write)
    nightly.tick(NIGHT)
    assert len(nightly.alerts()) == 1

    nightly.desk.run(DisableRule(name=NAME, reason="by hand"))
    nightly.desk.run(EnableRule(text=nightly.rule(NAME).text))

    assert nightly.alerts() == []
