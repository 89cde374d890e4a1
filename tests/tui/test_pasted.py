"""Does pasted text come as one piece, whatever is in it and in however many pieces the line brings it?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from tests.tui.test_terminal import ended, started
from wom_tui.tui.pasted import BEGIN, END, Pasted, printable
from wom_tui.tui.terminal import guard_pastes

TORN = f"title\x1b[31m red\x1b]52;c;QQ==\x07 and \x00\x1b\x1b[2J{'x' * 40}\x9b end"
WHOLE = f"title[31m red]52;c;QQ== and [2J{'x' * 40} end"


def parsed(pieces: Sequence[str]) -> list[events.Event]:
    """What Textual makes of it, in the order in which it comes."""
    assert guard_pastes()
    parser = XTermParser()
    return [event for piece in pieces for event in parser.feed(piece) if isinstance(event, events.Event)]


def test_control_characters_in_a_paste_tear_nothing_apart_and_press_no_key() -> None:
    (paste,) = parsed([f"{BEGIN}{TORN}{END}"])

    assert isinstance(paste, events.Paste)
    assert paste.text == WHOLE


def test_keys_before_and_after_it_are_keys() -> None:
    before, paste, *after = parsed([f"a{BEGIN}b\x1bc{END}d\x1b[A"])

    assert isinstance(paste, events.Paste)
    assert paste.text == "bc"
    assert [key.key for key in (before, *after) if isinstance(key, events.Key)] == ["a", "d", "up"]


def test_breaks_of_lines_and_tabs_stay() -> None:
    (paste,) = parsed([f"{BEGIN}one\ttwo\r\nthree{END}"])

    assert isinstance(paste, events.Paste)
    assert paste.text == "one\ttwo\r\nthree"


CHARS = st.sampled_from(["a", "[", "2", "0", "1", "~", "\x1b", "\n", "\x07", "é", "\x9b"])


@given(st.lists(CHARS), st.data())
def test_however_the_line_cuts_it_the_text_is_the_same(chars: list[str], data: st.DataObject) -> None:
    text = "".join(chars).replace(END, "").replace(BEGIN, "")
    if END in text:
        return
    whole = f"k{BEGIN}{text}{END}k"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)))))
    pasted = Pasted()

    ends = zip([0, *cuts], [*cuts, len(whole)], strict=True)
    assert "".join(pasted.clean(whole[a:b]) for a, b in ends) == f"k{BEGIN}{printable(text)}{END}k"


def test_a_key_is_never_kept_back() -> None:
    pasted = Pasted()

    assert [pasted.clean(char) for char in "\x1b[20"] == ["\x1b", "[", "2", "0"]
    assert pasted.clean("\x1b") == "\x1b"
    assert pasted.clean("[A") == "[A"


@pytest.mark.pty
def test_on_a_real_terminal_it_stands_in_the_line_as_it_was_and_nothing_else_happens(
    office: str, tmp_path: Path
) -> None:
    child = started(office, tmp_path, size=(24, 120))
    screen = pyte.Screen(120, 24)
    stream = pyte.Stream(screen)

    def shows(words: str) -> None:
        while words not in "\n".join(screen.display):
            stream.feed(child.read_nonblocking(65536, timeout=60))

    child.send(f"{BEGIN}\x1bxq:cancel 4401{'x' * 40}{END}")  # nobody is typing: it is nothing
    child.send(f":{BEGIN}note 4407 {TORN}{END}")
    shows(f"note 4407 {WHOLE}")
    child.send("\x1b")
    shows("Enter open   a assign")
    child.send(f":{BEGIN}note 4407 gate code\n\n1234\r\nring twice{END}")
    shows("note 4407 gate code 1234 ring twice")
    child.send("\x1b")
    shows("Enter open   a assign")
    child.send("q")
    ended(child)

    assert child.exitstatus == 0


@pytest.mark.pty
def test_a_byte_that_is_no_utf_8_ends_nothing(office: str, tmp_path: Path) -> None:
    child = started(office, tmp_path, size=(24, 120))
    os.write(child.child_fd, b"\xe9")
    os.write(child.child_fd, f":{BEGIN}".encode() + b"note 4407 caf\xe9 open" + END.encode())
    child.expect("caf. open")
    child.send("\x1b")
    child.expect("ssign")  # the keys of the board are back
    child.send("q")
    ended(child)

    assert child.exitstatus == 0
