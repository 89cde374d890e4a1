"""`wom db`: its state, its age, and its way to another database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wom_tui.cli.root import run

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def address(tmp_path: Path, capsys: Printed) -> str:
    path = str(tmp_path / "office.db")
    assert run(["--db", path, "init", "--zone", "America/New_York"]) == 0
    capsys.readouterr()
    return path


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


def test_a_database_that_is_not_there_is_not_made_by_looking(tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "nothing.db"

    assert run(["--db", str(path), "wo", "list"]) == 7

    assert not path.exists()
    assert "wom init" in capsys.readouterr().err
