"""Which lines were sent before, at this console and at earlier ones, and which of them is meant by a few letters?"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Lock

from wom_tui.tui.own_files import replace_file

MOST = 500  # lines that outlive the console
MODES = (":", "/")


class History:
    """Lines, oldest first; of two that are the same the later one. In the file each has its mode before it."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.lines: list[str] = []
        self._lock = Lock()  # two lines may be sent before the first one is written

    def load(self) -> None:
        """Lines of earlier consoles, before those of this one; on a worker."""
        self.lines = _once([*self._read(), *self.lines])

    def add(self, mode: str, text: str) -> None:
        """A line was sent."""
        self.lines = _once([*self.lines, mode + text])

    def keep(self, mode: str, text: str) -> None:
        """Write a line down, behind what other consoles have written; on a worker. What may be of a person is not."""
        from wom_tui.grammar.privacy import is_private

        def may_be_kept(line: str) -> bool:
            return line[0] != ":" or not is_private(line[1:])

        if self.path is None or not may_be_kept(mode + text):
            return
        with self._lock, suppress(OSError):  # not being able to is no reason to disturb anybody
            before = filter(may_be_kept, self._read())  # an earlier version may have kept more
            kept = _once([*before, mode + text])[-MOST:]
            replace_file(self.path, "".join(f"{line}\n" for line in kept))

    def _read(self) -> list[str]:
        if self.path is None:
            return []
        try:
            lines = self.path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError):
            return []
        return [line for line in lines if line[:1] in MODES and line[1:].isprintable()]

    def last(self, mode: str) -> str:
        """The line that was sent last; empty where none was."""
        return next((line[1:] for line in reversed(self.lines) if line[0] == mode), "")

    def like(self, mode: str, typed: str) -> list[str]:
        """Lines, the newest first: those that begin with what is typed, then those that have its letters in order."""
        past = [line[1:] for line in reversed(self.lines) if line[0] == mode and line[1:] != typed]
        begun = [line for line in past if line.startswith(typed)]
        return begun + [line for line in past if not line.startswith(typed) and _resembles(line, typed)]


def _once(lines: Iterable[str]) -> list[str]:
    """Each line where it stood last."""
    return list(dict.fromkeys(reversed(list(lines))))[::-1]


def _resembles(line: str, typed: str) -> bool:
    """All letters stand somewhere in the line, in this order; spaces may stand between them."""
    letters = iter(line.casefold())
    return all(letter in letters for letter in typed.casefold() if not letter.isspace())
