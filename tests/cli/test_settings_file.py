"""Does a slip in the settings file take nothing else away, and is it said in which line it is?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Wom
from wom_tui.config import Config, read_settings
from wom_tui.domain.setting_values import LOOKS, check_setting
from wom_tui.tui.settings import SETTINGS, Wishes

SPOILT = """# mine
[console]
look = dark
signs = "ascii"
colour = 3
slow = "never"
quiet_s = "long"

[words
clock = 12

[travel]
hours = "7-9"
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file of whoever runs this."""
    path = tmp_path / "config.toml"
    monkeypatch.setenv("WOM_CONFIG", str(path))
    return path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Wishes]]:
    """The consoles that were started: on which database, with which wishes."""
    found: list[tuple[str, Wishes]] = []

    def run_console(address: str, *, wishes: Wishes, **_: Any) -> int:
        found.append((address, wishes))
        return 0

    monkeypatch.setattr("wom_tui.cli.console._needs_a_terminal", lambda: None)
    monkeypatch.setattr("wom_tui.tui.start.run_console", run_console)
    return found


def told(file: Path) -> list[tuple[str, str]]:
    """Place and line of all that cannot be used."""
    troubles = read_settings({"WOM_CONFIG": str(file)}).troubles
    return [(place, str(trouble).partition(", line ")[2].partition(":")[0]) for place, trouble in troubles]


def test_all_other_lines_are_read_and_each_slip_is_told_with_its_line(file: Path) -> None:
    file.write_text(SPOILT)

    config = read_settings({"WOM_CONFIG": str(file)}).config

    assert (config.console.signs, config.console.look, config.words.clock) == ("ascii", "", 12)
    assert (config.console.slow, config.console.quiet_s, config.travel.hours) == ("auto", 5.0, "")
    assert sorted(told(file)) == [
        ("console.colour", "5"),
        ("console.look", "3"),
        ("console.quiet_s", "7"),
        ("console.slow", "6"),
        ("travel.hours", "13"),
        ("words", "9"),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b'[console]\nlook = "da\xffrk"\nsigns = "ascii"\n', "2"),
        (b'[console]\nsigns = "ascii"\nsigns = "all"\n', "3"),
        (b'[console]\nsigns = "ascii"\nlook = "dark\n', "3"),
        (b'console.signs = "ascii"\nconsole.look = \n', "2"),
        (b'[console]\r\nsigns = "ascii"\r\nlook = """\r\n', "3"),
        (b'[console]\nsigns = "ascii"\n]]\n', "3"),
    ],
)
def test_whatever_is_spoilt_the_rest_is_read(file: Path, text: bytes, line: str) -> None:
    file.write_bytes(text)

    reading = read_settings({"WOM_CONFIG": str(file)})

    assert reading.config.console.is_ascii
    assert [number for _, number in told(file)] == [line]


def test_a_verb_of_the_shell_refuses_with_the_line_and_the_code_of_wrong_input(wom: Wom, file: Path) -> None:
    file.write_text('[console]\nlook = "pink"\n')

    answer = wom("wo", "list", "--json")

    assert (answer.code, answer.json["error"]["code"]) == (2, "input.invalid")
    assert f"{file}, line 2: console.look: 'pink' cannot be used; expected one of dark" in answer.err


def test_help_and_the_doctor_need_no_settings(wom: Wom, file: Path) -> None:
    file.write_text(SPOILT)

    assert wom("wo", "list", "--help").code == 0
    answer = wom("doctor", "--json")

    found = [
        one["said"] for one in answer.json["findings"] if one["area"] == "settings" and one["mark"] == "bad"
    ]
    assert answer.code == 1
    assert len(found) == 6
    assert all(", line " in said for said in found)


def test_the_doctor_tells_every_slip_of_keys_views_and_macros_with_its_line(
    wom: Wom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "wom"
    folder.mkdir()
    (folder / "keys.toml").write_text('asign = "|"\nundo = "Ctrl+Z"\n')
    (folder / "views.toml").write_text(
        '[west]\nsort = "nothing"\n\n[fine]\nfilter = "pri=1"\n\n[east]\ngroup = "x"\n'
    )
    (folder / "macros.toml").write_text("late = [1]\n")

    answer = wom("doctor", "--json")

    found = {
        (one["area"], one["said"].partition(": ")[0])
        for one in answer.json["findings"]
        if one["mark"] == "warn"
    }
    assert {
        ("keys", "keys.toml, line 1"),
        ("keys", "keys.toml, line 2"),
        ("views", "views.toml, line 2"),
        ("views", "views.toml, line 8"),
        ("macros", "macros.toml, line 1"),
    } <= found
    assert answer.code == 0


@pytest.mark.parametrize("words", [("console",), ()])
def test_the_console_starts_with_the_rest_and_is_told_what_is_wrong(
    wom: Wom, file: Path, started: list[tuple[str, Wishes]], words: tuple[str, ...]
) -> None:
    file.write_text(SPOILT)

    assert wom(*words).code == 0

    ((_, wishes),) = started
    assert wishes.config.console.is_ascii
    assert len(wishes.troubles) == 6


@pytest.mark.parametrize("text", ["db = postgresql://wom:secret@db/wom\n", "db = 1\n", '"\n'])
def test_it_starts_on_no_other_database_than_was_meant(
    shell: Wom, file: Path, started: list[tuple[str, Wishes]], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(text)

    answer = shell("console")

    assert (answer.code, started) == (2, [])
    assert "line 1" in answer.err
    assert "secret" not in answer.err
    assert shell("console", "--db", "mine.db").code == 0
    monkeypatch.setenv("WOM_DB", "other.db")
    assert shell("console").code == 0
    assert [address for address, _ in started] == ["mine.db", "other.db"]


def test_a_variable_that_cannot_be_used_leaves_the_file_s_value(file: Path) -> None:
    file.write_text('[console]\nsigns = "ascii"\n')

    reading = read_settings({"WOM_CONFIG": str(file), "WOM_CONSOLE_SIGNS": "maybe", "WOM_WORDS_CLOCK": "13"})

    assert reading.config.console.is_ascii
    assert [place for place, _ in reading.troubles] == ["console.signs", "words.clock"]


@pytest.mark.parametrize(
    "text",
    [
        '[notify]\nendpoints = "smtps://kim:hush@mail.example"\n',
        '[notify]\nsecrets = "hush"\n',
        "[notify.endpoints]\nmail = smtps://kim:hush@mail.example\n",
        "[notify.secrets]\nerp = hush\n",
        "[inbound]\nsecret = ['hush']\n",
        "[inbound]\nsecret = hush\n",
    ],
)
def test_a_slip_in_a_secret_shows_nothing_of_it(file: Path, text: str) -> None:
    file.write_text(text)

    ((_, trouble),) = read_settings({"WOM_CONFIG": str(file)}).troubles

    assert "hush" not in str(trouble)


def test_a_file_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    reading = read_settings({"WOM_CONFIG": str(tmp_path)})

    assert reading.config == Config()
    assert [place for place, _ in reading.troubles] == [""]


def test_what_can_be_chosen_is_what_can_be_set() -> None:
    for setting in SETTINGS:
        for value, _ in setting.choices:
            check_setting(setting.place, value)
    assert {value for value, _ in next(one for one in SETTINGS if one.word == "look").choices} == {"", *LOOKS}
