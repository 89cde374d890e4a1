"""Is an import one act that can be taken back, with all that stands in the way said in words?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.boston import a_row, bring, orders, write_rows
from tests.office import close_desks, desk_on, number_of
from tests.whole import is_whole
from wom_tui.commands.order import CreateOrder, EditOrder
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.site import Site
from wom_tui.domain.work_order import WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import Rejected
from wom_tui.importing.undo import undo_import
from wom_tui.store.reader import Reader


@pytest.fixture
def desk(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)  # where reject files go
    yield desk_on(database_url)
    close_desks()


def test_an_undo_keeps_the_places_that_others_use_by_now(desk: Desk, tmp_path: Path) -> None:
    report = bring(
        desk, write_rows(tmp_path / "in.csv", [a_row(), a_row(CASE_ENQUIRY_ID="2", Property_ID="77")])
    )
    used = orders(desk)["101001369068"]
    ours = number_of(desk, CreateOrder(title="Ours", site=used.site_id, work_type=used.work_type_id))
    assert report.import_id is not None

    undo_import(desk, report.import_id)

    assert [order.id for order in desk.ask(Reader.select, WorkOrder)] == [ours]
    assert [site.id for site in desk.ask(Reader.select, Site)] == [used.site_id]
    assert [kind.id for kind in desk.ask(Reader.select, WorkType)] == [used.work_type_id]
    assert is_whole(desk)


def test_an_order_that_others_build_on_by_now_stands_in_the_way_of_the_undo(
    desk: Desk, tmp_path: Path
) -> None:
    report = bring(desk, write_rows(tmp_path / "in.csv", [a_row()]))
    (order,) = orders(desk).values()
    follow_up = number_of(desk, CreateOrder(title="Again", parent=order.id))
    assert report.import_id is not None

    with pytest.raises(Rejected, match=f"order {follow_up} belongs to it by now"):
        undo_import(desk, report.import_id)

    assert len(desk.ask(Reader.select, WorkOrder)) == 2


def test_an_undo_that_is_stopped_half_way_says_how_far_it_came_and_goes_on_later(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wom_tui.importing.run.BATCH", 1)
    rows = [a_row(CASE_ENQUIRY_ID=str(number)) for number in (1, 2, 3)]
    report = bring(desk, write_rows(tmp_path / "in.csv", rows))
    first, _, _ = desk.ask(Reader.select, WorkOrder)
    assert report.import_id is not None

    def somebody_comes_in_between(done: int, _of: int) -> None:
        if done == 1:
            desk.run(EditOrder(order=first.id, changes=(("title", "Mine"),)))

    with pytest.raises(Rejected, match="was changed since") as stopped:
        undo_import(desk, report.import_id, progress=somebody_comes_in_between)
    assert len(desk.ask(Reader.select, WorkOrder)) == 1
    desk.run(Undo())
    undo_import(desk, report.import_id)

    assert stopped.value.__notes__ == [
        "2 of 3 batches are taken back; once this is out of the way, undoing the import again takes back the rest"
    ]
    assert desk.ask(Reader.select, WorkOrder) == ()
    assert is_whole(desk)
