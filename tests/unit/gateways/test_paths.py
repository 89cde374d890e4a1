"""Nothing is written but where somebody said, whatever files are called and whatever lies in the folder already."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from wom_tui.errors import GatewayError, InvalidInput
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.reading import open_sheet
from wom_tui.gateways.files.rejects import write_rejects
from wom_tui.gateways.files.sheet import Sheet
from wom_tui.gateways.files.writing import write_table

UTC = ZoneInfo("UTC")
NAMES = (
    *(
        "..csv",
        "...",
        "..%2f..%2fevil.csv",
        "-rf.csv",
        "CON.csv",
        "a b.csv",
        "new\nline.csv",
        "\x1b[2Jevil.csv",
        "~root.csv",
    ),
    *(
        "\u202egnp.csv",
        "漏水.csv.gz",
        ".csv",
        ".rejects.csv",
        "$(touch evil).csv",
        "a;b|c&d.csv",
        "x" * 251 + ".csv",
    ),
    *("ä" * 125 + ".csv", "\\\\server\\share.csv", "a:stream.csv", "\udcff.csv", "evil.csv.rejects.csv"),
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that somebody is in, with another beside it that nobody may touch."""
    folder, outside = tmp_path / "here", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "kept.csv").write_text("as it was")
    monkeypatch.chdir(folder)
    return folder


def outside_of(here: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (here.parent / "outside").iterdir()}


def rejected(source: str, to: Path | None = None) -> Path:
    sheet = Sheet(Path(source), content_hash="", encoding="utf-8", header=("a",))
    return write_rejects(sheet, [(["1"], [2, "a", "why", "1"])], to)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("folder", ["", "../outside/", "/tmp/nowhere/../"])
def test_rejects_lie_in_this_folder_whatever_the_file_was_called(here: Path, folder: str, name: str) -> None:
    path = rejected(f"{folder}{name}")

    assert path.parent == here
    assert [found.name for found in here.iterdir()] == [path.name]
    assert outside_of(here) == {"kept.csv": "as it was"}


@pytest.mark.parametrize("target", ["../outside/kept.csv", "../outside/new.csv", "nowhere", "."])
def test_a_link_that_lies_in_the_way_is_not_followed(here: Path, target: str) -> None:
    (here / "in.rejects.csv").symlink_to(target)

    assert rejected("in.csv").name == "in.rejects-2.csv"
    with pytest.raises(InvalidInput, match="not of a link"):
        rejected("in.csv", here / "in.rejects.csv")
    with pytest.raises(InvalidInput, match="not of a link"):
        write_table(here / "in.rejects.csv", Form.CSV, ("a",), [], zone=UTC)
    assert outside_of(here) == {"kept.csv": "as it was"}


def test_a_pipe_in_the_way_is_not_waited_for(here: Path) -> None:
    os.mkfifo(here / "in.rejects.csv")

    assert rejected("in.csv").name == "in.rejects-2.csv"
    with pytest.raises(InvalidInput, match="device"):
        write_table(here / "in.rejects.csv", Form.CSV, ("a",), [], zone=UTC)
    with pytest.raises(InvalidInput, match="pipe"):
        open_sheet(here / "in.rejects.csv")


@pytest.mark.parametrize("name", ["/dev/null", "/dev/zero", "/"])
def test_devices_and_folders_are_no_files(name: str) -> None:
    with pytest.raises(InvalidInput):
        open_sheet(Path(name))
    with pytest.raises(InvalidInput):
        write_table(Path(name), Form.CSV, ("a",), [], zone=UTC)


def test_the_same_rejects_twice_are_one_file(here: Path) -> None:
    assert rejected("in.csv") == rejected("in.csv")
    (here / "in.rejects.csv").write_text("half put right")
    assert rejected("in.csv").name == "in.rejects-2.csv"


def test_a_draft_that_somebody_has_laid_out_is_not_written_to(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wom_tui.gateways.files.whole.secrets.token_hex", lambda _: "guessed")
    (here / ".wom-guessed").symlink_to("../outside/kept.csv")

    with pytest.raises(GatewayError):
        write_table(here / "out.csv", Form.CSV, ("a",), [], zone=UTC)

    assert outside_of(here) == {"kept.csv": "as it was"}
