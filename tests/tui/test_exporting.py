"""Does a list leave the console as it is shown, harmless, and over no file that is there?"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.tui.driving import Console, console, driven
from wom_tui.tui.screens.backlog import BacklogView
from wom_tui.tui.screens.triage import TriageView


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the console was started in."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


async def ready(c: Console) -> None:
    await c.until(lambda: c.board.is_loaded, "all orders are read")


def test_the_board_is_written_as_it_is_filtered_and_sorted(office: str, folder: Path) -> None:
    async def script() -> None:
        async with console(office) as c:
            await ready(c)
            await c.press("slash")
            await c.type("status=ready")
            await c.press("enter", "E")
            assert c.app.line.text == "export board.csv"
            await c.press("enter")
            await c.until(lambda: (folder / "board.csv").exists() and bool(c.toasts), "it is written")

            shown = [str(number) for number in c.board.model.shown]
            assert [row["number"] for row in table(folder / "board.csv")] == shown
            assert c.toasts[-1] == f"{len(shown)} orders in board.csv"

    driven(script)


def test_a_title_that_looks_like_a_formula_is_none_in_the_file(office: str, folder: Path) -> None:
    async def script() -> None:
        async with console(office) as c:
            await ready(c)
            await c.say('edit 4402 title="=cmd()"')
            await c.until(lambda: c.board.model.rows[4402].title == "=cmd()", "it is edited")
            for name in ("board.csv", "board.xlsx", "board.json"):
                await c.say(f"export {name}")
                await c.until((folder / name).exists, "it is written")

            (cell,) = [row["title"] for row in table(folder / "board.csv") if row["number"] == "4402"]
            assert cell == "'=cmd()"
            sheet = load_workbook(folder / "board.xlsx").active
            assert sheet is not None
            assert ("=cmd()", "s") in {(one.value, one.data_type) for row in sheet.iter_rows() for one in row}
            told = json.loads((folder / "board.json").read_text(encoding="utf-8"))
            assert [one["title"] for one in told if one["number"] == 4402] == ["=cmd()"]

    driven(script)


def test_a_file_that_is_there_is_written_over_only_when_the_line_says_so(office: str, folder: Path) -> None:
    async def script() -> None:
        async with console(office) as c:
            await ready(c)
            (folder / "board.csv").write_text("mine", encoding="utf-8")
            await c.press("E")
            assert c.app.line.text == "export board-2.csv"
            await c.press("escape")

            await c.say("export board.csv")
            assert (folder / "board.csv").read_text(encoding="utf-8") == "mine"
            assert c.app.line.text == "export board.csv replace"
            await c.press("enter")
            await c.until(lambda: len(table(folder / "board.csv")) == 23, "it is written over")

    driven(script)


@pytest.mark.parametrize(
    "name",
    ["../board.csv", "/tmp/board.csv", ".board.csv", "board.exe", "board", "a b.csv", "n" * 252 + ".csv"],
)
def test_nothing_is_written_elsewhere_or_in_another_form(office: str, folder: Path, name: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await ready(c)
            before = sorted(folder.parent.iterdir())
            await c.say(f"export {name}")

            assert c.app.line.is_open
            assert (list(folder.iterdir()), sorted(folder.parent.iterdir())) == ([], before)

    driven(script)


def test_every_list_can_be_written_and_what_is_no_list_says_so(office: str, folder: Path) -> None:
    async def script() -> None:
        async with console(office) as c:
            await ready(c)
            for key, name in (("2", "lanes.csv"), ("3", "backlog.csv"), ("7", "triage.csv")):
                await c.press(key)
                await c.settled()
                if key == "3":
                    await c.until(lambda: c.app.query_one(BacklogView).seen is not None, "it is read")
                if key == "7":
                    await c.until(lambda: c.app.query_one(TriageView).seen is not None, "it is read")
                await c.say(f"export {name}")
                await c.until((folder / name).exists, "it is written")
            await c.press("4")
            await c.say("export order.csv")

            assert {row["status"] for row in table(folder / "lanes.csv")} == {"ready"}
            assert [row["open"] for row in table(folder / "backlog.csv")] == ["21"]
            first = table(folder / "triage.csv")[0]
            assert (first["number"], first["reasons"]) == ("4401", "past_due running_over")
            assert c.toasts[-1] == "there is no list here that could be written to a file"

    driven(script)
