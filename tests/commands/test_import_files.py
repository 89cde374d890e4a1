"""The pictures that foreign files name become files of the orders: once, and not again where somebody took them off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.boston import CLOSED, EXCERPT, a_row, bring, orders, write_rows
from tests.commands.typed import do
from tests.office import close_desks, desk_on
from tests.whole import is_whole
from wom_tui.desk import Desk
from wom_tui.domain.attachment import Attachment
from wom_tui.importing.undo import undo_import
from wom_tui.store.reader import Reader

REPORTED = "https://photos.example/1/report.jpg"
DONE = "https://photos.example/2/report.jpg"


@pytest.fixture
def desk(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)  # where reject files go
    yield desk_on(database_url)
    close_desks()


def files(desk: Desk) -> list[tuple[str, str, str]]:
    return [(one.name, one.place, one.note) for one in desk.ask(Reader.select, Attachment)]


def test_a_picture_of_the_report_and_one_of_the_end_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    bring(desk, write_rows(tmp_path / "in.csv", [a_row(SubmittedPhoto=REPORTED)]))
    later = write_rows(tmp_path / "later.csv", [a_row(SubmittedPhoto=REPORTED, ClosedPhoto=DONE, **CLOSED)])
    bring(desk, later)

    assert files(desk) == [
        ("report.jpg", REPORTED, "as reported"),
        ("report-2.jpg", DONE, "when closed"),
    ]
    assert bring(desk, later).updated == 0
    assert is_whole(desk)


def test_a_picture_alone_brings_an_order_up_to_date(desk: Desk, tmp_path: Path) -> None:
    bring(desk, write_rows(tmp_path / "in.csv", [a_row()]))
    report = bring(desk, write_rows(tmp_path / "later.csv", [a_row(SubmittedPhoto=REPORTED)]))

    assert (report.updated, report.unchanged) == (1, 0)


def test_what_was_taken_off_here_stays_off(desk: Desk, tmp_path: Path) -> None:
    bring(desk, write_rows(tmp_path / "in.csv", [a_row(SubmittedPhoto=REPORTED)]))
    (order,) = orders(desk).values()
    do(desk, f"detach {order.id} report.jpg")

    bring(desk, write_rows(tmp_path / "again.csv", [a_row(SubmittedPhoto=REPORTED, CASE_TITLE="Dark")]))

    assert files(desk) == []


def test_an_undo_of_the_import_takes_them_along_and_it_can_be_done_again(desk: Desk, tmp_path: Path) -> None:
    bring(desk, write_rows(tmp_path / "in.csv", [a_row()]))
    path = write_rows(tmp_path / "later.csv", [a_row(SubmittedPhoto=REPORTED)])
    report = bring(desk, path)
    assert report.import_id is not None
    undo_import(desk, report.import_id)
    assert files(desk) == []

    bring(desk, write_rows(tmp_path / "once more.csv", [a_row(SubmittedPhoto=f"{REPORTED} | {DONE}")]))

    assert [place for _, place, _ in files(desk)] == [REPORTED, DONE]
    assert is_whole(desk)


def test_a_row_whose_picture_is_nowhere_is_put_aside_with_the_reason(desk: Desk, tmp_path: Path) -> None:
    rows = [a_row(SubmittedPhoto="javascript:alert(1)"), a_row(CASE_ENQUIRY_ID="2", ClosedPhoto="NA")]
    report = bring(desk, write_rows(tmp_path / "in.csv", rows))

    assert (report.created, report.rejected) == (1, 1)
    assert "javascript: is none of them" in (tmp_path / "in.rejects.csv").read_text(encoding="utf-8")


def test_an_address_with_spaces_is_written_as_addresses_are(desk: Desk, tmp_path: Path) -> None:
    bring(desk, write_rows(tmp_path / "in.csv", [a_row(SubmittedPhoto="https://photos.example/Pole 12.jpg")]))

    assert files(desk) == [("Pole 12.jpg", "https://photos.example/Pole%2012.jpg", "as reported")]


def test_the_excerpt_brings_its_25_pictures(desk: Desk) -> None:
    bring(desk, EXCERPT)

    assert len(files(desk)) == 25
