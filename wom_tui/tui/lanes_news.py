"""When is the day of everybody read, which lanes of it anew, and when do lanes that wait go to their places?

At the day's turn in the office the lanes go on to the new day, for on the night shift the work goes on as well: a shift
that began in the evening, and its visits, are on the lanes of both days. They turn when nobody has been at the keys for
a while, no visit is being moved and no panel is in front; until then, and for good where somebody has panned away from
now, they show the day that they showed, and line 2 says that there is a new one and which key leads there. Nothing
comes under the cursor by that: it stays on its visit where that is a part of the new day as well, else on its
technician with no visit chosen, so that no key finds another target. Several days in a row stay while today is
one of them.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from wom_tui.domain.event import ids_in
from wom_tui.tui.lane_pointer import LanePointer
from wom_tui.tui.lanes_model import LanesModel
from wom_tui.tui.lanes_sight import LanesSight
from wom_tui.tui.newest import Newest
from wom_tui.tui.rest import Quiet
from wom_tui.tui.screens.panel import Panel

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
        self.quiet = Quiet(self, self.quiet_s, self._is_held, self._quiet_now)
        self.dates_read: tuple[date, ...] = ()  # the days that are there
        self._is_to_follow = False  # the board's order is still to be looked for
        self._is_turning = False  # the day is over, and the next one is being read
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
        self.quiet.note_key()
        self.sought = None

    def opened(self) -> None:
        """The view came to the front: read the day; one that is there is shown, and read again behind it."""
        self._is_to_follow = True
        if self.is_known:
            self.look()
            if self.sight.is_over and self.sight.goes_with_the_day:
                self._turn()
                return
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
        is_turning, self._is_turning = self._is_turning, False
        if is_turning:
            self._turned()
        elif is_elsewhere:
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
        if not self.display or not self.is_known:
            return
        self.look()
        self._turn_when_quiet()
        if not self.sight.setting.is_today:
            return
        from wom_tui.queries.lanes import lanes

        self.draw_heads()
        self.chart.refresh()
        self.draw_tray()
        asking = partial(lanes, days=len(self.dates_read), known=dict(self.model.lanes))
        self.wom.ask(asking, self.dates_read[0], now, then=self._lanes_came, quietly=True)

    def time_jumped(self, now: datetime) -> None:
        """Whoever looked at today looks at the day that it was then."""
        if self.is_known:
            self.do_to_now()

    def _turn_when_quiet(self) -> None:
        if self.sight.is_over and self.sight.goes_with_the_day:
            self.quiet.begin()

    def _turn(self) -> None:
        """On to the new day."""
        self.sight.turn_to(self.wom.now().astimezone(self.wom.seat.zone).date())
        self.model.best.clear()
        self._is_turning = True
        self.read_day()

    def _turned(self) -> None:
        """The visit that the cursor was on may be a part of the new day; no other one takes its place."""
        if self.model.current_bar is None and not self.model.in_tray:
            self.model.go_to_name()

    def _settle_when_quiet(self) -> None:
        """Lanes that wait are put in their place once nobody has pressed a key for a while."""
        if self.model.moved:
            self.quiet.begin()

    def _is_held(self) -> bool:
        """What is moved, or what a panel is about, shall stay where it is."""
        return self.moving.is_on or isinstance(self.wom.screen, Panel)

    def _quiet_now(self) -> None:
        if self.model.moved:
            self.do_settle()
        if self.display and self.sight.is_over and self.sight.goes_with_the_day:
            self._turn()
            before = self.wom.keymap.shown("day_before")
            self.wom.toast("the lanes show the new day", f"{before} shows the one before")
