"""How does what the terminal sends come in? As Textual's own driver has it, but for three things.

Nothing wakes while nothing comes: Textual looks ten times a second. A byte that is no UTF-8 is a sign that cannot be
read, where it would end the console. And a terminal that shows a first frame is not emptied once more.
"""

from __future__ import annotations

import os
from codecs import getincrementaldecoder
from collections.abc import Iterable
from selectors import EVENT_READ, SelectSelector
from typing import TYPE_CHECKING, Any, ClassVar

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from wom_tui.ringing import RingingEvent
from wom_tui.tui.first_frame import OTHER_SCREEN

if TYPE_CHECKING:
    from wom_tui.tui.first_frame import FirstFrame

_MOST = 4096  # bytes at once
_MORE_S = 0.005  # so much later than an ESC is due to be a key, it is one


class OurDriver(LinuxDriver):
    """Reads and writes the terminal.

    Attributes:
        frame: what it shows already; None = whatever was there before.
    """

    frame: ClassVar[FirstFrame | None] = None

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.exit_event: RingingEvent = RingingEvent()

    def write(self, data: str) -> None:
        """Send it, but for what the first frame has done already."""
        if data == OTHER_SCREEN and self.frame is not None and not self.frame.is_taken:
            self.frame.is_taken = True
            return
        super().write(data)

    def start_application_mode(self) -> None:
        """Set the terminal's modes; at the end they are put back as they were before the first frame."""
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual gives it no types
        if self.frame is not None:
            self.attrs_before = self.frame.attributes

    def run_input_thread(self) -> None:
        """Read until told to leave, on a thread of its own."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with SelectSelector() as selector:
            selector.register(self.exit_event, EVENT_READ)
            selector.register(self.fileno, EVENT_READ)
            wait_s: float | None = None
            while not self.exit_event.is_set():
                come = [key.fd for key, _ in selector.select(wait_s)]
                wait_s = None
                if self.fileno in come:
                    if not (read := self._read()):
                        selector.unregister(self.fileno)
                    self._pass_on(parser.feed(text) if (text := decode(read)) else ())
                    wait_s = constants.ESCAPE_DELAY + _MORE_S
                self._pass_on(parser.tick())

    def _read(self) -> bytes:
        """What has come; nothing, when there will be no more."""
        try:
            return os.read(self.fileno, _MOST)
        except OSError:  # the terminal has gone, which is seen to elsewhere
            return b""

    def _pass_on(self, events: Iterable[Any]) -> None:
        for event in events:
            self.process_message(event)


def driver_for(shown: FirstFrame | None) -> type[OurDriver]:
    """The driver of a console whose terminal shows this frame already."""

    class Shown(OurDriver):
        frame = shown

    return Shown
