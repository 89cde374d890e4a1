"""What stands on the screen before a module of the console is loaded: the board's last frame, cell for cell.

`first_view.py` keeps the board in inks, for any size and any look; it needs the whole console to be drawn. A frame
needs the standard library and a pen, so it is there a tenth of a second after the command was given. It is shown only
where all is as it was: size, look, terminal, language, version. It says itself that it is from before; what is newer
is drawn over it, and only where it differs.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from wom_tui import __version__
from wom_tui.tui.own_files import read_own, write_own
from wom_tui.tui.pen import Cell, Pen
from wom_tui.tui.terminfo import erases_in_colour

if TYPE_CHECKING:
    from wom_tui.config import Config

_FORMAT = 1
OTHER_SCREEN = "\x1b[?1049h"
_BEGIN = f"{OTHER_SCREEN}\x1b[?25l\x1b[?7l"  # the other screen, no cursor, and the last column does not wrap
_END = "\x1b[m\x1b[?7h\x1b[?25h\x1b[?1049l"
_SEEN_BY = ("TERM", "COLORTERM", "NO_COLOR", "LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "WOM_OUTPUT")


def path_beside(picture: Path) -> Path:
    """Where the frame is kept of a database whose board is kept there."""
    return picture.with_name(f"frame-{picture.name}")


def conditions(config: Config) -> list[str]:
    """All that a frame depends on but what the database has in it."""
    size = shutil.get_terminal_size()
    seen_by = [os.environ.get(name, "") for name in _SEEN_BY]
    line = "far" if os.environ.get("SSH_CONNECTION") else "near"  # over a slow one other colours are sent
    chosen = (repr(config.console), repr(config.words))
    return [__version__, f"{size.columns}x{size.lines}", line, *chosen, *seen_by]


def save(path: Path, config: Config, rows: Sequence[Sequence[Cell | None]]) -> bool:
    """Keep what the terminal shows; returns whether that went well. A frame of which parts are unknown is none."""
    if any(cell is None for row in rows for cell in row):
        return False
    runs = [_runs(row) for row in rows]
    return write_own(path, _FORMAT, {"under": conditions(config), "rows": runs})


def load(path: Path, config: Config) -> list[list[Cell]] | None:
    """The cells that were kept; None where there are none that would look the same today."""
    try:
        content = read_own(path, _FORMAT)
        rows = [_cells(runs) for runs in content["rows"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    size = shutil.get_terminal_size()
    fits = len(rows) == size.lines and all(len(row) == size.columns for row in rows)
    return rows if fits and content["under"] == conditions(config) else None


def _runs(row: Sequence[Cell | None]) -> list[Any]:
    """Signs of one colour together; signs by themselves where one has more than one character, or none."""
    runs = []
    for colours, cells in groupby(row, key=lambda cell: cell[1] if cell else None):
        signs = [cell[0] for cell in cells if cell]
        runs.append(["".join(signs) if all(len(sign) == 1 for sign in signs) else signs, colours])
    return runs


def _cells(runs: Sequence[Any]) -> list[Cell]:
    cells = []
    for signs, (attributes, ink, ground) in runs:
        colours = (str(attributes), str(ink), str(ground))
        cells += [(str(sign), colours) for sign in signs]
    return cells


class FirstFrame:
    """What the terminal shows already, and how its line was set before.

    Attributes:
        rows: the cells.
        attributes: of the terminal's line, as they are to be left behind.
        is_taken: the console is there and looks after the terminal itself.
    """

    def __init__(self, rows: list[list[Cell]]) -> None:
        import termios

        self.rows = rows
        self.is_taken = False
        self._fd = sys.__stdin__.fileno() if sys.__stdin__ else 0
        self.attributes = termios.tcgetattr(self._fd)
        self._before = signal.getsignal(signal.SIGTERM)

    def show(self) -> None:
        """Paint it. Keys wait where they are; nothing of them is echoed."""
        import termios

        silent = list(self.attributes)
        silent[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(self._fd, termios.TCSANOW, silent)
        signal.signal(signal.SIGTERM, _leave)
        pen = Pen(len(self.rows[0]), erases=erases_in_colour())
        for y, row in enumerate(self.rows):
            pen.write(y, 0, row)
        _write(_BEGIN + pen.lifted())

    def withdraw(self) -> None:
        """The terminal is as it was, unless the console has taken it over."""
        import termios

        signal.signal(signal.SIGTERM, self._before)
        if not self.is_taken:
            _write(_END)
            termios.tcsetattr(self._fd, termios.TCSANOW, self.attributes)


@contextmanager
def shown_at_once(path: Path, config: Config) -> Iterator[FirstFrame | None]:
    """While the console is being loaded, and until it takes over; None where there is no frame that fits."""
    frame = _frame(path, config)
    if frame is None:
        yield None
        return
    try:
        frame.show()
        yield frame
    finally:
        frame.withdraw()


def _frame(path: Path, config: Config) -> FirstFrame | None:
    if os.environ.get("WOM_OUTPUT") == "plain" or sys.__stderr__ is None or not sys.__stderr__.isatty():
        return None
    rows = load(path, config)
    with suppress(ImportError, OSError):  # not a Unix, or no terminal whose line can be set
        return FirstFrame(rows) if rows else None
    return None


def _write(text: str) -> None:
    assert sys.__stderr__ is not None  # where the console writes, too
    sys.__stderr__.write(text)
    sys.__stderr__.flush()


def _leave(number: int, _: FrameType | None) -> None:
    """Told to end before the console could: `withdraw` still has its turn."""
    sys.exit(128 + number)
