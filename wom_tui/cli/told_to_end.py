"""How does a verb that goes on and on learn that it is enough? By SIGTERM, or by Ctrl+C."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Enough:
    """Whether it is enough, for which its program can wait.

    There is no lock in it, as in an event: the thread that waits is the one that is told, in the midst of waiting. And
    the system writes to what is waited for by itself: a signal that comes a moment before the wait, or to another
    thread, would not end it.
    """

    def __init__(self, read_end: int) -> None:
        self._read_end, self._is_told = read_end, False

    def tell(self) -> None:
        """It is."""
        self._is_told = True

    def is_set(self) -> bool:
        """Somebody has said so."""
        return self._is_told

    def wait(self, seconds: float | None = None) -> bool:
        """Until it is enough, or so long; answers whether it is."""
        select.select([self._read_end], [], [], 0 if self._is_told else seconds)
        return self._is_told


@contextmanager
def told_to_end() -> Iterator[Enough]:
    """Set once the system, or who sits there, says that it is enough; then the signals mean again what they did."""
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    enough = Enough(read_end)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        enough.tell()

    woken_before = signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
    before = {one: signal.signal(one, stop) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield enough
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        signal.set_wakeup_fd(woken_before)
        os.close(read_end)
        os.close(write_end)
