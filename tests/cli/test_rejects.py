"""What was not understood in the files that came in, over all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Wom
from wom_tui.gateways.files import write_rejects

HEADER = ("id", "state")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, values in (("may.csv", ("parked", "parked", "=1+1")), ("june.csv", ("parked", "lost"))):
        rows = [
            ((str(n), value), (n, "state", "is no state", value)) for n, value in enumerate(values, start=2)
        ]
        write_rejects(Path(name), HEADER, rows)
    return tmp_path


def test_values_are_counted_over_all_files_the_most_frequent_first(shell: Wom, folder: Path) -> None:
    table, documents = shell("rejects"), shell("rejects", "--json").json

    assert [(d["rows"], d["value"], d["files"]) for d in documents] == [
        (3, "parked", ["june.rejects.csv", "may.rejects.csv"]),
        (1, "=1+1", ["may.rejects.csv"]),
        (1, "lost", ["june.rejects.csv"]),
    ]
    assert table.out.splitlines()[1].split() == [
        *("3", "state", "parked", "is", "no", "state", "june.rejects.csv,", "may.rejects.csv")
    ]
    assert "[values.FIELD]" in table.err


def test_one_file_or_one_column_may_be_asked_for(shell: Wom, folder: Path) -> None:
    assert [d["rows"] for d in shell("rejects", "may.rejects.csv", "--json").json] == [2, 1]
    assert shell("rejects", "--column", "id", "--json").json == []


def test_where_nothing_was_put_aside_there_is_nothing(
    shell: Wom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert (shell("rejects", "--json").json, shell("rejects").err) == ([], "0 values\n")


def test_what_is_no_reject_file_is_said_to_be_none(shell: Wom, folder: Path) -> None:
    (folder / "orders.csv").write_text("id,state\n1,new\n")

    assert shell("rejects", "orders.csv").code == 2
    assert shell("rejects", "nowhere.csv").code != 0
