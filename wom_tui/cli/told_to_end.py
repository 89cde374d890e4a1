"""How does a verb that goes on and on learn that it is enough? By SIGTERM, or by Ctrl+C."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def told_to_end() -> Iterator[threading.Event]:
    """Set once the system, or who sits there, says that it is enough; then the signals mean again what they did."""
    enough = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        enough.set()

    before = {one: signal.signal(one, stop) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield enough
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
