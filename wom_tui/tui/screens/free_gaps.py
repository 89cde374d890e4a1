"""Free time on a lane, or beside it at the same time, and what of the tray could go there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from wom_tui.present.cells import Line
from wom_tui.present.durations import clock
from wom_tui.present.gaps import gap_line
from wom_tui.present.heads import head
from wom_tui.present.safe_text import safe
from wom_tui.tui.newest import Newest
from wom_tui.tui.screens.list_panel import ListPanel
from wom_tui.tui.screens.low_panel import key

if TYPE_CHECKING:
    from datetime import date

    from wom_tui.present.time_axis import Setting
    from wom_tui.queries.gaps import Fit, FreeGap
    from wom_tui.queries.lane import Lane


@dataclass(frozen=True, slots=True)
class Chosen:
    """A gap, and what is to go there; None = nothing, the cursor alone."""

    gap: FreeGap
    fit: Fit | None


class FreeGaps(ListPanel[Chosen]):
    """The gaps of one lane, or of everybody around one time; answers a gap, and what is to go there."""

    kept = 10

    def __init__(self, lane: Lane, on: date, at: datetime, setting: Setting) -> None:
        """Args:
        at: the time that the cursor is at; whoever is free then is shown by Tab.
        """
        super().__init__()
        self.lane, self.on_day, self.at, self.setting = lane, on, at, setting
        self.shows_all = False
        self.found: tuple[FreeGap, ...] | None = None
        self.fit = 0
        self._newest = Newest()

    def on_mount(self) -> None:
        self._ask()

    def _ask(self) -> None:
        from wom_tui.queries.gaps import free_gaps

        self.found, self.cursor, self.top, self.fit = None, 0, 0, 0
        self.empty = "reading the day"
        whose = {"at": self.at} if self.shows_all else {"technician": self.lane.technician}
        asking: Callable[..., object] = partial(free_gaps, **whose)
        now, travel = self.wom.now(), self.wom.seat.desk.travel
        self.wom.ask(asking, self.on_day, now, travel, then=self._newest.only(self._came))
        self.draw()

    def _came(self, found: tuple[FreeGap, ...]) -> None:
        self.found, self.empty = found, "no free quarter of an hour"
        self.draw()

    # -- drawing

    @property
    def count(self) -> int:
        return len(self.found or ())

    def head_line(self, width: int) -> Line:
        """Whose gaps and how many; what Tab shows instead."""
        when = clock(self.at, self.setting.zone)
        whose = f"Free at {when}" if self.shows_all else f"Free: {safe(self.lane.name)}"
        other = f"{safe(self.lane.name)} alone" if self.shows_all else f"everybody at {when}"
        number = self.count if self.found else None
        return head(whose, width, self.wom.signs.rule, key("Tab", other), number=number, indent=3)

    def entry(self, at: int) -> Line:
        assert self.found is not None
        is_cursor, room = at == self.cursor, self.app.size.width - 4
        chosen = self.fit if is_cursor else 0
        told = gap_line(
            self.found[at], chosen, self.setting, room, is_cursor=is_cursor, has_name=self.shows_all
        )
        return (("  ", ""), *told)

    def keys(self) -> Iterable[tuple[str, str]]:
        chosen = self.chosen
        if chosen is not None:
            yield "Enter", f"try {chosen.fit.order} there" if chosen.fit else "go there"
            if len(chosen.gap.fits) > 1:
                yield "← →", "what fits"
        yield "Esc", "back"

    # -- choosing

    @property
    def chosen(self) -> Chosen | None:
        """The gap under the cursor, and what of the tray is told there."""
        if not self.found:
            return None
        gap = self.found[self.cursor]
        return Chosen(gap, gap.fits[self.fit] if gap.fits else None)

    def moved(self) -> None:
        self.fit = 0

    async def answer(self, key: str) -> None:
        chosen = self.chosen
        if key == "l":
            self.left()
        elif key == "tab":
            self.shows_all = not self.shows_all
            self._ask()
        elif key == "enter" and chosen:
            self.dismiss(chosen)
        elif key in ("left", "right") and chosen and chosen.gap.fits:
            self.fit = (self.fit + (1 if key == "right" else -1)) % len(chosen.gap.fits)
            self.draw()
