"""What is done from the lanes: with a visit, with who has it, with the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from wom_tui.domain.habits import weekday_text
from wom_tui.domain.states import COMING, TOLD, VisitStatus
from wom_tui.domain.words import typed
from wom_tui.domain.worktime import rounded_up
from wom_tui.tui.key import ORDER
from wom_tui.tui.move_model import LanePlace, Moved, MoveModel
from wom_tui.tui.moving import QUARTER, Moving
from wom_tui.tui.time_keys import TimeKeys

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt
    from wom_tui.present.cells import Line
    from wom_tui.present.tray import Best
    from wom_tui.queries.gaps import Fit
    from wom_tui.queries.lane import Bar
    from wom_tui.queries.lanes import TrayRow
    from wom_tui.tui.screens.free_gaps import Chosen


class LaneActs(TimeKeys):
    """The keys of the lanes that act."""

    moving: Moving
    sought: int | None = None  # the order that was looked for and is not here, until the next key
    _followed: int | None = None  # the board's order to which the cursor has gone last

    @property
    def claimed(self) -> int | None:
        """The order of the visit that is being moved."""
        return self.moving.move.what.order if self.moving.move is not None else None

    @property
    def day_here(self) -> date | None:
        bar = self.model.bar_here
        return self.sight.day_of(bar.start_at if bar is not None else None)

    def follow(self) -> None:
        """Whoever has chosen another order meanwhile finds the cursor on its visit of these days, else on none."""
        order = self._chosen_elsewhere()
        if order is None or order == self.order_here:
            return
        if self.model.go_to_order(order):
            bar = self.model.current_bar
            if bar is not None:
                self.sight.bring_in_sight(bar.start_at)
        else:
            self.model.go_to_name()
            self.sought = order
        self.looks_elsewhere()

    def _chosen_elsewhere(self) -> int | None:
        """The order of the page that one comes from, else the board's, if it is another than before."""
        before, board = self.wom.came_from, self.wom.board.model
        if before is not None and before.context == ORDER:
            return before.claimed
        if not board.is_touched or board.cursor == self._followed:
            return None
        self._followed = board.cursor
        return board.cursor

    @property
    def sought_words(self) -> Line:
        """That the order that was looked for is not here."""
        if self.sought is None or self.sight.on is None:
            return ()
        days = f"on {weekday_text(self.sight.on)}" if self.sight.span == 1 else "on these days"
        when = "today" if self.sight.setting.is_today and self.sight.span == 1 else days
        return ((str(self.sought), "bold bright"), (f" has no visit {when}", "text"))

    async def do_open(self) -> None:
        """Enter: the bar's order, or the technician where the cursor is on the name; in the tray, who can take it."""
        targets = self.targets()
        if targets and self.model.in_tray:
            await self.wom.speech.do_assign()
        elif targets:
            await self.wom.open_order(targets[0].number)
        else:
            await self.do_technician()

    async def do_technician(self) -> None:
        """T: who has this lane."""
        if self.model.cursor is not None:
            from wom_tui.tui.screens.technician import open_technician

            await open_technician(self.wom, self.model.cursor, self.day_here)

    def do_off(self) -> None:
        """o: the line that says when the technician of this lane is away."""
        from wom_tui.grammar.words import quoted

        code = f"{quoted(self.model.lane.code)} " if self.model.lane and not self.model.in_tray else ""
        self.wom.line.open(":", typed(f"absent {code}"))

    def do_group(self) -> None:
        """C: by territory, by skill, by crew, not at all."""
        self.model.group_by(self.model.grouping.next)
        self.draw_all()

    # --------------------------------------------------------------------------------- where a visit stands

    def do_move(self) -> None:
        """m: the bar under the cursor, or the order of the tray, is taken up."""
        row, bar = self.model.row, self._loose_bar()
        if row is not None:
            self._take_from_tray(row, self.model.best.get(row.key))
        elif bar is not None:
            self.moving.begin(moved_of(bar), place_of(bar))

    def _take_from_tray(self, row: TrayRow, best: Best | None) -> None:
        """To where the planner would put it, as far as that is known; else to now on the lane of the cursor."""
        place: LanePlace | None = None
        if best is not None and best.window is not None and best.technician in self.model.lanes:
            place = LanePlace(best.technician, best.window.start_at, best.window.end_at)
        elif self.model.cursor is not None:
            start_at = rounded_up(max(self.sight.setting.now, self.sight.axis.start_at), QUARTER)
            length = timedelta(minutes=row.duration_min)
            place = LanePlace(self.model.cursor, start_at, start_at + length)
        if place is not None:
            self.moving.begin(moved_from_tray(row), place)

    def _loose_bar(self) -> Bar | None:
        """The bar under the cursor, if it can be moved; why not is said."""
        if self.model.in_tray:
            return None
        bar = self.model.current_bar
        if bar is None:
            self.wom.toasts.none_here("visit")
        elif bar.status not in COMING:
            self.wom.toast(f"visit {bar.label} is {bar.status.words} and stays where it is")
        else:
            return bar
        return None

    def do_gaps(self) -> None:
        """l: free time on this lane, or beside it; what fits there can be tried at once."""
        lane, on = self.model.lane, self.day_here
        if lane is None or on is None or not self.wom.is_live:
            self.wom.toasts.none_here("lane")
            return
        from wom_tui.tui.screens.free_gaps import FreeGaps

        bar, axis = self.model.current_bar, self.sight.axis
        at = bar.start_at if bar is not None else self.model.at
        if at is None or not 0 <= axis.cell(at) < axis.cells:
            at = axis.start_at + axis.step * (axis.cells // 3)
        if self.sight.setting.is_today:
            at = max(at, self.sight.setting.now)
        self.wom.push_screen(FreeGaps(lane, on, at, self.sight.setting), self._go_to_gap)

    def _go_to_gap(self, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        gap, fits = chosen.gap, chosen.fit
        self.model.go(gap.technician)
        if fits is None:
            self.model.look_at(gap.start_at)
            self.sight.bring_in_sight(gap.start_at)
            self.looks_elsewhere()
            return
        self.moving.begin(moved_from_tray(fits), LanePlace(gap.technician, fits.start_at, fits.end_at))

    def do_earlier(self) -> None:
        """`,`: the visit a quarter of an hour earlier."""
        self._nudge(-QUARTER)

    def do_later(self) -> None:
        """`;`: the visit a quarter of an hour later."""
        self._nudge(QUARTER)

    def _nudge(self, by: timedelta) -> None:
        bar = self._loose_bar()
        if bar is None:
            return
        move = MoveModel(moved_of(bar), place_of(bar))
        move.shift(by)

        def ended(done: Receipt | None) -> None:
            if done is not None:
                at = move.place.window
                moved = replace(bar, status=VisitStatus.PLANNED, start_at=at.start_at, end_at=at.end_at)
                self._left_as(done, moved)

        self.wom.acts.act([move.command()], label=f"move {bar.label}", ended=ended)

    def do_pin(self) -> None:
        """K: pinned to its technician and time, or free again."""
        bar = self.model.bar_here
        if bar is None:
            self.wom.toasts.none_here("visit")
            return
        from wom_tui.commands.visit import PinVisit

        command = PinVisit(visit=bar.visit, is_pinned=not bar.is_pinned, expect=bar.version)

        def ended(done: Receipt | None) -> None:
            if done is not None:
                self._left_as(done, replace(bar, is_pinned=not bar.is_pinned))

        self.wom.acts.act([command], label=f"{command.summary} {bar.label}", ended=ended)

    def _left_as(self, done: Receipt, bar: Bar) -> None:
        """The next key acts on the visit as this one has left it, also before the lane is read again."""
        subject = f"visit:{bar.visit}"
        version = max((e.version for e in done.events if e.subject == subject), default=bar.version)
        self.model.put_bar(replace(bar, version=version))
        self.draw_all()


def moved_of(bar: Bar) -> Moved:
    """A visit that stands on a lane."""
    return Moved(
        order=bar.order,
        order_version=bar.order_version,
        visit=bar.visit,
        visit_version=bar.version,
        label=bar.label,
        title=bar.title,
        home=place_of(bar),
        is_sent=bar.status in TOLD,
    )


def place_of(bar: Bar) -> LanePlace:
    """Where it stands."""
    return LanePlace(bar.technician, bar.start_at, bar.end_at)


def moved_from_tray(row: TrayRow | Fit) -> Moved:
    """What nobody has."""
    return Moved(
        order=row.order,
        order_version=row.order_version,
        visit=row.visit,
        visit_version=None,
        label=str(row.order),
        title=row.title,
        home=None,
    )
