"""What has just happened, bottom right: at most three notices, errors until Esc, none takes the focus."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from wom_tui.present.cells import Line, Piece, cut, fill, width_of
from wom_tui.present.safe_text import safe
from wom_tui.tui.widgets.lines import StillLines

AT_MOST = 3
STAYS_S = 10.0


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
        self.shown = [*self.shown, toast][-AT_MOST:]
        if not is_error:
            self.set_timer(STAYS_S, lambda: self._drop(toast))
        self.place()

    def clear(self) -> bool:
        """Take all notices away; returns whether there were any."""
        had = bool(self.shown)
        self.shown = []
        self.place()
        return had

    def _drop(self, toast: Toast) -> None:
        if toast in self.shown:
            self.shown.remove(toast)
            self.place()

    def place(self) -> None:
        """Stand above the key bar, as wide as the longest notice, at most two thirds of the screen."""
        self.set_class(bool(self.shown), "has-some")
        if not self.shown:
            return
        screen = self.app.size
        lines = self._lines(max(20, min(screen.width - 2, screen.width * 2 // 3)))
        width = max(sum(width_of(text) for text, _ in line) for line in lines)
        self.styles.width, self.styles.height = width, len(lines)
        self.styles.offset = (max(0, screen.width - width - 1), max(0, screen.height - 1 - len(lines)))
        self.show([fill(line, width) for line in lines])
        self.refresh()

    def _lines(self, room: int) -> list[Line]:
        lines: list[Line] = []
        for toast in self.shown:
            sign: Piece = (" ‼ ", "bold late") if toast.is_error else ("   ", "")
            if self.wom.signs.is_ascii and toast.is_error:
                sign = (" ! ", "bold late")
            ink = "bold bright" if toast.is_error else "text"
            end: Piece = ("  Esc ", "dim") if toast.is_error else (" ", "")
            wrapped = _wrap(toast.text, room - 9)
            for number, part in enumerate(wrapped):
                lines.append(
                    ((sign if number == 0 else ("   ", "")), (part, ink), end if number == 0 else (" ", ""))
                )
            if toast.advice:
                lines.append((("   ", ""), (cut(toast.advice, room - 4), "dim"), (" ", "")))
        return lines


def _wrap(text: str, width: int) -> list[str]:
    """The words in lines of so many cells; at most four lines."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer) <= width or not lines[-1]:
            lines[-1] = cut(longer, width)
        else:
            lines.append(cut(word, width))
    return lines[:4]
