"""Free time on a lane, or beside it at the same time, and what of the tray could go there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from wom_tui.present.cells import Line, Piece, clip, rule_after
from wom_tui.present.durations import clock
from wom_tui.present.gaps import gap_line
from wom_tui.present.safe_text import safe
from wom_tui.tui.screens.panel import Panel
from wom_tui.tui.widgets.lines import OneLine, StillLines

if TYPE_CHECKING:
    from datetime import date

    from wom_tui.present.time_axis import Setting
    from wom_tui.queries.gaps import Fit, FreeGap
    from wom_tui.queries.lane import Lane

_KEPT = 12  # lines of the lanes that stay in sight
_STEPS = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": 10, "pageup": -10}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A gap, and what is to go there; None = nothing, the cursor alone."""

    gap: FreeGap
    fit: Fit | None


class GapLines(StillLines):
    """The gaps."""

    ground = "raised"


class GapKeys(OneLine):
    """What can be pressed."""

    ground = "raised"


class FreeGaps(Panel[Chosen]):
    """A panel above the key bar; the lanes stay in sight."""

    DEFAULT_CSS = """
    FreeGaps { background: transparent; align: left bottom; }
    FreeGaps > Vertical { height: auto; width: 100%; dock: bottom; }
    FreeGaps GapLines { width: 100%; }
    """

    def __init__(self, lane: Lane, on: date, at: datetime, setting: Setting) -> None:
        """Args:
        at: the time that the cursor is at; whoever is free then is shown by Tab.
        """
        super().__init__()
        self.lane, self.on_day, self.at, self.setting = lane, on, at, setting
        self.shows_all = False
        self.found: tuple[FreeGap, ...] | None = None
        self.cursor = self.top = self.fit = 0
        self._asked = 0

    def compose(self) -> ComposeResult:
        with Vertical():
            yield GapLines(id="gap-lines")
            yield GapKeys(id="gap-keys")

    def on_mount(self) -> None:
        self._ask()

    def _ask(self) -> None:
        from wom_tui.queries.gaps import free_gaps

        self.found, self.cursor, self.top, self.fit = None, 0, 0, 0
        self._asked += 1
        whose = {"at": self.at} if self.shows_all else {"technician": self.lane.technician}
        asking: Callable[..., object] = partial(free_gaps, **whose)
        now, travel = self.wom.now(), self.wom.seat.desk.travel
        self.wom.ask(asking, self.on_day, now, travel, then=partial(self._came, self._asked))
        self._draw()

    def _came(self, asked: int, found: tuple[FreeGap, ...]) -> None:
        if asked == self._asked:
            self.found = found
            self._draw()

    # -- drawing

    @property
    def _room(self) -> int:
        return max(1, min(len(self.found or ()) or 1, self.app.size.height - _KEPT))

    def _draw(self) -> None:
        self.top = max(min(self.top, self.cursor), self.cursor - self._room + 1, 0)
        width = self.app.size.width
        shown: list[Line] = [(), self._head(width)]
        if self.found:
            shown += [
                self._line(at, width) for at in range(self.top, min(self.top + self._room, len(self.found)))
            ]
        else:
            words = "reading the day" if self.found is None else "no free quarter of an hour"
            shown.append(((f"   {words}", "dim"),))
        panel = self.query_one(GapLines)
        panel.styles.height = len(shown)
        panel.show([clip(line, width) for line in shown])
        self.query_one(GapKeys).show(tuple(self._keys()))

    def _head(self, width: int) -> Line:
        when = clock(self.at, self.setting.zone)
        whose = f"Free at {when}" if self.shows_all else f"Free: {safe(self.lane.name)}"
        other = f"{safe(self.lane.name)} alone" if self.shows_all else f"everybody at {when}"
        count = f"  {len(self.found)}" if self.found else ""
        head: Line = ((f"   {whose}", "bold bright"), (count, "dim"))
        return (
            *rule_after(head, width - 1, self.wom.signs.rule, (("Tab", "bold bright"), (f" {other}", "dim"))),
            (" ", ""),
        )

    def _line(self, at: int, width: int) -> Line:
        assert self.found is not None
        is_cursor = at == self.cursor
        sign, chosen = (self.wom.signs.cursor, self.fit) if is_cursor else (" ", 0)
        told = gap_line(
            self.found[at], chosen, self.setting, width - 4, is_cursor=is_cursor, has_name=self.shows_all
        )
        return ((sign, "accent"), ("  ", ""), *told)

    def _keys(self) -> list[Piece]:
        chosen = self.chosen
        keys: list[Piece] = [("   ", "")]
        if chosen is not None:
            words = f" try {chosen.fit.order} there" if chosen.fit else " go there"
            keys += [("Enter", "bold bright"), (words, "dim"), ("   ", "")]
            if len(chosen.gap.fits) > 1:
                keys += [("← →", "bold bright"), (" what fits", "dim"), ("   ", "")]
        return [*keys, ("Esc", "bold bright"), (" back", "dim")]

    # -- choosing

    @property
    def chosen(self) -> Chosen | None:
        """The gap under the cursor, and what of the tray is told there."""
        if not self.found:
            return None
        gap = self.found[self.cursor]
        return Chosen(gap, gap.fits[self.fit] if gap.fits else None)

    async def press(self, event: events.Key) -> None:
        """Up, down, left, right, Tab, Enter, Esc."""
        if event.key in ("escape", "q", "l"):
            self.dismiss(None)
        elif event.key == "tab":
            self.shows_all = not self.shows_all
            self._ask()
        elif self.found:
            self._press(event.key, len(self.found))

    def _press(self, key: str, count: int) -> None:
        chosen = self.chosen
        if key in _STEPS:
            self.cursor, self.fit = min(count - 1, max(0, self.cursor + _STEPS[key])), 0
        elif key in ("left", "right") and chosen and chosen.gap.fits:
            self.fit = (self.fit + (1 if key == "right" else -1)) % len(chosen.gap.fits)
        elif key == "enter":
            self.dismiss(chosen)
            return
        self._draw()
