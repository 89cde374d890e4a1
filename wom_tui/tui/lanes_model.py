"""Which lanes are shown in which order, and what is the cursor on? Ids, so that nothing moves under it.

Where others take away what the cursor is on, it is on nothing until a key moves it: no verb finds another target.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from wom_tui.domain.event import ids_in
from wom_tui.domain.visit import LIVE
from wom_tui.present.tray import Best
from wom_tui.queries.lane import Bar, Lane
from wom_tui.queries.lanes import LanesDay, TrayKey, TrayRow
from wom_tui.tui.lane_groups import Grouping, group_rank, groups_of
from wom_tui.tui.lane_lines import Shown, lane_lines

if TYPE_CHECKING:
    from wom_tui.tui.changes import Changes


class LanesModel:
    """One day of everybody.

    Attributes:
        standing: technicians' ids, group by group, worst trouble first, as of the last time that rows were put in
            their place.
        order: those of them that the filter shows, as of then as well; the cursor's lane never goes by itself.
        cursor: the technician; `bar` the visit on that lane that was chosen, None where the lane had none.
        is_on_name: the cursor is left of the bars, on the technician.
        in_tray: the cursor is on `tray_cursor` instead, in the line `tray_line`.
        at: the time that the cursor was last at.
        lines: what the chart shows, line by line.
    """

    def __init__(self) -> None:
        self.lanes: dict[int, Lane] = {}
        self.standing: list[int] = []
        self.order: list[int] = []
        self._fits: Callable[[Lane], bool] | None = None
        self._hidden: frozenset[int] = frozenset()
        self.tray: tuple[TrayRow, ...] = ()
        self.beyond = 0  # orders that nobody has either, less urgent than those of the tray
        self.best: dict[TrayKey, Best] = {}
        self.cursor: int | None = None
        self.bar: int | None = None
        self.is_on_name = False
        self.in_tray = False
        self.tray_cursor: TrayKey | None = None
        self.tray_line = 0
        self.lines: tuple[Shown, ...] = ()
        self._line_of: dict[Shown, int] = {}
        self._tried_below: int | None = None
        self._is_airy = False
        self.grouping = Grouping.NONE
        self._groups: dict[int, str] = {}  # as of now
        self._shown_groups: dict[int, str] = {}  # as of the last time that rows were put in their place
        self.at: datetime | None = None

    def load(self, day: LanesDay, *, keeps_places: bool = False) -> None:
        """A whole day; the cursor stays on its technician where there is one.

        Args:
            keeps_places: the day was there already: its lanes wait for `settle`, and whoever is new comes last.
        """
        self.lanes = {lane.technician: lane for lane in day.lanes}
        before = [one for one in self.standing if one in self.lanes] if keeps_places else []
        self.standing = [*before, *(one for one in self.lanes if one not in before)]
        self._take_tray(day.tray)
        self.beyond = day.beyond
        self._groups = groups_of(self.grouping, self.lanes.values())
        if self.cursor not in self.lanes:
            is_first, self.bar = self.cursor is None, None
            self.cursor = min(self._fitting(), key=self._rank, default=None)
            if is_first:
                self._choose_bar()
        if before:
            self._hide()
            self._lay_out()
        else:
            self.settle()

    def patch(
        self,
        lanes: Iterable[Lane],
        tray: tuple[TrayRow, ...],
        beyond: int = 0,
        own: Container[int] = (),
    ) -> set[int]:
        """Take in lanes that were read again; answers those that look otherwise than before.

        Args:
            own: orders that were acted on from here; where one has left the tray, the cursor goes on to the next.
        """
        changed = set()
        for lane in lanes:
            if self.lanes.get(lane.technician) != lane:
                changed.add(lane.technician)
                if lane.technician not in self.lanes:
                    self.standing.append(lane.technician)
                self.lanes[lane.technician] = lane
        self._take_tray(tray)
        self.beyond = beyond
        if self.in_tray and self._tray_row is None and self.tray_cursor and self.tray_cursor[0] in own:
            self._take_line()
        self._groups = groups_of(self.grouping, self.lanes.values())
        self._lay_out()
        return changed

    @property
    def waiting(self) -> int:
        """How many orders nobody has; one may stand in the tray with several visits."""
        return len({row.order for row in self.tray}) + self.beyond

    @property
    def moved(self) -> int:
        """How many lanes stand elsewhere than their trouble would have them."""
        return sum(1 for here, there in zip(self.standing, self._sorted(), strict=True) if here != there)

    def settle(self) -> None:
        """Put the lanes in their place."""
        self.standing, self._shown_groups = self._sorted(), self._groups
        self._hide()
        self._lay_out()

    def filter(self, fits: Callable[[Lane], bool] | None) -> None:
        """Show only lanes that fit; the cursor stays on its technician, else goes to the first one."""
        self._fits = fits
        shown = self._fitting()
        if self.cursor not in shown and shown:
            self.cursor = next(one for one in self.standing if one in shown)
            self._choose_bar()
        self._hide()
        self._lay_out()

    def _fitting(self) -> frozenset[int]:
        fits = self._fits
        return frozenset(id for id, lane in self.lanes.items() if fits is None or fits(lane))

    def _hide(self) -> None:
        shown = self._fitting()
        self._hidden = frozenset(self.lanes) - shown - ({self.cursor} if shown else frozenset())

    def group_by(self, grouping: Grouping) -> None:
        """Other groups; the cursor stays on its technician."""
        self.grouping = grouping
        self._groups = groups_of(grouping, self.lanes.values())
        self.settle()

    def try_below(self, technician: int | None) -> None:
        """Under whose lane the line stands on which something is tried."""
        if technician != self._tried_below:
            self._tried_below = technician
            self._lay_out()

    def give_room(self, *, is_airy: bool) -> None:
        """Whether there is room for an empty line before each group."""
        if is_airy != self._is_airy:
            self._is_airy = is_airy
            self._lay_out()

    def _lay_out(self) -> None:
        self.order = [one for one in self.standing if one not in self._hidden]
        self.lines = lane_lines(self.order, self._shown_groups, self._tried_below, is_airy=self._is_airy)
        self._line_of = {shown: line for line, shown in enumerate(self.lines)}

    def line_of(self, technician: int) -> int:
        """On which line of the chart a lane is."""
        return self._line_of.get(technician, 0)

    @property
    def cursor_line(self) -> int:
        """On which line of the chart the cursor is."""
        return self.line_of(self.cursor) if self.cursor is not None else 0

    def _sorted(self) -> list[int]:
        return sorted(self.standing, key=self._rank)

    def _rank(self, technician: int) -> tuple[str, str, tuple[int, int, str, int]]:
        group = self._groups.get(technician, "")
        return group_rank(self.grouping, group), group, self.lanes[technician].rank

    def technicians_with(self, visits: Iterable[int], orders: Iterable[int]) -> frozenset[int]:
        """Whose lanes show one of these."""
        wanted, about = set(visits), set(orders)
        return frozenset(
            lane.technician
            for lane in self.lanes.values()
            if any(bar.visit in wanted or bar.order in about for bar in lane.bars)
        )

    # ------------------------------------------------------------------------------------------------- cursor

    @property
    def lane(self) -> Lane | None:
        """The lane under the cursor; none where the filter has left none."""
        if self.cursor is None or self.cursor in self._hidden:
            return None
        return self.lanes.get(self.cursor)

    @property
    def current_bar(self) -> Bar | None:
        """The bar under the cursor."""
        if self.is_on_name:
            return None
        return next((bar for bar in self.lane.bars if bar.visit == self.bar), None) if self.lane else None

    @property
    def bar_here(self) -> Bar | None:
        """The same, where the cursor is on the lanes; None where it is in the tray."""
        return None if self.in_tray else self.current_bar

    @property
    def row(self) -> TrayRow | None:
        """The tray's row under the cursor."""
        return self._tray_row if self.in_tray else None

    @property
    def has_tray_cursor(self) -> bool:
        """What the cursor was on in the tray is still there."""
        return self._tray_row is not None

    @property
    def _tray_row(self) -> TrayRow | None:
        return next((row for row in self.tray if row.key == self.tray_cursor), None)

    @property
    def line(self) -> int:
        """Where in the order the cursor is."""
        return self.order.index(self.cursor) if self.cursor in self.order else 0

    def move(self, lines: int) -> None:
        """So many lanes up (-) or down; past the last lane into the tray, past its first row back."""
        if self.in_tray:
            self._move_in_tray(lines)
            return
        if not self.order:
            self.bar = None  # what comes back is nobody's choice any more
            return
        there = self.line + lines
        if lines == 1 and there >= len(self.order) and self.tray:
            self.switch_pane()
            return
        self.go(self.order[min(len(self.order) - 1, max(0, there))])

    def _move_in_tray(self, lines: int) -> None:
        there = self.tray_line + lines
        if self._tray_row is None and lines > 0:
            there -= 1  # the next one stands in its line already
        if not self.tray or (lines == -1 and there < 0):
            self._leave_tray()
        else:
            self.tray_line = max(0, there)
            self._take_line()

    def _take_line(self) -> bool:
        """On to what stands in the cursor's line of the tray by now; out of it where nothing does."""
        self.in_tray = bool(self.tray)
        if self.tray:
            self.tray_line = min(len(self.tray) - 1, self.tray_line)
            self.tray_cursor = self.tray[self.tray_line].key
        return self.in_tray

    def go(self, technician: int) -> None:
        """To a technician's lane, and on it to the bar nearest in time."""
        self.cursor, self.in_tray = technician, False
        self._choose_bar()

    def go_to_order(self, order: int) -> bool:
        """To an order's first visit that is to come, or to its row of the tray, or to its first visit at all.

        Returns:
            False where it has none of these.
        """
        visits = [bar for lane in self.lanes.values() for bar in lane.bars if bar.order == order]
        bars = [bar for bar in visits if bar.status in LIVE]
        rows = [row for row in self.tray if row.order == order]
        bars = bars if bars or rows else visits
        if bars:
            bar = min(bars, key=lambda one: (one.start_at, one.visit))
            self.go_to_visit(bar.technician, bar.visit, _middle(bar))
        elif rows:
            self.go_in_tray(rows[0])
        return bool(bars or rows)

    def go_to_name(self) -> None:
        """To the technician of the lane: no visit is meant."""
        self.is_on_name, self.in_tray = True, False

    def switch_pane(self) -> None:
        """From the lanes to the tray, or back; where nothing is in it, to what is on the lane by now."""
        if self.in_tray or not self._take_line():
            self._leave_tray()

    def _leave_tray(self) -> None:
        self.in_tray = False
        if self.current_bar is None and not self.is_on_name:
            self._choose_bar()

    def go_in_tray(self, row: TrayRow) -> None:
        """To a row of the tray."""
        self.in_tray, self.tray_cursor = True, row.key
        self.tray_line = self.tray.index(row)

    def go_to_visit(self, technician: int, visit: int | None, at: datetime) -> None:
        """To a visit, also where the filter hid its lane; it may have been put there just now, and not been read."""
        self.cursor, self.bar, self.at = technician, visit, at
        if technician in self._hidden:
            self._hidden -= {technician}
            self._lay_out()
        self.is_on_name = self.in_tray = False

    def put_bar(self, bar: Bar) -> None:
        """A visit as an act of this console has left it, until its lane is read again."""
        lane = self.lanes.get(bar.technician)
        if lane is not None:
            others = (other for other in lane.bars if other.visit != bar.visit)
            self.lanes[bar.technician] = replace(
                lane, bars=tuple(sorted((*others, bar), key=lambda b: (b.start_at, b.visit)))
            )

    def left_by(self, changes: Changes) -> None:
        """What an act of this console was about, in the versions that it has left, until its lanes are read again."""
        visits, orders = (ids_in(changes.subjects, noun) for noun in ("visit", "work_order"))
        for technician in self.technicians_with(visits, orders):
            lane = self.lanes[technician]
            bars = tuple(
                replace(
                    bar,
                    version=changes.left(f"visit:{bar.visit}", bar.version),
                    order_version=changes.left(f"work_order:{bar.order}", bar.order_version),
                )
                for bar in lane.bars
            )
            self.lanes[technician] = replace(lane, bars=bars)
        self.tray = tuple(
            replace(row, order_version=changes.left(f"work_order:{row.order}", row.order_version))
            for row in self.tray
        )

    def bar_of(self, visit: int) -> Bar | None:
        """A visit on any lane."""
        bars = (bar for lane in self.lanes.values() for bar in lane.bars)
        return next((bar for bar in bars if bar.visit == visit), None)

    def move_bar(self, steps: int) -> None:
        """To the bar so many before (-) or after; before the first one stands the name."""
        if self.lane is None or not self.lane.bars:
            self.bar = None
            return
        visits = [bar.visit for bar in self.lane.bars]
        if self.bar not in visits and not self.is_on_name:
            self._choose_bar()  # it has left; from there the next key goes on
            return
        here = -1 if self.is_on_name else visits.index(self.bar) if self.bar in visits else 0
        self.is_on_name = here + steps < 0
        self.bar = visits[min(len(visits) - 1, max(0, here + steps))]
        self._remember()

    def look_at(self, at: datetime) -> None:
        """The bar nearest to that time."""
        self.at, self.is_on_name = at, False
        self._choose_bar()

    def _choose_bar(self) -> None:
        """The bar of the lane that is nearest to where the cursor was last."""
        self.bar = None
        if self.lane is not None and self.lane.bars:
            at = self.at or self.lane.bars[0].start_at
            self.bar = min(self.lane.bars, key=lambda b: (max(b.start_at - at, at - b.end_at), b.visit)).visit
            if self.at is None:
                self._remember()

    def _remember(self) -> None:
        bar = self.current_bar
        if bar is not None:
            self.at = _middle(bar)

    def _take_tray(self, rows: tuple[TrayRow, ...]) -> None:
        self.tray = rows
        keys = [row.key for row in rows]
        self.best = {key: best for key, best in self.best.items() if key in keys}
        if self.tray_cursor in keys:
            self.tray_line = keys.index(self.tray_cursor)


def _middle(bar: Bar) -> datetime:
    return bar.start_at + (bar.end_at - bar.start_at) / 2
