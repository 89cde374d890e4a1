"""What has just happened, bottom right: one notice of a kind, a refusal until Esc; none takes the focus."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from itertools import count
from time import monotonic

from wom_tui.present.cells import Line, Piece, clip, fill, line_width, wrap
from wom_tui.present.safe_text import safe
from wom_tui.tui.widgets.lines import StillLines

READ_S = 3.0  # so long a notice stands before the next key takes it away
MOST_LINES = 4
TOP = 3  # below header, scope and attention


class Kind(StrEnum):
    """What a notice is about; a newer one of its kind takes its place, and the log has the last of them."""

    DONE = "done"  # goes by itself, or with the next key
    REFUSED = "refused"  # about what was asked for here: it goes with Esc, and with the view
    NEWS = "news"  # of what others did: it goes with Esc
    CHANGED = "changed"  # by others, to what is read here: it goes by itself, for a refusal says it again


@dataclass(frozen=True)
class Toast:
    """One notice: what happened, and what can be done about it."""

    id: int
    text: str
    advice: str = ""
    kind: Kind = Kind.DONE
    shown_at: float = field(default_factory=monotonic, compare=False)
    at: datetime = field(default_factory=partial(datetime.now, UTC), compare=False)  # business time

    @property
    def stays(self) -> bool:
        return self.kind in (Kind.REFUSED, Kind.NEWS)


class Toasts(StillLines):
    """The notices. Also kept for the log."""

    ground = "raised"

    def __init__(self) -> None:
        super().__init__(id="toasts")
        self.shown: list[Toast] = []
        self.past: list[Toast] = []
        self._ids = count(1)

    def add(self, text: str, advice: str = "", kind: Kind = Kind.DONE) -> int:
        """Show a notice in the place of the last one of its kind; one that does not stay goes after 5 s at most.

        Returns:
            Its id.
        """
        toast = Toast(next(self._ids), safe(text), safe(advice), kind, at=self.wom.now())
        self.past.append(toast)
        replaced = (kind, Kind.CHANGED) if kind is Kind.REFUSED else (kind,)
        self.shown = [*(one for one in self.shown if one.kind not in replaced), toast]
        if not toast.stays and not self._is_slow:
            self.set_timer(self._stays_s, lambda: self._drop(toast.id))
        self.place()
        return toast.id

    def none_here(self, what: str) -> None:
        """A key was pressed that is about what the cursor is on, and it is on nothing of that kind."""
        self.add(f"there is no {what} under the cursor")

    def is_shown(self, id: int) -> bool:
        """A notice stands there still."""
        return any(toast.id == id for toast in self.shown)

    def advise(self, id: int, advice: str) -> None:
        """Of a notice that stands, what can be done is another by now."""
        self.shown = [replace(one, advice=safe(advice)) if one.id == id else one for one in self.shown]
        self.place()

    @property
    def _is_slow(self) -> bool:
        """What is drawn over must be drawn again: a notice that goes by itself is short, and goes with a key."""
        return self.wom.line_speed.is_slow

    @property
    def _stays_s(self) -> float:
        return self.wom.settings.console.notice_s

    def drop_refusals(self) -> None:
        """Somebody has gone on, elsewhere or with something that was done: what was refused is of no use any more."""
        self.shown = [toast for toast in self.shown if toast.kind is not Kind.REFUSED]

    def drop_news(self) -> None:
        """Somebody looks at what was told."""
        self.shown = [toast for toast in self.shown if toast.kind is not Kind.NEWS]

    def note_key(self) -> None:
        """Somebody goes on: what goes by itself, and could be read, hides nothing any longer."""
        now = monotonic()
        left = [toast for toast in self.shown if toast.stays or now - toast.shown_at < READ_S]
        if len(left) < len(self.shown):
            self.shown = left
            self.place()

    def clear(self, *, any_counts: bool = False) -> bool:
        """Take all notices away; returns whether one of them would have stayed: others need no key of their own.

        Args:
            any_counts: those do as well that go by themselves.
        """
        had = any(any_counts or toast.stays for toast in self.shown)
        self.shown = []
        self.place()
        return had

    def _drop(self, id: int) -> None:
        if self.is_shown(id):
            self.shown = [toast for toast in self.shown if toast.id != id]
            self.place()

    def place(self) -> None:
        """Stand above what is read or typed at the bottom; where the cursor is on, stand at the top instead."""
        self.set_class(bool(self.shown), "has-some")
        if not self.shown:
            return
        screen, view, typing = self.app.size, self.wom.view, self.wom.line.height
        typing += self.wom.tour.strip.size.height if self.wom.tour is not None else 0
        lines = self._lines(max(20, min(screen.width - 2, screen.width * 2 // 3)))
        edge = view.free_up_to(len(lines))
        if edge < screen.width:
            lines = self._lines(max(20, edge - 2))
        width = max(line_width(line) for line in lines)
        y = screen.height - 1 - len(lines) - typing - view.foot
        cursor_y = view.cursor_y
        if cursor_y is not None and y <= cursor_y < y + len(lines) and cursor_y >= TOP + len(lines):
            y = TOP
        self.styles.width, self.styles.height = width, len(lines)
        self.styles.offset = (max(0, edge - width - 1), max(0, y))
        self.show([fill(line, width) for line in lines])
        self.refresh()

    def _lines(self, room: int) -> list[Line]:
        return [line for toast in self.shown for line in self._toast(toast, room)]

    def _toast(self, toast: Toast, room: int) -> list[Line]:
        """In one line where it fits, or the line is slow: what happened, what can be done. Else below each other."""
        sign: Piece = ("   ", "")
        end: Piece = (" ", "")
        is_loud = toast.kind is not Kind.DONE
        if is_loud:
            sign = (" ! " if self.wom.signs.is_ascii else " ‼ ", "bold late")
        if toast.stays:
            end = ("  Esc ", "dim")
        ink = "bold bright" if is_loud else "text"
        short: Line = (sign, (toast.text, ink), ("  ", ""), (toast.advice, "dim"), end)
        if line_width(short) <= room or (self._is_slow and not toast.stays):
            return [clip(short, room)]
        first, *more = wrap(toast.text, room - 9)[:MOST_LINES]
        lines: list[Line] = [
            (sign, (first, ink), end),
            *((("   ", ""), (text, ink), (" ", "")) for text in more),
        ]
        advice = wrap(toast.advice, room - 4)[:MOST_LINES] if toast.advice else []
        return lines + [(("   ", ""), (text, "dim"), (" ", "")) for text in advice]
