"""Given an event log, when it comes in whole, strewn about, cut off or with a bad row, then its orders are the same."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.office import close_desks, desk_on
from tests.systems import DATA, counts, history_of, orders_of, taken_in
from wom_tui.commands.order import EditOrder
from wom_tui.desk import Desk
from wom_tui.importing.report import ImportReport
from wom_tui.importing.run import import_files
from wom_tui.importing.undo import undo_import
from wom_tui.presets.loader import load_preset

LOG = DATA / "servicenow_log.csv"


@pytest.fixture
def desk(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)  # where reject files go
    yield desk_on(database_url)
    close_desks()


def rows_of_log() -> list[dict[str, str]]:
    with LOG.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def bring(desk: Desk, path: Path, **given: Any) -> ImportReport:
    report = import_files(desk, [path], load_preset("servicenow"), **given)
    assert report.read == sum(counts(report))
    return report


def told(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Each order's history, without the numbers that an office gives."""
    return {
        name: [(event.at, event.kind, event.after.get("tags")) for event in history_of(desk, order)]
        for name, order in orders_of(desk).items()
    }


def told_of(desk: Desk, path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The histories that a file tells; it is taken back again."""
    report = bring(desk, path)
    found = told(desk)
    assert report.import_id is not None
    undo_import(desk, report.import_id)
    return found


def strewn() -> list[dict[str, str]]:
    rows = rows_of_log()
    random.Random(7).shuffle(rows)
    return rows


def test_rows_that_are_strewn_about_tell_the_same_histories(desk: Desk, tmp_path: Path) -> None:
    together = told_of(desk, LOG)

    report = bring(desk, write(tmp_path / "strewn.csv", strewn()))

    assert counts(report) == (22, 0, 128, 0)
    assert told(desk) == together


@pytest.mark.parametrize("is_strewn", [False, True])
def test_a_log_that_was_cut_off_goes_on_where_it_was(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_strewn: bool
) -> None:
    monkeypatch.setattr("wom_tui.importing.run.BATCH", 20)
    path = write(tmp_path / "log.csv", strewn() if is_strewn else rows_of_log())
    uncut = told_of(desk, path)
    answers = iter([False, False, False])
    cut = bring(desk, path, is_cancelled=lambda: next(answers, True))
    assert cut.is_cancelled

    whole = bring(desk, path)

    assert (whole.read, whole.created, whole.unchanged) == (150, 22, 128)
    assert whole.import_id == cut.import_id
    assert len(orders_of(desk)) == 22
    assert told(desk) == uncut


def test_an_order_with_a_bad_row_is_put_aside_whole_and_comes_in_with_its_whole_history(
    desk: Desk, tmp_path: Path
) -> None:
    rows = rows_of_log()
    mine = [row for row in rows if row["number"] == "INC0015109"]
    mine[3]["incident_state"] = "Lost in the woods"

    report = bring(desk, write(tmp_path / "log.csv", rows))

    assert counts(report) == (21, 0, 120, 9)
    assert "INC0015109" not in orders_of(desk)
    reasons = {reject.reason for reject in report.rejects}
    assert len(reasons) == 2
    assert any(reason.startswith("belongs to an order of which line") for reason in reasons)
    (reject_file,) = report.reject_files
    mended = reject_file.read_text(encoding="utf-8").replace("Lost in the woods", "Active")
    reject_file.write_text(mended, encoding="utf-8")
    assert counts(bring(desk, reject_file)) == (1, 0, 8, 0)
    assert len(history_of(desk, orders_of(desk)["INC0015109"])) == 11


def test_a_longer_log_brings_an_order_up_to_date(desk: Desk, tmp_path: Path) -> None:
    rows = [row for row in rows_of_log() if row["number"] == "INC0015109"]
    for row in rows:
        row |= {"resolved_at": "?", "closed_at": "?"}
    bring(desk, write(tmp_path / "first.csv", rows[:6]))
    assert orders_of(desk)["INC0015109"].hold is not None

    report = bring(desk, write(tmp_path / "second.csv", rows))

    order = orders_of(desk)["INC0015109"]
    assert counts(report) == (0, 1, 8, 0)
    assert (order.status, order.hold) == ("completed", None)
    assert [(e.at.day, e.kind) for e in history_of(desk, order)][-3:] == [
        (7, "order.retagged"),
        (7, "order.completed"),
        (12, "order.retagged"),
    ]
    assert counts(bring(desk, tmp_path / "second.csv")) == (0, 0, 9, 0)


def test_a_longer_log_of_an_order_that_somebody_here_has_touched_only_says_how_it_stands(
    desk: Desk, tmp_path: Path
) -> None:
    rows = [row for row in rows_of_log() if row["number"] == "INC0015109"]
    for row in rows:
        row |= {"resolved_at": "?", "closed_at": "?"}
    bring(desk, write(tmp_path / "first.csv", rows[:6]))
    number = orders_of(desk)["INC0015109"].id
    desk.run(EditOrder(order=number, changes=(("title", "Mail is slow"),)))

    report = bring(desk, write(tmp_path / "second.csv", rows))

    order = orders_of(desk)["INC0015109"]
    assert counts(report) == (0, 1, 8, 0)
    assert (order.title, order.status) == ("Mail is slow", "completed")
    assert [e.kind for e in history_of(desk, order)][-1] == "order.completed"


def test_a_table_with_one_row_an_order_is_a_log_of_one_row_each(desk: Desk, tmp_path: Path) -> None:
    last = {row["number"]: row for row in rows_of_log()}
    path = write(tmp_path / "table.csv", list(last.values()))

    report = taken_in(desk, "servicenow", path)

    assert counts(report) == (22, 0, 0, 0)
    order = orders_of(desk)["INC0015109"]
    assert [event.kind for event in history_of(desk, order)] == ["order.imported", "order.completed"]
