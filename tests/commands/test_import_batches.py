"""An import goes on where it was cut off, and is taken back as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.boston import EXCERPT, bring, counted, counts, orders
from tests.office import close_desks, desk_on, number_of
from tests.whole import is_whole
from wom_tui.commands.order import CreateOrder, SetPriority
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.work_order import Priority
from wom_tui.errors import NotFound, Rejected
from wom_tui.importing.undo import import_named, undo_import
from wom_tui.store.imports import last_at


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    yield desk_on(database_url)
    close_desks()


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wom_tui.importing.run.BATCH", 10)


@pytest.mark.usefixtures("small_batches")
def test_an_import_that_was_stopped_goes_on_where_it_was(desk: Desk) -> None:
    stops = iter([False, False, True])
    first = bring(desk, EXCERPT, is_cancelled=lambda: next(stops))
    assert (first.is_cancelled, first.created) == (True, 30)

    second = bring(desk, EXCERPT)

    assert (second.is_cancelled, counts(second)) == (False, (56, 0, 0, 0))
    assert second.import_id == first.import_id
    assert len(orders(desk)) == 56
    assert counts(bring(desk, EXCERPT)) == (0, 0, 56, 0)


def test_it_is_known_when_a_file_was_taken_in_last(desk: Desk) -> None:
    assert desk.ask(lambda reader: last_at(reader.connection)) is None
    number_of(desk, CreateOrder(title="By hand"))
    assert desk.ask(lambda reader: last_at(reader.connection)) is None
    before = datetime.now(UTC)

    bring(desk, EXCERPT)

    at = desk.ask(lambda reader: last_at(reader.connection))
    assert at is not None
    assert before <= at <= datetime.now(UTC)


@pytest.mark.usefixtures("small_batches")
def test_a_stopped_import_whose_first_part_was_taken_back_begins_anew(desk: Desk) -> None:
    stops = iter([False, True])
    first = bring(desk, EXCERPT, is_cancelled=lambda: next(stops))
    assert first.import_id is not None
    undo_import(desk, first.import_id)

    assert counts(bring(desk, EXCERPT)) == (56, 0, 0, 0)
    assert len(orders(desk)) == 56


@pytest.mark.usefixtures("small_batches")
def test_progress_is_told_batch_by_batch(desk: Desk) -> None:
    told: list[tuple[int, int]] = []

    bring(desk, EXCERPT, progress=lambda done, whole: told.append((done, whole)))

    assert told == [(done, 56) for done in (10, 20, 30, 40, 50, 56)]


@pytest.mark.usefixtures("small_batches")
def test_a_whole_import_is_taken_back_and_can_be_done_again(desk: Desk) -> None:
    report = bring(desk, EXCERPT)
    assert report.import_id is not None

    assert undo_import(desk, report.import_id) == 6

    assert counted(desk) == [0, 0, 0, 0]
    assert is_whole(desk)
    with pytest.raises(Rejected):
        undo_import(desk, report.import_id)
    assert counts(bring(desk, EXCERPT)) == (56, 0, 0, 0)


@pytest.mark.usefixtures("small_batches")
def test_what_a_person_has_done_since_stands_in_the_way_of_the_whole(desk: Desk) -> None:
    report = bring(desk, EXCERPT)
    number = min(order.id for order in orders(desk).values() if order.is_open)
    desk.run(SetPriority(order=number, priority=Priority.P1))
    before = desk.last_seq()

    with pytest.raises(Rejected) as caught:
        undo_import(desk, report.import_id or "")

    (told,) = [v.facts for v in caught.value.violations]
    assert (told["record"], told["deed"]["kind"]) == (f"order {number}", "order.prioritised")
    assert desk.last_seq() == before
    desk.run(Undo())
    assert undo_import(desk, report.import_id or "") == 6


@pytest.mark.usefixtures("small_batches")
def test_an_order_of_the_first_batch_that_others_build_on_keeps_the_later_batches_too(desk: Desk) -> None:
    report = bring(desk, EXCERPT)
    first = min(order.id for order in orders(desk).values())
    follow_up = number_of(desk, CreateOrder(title="Again", parent=first))
    before = desk.last_seq()

    with pytest.raises(Rejected, match=f"order {first} cannot go: order {follow_up} belongs to it by now"):
        undo_import(desk, report.import_id or "")

    assert desk.last_seq() == before
    desk.run(Undo())
    assert undo_import(desk, report.import_id or "") == 6


def test_an_import_is_known_by_its_last_act_or_by_a_receipt(desk: Desk, tmp_path: Path) -> None:
    report = bring(desk, EXCERPT)

    assert import_named(desk, None) == report.import_id
    assert import_named(desk, (report.import_id or "")[:16]) == report.import_id
    edit = desk.run(SetPriority(order=1, priority=Priority.P1))
    assert import_named(desk, None) is None
    assert import_named(desk, edit.command_id) is None


def test_an_import_that_never_was_cannot_be_taken_back(desk: Desk) -> None:
    with pytest.raises(NotFound):
        undo_import(desk, "0" * 24)
