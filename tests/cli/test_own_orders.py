"""Does an export of our own orders come back as what was changed in it, and as nothing else?"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Wom


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def exported(wom: Wom, name: str) -> Path:
    assert wom("export", "orders", "--out", name).code == 0
    return Path(name)


def changed(path: Path, order: int, **cells: str) -> Path:
    """The same file after somebody has typed into the row of an order."""
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    next(row for row in rows if row["number"] == str(order)).update(cells)
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def counts(wom: Wom, path: Path, *options: str) -> tuple[Any, ...]:
    told = wom("import", str(path), *options, "--json").json
    return tuple(told[name] for name in ("created", "updated", "unchanged", "rejected"))


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "ndjson"])
def test_an_export_that_nobody_has_changed_changes_nothing(wom: Wom, order: int, form: str) -> None:
    wom("do", f'edit {order} title="=no heat, 2nd floor"', f"priority {order} P1")
    path = exported(wom, f"orders.{form}")
    before = wom("log", "--json").json

    created, updated, unchanged, rejected = counts(wom, path)

    assert (created, updated, rejected) == (0, 0, 0)
    assert unchanged == len(wom("wo", "list", "--json").json)
    assert wom("log", "--json").json == before


def test_what_was_changed_comes_in_as_one_act(wom: Wom, order: int) -> None:
    path = changed(exported(wom, "orders.csv"), order, title='Leak "big"', priority="P1")

    assert counts(wom, path, "--dry-run")[1] == 1
    assert counts(wom, path)[1] == 1
    shown = wom("wo", "show", str(order), "--json").json
    assert (shown["title"], shown["priority"]) == ('Leak "big"', 1)

    wom("undo")
    assert wom("wo", "show", str(order), "--json").json["title"] != 'Leak "big"'


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"status": "closed"}, "does not change by a file"),
        ({"title": "Mine", "version": "1"}, "has been changed since"),
        ({"site": "Nowhere at all"}, "no site 'Nowhere at all'"),
        ({"priority": "P9"}, "P1 to P4"),
        ({"number": "999999"}, "there is no order of that number"),
    ],
)
def test_what_cannot_be_done_is_put_aside_with_its_reason(
    wom: Wom, order: int, cells: dict[str, str], reason: str
) -> None:
    wom("do", f"priority {order} P1")
    path = changed(exported(wom, "orders.csv"), order, **cells)

    answer = wom("import", str(path))

    assert "1 rejected" in answer.out
    assert reason in answer.err + answer.out
    assert list(Path().glob("*rejects.csv"))


def test_a_title_that_is_too_long_is_put_aside(wom: Wom, order: int) -> None:
    path = changed(exported(wom, "orders.csv"), order, title="x" * 201)

    answer = wom("import", str(path))

    assert "1 rejected" in answer.out
    assert "at most 200 characters; this has 201" in answer.err + answer.out


def test_every_fault_of_a_row_is_told_at_once(wom: Wom, order: int) -> None:
    path = changed(exported(wom, "orders.csv"), order, status="closed", territory="Elsewhere")

    answer = wom("import", str(path))

    assert "1 rejected" in answer.out
    assert [line.split(": ")[1] for line in answer.err.splitlines()] == ["status", "territory"]
