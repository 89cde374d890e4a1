"""What has just happened, bottom right: at most three notices, errors until Esc, none takes the focus."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from wom_tui.present.cells import Line, Piece, fill, line_width, wrap
from wom_tui.present.safe_text import safe
from wom_tui.tui.widgets.lines import StillLines

AT_MOST = 3
STAYS_S = 10.0
MOST_LINES = 4
TOP = 3  # below header, scope and attention


@dataclass(frozen=True)
class Toast:
    """One notice: what happened, and what can be done about it."""

    id: int
    text: str
    advice: str = ""
    is_error: bool = False


class Toasts(StillLines):
    """The notices. Also kept for `:log`."""

    ground = "raised"

    def __init__(self) -> None:
        super().__init__(id="toasts")
        self.shown: list[Toast] = []
        self.past: list[Toast] = []
        self._ids = count(1)

    def add(self, text: str, advice: str = "", *, is_error: bool = False) -> None:
        """Show a notice; an error stays, anything else goes after 10 s."""
        toast = Toast(next(self._ids), safe(text), safe(advice), is_error)
        self.past.append(toast)
        others = [one for one in self.shown if (one.text, one.advice) != (toast.text, toast.advice)]
        self.shown = [*others, toast][-AT_MOST:]
        if not is_error:
            self.set_timer(STAYS_S, lambda: self._drop(toast))
        self.place()

    def clear(self) -> bool:
        """Take all notices away; returns whether one of them would have stayed: others need no key of their own."""
        had = any(toast.is_error for toast in self.shown)
        self.shown = []
        self.place()
        return had

    def _drop(self, toast: Toast) -> None:
        if toast in self.shown:
            self.shown.remove(toast)
            self.place()

    def place(self) -> None:
        """Stand above what is read or typed at the bottom; where the cursor is on, stand at the top instead."""
        self.set_class(bool(self.shown), "has-some")
        if not self.shown:
            return
        screen, view, typing = self.app.size, self.wom.view, self.wom.line.height
        lines = self._lines(max(20, min(screen.width - 2, screen.width * 2 // 3)))
        width = max(line_width(line) for line in lines)
        y = screen.height - 1 - len(lines) - typing - view.foot
        cursor_y = view.cursor_y
        if cursor_y is not None and y <= cursor_y < y + len(lines) and cursor_y >= TOP + len(lines):
            y = TOP
        self.styles.width, self.styles.height = width, len(lines)
        self.styles.offset = (max(0, screen.width - width - 1), max(0, y))
        self.show([fill(line, width) for line in lines])
        self.refresh()

    def _lines(self, room: int) -> list[Line]:
        return [line for toast in self.shown for line in self._toast(toast, room)]

    def _toast(self, toast: Toast, room: int) -> list[Line]:
        """In one line where it fits: what happened, then what can be done. Else below each other."""
        sign: Piece = ("   ", "")
        end: Piece = (" ", "")
        if toast.is_error:
            sign, end = (" ! " if self.wom.signs.is_ascii else " ‼ ", "bold late"), ("  Esc ", "dim")
        ink = "bold bright" if toast.is_error else "text"
        short: Line = (sign, (toast.text, ink), ("  ", ""), (toast.advice, "dim"), end)
        if line_width(short) <= room:
            return [short]
        first, *more = wrap(toast.text, room - 9)[:MOST_LINES]
        lines: list[Line] = [
            (sign, (first, ink), end),
            *((("   ", ""), (text, ink), (" ", "")) for text in more),
        ]
        advice = wrap(toast.advice, room - 4)[:MOST_LINES] if toast.advice else []
        return lines + [(("   ", ""), (text, "dim"), (" ", "")) for text in advice]
