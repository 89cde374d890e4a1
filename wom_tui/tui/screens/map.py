"""The map: the orders that the board shows where they are, who is near, and which way they go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size

from wom_tui.present.board import attention
from wom_tui.present.cells import Line, joined
from wom_tui.present.durations import count
from wom_tui.present.map_page import foot, picture
from wom_tui.present.map_sight import Sight
from wom_tui.tui.board_news import MANY_ROWS
from wom_tui.tui.key import MAP
from wom_tui.tui.map_facts import MapFacts
from wom_tui.tui.map_model import MapModel, Placed, Wanted
from wom_tui.tui.newest import Newest
from wom_tui.tui.steps import Steps
from wom_tui.tui.view import Target, View
from wom_tui.tui.widgets.lines import StillLines
from wom_tui.tui.widgets.map_chart import MapChart
from wom_tui.tui.widgets.reading import ReadingBelow

if TYPE_CHECKING:
    from wom_tui.tui.changes import Changes
    from wom_tui.tui.screens.board import BoardView

FOOT = 2  # lines below the map: what signs mean, who has the order
_PAGE = 0.75  # of the map's height


class MapView(Steps, View):
    """The board's rows, cursor and marks, drawn as a map: what is chosen here is chosen there."""

    context = MAP
    has_filter = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.chart, self.words, self.below = MapChart(), StillLines(id="foot"), ReadingBelow(id="below")
        self.facts = MapFacts(self)
        self._newest = Newest()  # of the questions about what stands where

    def compose(self) -> ComposeResult:
        yield self.chart
        yield self.words
        yield self.below

    @cached_property
    def model(self) -> MapModel:
        """What is drawn; it stands on the board's model."""
        return MapModel(self.board.model)

    def on_mount(self) -> None:
        """From here on the board tells when it shows other rows."""
        self.board.followers.append(self.place)
        self.board.reading.also.append(self.below)

    @property
    def board(self) -> BoardView:
        """Whose rows, cursor and marks these are."""
        return self.wom.board

    def on_resize(self, event: events.Resize) -> None:
        """As much of the words below as there is room for."""
        foot, below = _lines_below(event.size)
        self.words.styles.height = foot
        self.below.display, self.below.styles.height = below > 0, below
        super().on_resize(event)

    def on_reading_below_resized(self) -> None:
        """The order under the cursor is told in as many lines as there are."""
        self.board.reading.draw()

    def on_map_chart_resized(self) -> None:
        """The same middle in another room, or all in it; until that is found out, what is known already."""
        self.draw()
        self.place()
        self.wom.toasts.place()

    @property
    def _room(self) -> tuple[int, int]:
        if self.chart.size:
            return self.chart.size.width, self.chart.size.height
        room = self.wom.room.size  # that it will have when somebody opens it
        return max(1, room.width), max(1, room.height - sum(_lines_below(room)))

    # ---------------------------------------------------------------------------------------------- the frame

    def scope(self) -> tuple[Line, Line]:
        """As on the board, and how many are not on the map."""
        left, right = self.board.scope()
        placed = self.model.placed
        if placed is not None and placed.unplaced and self.board.is_loaded:
            right = joined((((f"{count(placed.unplaced)} not on the map", "dim"),), right), 3)
        return (("Map   ", "bold bright"), *left), right

    def attention(self) -> Line:
        """The board's."""
        return attention(self.board.model.counts, self.wom.signs, room=self.size.width - 2)

    @property
    def filter_text(self) -> str:
        return self.board.filter_text

    def filter_by(self, text: str) -> None:
        """The board's: both show the same rows."""
        self.board.filter_by(text)
        self.filter_error = self.board.filter_error

    def targets(self) -> tuple[Target, ...]:
        """The board's marks, else the order under the cursor."""
        return self.board.targets()

    def note_key(self) -> None:
        self.board.note_key()

    def opened(self) -> None:
        """To the front: what has changed on the board meanwhile is drawn."""
        self.place()
        self.facts.read()
        self.facts.follow()
        self.call_after_refresh(self.board.reading.draw)

    def came_live(self) -> None:
        self.facts.read()

    def rows_changed(self, changes: Changes) -> None:
        """The board has taken the rows in, and has told; people may have moved."""
        self.facts.take(changes)

    def minute(self, now: datetime) -> None:
        if self.display:
            self.place()
            self.facts.read_people()

    def state_changed(self) -> None:
        self.draw()

    # ---------------------------------------------------------------------------------------------- what is drawn

    def place(self) -> None:
        """Find out what stands in which cell, and draw it; of very many orders on a worker."""
        if not self.is_wanted or not self.board.model.rows:
            return
        board = self.board
        wanted = self.model.wanted(*self._room, board.day, (board.filter_text, board.is_loaded))
        placed = self._newest.only(self._placed)
        if len(wanted.shown) > MANY_ROWS:
            self.wom.work(partial(self._place_many, wanted, placed))
        else:
            placed(self.model.place(wanted))

    def _place_many(self, wanted: Wanted, placed: Callable[[Placed], None]) -> None:
        made = self.model.place(wanted, self.wom.seat.courtesy.give_way)
        self.wom.call_from_thread(placed, made)

    def _placed(self, made: Placed) -> None:
        self.model.take(made)
        self.draw()
        self.frame_changed()

    def draw(self) -> None:
        """The map and the words below it."""
        if not self.display:
            return
        scene = self.model.scene(self.board.day, self.wom.signs)
        if scene is None or not self.board.model.rows:
            self.chart.show([(), self.board.words_instead])
            return
        self.chart.show(picture(scene))
        self.words.show(foot(scene, self.size.width))

    # ------------------------------------------------------------------------------------------------- moving

    def step(self, lines: int) -> None:
        """To another order of the board's list; the map goes along."""
        self.board.step(lines)
        self._stepped()

    @property
    def page(self) -> int:
        return self.board.page

    @property
    def all_lines(self) -> int:
        return self.board.all_lines

    def _stepped(self) -> None:
        """The cursor is on another order."""
        self.facts.follow()
        if self.model.keep_cursor_in_sight():
            self.model.is_chosen = True
            self.place()
        else:
            self.draw()

    def _go_to(self, number: int | None, instead: str) -> None:
        if number is None:
            self.wom.toast(instead)
        else:
            self.board.go_to(number)
            self._stepped()

    def do_bar_left(self) -> None:
        """The nearest order to the west."""
        self._go_to(self.model.beside(-1), "no order in sight lies farther west")

    def do_bar_right(self) -> None:
        """The nearest order to the east."""
        self._go_to(self.model.beside(1), "no order in sight lies farther east")

    def _look(self, sight: Sight) -> None:
        self.model.look(sight)
        self.place()

    def _pan(self, cols: float, rows: float) -> None:
        if self.model.sight is not None:
            self._look(self.model.sight.panned(round(cols), round(rows)))

    def do_pan_left(self) -> None:
        self._pan(-self._room[0] / 2, 0)

    def do_pan_right(self) -> None:
        self._pan(self._room[0] / 2, 0)

    def do_page_up(self) -> None:
        """North."""
        self._pan(0, -self._room[1] * _PAGE)

    def do_page_down(self) -> None:
        """South."""
        self._pan(0, self._room[1] * _PAGE)

    def do_half_up(self) -> None:
        self._pan(0, -self._room[1] / 2)

    def do_half_down(self) -> None:
        self._pan(0, self._room[1] / 2)

    def do_zoom_in(self) -> None:
        self._zoom(1)

    def do_zoom_out(self) -> None:
        self._zoom(-1)

    def _zoom(self, steps: int) -> None:
        """Around the order under the cursor, if it is in sight."""
        sight, point = self.model.sight, self.model.cursor_point
        if sight is not None:
            self._look(sight.zoomed(steps, point if point is not None and sight.shows(point) else None))

    def do_to_now(self) -> None:
        """0: all that the filter shows."""
        self.model.look_at_all()
        self.place()

    # -------------------------------------------------------------------------------------------------- mouse

    def on_map_chart_pointed(self, event: MapChart.Pointed) -> None:
        """A click is the cursor, on the nearest order; two are Enter."""
        self.note_key()
        sight = self.model.placed.sight if self.model.placed is not None else None
        number = self.model.nearest(sight.point(event.col + 0.5, event.row + 0.5)) if sight else None
        if number is not None:
            self.board.go_to(number)
            self._stepped()
            if event.is_double:
                self.call_later(self.do_open)

    def on_map_chart_dragged(self, event: MapChart.Dragged) -> None:
        self._pan(event.cols, event.rows)

    def on_map_chart_rolled(self, event: MapChart.Rolled) -> None:
        """Around what the pointer is on."""
        if (sight := self.model.sight) is not None:
            self._look(sight.zoomed(event.steps, sight.point(event.col + 0.5, event.row + 0.5)))

    # ------------------------------------------------------------------------------------- as on the board

    async def do_open(self) -> None:
        """Enter: the order under the cursor."""
        await self.board.do_open()

    @property
    def order_here(self) -> int | None:
        return self.board.order_here

    def do_mark(self) -> None:
        self.board.do_mark()
        self._stepped()

    def do_range(self) -> None:
        self.board.do_range()

    def do_invert(self) -> None:
        self.board.do_invert()

    def do_mark_all(self) -> None:
        self.board.do_mark_all()

    def do_settle(self) -> None:
        self.board.do_settle()

    def do_freeze(self) -> None:
        self.board.do_freeze()

    def go_back(self) -> bool:
        """Esc: marks, then the filter, as on the board."""
        return self.board.go_back()

    def copied(self) -> str:
        return self.board.copied()

    @property
    def foot(self) -> int:
        return self.region.bottom - self.chart.region.bottom

    @property
    def cursor_y(self) -> int | None:
        point, placed = self.model.cursor_point, self.model.placed
        if point is None or placed is None or not placed.sight.shows(point):
            return None
        return self.chart.region.y + placed.sight.cell(point)[1]


def _lines_below(room: Size) -> tuple[int, int]:
    """Of a view of that size: lines of words below the map, and of the order below them with its gap."""
    order = 0 if room.height < 14 else 3 if room.width < 100 else 4
    return FOOT if room.height >= 10 else 0, order
