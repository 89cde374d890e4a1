"""When is the day of everybody read, which lanes of it anew, and when do lanes that wait go to their places?"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer

from wom_tui.domain.event import ids_in
from wom_tui.tui.lane_pointer import LanePointer
from wom_tui.tui.lanes_model import LanesModel
from wom_tui.tui.lanes_sight import LanesSight
from wom_tui.tui.newest import Newest

if TYPE_CHECKING:
    from wom_tui.queries.lanes import LanesDay
    from wom_tui.tui.changes import Changes
    from wom_tui.tui.tray_advice import TrayAdvice

_ROSTER = frozenset({"technician", "absence", "shift", "skill_grant"})  # a change of these may touch any lane


class LanesNews(LanePointer):
    """The lanes as they come from the database, first and later."""

    advice: TrayAdvice

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.model = LanesModel()
        self.sight = LanesSight()
        self.is_known = False
        self._last_key = 0.0
        self._quiet: Timer | None = None
        self.dates_read: tuple[date, ...] = ()  # the days that are there
        self._is_to_follow = False  # the board's order is still to be looked for
        self._newest = Newest()  # of the questions about the whole day
        self._own: set[int] = set()  # acted on from here; the lanes have not been read again yet

    def look(self) -> None:
        """Tell the sight what time it is, and how the console looks."""
        raise NotImplementedError

    def keep_time_in_sight(self) -> None:
        """What the cursor is on, or what is moved, wherever the axis begins by now; not where somebody has panned."""
        raise NotImplementedError

    def draw_heads(self) -> None:
        """The line above the lanes."""
        raise NotImplementedError

    def draw_tray(self) -> None:
        """What nobody has."""
        raise NotImplementedError

    def draw_words(self) -> None:
        """What the cursor is on."""
        raise NotImplementedError

    def do_settle(self) -> None:
        """`.`: every lane to its place."""
        raise NotImplementedError

    def note_key(self) -> None:
        """Somebody is at the keys: lanes keep their place."""
        self._last_key = monotonic()
        self.sought = None

    def opened(self) -> None:
        """The view came to the front: read the day; one that is there is shown, and read again behind it."""
        self._is_to_follow = True
        if self.is_known:
            self._follow()
            self.minute(self.wom.now())
        else:
            self.read_day()

    def came_live(self) -> None:
        self.read_day()

    def read_day(self) -> None:
        if not self.wom.is_live:
            return
        from wom_tui.queries.lanes import lanes

        self.look()
        came = self._newest.only(partial(self._day_came, self.sight.dates))
        asking = partial(lanes, days=len(self.sight.dates))
        self.read(asking, self.sight.on, self.wom.now(), then=came, again=self.read_day)

    def looks_elsewhere(self) -> None:
        self.draw_all()
        if self.sight.dates != self.dates_read:
            self.read_day()

    def _day_came(self, dates: tuple[date, ...], day: LanesDay) -> None:
        is_other, is_elsewhere = dates != self.dates_read, not set(dates) & set(self.dates_read)
        self.dates_read = dates
        is_again, self.is_known = self.is_known and not is_other, True
        self.look()
        self.model.load(day, keeps_places=is_again)
        self.fit_axis()
        if is_again:
            self.keep_time_in_sight()
        if is_elsewhere:
            self.model.look_at(self.sight.setting.now)
        elif is_other and self.model.current_bar is None and not self.model.is_on_name:
            self.model.look_at(self.model.at or self.sight.setting.now)
        self.draw_all()
        if self._is_to_follow:
            self._follow()
        self.advice.ask()
        self._settle_when_quiet()

    def _follow(self) -> None:
        """Once each time that the view is opened: what is read anew later leaves the cursor where it is."""
        self._is_to_follow = False
        self.follow()

    def rows_changed(self, changes: Changes) -> None:
        """Read again only the lanes that somebody has touched."""
        if not self.is_known or self.sight.on is None:
            return
        if changes.own:
            self.note_key()  # whoever acts is there, however long a panel was read before
            self._own |= {row.number for row in changes.rows}
            self.model.left_by(changes)
            self.moving.left_by(changes)
        if changes.may_touch(_ROSTER):
            self.read_day()
            return
        visits, orders = (ids_in(changes.subjects, noun) for noun in ("visit", "work_order"))
        if not visits and not orders:
            return
        from wom_tui.queries.lanes import changed_lanes

        touched = self.model.technicians_with(visits, orders)
        asking = partial(changed_lanes, days=len(self.dates_read))
        self.wom.ask(asking, self.dates_read[0], self.wom.now(), touched, visits, then=self._lanes_came)

    def _lanes_came(self, day: LanesDay) -> None:
        if (day.on, day.days) != (self.dates_read[0], len(self.dates_read)):
            return
        before = self.model.tray, self.model.beyond
        for technician in self.model.patch(day.lanes, day.tray, day.beyond, self._own):
            self.chart.draw_lane(technician)
        self._own &= {row.order for row in self.model.tray}
        if (self.model.tray, self.model.beyond) != before:
            self.draw_tray()
        self.advice.ask()
        self.moving.facts_changed()
        self.draw_words()
        self._settle_when_quiet()
        self.frame_changed()

    def minute(self, now: datetime) -> None:
        """The now line moves, and with it what is late; where nobody looks, nothing is read."""
        if not self.display or not self.is_known or not self.sight.setting.is_today:
            return
        from wom_tui.queries.lanes import lanes

        self.look()
        self.draw_heads()
        self.chart.refresh()
        self.draw_tray()
        asking = partial(lanes, days=len(self.dates_read), known=dict(self.model.lanes))
        self.wom.ask(asking, self.dates_read[0], now, then=self._lanes_came, quietly=True)

    def time_jumped(self, now: datetime) -> None:
        """Whoever looked at today looks at the day that it was then."""
        if self.is_known:
            self.do_to_now()

    def _settle_when_quiet(self) -> None:
        """Lanes that wait are put in their place once nobody has pressed a key for a while."""
        if self.model.moved and self._quiet is None:
            left = self.wom.settings.console.quiet_s - (monotonic() - self._last_key)
            self._quiet = self.set_timer(max(0.05, left), self._quiet_now)

    def _quiet_now(self) -> None:
        self._quiet = None
        quiet_s = self.wom.settings.console.quiet_s
        if self.moving.is_on or monotonic() - self._last_key < quiet_s:
            self._settle_when_quiet()
        else:
            self.do_settle()
