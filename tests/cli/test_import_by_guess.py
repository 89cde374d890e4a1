"""`wom import` of a file that no preset knows: asked at a terminal, kept as a map, or only what is sure."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.foreign import FOLDER
from wom_tui.cli.root import run

Printed = pytest.CaptureFixture[str]
GERMAN = str(FOLDER / "hausverwaltung.csv")
PROGRAM = str(FOLDER / "program.csv")
UNSURE = "Nr;Art;Status;Datum\n01;Licht;offen;3/4/2026\n02;Licht;offen;5/5/2026\n03;Licht;offen;6/7/2026\n"


@pytest.fixture(autouse=True)
def office(tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["--db", "office.db", "init", "--zone", "Europe/Berlin"]) == 0
    capsys.readouterr()


def document(capsys: Printed, *words: str) -> Any:
    assert run([*words, "--db", "office.db", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def counts(found: dict[str, Any]) -> tuple[int, int, int, int]:
    return found["created"], found["updated"], found["unchanged"], found["rejected"]


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Somebody is there; what they type is written into this."""
    typed = io.StringIO()
    monkeypatch.setattr("wom_tui.cli.chosen_map._has_person", lambda: True)
    monkeypatch.setattr("sys.stdin", typed)
    return typed


def types(typed: io.StringIO, *lines: str) -> None:
    typed.write("\n".join(lines) + "\n")
    typed.seek(0)


def test_without_a_terminal_nothing_is_guessed_and_the_ways_are_told(capsys: Printed) -> None:
    assert run(["--db", "office.db", "import", GERMAN]) == 2

    told = capsys.readouterr().err
    assert "--yes" in told
    assert "--map" in told
    assert "boston311" in told


def test_a_person_answers_and_the_map_is_kept_and_used_again(
    capsys: Printed, at_terminal: io.StringIO
) -> None:
    types(at_terminal, "60", "nonsense", "on_hold", "")

    assert run(["--db", "office.db", "import", GERMAN, "--map", "haus.toml"]) == 0

    printed = capsys.readouterr()
    assert "The office has no work types Heizung, Aufzug, Elektro, Sanitär" in printed.err
    assert printed.err.count("status “wartet auf Godot”") == 2  # nonsense is no state
    assert "24 rows: 23 created, 0 updated, 0 unchanged, 1 rejected" in printed.out
    again = document(capsys, "import", GERMAN, "--map", "haus.toml")
    assert counts(again) == (0, 0, 23, 1)


@pytest.mark.parametrize("width", ["60", "100"])
def test_a_question_breaks_between_words(
    capsys: Printed, at_terminal: io.StringIO, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    types(at_terminal, "60", "on_hold", "")

    assert run(["--db", "office.db", "import", GERMAN, "--dry-run"]) == 0

    told = capsys.readouterr().err
    asked = told[told.index("status “wartet") : told.index("left out:")].splitlines()
    assert len(asked) > 1
    assert max(map(len, asked)) <= int(width) - 10  # there is room for an answer
    assert " ".join(asked).endswith("completed, closed, cancelled; - puts its rows aside [-]:")


def test_who_has_had_enough_of_questions_has_imported_nothing(
    capsys: Printed, at_terminal: io.StringIO
) -> None:
    types(at_terminal, "60")

    assert run(["--db", "office.db", "import", GERMAN, "--map", "haus.toml"]) != 0

    assert not Path("haus.toml").exists()
    assert document(capsys, "wo", "list") == []


def test_only_what_is_sure_is_taken_without_questions_and_the_rest_is_told(capsys: Printed) -> None:
    assert run(["import", PROGRAM, "--yes", "--db", "office.db", "--json"]) == 0

    printed = capsys.readouterr()
    # The office has none of the work types, and nobody said to make them.
    assert counts(json.loads(printed.out)) == (0, 0, 0, 25)
    assert "has work types that the office does not have: " in printed.err


def test_a_map_that_was_made_without_questions_can_be_put_right(capsys: Printed) -> None:
    document(capsys, "import", PROGRAM, "--yes", "--map", "program.toml")
    kept = Path("program.toml")
    text = kept.read_text(encoding="utf-8")

    kept.write_text(
        text.replace('# [templates."*"]', '[templates."*"]').replace("# duration_min", "duration_min"),
        encoding="utf-8",
    )

    assert counts(document(capsys, "import", PROGRAM, "--map", "program.toml")) == (25, 0, 0, 0)


def test_rows_whose_day_nobody_can_tell_are_put_aside_with_that_reason(capsys: Printed) -> None:
    Path("in.csv").write_text(UNSURE, encoding="utf-8")
    document(capsys, "import", "in.csv", "--yes", "--map", "in.toml")
    map_ = Path("in.toml").read_text(encoding="utf-8")
    assert 'opened_at = "undecided"' in map_
    Path("in.toml").write_text(map_ + '\n[templates."*"]\nduration_min = 60\n', encoding="utf-8")

    assert run(["--db", "office.db", "import", "in.csv", "--map", "in.toml"]) == 0

    printed = capsys.readouterr()
    assert "3 rows: 1 created, 0 updated, 0 unchanged, 2 rejected" in printed.out
    assert "line 2: Datum: may have the day or the month first" in printed.err


def test_a_column_that_no_order_can_do_without_has_to_be_sure(capsys: Printed) -> None:
    Path("in.csv").write_text("Farbe;Datum\nrot;03.04.2026\n", encoding="utf-8")

    assert run(["--db", "office.db", "import", "in.csv", "--yes"]) == 2

    told = capsys.readouterr().err
    assert "columns: 'Farbe, Datum' cannot be used; expected one that is surely external_id" in told


def test_a_file_without_numbers_gets_some_where_a_person_says_so_and_comes_in_once(
    capsys: Printed, at_terminal: io.StringIO
) -> None:
    rows = "Art;Status;Datum\nLicht;offen;13.04.2026\nLicht;offen;14.04.2026\nTor;offen;14.04.2026\n"
    Path("in.csv").write_text(rows, encoding="utf-8")
    types(at_terminal, "-", "60", "list")

    assert counts(document(capsys, "import", "in.csv", "--map", "list.toml")) == (3, 0, 0, 0)

    assert counts(document(capsys, "import", "in.csv", "--map", "list.toml")) == (0, 0, 3, 0)
    assert run(["--db", "office.db", "import", "in.csv", "--yes", "--map", "other.toml"]) == 2
    assert "made of their cells" in capsys.readouterr().err


def test_a_dry_run_of_a_guess_counts_and_stores_nothing(capsys: Printed, at_terminal: io.StringIO) -> None:
    types(at_terminal, "60", "open", "")

    found = document(capsys, "import", GERMAN, "--dry-run")

    assert counts(found) == (23, 0, 0, 1)
    assert found["import"] is None
    assert document(capsys, "wo", "list") == []


def test_all_or_none_is_refused_where_a_row_is_put_aside(capsys: Printed, at_terminal: io.StringIO) -> None:
    types(at_terminal, "60", "open", "")

    assert run(["--db", "office.db", "import", GERMAN, "--atomic"]) == 4

    told = capsys.readouterr().err
    assert "1 row cannot be used, so none was taken in" in told
    assert Path("hausverwaltung.rejects.csv").exists()


@pytest.mark.parametrize(
    "words",
    [("--map", "haus.txt"), ("--map", "haus.toml", "--preset", "boston311"), ("--preset", "generic")],
)
def test_what_makes_no_sense_together_is_refused(words: tuple[str, ...], capsys: Printed) -> None:
    assert run(["--db", "office.db", "import", GERMAN, *words]) == 2
    assert capsys.readouterr().err
