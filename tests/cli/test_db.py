"""`wom db`: its state, its age, and its way to another database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wom_tui.cli.root import run

Printed = pytest.CaptureFixture[str]


def test_status_tells_the_schema_and_the_end_of_the_journal(address: str, capsys: Printed) -> None:
    assert run(["--db", address, "--json", "db", "status"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == found["needs"]
    assert found["head"].startswith(f"{found['events']}:")


def test_upgrade_of_a_current_database_changes_nothing(address: str, capsys: Printed) -> None:
    assert run(["--db", address, "--json", "db", "upgrade"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["before"] == found["after"]


def test_copy_answers_what_was_copied_and_keeps_stdout_clean(
    address: str, tmp_path: Path, capsys: Printed
) -> None:
    assert run(["--db", address, "--json", "db", "copy", "--to", str(tmp_path / "copy.db")]) == 0

    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert found["verified"] is True
    assert found["rows"]["user"] == 1
    assert "user: 1 rows" in printed.err


def test_copy_into_a_database_with_tables_is_refused(address: str) -> None:
    assert run(["--db", address, "db", "copy", "--to", address]) == 7


def test_a_backup_is_proved_and_comes_back_by_the_same_command_line(
    address: str, tmp_path: Path, capsys: Printed
) -> None:
    file, target = str(tmp_path / "office.backup"), str(tmp_path / "restored.db")
    for line in ("new Dark", "undo"):
        assert run(["--db", address, "do", line]) == 0
    assert run(["--db", address, "db", "backup", f"{file}.told"]) == 0
    assert "1 order (1 withdrawn), 5 events" in capsys.readouterr().out
    found = []
    for words in (("backup", file), ("verify-backup", file), ("restore", file, "--to", target)):
        assert run(["--db", address, "--json", "db", *words]) == 0
        found.append(json.loads(capsys.readouterr().out))

    assert found[0] == found[1] == found[2]
    assert found[0]["verified"] is True
    assert found[0]["rows"]["user"] == 1
    assert run(["--db", target, "--json", "db", "status"]) == 0
    assert json.loads(capsys.readouterr().out)["head"] == ":".join(map(str, found[0]["head"].values()))


def test_an_office_and_a_backup_give_way_only_to_replace(
    address: str, tmp_path: Path, capsys: Printed
) -> None:
    file = str(tmp_path / "office.backup")
    assert run(["--db", address, "db", "backup", file]) == 0
    assert run(["--db", address, "db", "backup", file]) == 2
    assert run(["--db", address, "db", "restore", file, "--to", address]) == 7
    assert "--replace" in capsys.readouterr().err

    assert run(["--db", address, "db", "backup", file, "--replace"]) == 0
    assert run(["--db", address, "db", "restore", file, "--to", address, "--replace"]) == 0


def test_what_is_no_backup_is_refused_with_exit_code_7(tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("buy milk")

    assert run(["db", "verify-backup", str(file)]) == 7
    assert run(["db", "verify-backup", str(tmp_path / "nothing")]) == 7

    assert "damaged" in capsys.readouterr().err


def test_a_database_that_is_not_there_is_not_made_by_looking(tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "nothing.db"

    assert run(["--db", str(path), "wo", "list"]) == 7

    assert not path.exists()
    assert "wom init" in capsys.readouterr().err
