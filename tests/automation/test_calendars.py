"""Are technicians' calendars in the folder as fresh as the office, and is nothing written for nothing?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.commands.typed import do
from tests.ruled import Ruled
from wom_tui.automation.calendars import AT_ONCE_S, CalendarFolder
from wom_tui.automation.engine import run_once
from wom_tui.automation.jobs import jobs_of
from wom_tui.config import AutomationConfig, Config
from wom_tui.errors import InvalidInput


def config_of(folder: Path) -> Config:
    return replace(Config(), automation=AutomationConfig(calendars=str(folder)))


def test_whoever_leads_keeps_one_file_for_each_technician(office: Ruled, order: int, tmp_path: Path) -> None:
    do(office.desk, f"assign {order} kim 16:00")

    run_once(office.desk, jobs=jobs_of(config_of(tmp_path), office.desk))

    assert {path.name for path in tmp_path.iterdir()} == {"kim.ics", "ali.ics"}
    assert f"SUMMARY:{order}/1" in (tmp_path / "kim.ics").read_text()
    assert "BEGIN:VEVENT" not in (tmp_path / "ali.ics").read_text()


def test_a_visit_that_moves_to_somebody_else_is_off_in_one_file_and_on_in_the_other(
    office: Ruled, order: int, tmp_path: Path
) -> None:
    do(office.desk, f"assign {order} kim 16:00")
    (job,) = jobs_of(config_of(tmp_path), office.desk)
    assert office.may is not None
    job.call(office.may)
    untouched = (tmp_path / "kim.ics").stat().st_ino
    job.call(office.may)
    assert (tmp_path / "kim.ics").stat().st_ino == untouched

    do(office.desk, f"reassign {order} ali")
    job.call(office.may)

    assert "STATUS:CANCELLED" in (tmp_path / "kim.ics").read_text()
    assert f"SUMMARY:{order}/1" in (tmp_path / "ali.ics").read_text()


def test_whoever_does_not_come_to_their_turn_comes_next(office: Ruled, tmp_path: Path) -> None:
    ticks = iter(range(0, 1000, int(AT_ONCE_S) - 1))
    folder = CalendarFolder(tmp_path, office.desk, clock=lambda: float(next(ticks)))
    assert office.may is not None

    folder.look(office.may)
    assert len(list(tmp_path.iterdir())) == 1
    folder.look(office.may)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_is_away_is_said_and_a_link_is_not_written_through(
    office: Ruled, tmp_path: Path
) -> None:
    assert office.may is not None
    (away,) = jobs_of(config_of(tmp_path / "nowhere"), office.desk)
    assert "is not there" in away.call(office.may)

    (tmp_path / "kim.ics").symlink_to(tmp_path / "elsewhere")
    (job,) = jobs_of(config_of(tmp_path), office.desk)
    with pytest.raises(InvalidInput):
        job.call(office.may)
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_that_cannot_be_written_is_tried_again_though_nothing_happens(
    office: Ruled, tmp_path: Path
) -> None:
    assert office.may is not None
    folder = CalendarFolder(tmp_path, office.desk)
    (tmp_path / "kim.ics").mkdir()
    with pytest.raises(InvalidInput):
        folder.look(office.may)

    (tmp_path / "kim.ics").rmdir()
    for _ in range(2):
        folder.look(office.may)

    assert (tmp_path / "kim.ics").is_file()


def test_whoever_leaves_has_no_calendar_any_more_and_a_file_of_somebody_else_stays(
    office: Ruled, tmp_path: Path
) -> None:
    assert office.may is not None
    (job,) = jobs_of(config_of(tmp_path), office.desk)
    job.call(office.may)
    (tmp_path / "ali.ics").write_text("BEGIN:VCALENDAR\nPRODID:another\nEND:VCALENDAR\n")

    do(office.desk, "technician kim active=no")
    do(office.desk, "technician ali active=no")
    job.call(office.may)

    assert [path.name for path in tmp_path.iterdir()] == ["ali.ics"]


def test_without_a_folder_there_is_no_such_job(office: Ruled) -> None:
    assert jobs_of(Config(), office.desk) == ()
