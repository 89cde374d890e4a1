"""A look back that may take a while: how far it is stands on the terminal, and Ctrl+C ends it with what was found."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Generic, Protocol, TypeVar

from wom_tui.cli.cancelling import show_progress
from wom_tui.cli.output import say

_TELL_S = 0.25  # news come no more often


class Looked(Protocol):
    """What was found so far, and after how many looks."""

    @property
    def looks(self) -> int: ...

    @property
    def of(self) -> int: ...


L = TypeVar("L", bound=Looked)


class LongLook(Generic[L]):
    """Watches over one."""

    def __init__(self, nothing: L) -> None:
        """Args: nothing: what was found before the first look."""
        self._found = nothing
        self._told_at = monotonic()

    def watch(self, found: L) -> bool:
        """Take in how far it is; it goes on."""
        self._found = found
        if monotonic() - self._told_at >= _TELL_S:
            self._told_at = monotonic()
            show_progress(f"looked at {found.looks:,} of {found.of:,} moments; Ctrl+C ends it")
        return True

    def result(self, look: Callable[[], L]) -> L:
        """What it finds; after Ctrl+C, which it does not wait for, what it had found by then.

        Raises:
            KeyboardInterrupt: before the first look, when there is nothing to be told.
        """
        try:
            found = look()
        except KeyboardInterrupt:
            show_progress("")
            if not self._found.of:
                raise
            say(f"ended after {self._found.looks:,} of {self._found.of:,} moments")
            return self._found
        show_progress("")
        return found
