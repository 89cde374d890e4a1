"""The reading area: the order under the cursor in a few lines below the list, or at length beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from wom_tui.present.cells import Line
from wom_tui.present.reading import below
from wom_tui.tui.rest import Rest
from wom_tui.tui.widgets.lines import StillLines

if TYPE_CHECKING:
    from wom_tui.queries.order import OrderDetail
    from wom_tui.tui.screens.board import BoardView

REST_S = 0.15  # the cursor has to rest so long before its order is read
SLOW_REST_S = 0.8  # on a slow line
BESIDE_FROM = 180


class ReadingBelow(StillLines):
    """Two or three lines under a rule."""

    DEFAULT_CSS = """
    ReadingBelow { height: 4; width: 1fr; }
    """

    class Resized(Message):
        """It has another room: what stands in it was laid out for the one before."""

    def on_resize(self) -> None:
        self.post_message(self.Resized())

    def draw(self, lines: list[Line]) -> None:
        """The rule, then the lines."""
        self.show_under_rule(lines, self.size.width)


class ReadingBeside(StillLines):
    """A pane at the right, behind one vertical rule."""

    DEFAULT_CSS = """
    ReadingBeside { height: 1fr; width: 63; display: none; }
    """

    def draw(self, lines: list[Line]) -> None:
        """The lines, each behind the rule."""
        wall = self.wom.signs.wall
        shown = [((wall, "rule"), (" ", ""), *line) for line in lines]
        shown += [((wall, "rule"),)] * (self.size.height - len(shown))
        self.show(shown)


class Reading:
    """Both places, and the order that is read for them when the cursor has come to rest."""

    def __init__(self, board: BoardView) -> None:
        self.board = board
        self.below, self.beside = ReadingBelow(id="below"), ReadingBeside(id="beside")
        self.also: list[ReadingBelow] = []  # of other views that have the same cursor
        self.detail: OrderDetail | None = None
        self.is_wanted = True
        self.rest = Rest(board, REST_S, self.rested)

    def fit(self, width: int, height: int) -> None:
        """To the right of a wide board, below any other, away from a tiny one or where nobody wants it."""
        is_beside = self.is_wanted and width >= BESIDE_FROM
        lines = 0 if height < 12 or not self.is_wanted else 2 if width < 100 else 3
        self.beside.display = is_beside
        self.below.display = not is_beside and lines > 0
        self.below.styles.height = lines + 1

    def follow(self, number: int | None) -> None:
        """Read the order when the cursor has come to rest; until then the area shows the one before."""
        if self.detail is not None and self.detail.order.id != number:
            self.detail = None
        self.rest.seconds = SLOW_REST_S if self.board.wom.line_speed.is_slow else REST_S
        self.rest.begin()

    def rested(self) -> None:
        """The cursor stays where it is: read the order there."""
        number, wom = self.board.model.cursor, self.board.wom
        if number is None or not wom.is_live:
            self.draw()
            return
        from wom_tui.queries.order import order_detail

        wom.ask(order_detail, number, wom.now(), then=self._came, quietly=True)

    def _came(self, detail: OrderDetail) -> None:
        if detail.order.id == self.board.model.cursor:
            self.detail = detail
            self.draw()

    def draw(self) -> None:
        """The order under the cursor."""
        row, day, signs = self.board.model.row, self.board.day, self.board.wom.signs
        busy = self.board.wom.presence.on(row.number if row else None)
        if self.beside.display:
            from wom_tui.present.order_pane import pane

            width = self.beside.size.width - 3
            self.beside.draw(pane(row, self.detail, day, signs, width, busy) if row else [])
        else:
            self._draw_below(self.below)
        for place in self.also:
            self._draw_below(place)

    def _draw_below(self, place: ReadingBelow) -> None:
        row, size = self.board.model.row, place.size
        if place.display and size.height:
            day, signs = self.board.day, self.board.wom.signs
            busy = self.board.wom.presence.on(row.number if row else None)
            place.draw(below(row, self.detail, day, signs, size.width, size.height - 1, busy) if row else [])
