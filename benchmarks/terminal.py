"""How soon does a program answer on a terminal? It runs on a pseudo terminal that answers no question.

Time is counted from the start of the process, or from the moment a key is written, to the last byte of the answer;
silence ends an answer. The screen itself is worked out afterwards, so that working it out costs no time.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

COLUMNS, LINES = 200, 50
SILENCE_S = 0.06  # ends an answer
PATIENCE_S = 1.0  # for an answer to begin
UP, DOWN = b"\x1b[A", b"\x1b[B"


@dataclass(frozen=True)
class Answer:
    """What a key brought: seconds to its last byte, and how many bytes; None when it brought nothing."""

    seconds: float | None
    size: int


class Terminal:
    """A program on a terminal of 200×50 cells, for the length of a `with`.

    Args:
        cursor: the colour behind the line that the cursor is on, six hexadecimal digits; see `cursor_lines`.
    """

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str] | None = None, *, cursor: str = ""
    ) -> None:
        self.cursor_lines: list[tuple[float, int]] = []  # where the cursor came, as far as `shown` knows
        self._cursor = cursor
        self._unread: list[tuple[float, bytes]] = []  # (seconds since the start, what was written)
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self._began = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=_environ(environ), start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._master)

    def now(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._began

    @property
    def pid(self) -> int:
        """The program."""
        return self._process.pid

    def shown(self) -> Iterator[tuple[float, str]]:
        """(seconds since the start, the whole screen) after each thing that was written since the last time."""
        while self._unread:
            at, data = self._unread.pop(0)
            self._stream.feed(data)
            self._note_cursor(at)
            yield at, "\n".join(self._screen.display)

    def _note_cursor(self, at: float) -> None:
        ground = [y for y in range(LINES) if self._screen.buffer[y][COLUMNS // 4].bg == self._cursor]
        # Two of them: the new line is drawn, the old one not yet.
        if len(ground) == 1 and (not self.cursor_lines or self.cursor_lines[-1][1] != ground[0]):
            self.cursor_lines.append((at, ground[0]))

    def until(self, pattern: str, timeout_s: float = 180) -> float:
        """Wait for a text on the screen; answers when it was there, in seconds since the start.

        Raises:
            TimeoutError: it did not come, or the program has ended; says what came last.
        """
        wanted, text = re.compile(pattern), ""
        while self.now() < timeout_s and (self._read(0.02) or self._process.poll() is None):
            if not select.select([self._master], [], [], 0)[0]:  # nothing to read: time to look
                for at, text in self.shown():
                    if wanted.search(text):
                        return at
        raise TimeoutError(f"{pattern!r} did not come; the screen says\n{text}")

    def press(self, key: bytes) -> Answer:
        """Press a key and wait until its answer is complete."""
        pressed_at = self.send(key)
        last_at, size = None, 0
        while read := self._read(PATIENCE_S if last_at is None else SILENCE_S):
            last_at, size = self.now(), size + read
        return Answer(None if last_at is None else last_at - pressed_at, size)

    def send(self, key: bytes) -> float:
        """Press a key; answers when, in seconds since the start."""
        at = self.now()
        os.write(self._master, key)
        return at

    def moves_cursor(self, timeout_s: float = 120) -> float:
        """Press the key for the next line; answers when the cursor had gone there, in seconds since the start.

        Raises:
            TimeoutError: it stays where it is.
        """
        pressed_at = self.send(DOWN)
        while self.now() < pressed_at + timeout_s:
            self.listen(0.2)
            list(self.shown())
            moved = [
                at for (at, line), (_, before) in pairwise(reversed(self.cursor_lines)) if line == before + 1
            ]
            if moved and moved[0] >= pressed_at:
                return moved[0]
        raise TimeoutError("no key moves the cursor")

    def listen(self, seconds: float) -> None:
        """Take in what comes in that time."""
        self.received(seconds)

    def rest(self, silence_s: float = 0.3) -> None:
        """Wait until nothing comes any more."""
        while self._read(silence_s):
            pass

    def leave(self, key: bytes = b"q") -> None:
        """Press what ends the program, and wait for its end."""
        self.send(key)
        while self._process.poll() is None:
            self._read(0.05)

    def frame(self) -> int:
        """How many bytes come at once, when something comes."""
        return self._read(PATIENCE_S)

    def received(self, seconds: float) -> int:
        """How many bytes come in that time."""
        until, size = self.now() + seconds, 0
        while (left := until - self.now()) > 0:
            size += self._read(left)
        return size

    def _read(self, timeout_s: float) -> int:
        """Take in what there is, or comes in that time; answers how many bytes."""
        if not select.select([self._master], [], [], timeout_s)[0]:
            return 0
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # the program has ended
            return 0
        self._unread.append((self.now(), data))
        return len(data)


def _environ(more: Mapping[str, str] | None) -> dict[str, str]:
    """As on a terminal of today, whatever terminal this is."""
    plain = {
        name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")
    }
    return plain | {"TERM": "xterm-256color", "COLORTERM": "truecolor", **(more or {})}


def program(folder: Path, name: str, text: str) -> Path:
    """Write a program to compare with."""
    path = folder / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    return path
