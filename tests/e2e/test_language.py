"""Does a translation reach the reader? With a catalogue in which each letter is its look-alike."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pseudo import LANGUAGE, pseudo, write_catalogue
from tests.tui.office import LINES, morning
from wom_tui.grammar.verbs import VERBS
from wom_tui.tui.console_words import WORDS

PATIENCE_S = 60
# Single words that are chosen by a state before they meet their ink; and signs that are words.
STILL_ENGLISH = frozenset(
    """
    absent arrives assign board break business counts declined gold hold incomplete late left live loaded met minutes
    nobody now orders paused requirement resolve respond setup shift technician technicians travel used window wom
    Ctrl PgUp PgDn Nov Tue Wed
    """.split()
)


@pytest.fixture(scope="module")
def locale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locale")
    write_catalogue(folder)
    return folder


def speaking(locale: Path, *command: str) -> str:
    """What a program says in that language, on both streams."""
    environment = os.environ | {"LANGUAGE": LANGUAGE, "WOM_LOCALE": str(locale)}
    done = subprocess.run(
        [sys.executable, "-m", *command], env=environment, capture_output=True, text=True, timeout=PATIENCE_S
    )
    return done.stdout + done.stderr


def test_the_command_line_speaks_it(locale: Path, tmp_path: Path) -> None:
    help_page = speaking(locale, "wom_tui", "--help")
    refused = speaking(locale, "wom_tui", "--db", str(tmp_path / "none.db"), "wo", "list")

    assert pseudo("Look around in a sample world.") in help_page
    assert pseudo("there is no database at") in refused


def test_a_catalogue_that_is_broken_is_told_of_and_english_is_spoken(tmp_path: Path) -> None:
    path = tmp_path / LANGUAGE / "LC_MESSAGES" / "wom.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xde\x12\x04\x95 no catalogue")

    said = speaking(tmp_path, "wom_tui", "--help")

    assert "is no catalogue that can be read" in said
    assert "Look around in a sample world." in said


def test_the_console_speaks_it(locale: Path, tmp_path: Path) -> None:
    said = speaking(locale, "tests.e2e.spoken", str(tmp_path / "office.db"))

    for words in (
        "no technician",
        "Take in a new work order",
        "Technician",
        "Unassigned",
        "sorted by trouble",
    ):
        assert pseudo(words) in said, said
    office = " ".join([*map(str, LINES), *map(repr, morning())])
    # That is one language.
    typed = " ".join([*(verb.name for verb in VERBS), *(word.usage for word in WORDS)])
    mine = set(re.findall(r"[A-Za-z]+", f"{office} {typed}"))
    assert set(re.findall(r"(?<![\w.])[A-Za-z]{3,}(?!\w)", said)) - mine - STILL_ENGLISH == set()
