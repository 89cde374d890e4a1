"""Does what the terminal sends come in at once, and nothing wake while it sends nothing?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest
from textual.events import Event, Key

from wom_tui.ringing import RingingEvent
from wom_tui.tui.driver import OurDriver

LONG_S = 30.0  # nobody waits that long, unless something is wrong
MOMENT_S = 0.3


class Line(OurDriver):
    """One that reads from a pipe, without an app and without the signals of a process."""

    def __init__(self, fileno: int) -> None:
        self.fileno, self._debug, self.exit_event = fileno, False, RingingEvent()
        self.come: Queue[Event] = Queue()
        self.turns = 0

    def process_message(self, message: Any) -> None:
        self.come.put(message)

    def _pass_on(self, events: Any) -> None:
        self.turns += 1
        super()._pass_on(events)

    def keys(self, number: int) -> list[str]:
        return [one.key for _ in range(number) if isinstance(one := self.come.get(timeout=LONG_S), Key)]


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    read_end, write_end = os.pipe()
    yield read_end, write_end
    for end in (read_end, write_end):
        with suppress(OSError):  # a test has closed it
            os.close(end)


@pytest.fixture
def line(ends: tuple[int, int]) -> Iterator[Line]:
    driver = Line(ends[0])
    thread = Thread(target=driver.run_input_thread)
    thread.start()
    yield driver
    driver.exit_event.set()
    thread.join(LONG_S)
    assert not thread.is_alive()


def test_keys_come_as_they_are_pressed(line: Line, ends: tuple[int, int]) -> None:
    for sent, keys in ((b"j", ["j"]), (b"\x1b[A", ["up"]), (b"ab", ["a", "b"])):
        os.write(ends[1], sent)
        assert line.keys(len(keys)) == keys


def test_an_escape_after_which_nothing_comes_is_a_key(line: Line, ends: tuple[int, int]) -> None:
    os.write(ends[1], b"\x1b")

    assert line.keys(1) == ["escape"]


def test_a_key_in_two_pieces_is_one(line: Line, ends: tuple[int, int]) -> None:
    os.write(ends[1], b"\x1b[")
    os.write(ends[1], b"A")

    assert line.keys(1) == ["up"]


def test_a_byte_that_is_no_utf_8_is_one_sign_and_a_letter_in_two_pieces_one_letter(
    line: Line, ends: tuple[int, int]
) -> None:
    for piece in (b"\xe9j", b"\xc3", b"\xa9"):
        os.write(ends[1], piece)

    come = [line.come.get(timeout=LONG_S) for _ in range(3)]
    assert [one.character for one in come if isinstance(one, Key)] == ["\ufffd", "j", "é"]


def test_nothing_wakes_while_nothing_comes(line: Line, ends: tuple[int, int]) -> None:
    os.write(ends[1], b"j")
    assert line.keys(1) == ["j"]
    with suppress(Empty):
        line.come.get(timeout=MOMENT_S)  # by now it is sure that no more belongs to that key
    turns = line.turns

    with pytest.raises(Empty):
        line.come.get(timeout=MOMENT_S)
    assert line.turns == turns


def test_a_terminal_that_has_gone_keeps_nobody_busy(line: Line, ends: tuple[int, int]) -> None:
    os.close(ends[1])
    with pytest.raises(Empty):
        line.come.get(timeout=MOMENT_S)
    turns = line.turns

    with pytest.raises(Empty):
        line.come.get(timeout=MOMENT_S)
    assert line.turns == turns


def test_an_event_that_is_taken_back_rings_again() -> None:
    event = RingingEvent()
    for _ in range(2):
        event.set()
        event.set()
        assert event.wait(0)
        event.clear()
        event.clear()
        assert not event.wait(0)
        os.set_blocking(event.fileno(), False)
        with pytest.raises(BlockingIOError):
            os.read(event.fileno(), 1)
