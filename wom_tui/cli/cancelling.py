"""Long work on a terminal: how far it is, and Ctrl+C ends it in good order."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from wom_tui.cli.output import say


def show_progress(words: str, *, is_last: bool = False) -> None:
    """One line on a terminal that is written over, nothing in a pipe."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{words}" + ("\n" if is_last else ""))
        sys.stderr.flush()


@contextmanager
def cancelling(words: str) -> Iterator[Callable[[], bool]]:
    """The first Ctrl+C says these words, and the work is expected to come to an end; the second one ends it at once."""
    asked: list[int] = []

    def note(signum: int, _frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(signum)
        if sys.stderr.isatty():
            sys.stderr.write("\n")  # not behind the count
        say(f"{words}; again to stop at once")

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
