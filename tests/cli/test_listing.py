"""Every list has the same options, whatever it lists; a long one is read through a pager."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Wom
from tests.office import an_order
from wom_tui.cli.paging import pager
from wom_tui.desk import Desk

LISTS = (
    ("wo", "list"),
    ("wo", "duplicates"),
    ("visit", "list"),
    ("request", "list", "--status=all"),
    ("user", "list"),
    ("site", "locate"),
    ("part", "list"),
    ("part", "stock"),
    ("part", "purchases"),
    ("technician", "list"),
    ("feedback", "list"),
)


@pytest.fixture
def titles(desk: Desk) -> list[str]:
    """Three orders, by their titles."""
    titles = ["b", "C", "a"]
    desk.run_all([an_order(title=title) for title in titles])
    return titles


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_every_list_takes_the_same_options(words: tuple[str, ...], wom: Wom) -> None:
    heading = wom(*words, "--csv").out.splitlines()[0].split(",")
    first, last = heading[0], heading[-1]

    told = wom(*words, "--csv", f"--columns={last},{first}", f"--sort=-{first}", "--limit=3", "--offset=1")

    assert (told.code, told.out.splitlines()[0]) == (0, f"{last},{first}")
    for_people = re.split(" {2,}", wom(*words).out.splitlines()[0])
    assert wom(*words, "--columns", ",".join(for_people), "--sort", for_people[-1]).code == 0
    assert wom(*words, "--json", "--limit=0").json == []
    assert wom(*words, "--sort=colour").code == 2
    assert wom(*words, "--columns=colour").code == 2
    assert wom(*words, "--csv", "--json").code == 2


def test_a_list_is_sorted_whatever_the_case_and_read_piece_by_piece(wom: Wom, titles: list[str]) -> None:
    words = ("wo", "list", "--sort", "-title", "--columns", "title")

    whole = [row["title"] for row in csv.DictReader(io.StringIO(wom(*words, "--csv").out))]
    rest = wom(*words, "--offset", "1", "--limit", "1")

    assert whole == ["C", "b", "a"]
    assert rest.out.splitlines() == ["title", "b"]
    assert rest.err == "1 of 3 orders\n"


def test_a_column_that_is_empty_comes_last(wom: Wom, titles: list[str]) -> None:
    wom("do", "assign 2 kim 14:30")

    rows = wom("wo", "list", "--sort", "technician", "--columns", "number,technician", "--json").json

    assert rows[0] == {"number": 2, "technician": "kim"}


@pytest.fixture
def short_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A terminal of two lines, and a pager that keeps what it is given."""
    kept = tmp_path / "paged"
    monkeypatch.setenv("LINES", "2")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("PAGER", f"tee {kept}")
    monkeypatch.setattr("wom_tui.cli.paging.is_terminal", lambda: True)
    return kept


def test_a_list_longer_than_the_terminal_goes_through_the_pager(
    wom: Wom, titles: list[str], short_terminal: Path
) -> None:
    wom("wo", "list", "--columns", "title")

    assert short_terminal.read_text().split() == ["title", *titles]


@pytest.mark.parametrize("form", ["--json", "--csv"])
def test_what_a_program_reads_never_does(
    form: str, wom: Wom, titles: list[str], short_terminal: Path
) -> None:
    wom("wo", "list", form)

    assert not short_terminal.exists()


@pytest.mark.parametrize(
    ("said", "command"),
    [("", None), ("cat", None), ("'", None), ("most -s", ["most", "-s"])],
)
def test_a_pager_is_what_pager_says(said: str, command: list[str] | None) -> None:
    assert pager({"PAGER": said}) == command


@pytest.mark.parametrize(
    ("term", "nearest"),
    [
        ("technician=moran", '"K. Moran"'),
        ("territory!=Wset", "West, East"),
        ("work_type=Str", '"Street light"'),
    ],
)
def test_a_filter_that_names_what_there_is_not_says_which_there_are(
    term: str, nearest: str, wom: Wom
) -> None:
    told = wom("wo", "list", "status=ready", term)

    assert (told.code, told.out) == (2, "")
    assert f"expected {nearest}, or another that there is (at character 14)" in told.err


def test_a_filter_may_name_nobody_or_a_part_of_a_name(wom: Wom) -> None:
    assert wom("wo", "list", "technician=none", "technician!=zz*", "--json").code == 0
