"""What happens when somebody stops the console from outside (`kill -TSTP`, `kill -STOP`), and lets it go on (`fg`)?

Told to stop, it leaves the terminal as it was before, and stands still. When it goes on, the terminal's modes are set
again, and the whole screen is painted: whoever had the terminal meanwhile has written on it. A stop that nobody is told
of, SIGSTOP, leaves the terminal as it stands; what the shell made of it is mended in the same way. Let go on in the
background, it stops again, as all do that want the terminal.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp


class JobControl:
    """Stopping and going on, between two turns of the loop: no frame is being written then."""

    def __init__(self, app: WomApp) -> None:
        self.app = app
        self._is_awaited = False  # the signal that lets it go on is still to be told of

    def begin(self) -> None:
        """From now on."""
        if hasattr(signal, "SIGTSTP"):
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGTSTP, self._stop)
            loop.add_signal_handler(signal.SIGCONT, self._goes_on)

    def _stop(self) -> None:
        self._is_awaited = True
        self.app.leave_terminal()
        self._stand()
        self._take_up()

    def _goes_on(self) -> None:
        """After a stop that was told of, all is done by now; else the terminal has to be left as it was, and taken."""
        if self._is_awaited:
            self._is_awaited = False
            return
        if not _has_terminal():
            self._is_awaited = True
            self._stand()
        self.app.leave_terminal()
        self._take_up()

    def _stand(self) -> None:
        """Here the process stands, until it is let go on with the terminal as its own."""
        os.kill(os.getpid(), signal.SIGSTOP)
        while not _has_terminal():
            os.kill(os.getpid(), signal.SIGSTOP)

    def _take_up(self) -> None:
        self.app.take_terminal()
        self.app.report_mouse(is_on=self.app.settings.console.mouse)
        self.app.speech.do_repaint()
        self.app.tick()
        self.app.live.look()  # nobody knows how long it stood


def _has_terminal() -> bool:
    """It is in the foreground."""
    stdin = sys.__stdin__
    try:
        return stdin is None or os.tcgetpgrp(stdin.fileno()) == os.getpgrp()
    except OSError:  # there is none
        return True
