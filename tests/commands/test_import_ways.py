"""An import is gone on with by the map that it began with; all rows come in, or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.boston import counts, orders
from tests.office import close_desks
from tests.theirs import PRESET, ROW, an_office_that_imports, rows_file
from wom_tui.desk import Desk
from wom_tui.domain.intake.dates import DateOrder
from wom_tui.errors import Rejected
from wom_tui.importing.run import import_files
from wom_tui.importing.undo import undo_import


@pytest.fixture
def desk(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)  # where reject files go
    yield an_office_that_imports(database_url)
    close_desks()


def test_an_import_that_was_stopped_begins_anew_by_another_map(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wom_tui.importing.run.BATCH", 2)
    path = rows_file(desk, *(ROW | {"external_id": str(i), "opened_at": "3/4/2026"} for i in range(4)))
    by_day, by_month = (
        replace(PRESET, dates={**PRESET.dates, "opened_at": order})
        for order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
    )
    stopped = import_files(desk, [path], by_day, is_cancelled=lambda: True)
    assert (stopped.created, stopped.is_cancelled) == (2, True)

    report = import_files(desk, [path], by_month)

    assert counts(report) == (2, 2, 0, 0)
    assert {order.opened_at.month for order in orders(desk).values()} == {3}


def test_all_or_none_takes_none_where_one_row_cannot_be_used(desk: Desk) -> None:
    before = desk.last_seq()
    path = rows_file(desk, ROW, ROW | {"external_id": "2", "priority": "burning"})

    with pytest.raises(Rejected, match=r"1 row cannot be used, so none was taken in.*rejects\.csv"):
        import_files(desk, [path], PRESET, is_atomic=True)

    assert desk.last_seq() == before


def test_all_or_none_is_one_act(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wom_tui.importing.run.BATCH", 2)
    path = rows_file(desk, *(ROW | {"external_id": str(i)} for i in range(5)), ROW)

    report = import_files(desk, [path], PRESET, is_atomic=True)

    assert (report.read, counts(report), report.repeated) == (6, (5, 0, 1, 0), 1)
    assert len({e.command_id for e in desk.events() if e.kind == "order.imported"}) == 1
    assert counts(import_files(desk, [path], PRESET, is_atomic=True)) == (0, 0, 6, 0)
    assert report.import_id is not None
    assert undo_import(desk, report.import_id) == 1
    assert orders(desk) == {}
