"""The map on the screen: rows that did not change are not drawn again, and a mouse may point, drag and roll."""

from __future__ import annotations

from textual import events
from textual.message import Message

from wom_tui.tui.widgets.lines import StillLines


class MapChart(StillLines):
    """The rows of the map as they were made."""

    DEFAULT_CSS = """
    MapChart { height: 1fr; width: 1fr; }
    """

    class Pointed(Message):
        """Somebody pointed at a cell; twice means open."""

        def __init__(self, col: int, row: int, *, is_double: bool) -> None:
            super().__init__()
            self.col, self.row, self.is_double = col, row, is_double

    class Dragged(Message):
        """Somebody has moved the map by so many cells."""

        def __init__(self, cols: int, rows: int) -> None:
            super().__init__()
            self.cols, self.rows = cols, rows

    class Rolled(Message):
        """The wheel was turned over a cell: nearer (1) or farther (-1)."""

        def __init__(self, col: int, row: int, steps: int) -> None:
            super().__init__()
            self.col, self.row, self.steps = col, row, steps

    class Resized(Message):
        """There is another room for the map."""

    def __init__(self) -> None:
        super().__init__(id="chart")
        self._held: tuple[int, int] | None = None  # the cell at which the button went down
        self._is_moved = False

    def on_resize(self) -> None:
        self.post_message(self.Resized())

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A drag may begin."""
        self._held, self._is_moved = (event.x, event.y), False
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The map goes where the pointer goes."""
        if self._held is None:
            return
        cols, rows = self._held[0] - event.x, self._held[1] - event.y
        if cols or rows:
            self._held, self._is_moved = (event.x, event.y), True
            self.post_message(self.Dragged(cols, rows))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self._held = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A click is the cursor; the end of a drag is none."""
        if not self._is_moved:
            self.post_message(self.Pointed(event.x, event.y, is_double=event.chain == 2))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.post_message(self.Rolled(event.x, event.y, 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.post_message(self.Rolled(event.x, event.y, -1))
