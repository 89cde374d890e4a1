"""How does what the terminal sends come in, and what is drawn go out? As Textual's driver has it, but for five things.

Nothing wakes while nothing comes: Textual looks ten times a second. The loop reads and writes the terminal itself: with
a thread for each, as Textual has it, a key and its frame wait for two more to wake, and for their turn. A byte that is
no UTF-8 is a sign that cannot be read, where it would end the console. A terminal that shows a first frame is not
emptied once more. And what is sent is what the terminal gets, byte for byte.
"""

from __future__ import annotations

import os
import termios
import tty
from codecs import getincrementaldecoder
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from wom_tui.tui.first_frame import OTHER_SCREEN
from wom_tui.tui.terminal_out import TerminalOut

if TYPE_CHECKING:
    from asyncio import TimerHandle

    from textual.message import Message

    from wom_tui.tui.first_frame import FirstFrame

ESC = "\x1b"
_MOST = 4096  # bytes at once
_MORE_S = 0.001  # so much later than an ESC is due to be a key, it is one


class OurDriver(LinuxDriver):
    """Reads and writes the terminal.

    Attributes:
        frame: what it shows already; None = whatever was there before.
    """

    frame: ClassVar[FirstFrame | None] = None
    _out: TerminalOut | None = None
    _rest: TimerHandle | None = None

    def write(self, data: str) -> None:
        """Send it, but for what the first frame has done already."""
        if data == OTHER_SCREEN and self.frame is not None and not self.frame.is_taken:
            self.frame.is_taken = True
        elif self._out is None:
            super().write(data)
        else:
            self._out.write(data.encode("utf-8", "replace"))

    def flush(self) -> None:
        """Send what was written, now."""
        if self._out is None:
            super().flush()
        else:
            self._out.flush()

    def start_application_mode(self) -> None:
        """Set the terminal's modes; at the end they are put back as they were before the first frame."""
        self._out = TerminalOut.of(self._file.fileno()) if self._file is not None else None
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual gives it no types
        if self.frame is not None:
            self.attrs_before = self.frame.attributes
        if (
            getattr(self._app, "terminal", None) is not None
        ):  # frames of our own, which say where each line begins
            keep_newlines(self.fileno)
        self.begin_to_read()

    def begin_to_read(self) -> None:
        """From now on the loop reads."""
        self._parser = XTermParser(self._debug)
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode
        self._loop.add_reader(self.fileno, self._read)

    def run_input_thread(self) -> None:
        """Nothing: the loop reads."""

    def disable_input(self) -> None:
        """Read no more."""
        self._loop.remove_reader(self.fileno)
        if self._rest is not None:
            self._rest.cancel()
        super().disable_input()

    def close(self) -> None:
        """Send what is left."""
        if self._out is not None:
            self._out.close()
            self._out = None
        super().close()

    def send_message(self, message: Message) -> None:
        """Pass on what has come in."""
        self._app.post_message(message)

    def _read(self) -> None:
        """Something has come; after an ESC it takes a moment until it is known whether more belongs to it."""
        try:
            read = os.read(self.fileno, _MOST)
        except OSError:
            read = b""
        if not read:  # the terminal has gone, which is seen to elsewhere
            self._loop.remove_reader(self.fileno)
        elif text := self._decode(read):
            self._pass_on(self._parser.feed(text))
            if ESC in text:
                self._wait_for_rest()

    def _wait_for_rest(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
        self._rest = self._loop.call_later(constants.ESCAPE_DELAY + _MORE_S, self._rested)

    def _rested(self) -> None:
        self._pass_on(self._parser.tick())

    def _pass_on(self, events: Iterable[Any]) -> None:
        for event in events:
            self.process_message(event)


def keep_newlines(fileno: int) -> None:
    """Let them through as they are: with a carriage return before each, as is usual, there would be two."""
    with suppress(termios.error):
        modes = termios.tcgetattr(fileno)
        modes[tty.OFLAG] &= ~termios.OPOST
        termios.tcsetattr(fileno, termios.TCSANOW, modes)


def driver_for(shown: FirstFrame | None) -> type[OurDriver]:
    """The driver of a console whose terminal shows this frame already."""

    class Shown(OurDriver):
        frame = shown

    return Shown
