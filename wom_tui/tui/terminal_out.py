"""How does what is drawn reach the terminal, at once and without anybody waiting for it?

On a line of its own to the same terminal, on which a write takes what there is room for and goes. What is left is
written as soon as there is room again.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import Self


class TerminalOut:
    """Writes from the loop's own thread: to pass it on to another takes longer than to write it."""

    def __init__(self, fd: int) -> None:
        self._fd, self._left, self._is_waiting = fd, bytearray(), False
        self._loop = asyncio.get_running_loop()

    @classmethod
    def of(cls, terminal: int) -> Self | None:
        """To the terminal that a file is; None where it cannot be opened once more."""
        try:
            return cls(os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY))
        except OSError:
            return None

    def write(self, data: bytes) -> None:
        """Behind all that was written before; it goes with the next flush, or in a moment."""
        if not self._left and not self._is_waiting:
            self._loop.call_soon(self.flush)
        self._left += data

    def flush(self) -> None:
        """Send what there is room for."""
        if self._left and not self._is_waiting:
            self._send()

    def _send(self) -> None:
        try:
            sent = os.write(self._fd, self._left)
        except BlockingIOError:
            sent = 0
        except OSError:  # the terminal has gone, which is seen to elsewhere
            sent = len(self._left)
        del self._left[:sent]
        if bool(self._left) != self._is_waiting:
            self._is_waiting = bool(self._left)
            if self._is_waiting:
                self._loop.add_writer(self._fd, self._send)
            else:
                self._loop.remove_writer(self._fd)

    def close(self) -> None:
        """Send the rest, however long the terminal takes."""
        if self._is_waiting:
            self._loop.remove_writer(self._fd)
        os.set_blocking(self._fd, True)
        with suppress(OSError):
            while self._left:
                del self._left[: os.write(self._fd, self._left)]
        os.close(self._fd)
