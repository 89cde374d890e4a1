"""What was not understood in the files that came in, over all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.boston import a_row, write_rows
from tests.cli.conftest import Wom
from wom_tui.gateways.files.rejects import write_rejects
from wom_tui.gateways.files.sheet import Sheet

HEADER = ("id", "state")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, values in (("may.csv", ("parked", "parked", "=1+1")), ("june.csv", ("parked", "lost"))):
        rows = [
            ((str(n), value), (n, "state", "is no state", value)) for n, value in enumerate(values, start=2)
        ]
        write_rejects(Sheet(Path(name), content_hash="", encoding="utf-8", header=HEADER), rows)
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
    assert "mend the cells" in table.err


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


@pytest.fixture
def pigeons(shell: Wom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An import of which three of four rows name a channel that the preset does not know."""
    monkeypatch.chdir(tmp_path)
    assert shell("--db", "office.db", "init", "--zone", "America/New_York").code == 0
    said = ("Carrier pigeon", "CARRIER PIGEON ", "Drum = loud")
    rows = [a_row(), *(a_row(CASE_ENQUIRY_ID=str(n), Source=one) for n, one in enumerate(said, start=2))]
    answer = shell(
        "--db", "office.db", "import", str(write_rows(tmp_path / "in.csv", rows)), "--preset", "boston311"
    )
    assert "3 rejected" in answer.out
    return tmp_path / "mine.toml"


def test_what_is_taught_once_lets_the_rows_in(shell: Wom, pigeons: Path) -> None:
    assert "rejects --teach" in shell("rejects").err
    said = ("--teach", "carrier pigeon=pigeon", "--teach", "Drum = loud=phone")
    mine = ("--preset", "boston311", "--map", "mine.toml")
    vague = shell("rejects", *said, *mine)  # this system's column tells two things, so each value waits twice
    taught = shell("rejects", *said, *mine, "--field", "channel")
    half = shell("--db", "office.db", "import", "in.rejects.csv", "--map", "mine.toml", "--json").json
    both = ("--teach", "carrier pigeon=citizen", "--teach", "Drum = loud=citizen", "--map", "mine.toml")
    exact = shell("rejects", *both, "--field", "requester", "--json")
    files = ("in.rejects.csv", "in.rejects-2.csv")  # the same rows, before and after the first lesson
    whole = shell("--db", "office.db", "import", *files, "--map", "mine.toml", "--json").json

    assert "now: wom import in.rejects.csv --map mine.toml" in taught.out
    assert exact.json["files"] == [files[1], files[0]]
    assert (half["created"], whole["created"], whole["rejected"]) == (0, 3, 0)
    assert shell("--db", "office.db", "rejects", "--json").json == []
    assert (vague.code, "--field beside it, for" in vague.err) == (2, True)
    assert exact.json["taught"][0] == {
        "table": "values.requester",
        "theirs": "carrier pigeon",
        "ours": "citizen",
    }
    assert "# the files name none" in pigeons.read_text(encoding="utf-8")  # what a person wrote into it stays


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("carrier pigeon=pigeon",), 2, "--preset NAME"),
        (("pigeon", "--map", "mine.toml", "--preset", "boston311"), 2, "OFFEN=open"),
        (("seagull=phone", "--map", "mine.toml", "--preset", "boston311"), 3, "Carrier pigeon"),
        (("carrier pigeon=pigeon", "--map", "mine.csv", "--preset", "boston311"), 2, ".toml"),
        (("carrier pigeon=pigeon", "--map", "mine.toml", "--preset", "bosten"), 3, "boston311"),
    ],
)
def test_a_lesson_that_cannot_be_kept_changes_nothing(
    shell: Wom, pigeons: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    words = words if "--map" in words else (*words, "--map", "mine.toml")

    answer = shell("rejects", "--field", "channel", "--teach", *words)

    assert (answer.code, told in answer.err, pigeons.exists()) == (code, True, False), answer.err


def test_a_file_whose_rows_were_mended_and_have_come_in_is_told_only_on_request(
    shell: Wom, pigeons: Path
) -> None:
    def listed(*words: str) -> tuple[set[str], set[str]]:
        """Files that are told, and those of them that are mended."""
        documents = shell("--db", "office.db", "rejects", *words, "--json").json
        return {name for d in documents for name in d["files"]}, {
            name for d in documents for name in d["mended"]
        }

    file, left = "in.rejects.csv", "in.rejects-2.csv"
    brought = ("--db", "office.db", "import", file, "--preset", "boston311", "--json")
    shell(*brought)  # as it is, so that all of its rows are put aside once more
    assert listed() == ({file, left}, set())
    (pigeons.parent / left).unlink()
    text = (pigeons.parent / file).read_text(encoding="utf-8")
    (pigeons.parent / file).write_text(text.replace("Carrier pigeon", "Self Service"), encoding="utf-8")

    report = shell(*brought).json

    assert (report["created"], report["rejected"]) == (1, 2)
    assert listed() == ({left}, set())  # there lies what is left to do
    assert listed("--all") == ({file, left}, {file})
    assert listed(file) == ({file}, {file})
    assert "1 file not shown" in shell("--db", "office.db", "rejects").err
    assert f"{file} (mended)" in shell("--db", "office.db", "rejects", "--all").out
    assert shell("--db", "office.db", "undo").code == 0
    assert listed() == ({file, left}, set())
