"""Does the shell behave where nobody reads, nobody listens, there is no room, or no such sign?"""

from __future__ import annotations

import errno
import io
import json
import os
import re
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Wom
from wom_tui.cli.root import run


class Full(io.StringIO):
    """A disk on which there is no room, or a pipe that nobody reads any more."""

    def __init__(self, error: int) -> None:
        super().__init__()
        self.error = error

    def write(self, _text: str) -> int:
        raise OSError(self.error, os.strerror(self.error))


def test_an_answer_for_which_there_is_no_room_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", Full(errno.ENOSPC))

    assert run(["do", "help"]) == 8
    assert "No space left on device" in capsys.readouterr().err


def test_a_reader_who_has_seen_enough_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Full(errno.EPIPE))

    assert run(["do", "help"]) == 0


def test_where_nobody_listens_the_answer_is_still_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", Full(errno.EPIPE))

    assert run(["wo", "nothing", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["exit_code"] == 2


def test_a_terminal_that_has_not_every_sign_shows_what_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(shown, encoding="latin-1"))

    assert run(["do", "help"]) == 0
    assert b"assign NUMBER[/VISIT]? TECHNICIAN" in shown.getvalue()


@pytest.mark.parametrize("words", [("-h",), ("help",), ("wo", "-h"), ("help", "wo"), ("wo", "list", "-h")])
def test_help_is_given_however_it_is_asked_for(shell: Wom, words: tuple[str, ...]) -> None:
    answer = shell(*words)

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Usage: wom")


def test_a_noun_without_a_verb_lists_its_verbs(shell: Wom) -> None:
    answer = shell("wo")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[0] == "wom: a verb is missing"
    assert re.search(r"^  show +Show all that is known of one order", answer.err, re.MULTILINE)


def test_what_is_no_database_is_refused_and_is_no_bug(shell: Wom, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("no database " * 100, encoding="utf-8")

    for path in (tmp_path, text):
        answer = shell("wo", "list", "--db", str(path), "--json")

        assert (answer.code, answer.json["error"]["code"]) == (7, "store.failed")
