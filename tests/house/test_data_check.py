"""`make data-check` tells of every file whether its import keeps what it promises, and fails where one does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import data_check
from tests.systems import DATA

Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_each_file_that_is_known_has_one_line(capsys: Printed) -> None:
    assert data_check.main([str(DATA)]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert all(line.endswith("ok") for line in lines)
    assert "48 read =    43 created + 0 updated +     4 unchanged + 1 rejected" in lines[2]


def test_a_broken_promise_is_told_and_fails(capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_check, "broken_promises", lambda *_: iter(["a row is not counted"]))

    assert data_check.main([str(DATA)]) == 1

    assert "WRONG: a row is not counted" in capsys.readouterr().out


def test_a_folder_without_such_files_is_told(tmp_path: Path, capsys: Printed) -> None:
    assert data_check.main([str(tmp_path)]) == 2
    assert data_check.main([]) == 2
    assert "no file in" in capsys.readouterr().err
