"""Does what the terminal sends come in at once, nothing wake meanwhile, and nobody wait for what it has to take?"""

from __future__ import annotations

import asyncio
import os
import pty
import tty
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from textual.events import Event, Key

from wom_tui.tui.driver import OurDriver, keep_newlines
from wom_tui.tui.terminal_out import TerminalOut

LONG_S = 30.0  # nobody waits that long, unless something is wrong
MOMENT_S = 0.3
MUCH = b"0123456789" * 50_000  # more than a terminal has room for


class Line(OurDriver):
    """One that reads from a pipe, without an app and without the modes of a terminal."""

    def __init__(self, fileno: int) -> None:
        self.fileno, self._debug, self._loop = fileno, False, asyncio.get_running_loop()
        self.come: asyncio.Queue[Event] = asyncio.Queue()
        self.turns = 0

    def process_message(self, message: Any) -> None:
        self.come.put_nowait(message)

    def _pass_on(self, events: Any) -> None:
        self.turns += 1
        super()._pass_on(events)

    async def next(self, seconds: float = LONG_S) -> Event:
        return await asyncio.wait_for(self.come.get(), seconds)

    async def keys(self, number: int) -> list[str]:
        return [one.key for one in [await self.next() for _ in range(number)] if isinstance(one, Key)]

    async def is_quiet(self) -> None:
        """Nothing comes, and nothing wakes."""
        with suppress(TimeoutError):
            await self.next(MOMENT_S)  # by now it is sure that no more belongs to the last key
        turns = self.turns
        with pytest.raises(TimeoutError):
            await self.next(MOMENT_S)
        assert self.turns == turns


@asynccontextmanager
async def line() -> AsyncIterator[tuple[Line, int]]:
    """A line, and the end at which somebody types."""
    read_end, write_end = os.pipe()
    driver = Line(read_end)
    driver.begin_to_read()
    try:
        yield driver, write_end
    finally:
        driver._loop.remove_reader(read_end)
        for end in (read_end, write_end):
            with suppress(OSError):  # a test has closed it
                os.close(end)


def in_a_loop(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    def run() -> None:
        asyncio.run(test())

    run.__name__ = test.__name__
    return run


@in_a_loop
async def test_keys_come_as_they_are_pressed() -> None:
    async with line() as (driver, end):
        for sent, keys in ((b"j", ["j"]), (b"\x1b[A", ["up"]), (b"ab", ["a", "b"])):
            os.write(end, sent)
            assert await driver.keys(len(keys)) == keys


@in_a_loop
async def test_an_escape_after_whichnothing_comes_is_a_key() -> None:
    async with line() as (driver, end):
        os.write(end, b"\x1b")
        assert await driver.keys(1) == ["escape"]


@in_a_loop
async def test_a_key_in_two_pieces_is_one() -> None:
    async with line() as (driver, end):
        os.write(end, b"\x1b[")
        await asyncio.sleep(0.01)
        os.write(end, b"A")
        assert await driver.keys(1) == ["up"]


@in_a_loop
async def test_a_byte_that_is_no_utf_8_is_one_sign_and_a_letter_in_two_pieces_one_letter() -> None:
    async with line() as (driver, end):
        for piece in (b"\xe9j", b"\xc3", b"\xa9"):
            os.write(end, piece)
            await asyncio.sleep(0.01)
        come = [await driver.next() for _ in range(3)]
        assert [one.character for one in come if isinstance(one, Key)] == ["\ufffd", "j", "é"]


@in_a_loop
async def testnothing_wakes_whilenothing_comes() -> None:
    async with line() as (driver, end):
        os.write(end, b"\x1b[Aj")
        assert await driver.keys(2) == ["up", "j"]
        await driver.is_quiet()


@in_a_loop
async def test_a_terminal_that_has_gone_keeps_nobody_busy() -> None:
    async with line() as (driver, end):
        os.close(end)
        await driver.is_quiet()


# -- going out ---------------------------------------------------------------------------------------


@asynccontextmanager
async def terminal() -> AsyncIterator[tuple[TerminalOut, int]]:
    """What writes to a terminal, and the end at which it is seen."""
    seen, there = pty.openpty()
    tty.setraw(there)
    out = TerminalOut.of(there)
    assert out is not None
    os.close(there)
    try:
        yield out, seen
    finally:
        os.close(seen)


async def read(seen: int, number: int) -> bytes:
    return await asyncio.to_thread(_read, seen, number)


def _read(seen: int, number: int) -> bytes:
    found = b""
    while len(found) < number:
        found += os.read(seen, number - len(found))
    return found


@in_a_loop
async def test_what_is_flushed_is_there_and_in_one_piece() -> None:
    async with terminal() as (out, seen):
        out.write(b"begin ")
        out.write(b"end")
        out.flush()
        assert os.read(seen, 100) == b"begin end"
        out.close()


@in_a_loop
async def test_what_nobody_flushes_goes_in_a_moment() -> None:
    async with terminal() as (out, seen):
        out.write(b"bell")
        assert await read(seen, 4) == b"bell"
        out.close()


@in_a_loop
async def test_a_terminal_that_takesnothing_keeps_nobody_waiting_and_gets_all_in_order() -> None:
    async with terminal() as (out, seen):
        out.write(MUCH)
        out.flush()
        out.write(b"and the end")
        out.flush()
        assert await read(seen, len(MUCH)) == MUCH
        assert await read(seen, 11) == b"and the end"
        out.close()


@in_a_loop
async def test_at_the_end_the_rest_is_sent() -> None:
    async with terminal() as (out, seen):
        out.write(MUCH)
        out.flush()
        reading = asyncio.create_task(read(seen, len(MUCH)))
        await asyncio.sleep(0)  # a thread reads
        out.close()
        assert await reading == MUCH


@in_a_loop
async def test_a_terminal_that_has_gone_takes_whatever_is_written() -> None:
    async with terminal() as (out, _):
        out.write(b"x")
        out.flush()
    out.write(MUCH)
    out.flush()
    out.close()


def test_newlines_come_through_as_they_are_and_what_has_none_is_left_alone() -> None:
    seen, there = pty.openpty()
    os.write(there, b"1\n")
    keep_newlines(there)
    os.write(there, b"2\n")
    keep_newlines(nothing := os.open(os.devnull, os.O_RDWR))
    os.close(nothing)

    assert os.read(seen, 100) == b"1\r\n2\n"
    os.close(there)
    os.close(seen)


def test_what_is_no_terminal_is_none() -> None:
    read_end, write_end = os.pipe()
    assert TerminalOut.of(write_end) is None
    os.close(read_end)
    os.close(write_end)
