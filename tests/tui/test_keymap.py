"""Can a user have other keys, and is every key and word told?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.keys import keys_page
from tests.tui.driving import console, driven
from wom_tui.grammar.questions import QUESTIONS
from wom_tui.grammar.verbs import VERBS
from wom_tui.present.cells import plain
from wom_tui.present.labels import ASCII
from wom_tui.tui.console_words import WORDS
from wom_tui.tui.key import EVERYWHERE, key_name, key_of
from wom_tui.tui.keymap import Keymap, read_keymap
from wom_tui.tui.keys import KEYS
from wom_tui.tui.own_files import OwnFiles
from wom_tui.tui.screens.help import help_lines


def read(tmp_path: Path, text: str) -> tuple[Keymap, list[str]]:
    path = tmp_path / "keys.toml"
    path.write_text(text, encoding="utf-8")
    return read_keymap(path)


def test_a_command_has_the_key_that_the_file_says(tmp_path: Path) -> None:
    keymap, troubles = read(tmp_path, 'assign = "$"\nto_now = ["0", "|"]\n')

    assert troubles == []
    assert (keymap.shown("assign"), keymap.by_key("a")) == ("$", None)
    now = keymap.by_key("vertical_line")
    assert now is not None
    assert now is keymap.by_key("0")


def test_two_commands_may_change_their_keys(tmp_path: Path) -> None:
    keymap, troubles = read(tmp_path, 'assign = "d"\ndispatch = "a"\n')

    assert troubles == []
    assert (keymap.shown("assign"), keymap.shown("dispatch")) == ("d", "a")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('assing = "A"', "assing: there is no such command; did you mean assign"),
        ('assign = "Ctrl+S"', "Ctrl+S does not reach every terminal"),
        ('assign = "alt+a"', "alt+a does not reach every terminal"),
        ('assign = "ctrl+j"', "ctrl+j does not reach every terminal"),
        ('assign = "ß"', "ß does not reach every terminal"),
        ('assign = "h"', "assign: h is hold already"),
        ('assign = "7"', "digits are tabs"),
        ('assign = "Esc"', "Esc always leads back"),
        ('back = "b"', "Esc always leads back"),
        ("assign = 1", "a key is a text"),
        ("assign = []", "a key is a text"),
    ],
)
def test_what_cannot_be_is_said_with_its_line_and_the_own_key_stays(
    tmp_path: Path, line: str, said: str
) -> None:
    keymap, troubles = read(tmp_path, f"# mine\n{line}\n")

    assert [said in trouble for trouble in troubles] == [True], troubles
    assert troubles[0].startswith("keys.toml, line 2: ")
    assert [row.key for row in keymap.rows] == [row.key for row in KEYS]


def test_of_two_wishes_for_one_key_the_first_is_granted(tmp_path: Path) -> None:
    keymap, troubles = read(tmp_path, 'hold = "$"\nassign = "$"\n')

    assert len(troubles) == 1
    assert len({key for row in keymap.rows for key in row.key.split(",")}) == sum(
        len(row.key.split(",")) for row in keymap.rows
    )


def test_a_file_that_is_no_toml_leaves_all_keys_as_they_are(tmp_path: Path) -> None:
    keymap, troubles = read(tmp_path, "assign = A\n")

    assert [row.key for row in keymap.rows] == [row.key for row in KEYS]
    assert "line 1" in troubles[0]


def test_a_key_is_read_as_it_is_shown() -> None:
    keys = {key for row in KEYS for key in row.key.split(",")}

    assert {key: key_of(key_name(key)) for key in keys} == {key: key for key in keys}


def test_key_bar_help_and_notices_show_the_real_keys(office: str, tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text('assign = "|"\nundo = "%"\n', encoding="utf-8")

    async def script() -> None:
        async with console(office, size=(120, 50), own=OwnFiles(config=tmp_path)) as c:
            assert "| assign" in c.text.splitlines()[-1]
            await c.say("hold 4405 parts +2h")
            assert c.board.model.rows[4405].status == "on_hold"
            assert "% takes it back" in c.text
            await c.press("u")
            assert c.board.model.rows[4405].status == "on_hold"
            await c.press("9")
            await c.shows("% takes back hold 4405")
            await c.shows("% takes it back")
            await c.press("7")
            await c.shows("Enter goes into it")
            await c.press("b")
            await c.shows("Enter runs it, % takes it back")
            await c.press("1")
            await c.press("percent_sign")
            await c.until(lambda: c.board.model.rows[4405].status == "ready", "it is taken back")
            await c.press("question_mark")

            assert re.search(r"\| +See who can take it", c.text)

    driven(script)


def test_a_wrong_file_is_said_at_the_start(office: str, tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text('assign = "h"\nundo = "Ctrl+Z"\n', encoding="utf-8")

    async def script() -> None:
        async with console(office, own=OwnFiles(config=tmp_path)) as c:
            assert "keys.toml, line 2: undo" in c.toasts[0]
            assert "1 more like it" in c.text
            await c.press("escape", "a")

            assert c.app.context == "candidates"

    driven(script)


def test_every_key_and_every_word_is_in_the_help_and_in_the_reference() -> None:
    told = {context: " ".join(plain(line) for line in help_lines(context, 100)) for context in EVERYWHERE}
    reference = "\n".join(keys_page())

    for row in KEYS:
        assert f"`{row.id}`" in reference, row.id
        for context in row.contexts:
            assert " ".join(row.tooltip_in(context).split()[:3]) in told[context], (row.id, context)
    for name in (
        *(word.name for word in WORDS),
        *(verb.name for verb in VERBS),
        *(asked.value for asked in QUESTIONS),
    ):
        assert all(f" {name} " in each for each in told.values()), name
        assert f"`{name}" in reference, name


def test_a_word_of_the_console_is_no_verb_of_the_work_unless_it_says_when_it_is_meant() -> None:
    verbs = {name for verb in VERBS for name in (verb.name, *verb.aliases)}
    both = [word.name for word in WORDS for name in (word.name, *word.also) if name in verbs]

    assert both == ["outbox", "technician"]


def test_keys_opens_the_help(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("keys")

            assert "Keys of the board" in c.text

    driven(script)


def test_in_ascii_an_arrow_is_called_by_a_word_wherever_a_key_is_named(office: str) -> None:
    async def script() -> None:
        async with console(office, signs=ASCII) as c:
            await c.press("question_mark")
            first = next(line for line in c.text.splitlines() if "One row down" in line)
            assert first.split("One row down")[0].split()[-2:] == ["Down", "j"]
            await c.press("escape", "colon")
            assert "Up earlier lines" in c.text.splitlines()[-1]

    driven(script)
