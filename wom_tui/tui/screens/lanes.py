"""The day of every technician: who does what, where is trouble, and what has nobody yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from textual import events
from textual.app import ComposeResult

from wom_tui.present.cells import Line, Piece
from wom_tui.present.lane_filter import lane_test
from wom_tui.present.lanes import attention
from wom_tui.present.order_table import TableOut, orders_out
from wom_tui.present.safe_text import safe
from wom_tui.present.time_axis import Axis, Setting, heads, layout_for
from wom_tui.tui.key import LANES, MOVE
from wom_tui.tui.lanes_news import LanesNews
from wom_tui.tui.moving import WIDE_FROM, Moving
from wom_tui.tui.steps import Steps
from wom_tui.tui.tray_advice import TrayAdvice
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.lane_chart import LaneChart, LaneHeads, LaneWords
from wom_tui.tui.widgets.lines import OneLine
from wom_tui.tui.widgets.tray import Tray

AIRY_FROM = 50  # lines from which groups stand apart
WORDS_FROM = 60  # cells from which line 2 has room for whole words


class LanesView(Steps, LanesNews):
    """All lanes of one day, and the tray."""

    context = LANES
    can_export = True
    has_filter = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.advice = TrayAdvice(self)
        self.moving = Moving(self)

        self._text = ""  # of the filter

    @property
    def filter_text(self) -> str:
        return self._text

    def filter_by(self, text: str) -> None:
        """Only technicians with these words in name, skill, territory, or in an order's number or title."""
        self._text = text.strip()
        self.model.filter(lane_test(text))
        self.draw_all()

    def go_back(self) -> bool:
        """Esc: the filter first."""
        had_filter = bool(self._text)
        if had_filter:
            self.filter_by("")
        return had_filter

    def compose(self) -> ComposeResult:
        yield OneLine(id="gap")
        yield LaneHeads(id="heads")
        yield LaneChart(self.model)
        yield LaneWords(self.model)
        yield Tray(self.model)
        yield OneLine(id="foot")

    @property
    def on(self) -> date | None:
        """The day."""
        return self.sight.on

    @property
    def axis(self) -> Axis:
        """The part of it that is shown."""
        return self.sight.axis

    @property
    def setting(self) -> Setting:
        """What every line is drawn with."""
        return self.sight.setting

    @property
    def mode(self) -> str:
        """While a visit is moved, the keys are those of the move."""
        return MOVE if self.moving.is_on else self.context

    @property
    def hands(self) -> object:
        return self.moving if self.moving.is_on else self

    @property
    def chart(self) -> LaneChart:
        """The lanes themselves."""
        return self.query_one(LaneChart)

    @property
    def tray(self) -> Tray:
        """What nobody has."""
        return self.query_one(Tray)

    def on_resize(self, event: events.Resize) -> None:
        """More room, more of the tray; the axis is as long as there are cells for it."""
        height = event.size.height
        self.tray.styles.height = 0 if height < 9 else 4 if height < 26 else 6
        self.query_one("#gap").display = height >= 12
        self.query_one("#foot").display = height >= 26
        self.model.give_room(is_airy=self.app.size.height >= AIRY_FROM)
        self.fit_axis()
        if self.is_known:
            self.keep_time_in_sight()
        self.call_after_refresh(self.looks_elsewhere if self.is_known else self.draw_all)

    # ----------------------------------------------------------------------------------------- the frame

    def scope(self) -> tuple[Line, Line]:
        """Whose lanes and which day; load, zoom, how many stand elsewhere than they should."""
        shown, everybody = len(self.model.order), len(self.model.standing)
        count = f"{everybody:,}" if shown == everybody else f"{shown:,} of {everybody:,}"
        left: list[Piece] = [("Lanes", "bold bright")]
        if self.is_known:
            is_wide = self.size.width >= (WORDS_FROM if self.sight.span == 1 else WIDE_FROM)
            groups = f" {self.model.grouping.value}".rstrip()
            said = f"   {count} {'technicians' if is_wide else 'techs'}{groups}"
            said += ", sorted by trouble" if is_wide else ""
            if self._text:
                left.append((f"  {safe(self._text)}", "text"))
            left.append((said, "dim"))
        loads = [lane.load_percent for lane in self.model.lanes.values() if lane.load_percent is not None]
        return tuple(left), self.sight.described(self.model.moved, loads)

    def attention(self) -> Line:
        """Lanes by trouble, and what nobody has."""
        lanes = list(self.model.lanes.values())
        return attention(lanes, self.model.waiting, self.setting, room=self.size.width - 2)

    def targets(self) -> tuple[Target, ...]:
        """The order in the tray, or that of the bar, in the version that was drawn."""
        row, bar = self.model.row, self.model.bar_here
        if row is not None:
            return (Target(row.order, row.order_version, visit_id=row.visit),)
        if bar is None:
            return ()
        return (Target(bar.order, bar.order_version, visit_id=bar.visit, visit_version=bar.version),)

    def rows_to_export(self) -> TableOut:
        """The tray: what nobody has, in its order."""
        rows = self.wom.board.model.rows
        return orders_out((rows[one.order] for one in self.model.tray if one.order in rows), self.wom.now())

    def state_changed(self) -> None:
        self.draw_all()

    def redressed(self) -> None:
        """Also on another day than today's."""
        self.look()
        super().redressed()

    @property
    def words_instead(self) -> Line:
        """What stands where the lanes would be."""
        why = "no technician fits the filter" if self._text else "no technician works on this day"
        nobody = ("   ", ""), (why, "dim")
        return nobody if self.is_known else self.absent("the day")

    def best_changed(self) -> None:
        """Somebody better was found for an order of the tray."""
        self.draw_tray()
        if self.model.in_tray:
            self._show_attempt()
            self.draw_words()

    def _show_attempt(self) -> None:
        """The lane that the tray's order would go to comes into sight."""
        best = self.advice.current
        if best is not None and best.technician in self.model.lanes:
            self.chart.keep_in_sight(self.model.line_of(best.technician))
        self.chart.refresh()

    def look(self) -> None:
        flat, is_ascii = bool(self.wom.look.flat), self.wom.signs.is_ascii
        self.sight.look(self.wom.now(), self.wom.seat.zone, is_flat=flat, is_ascii=is_ascii)

    def fit_axis(self) -> None:
        shifts = [shift for lane in self.model.lanes.values() for shift in lane.shifts]
        self.sight.fit(shifts, self.size.width)

    def keep_time_in_sight(self) -> None:
        place = self.moving.move.place if self.moving.move is not None else self.model.bar_here
        if place is not None and not self.sight.is_chosen:
            self.sight.bring_in_sight(place.start_at)

    def draw_all(self) -> None:
        self.chart.keep_cursor_in_sight()
        self.chart.refresh()
        self.draw_heads()
        self.draw_tray()
        self.draw_words()
        self.frame_changed()

    def draw_heads(self) -> None:
        self.query_one(LaneHeads).show(
            heads(layout_for(self.size.width), self.axis, self.setting, self.chart.beyond)
        )

    def draw_tray(self) -> None:
        self.tray.keep_cursor_in_sight()
        self.tray.refresh()

    def draw_words(self) -> None:
        self.query_one(LaneWords).draw(
            self.advice.current, self.setting, self.moving.words or self.sought_words
        )

    def ghost_moved(self) -> None:
        """What is moved is elsewhere, or has been answered, or is down again."""
        place = self.moving.move.place if self.moving.move is not None else None
        below = self.moving.has_line
        self.model.try_below(place.technician if below and place is not None else None)
        if place is not None:
            self.chart.keep_in_sight(self.model.line_of(place.technician) + int(below))
            self.bring_in_sight(place.start_at)
        else:
            self.chart.let_go()
            self._show_cursor()
        self.chart.refresh()
        self.draw_words()

    def _show_cursor(self) -> None:
        """Where the chart went along with what was moved, back to what the cursor is on."""
        self.chart.keep_cursor_in_sight()
        if self.model.bar_here is not None:
            self.bring_in_sight(self.model.bar_here.start_at)

    def key_is_dead(self, key: str) -> None:
        if self.mode == MOVE:
            self.wom.toast("a visit is being moved", "Enter drops it, Esc puts it back")
        else:
            super().key_is_dead(key)

    def step(self, lines: int) -> None:
        """Up and down the lanes, and into the tray."""
        self.move_cursor(partial(self.model.move, lines))

    def move_cursor(self, move: Callable[[], object]) -> None:
        before, was_in_tray = self.model.cursor_line, self.model.in_tray
        move()
        if self.model.in_tray or was_in_tray:
            self.draw_tray()
            self._show_attempt()  # the place that the order might take goes with the cursor
            self.advice.ask()
        if self.model.in_tray or not self.chart.keep_cursor_in_sight():
            self.chart.draw_line(before)
            self.chart.draw_line(self.model.cursor_line)
        self.draw_words()

    @property
    def page(self) -> int:
        return self.chart.size.height

    @property
    def all_lines(self) -> int:
        return len(self.model.order) + len(self.model.tray)

    @property
    def has_come(self) -> bool:
        return self.is_known

    def do_pane(self) -> None:
        """Tab: between the lanes and the tray."""
        self.move_cursor(self.model.switch_pane)

    def do_bar_left(self) -> None:
        self._bar(-1)

    def do_bar_right(self) -> None:
        self._bar(1)

    def _bar(self, steps: int) -> None:
        self.model.move_bar(steps)
        if self.model.current_bar is not None:
            self.bring_in_sight(self.model.current_bar.start_at)
        self.chart.draw_line(self.model.cursor_line)
        self.draw_words()

    @property
    def foot(self) -> int:
        return self.region.bottom - self.chart.region.bottom

    @property
    def cursor_y(self) -> int | None:
        return None if self.model.in_tray else self.chart.region.y + self.model.cursor_line - self.chart.top

    def do_settle(self) -> None:
        """`.`: every lane to the place that its trouble gives it; the cursor stays on its technician."""
        self.model.settle()
        self.chart.keep_cursor_in_sight()
        self.chart.refresh()
        self.frame_changed()
