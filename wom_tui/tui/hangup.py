"""What happens when the terminal goes away (its window is closed, its line breaks), or the console is told to end?"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from contextlib import suppress
from functools import partial
from time import sleep
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

HANGUP = 129  # the exit code: 128 + SIGHUP
_ENDINGS = {"SIGHUP": HANGUP, "SIGTERM": 143, "SIGINT": 130, "SIGQUIT": 131}  # 128 + its number
LEAVE_S = 3.0  # to end in good order


def leave_with_the_terminal(app: App[Any]) -> None:
    """When the terminal goes away, end the console as `q` would: screen restored, draft and view kept.

    The signal that tells of it reaches only the first program of a terminal, and that may be a shell or make, which
    waits for us. So the terminal itself is watched as well. What the console writes then may block for ever: after a
    moment the process ends as it is, for whatever was acknowledged is stored.
    """
    loop, stdin = asyncio.get_running_loop(), sys.__stdin__
    leave = partial(app.exit, return_code=HANGUP)
    for name, code in _ENDINGS.items():
        if (number := getattr(signal, name, None)) is not None:
            loop.add_signal_handler(number, partial(app.exit, return_code=code))

    def wait(fd: int) -> None:
        terminal = select.poll()
        terminal.register(fd, 0)  # that it has gone is told unasked
        terminal.poll()
        with suppress(RuntimeError):  # the console has ended meanwhile
            loop.call_soon_threadsafe(leave)
        sleep(LEAVE_S)
        os._exit(HANGUP)

    if hasattr(select, "poll") and stdin is not None and stdin.isatty():
        threading.Thread(target=wait, args=[stdin.fileno()], name="wom-terminal", daemon=True).start()
