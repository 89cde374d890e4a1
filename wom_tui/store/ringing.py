"""An event for which one can wait together with files: who waits for both need not look again and again."""

from __future__ import annotations

import os
from threading import Event


class RingingEvent(Event):
    """An event that is also something to be read from, until it is taken back."""

    def __init__(self) -> None:
        super().__init__()
        self._read_end, self._write_end = os.pipe()

    def __del__(self) -> None:
        os.close(self._read_end)
        os.close(self._write_end)

    def fileno(self) -> int:
        """What can be read from as soon as it is set."""
        return self._read_end

    def set(self) -> None:
        """Set it, and wake whoever waits."""
        if not self.is_set():
            super().set()
            os.write(self._write_end, b"\0")

    def clear(self) -> None:
        """Take it back."""
        if self.is_set():
            super().clear()
            os.read(self._read_end, 1)
