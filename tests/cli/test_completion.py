"""A shell completes verbs without starting anything, and values of the office only where one is at hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Wom
from tests.office import an_order, number_of
from wom_tui.cli import completion, manual
from wom_tui.cli.root import ENTRIES
from wom_tui.cli.typeable import choices, shown_entries
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.site import Customer

_HARNESS = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_wom
printf '%s\\n' "${COMPREPLY[@]}"
"""


def completed(tmp_path: Path, *words: str, program: str = "wom") -> list[str]:
    """What bash offers for the last word; `wom` is nowhere to be found, unless it is given."""
    script = tmp_path / "wom.bash"
    script.write_text(completion.script("bash"), encoding="utf-8")
    asked = ["bash", "-c", _HARNESS, "bash", str(script), program, *words]
    done = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("d",), ["do", "day", "diff", "db", "doctor", "demo"]),
        (("db", "re"), ["restore"]),
        (("--db", "db", "db", "re"), ["restore"]),
        (("export", "orders", "--format", ""), ["csv", "xlsx", "json", "ndjson", "parquet"]),
        (("export", "orders", "--format", "csv", "--ra"), ["--raw"]),
        (("wo", "list", "--json", "--l"), ["--limit"]),
        (("wo", "show", ""), []),
        (("nothing", "like", "this"), []),
        (("_",), []),
    ],
)
def test_verbs_and_options_are_completed_without_any_program(
    tmp_path: Path, words: tuple[str, ...], offered: list[str]
) -> None:
    assert completed(tmp_path, *words, program="/no/such/wom") == offered


def test_files_are_completed_where_a_file_is_meant(tmp_path: Path) -> None:
    (tmp_path / "office.backup").touch()

    assert completed(tmp_path, "db", "restore", "off") == ["office.backup"]
    assert completed(tmp_path, "--db", "off") == ["office.backup"]


def test_a_name_from_outside_means_nothing_to_the_shell(tmp_path: Path) -> None:
    program = tmp_path / "wom"
    program.write_text("#!/bin/sh\nprintf '%s\\t\\n' '$(touch harm)' 'Ada Quill' 'a;b'\n", encoding="utf-8")
    program.chmod(0o700)

    offered = completed(tmp_path, "customer", "erase", "", program=str(program))

    assert offered == [r"\$\(touch\ harm\)", r"Ada\ Quill", r"a\;b"]
    assert not (tmp_path / "harm").exists()


def test_values_are_those_of_the_office_that_the_line_names(wom: Wom, desk: Desk) -> None:
    desk.run(LoadFacts(facts=(Customer(id=1, name="Ada Quill\x1b[31m"),)))
    numbers = [number_of(desk, an_order()) for _ in range(3)]

    assert wom("_values", "order", "2", "wo", "show").out == "2\tLight out\n"
    assert len(wom("_values", "order").out.splitlines()) == len(numbers)
    assert wom("_values", "technician", "K", "export", "calendar", "--technician").out == "kim\tK. Moran\n"
    assert wom("_values", "territory", "w").out.startswith("West\t")
    assert "\x1b" not in wom("_values", "customer").out
    assert "boston311" in wom("_values", "preset").out
    assert "tiny_town" in wom("_values", "world", "tiny").out


def test_a_line_goes_on_in_the_shell_as_it_does_in_the_console(wom: Wom, desk: Desk) -> None:
    number = str(number_of(desk, an_order()))

    assert number in wom("_values", "line", "", "wo", "assign").out
    assert wom("_values", "line", "k", "wo", "assign", number, "--dry-run").out == "K. Moran\tkim\n"
    assert wom("_values", "line", "par", "wo", "hold", number).out.startswith("parts\t")


def test_records_are_completed_where_one_is_named(tmp_path: Path, wom: Wom) -> None:
    assert wom("_values", "technicians", "k").out == "kim\tK. Moran\n"
    assert wom("_values", "skills", "kim").out.startswith("kim ")
    assert wom("_values", "policy", "st").out == "stable-day\t\nstorm\t\n"
    assert {("technician show", "@technicians"), ("part show", "@parts"), ("wo assign", "@line")} <= {
        (choice.place, choice.word) for choice in choices()
    }
    assert completed(tmp_path, "import", "template", "te") == ["territories", "technicians"]


def test_without_a_database_nothing_is_offered_and_nothing_is_made(shell: Wom, tmp_path: Path) -> None:
    path = tmp_path / "nothing.db"

    answer = shell("--db", str(path), "_values", "order", "4")

    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert not path.exists()


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_every_shell_s_script_knows_every_verb_and_option(shell: Wom, name: str) -> None:
    script = shell("completion", name).out

    for choice in choices():
        assert f"{choice.place}\t{choice.word}\t" in script
    assert "_values\t" not in script


def test_another_shell_is_refused_with_those_there_are(shell: Wom) -> None:
    answer = shell("completion", "csh")

    assert answer.code == 2
    assert "bash, zsh or fish" in answer.err


def test_printing_a_script_needs_no_database_engine() -> None:
    code = (
        "import sys; from wom_tui.cli.root import run; run(['completion', 'bash']);"
        "sys.exit('sqlalchemy' in sys.modules or 'textual' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL).returncode == 0


def test_the_manual_tells_every_verb_and_every_exit_code(shell: Wom) -> None:
    told = shell("man").out

    assert told.startswith(".TH WOM 1")
    for entry in shown_entries():
        assert f"wom {entry.name}" in told.replace("\\-", "-")
    for code in ("0", "7", "130"):
        assert f"\\fB{code}\\fR" in told
    assert "_values" not in told
    assert all(not line.startswith("'") for line in manual.page())
    assert {entry.name for entry in ENTRIES} - {entry.name for entry in shown_entries()} == {"_values"}
