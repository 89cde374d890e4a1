"""How is a list drawn that a view answers line by line, with one line under the cursor?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import ClassVar, Generic, Protocol, TypeVar

from textual import events
from textual.strip import Strip

from wom_tui.present.at import At
from wom_tui.present.cells import Line, clip
from wom_tui.tui.steps import Steps
from wom_tui.tui.view import View
from wom_tui.tui.widgets.lines import Lines


class Listed(Protocol):
    """A view that has such a list."""

    @property
    def cursor_line(self) -> int:
        """Which line of the list the cursor is on."""

    @property
    def all_lines(self) -> int:
        """Lines there are."""

    def list_line(self, line: int, width: int) -> Line:
        """The pieces of a line of the list."""

    def click(self, line: int) -> None:
        """The pointer is on a line of the list."""

    def way_to(self, line: int) -> Callable[[], object] | None:
        """What puts the cursor on what stands in a line now; None where it does not go by labels."""


def jumped(before: int, after: int, height: int, lines: int) -> int:
    """Where a list begins that would scroll by a little: on a slow line by half a page, once instead of often."""
    if 0 < abs(after - before) < height // 2:
        after = before + (height // 2 if after > before else -(height // 2))
    return max(0, min(after, lines - height))


class CursorList(Lines):
    """The part of the list that there is room for, from line `top` on."""

    DEFAULT_CSS = """
    CursorList { height: 1fr; width: 1fr; }
    """

    def __init__(self, view: Listed, *, id: str, has_bars: bool = False) -> None:
        super().__init__(id=id)
        self.view, self.has_bars = view, has_bars
        self.top = 0

    def line(self, y: int) -> Line:
        return self.view.list_line(self.top + y, self.size.width)

    def render_line(self, y: int) -> Strip:
        """The cursor's line stands on its own ground; not where bars could not be read in reverse video."""
        is_marked = self.top + y == self.view.cursor_line and not (self.has_bars and self.wom.look.flat)
        return self.wom.look.strip(self.line(y), self.size.width, "selection" if is_marked else "bg")

    def keep_cursor_in_sight(self) -> bool:
        """Scroll no farther than the cursor asks; answers whether it did."""
        before, line, height = self.top, self.view.cursor_line, self.size.height
        if not height:
            return False  # not laid out yet: any line would be out of sight
        self.top = max(0, min(self.top, line), line - height + 1) if line >= height else 0
        if self.wom.line_speed.is_slow:
            self.top = jumped(before, self.top, height, self.view.all_lines)
        return self.top != before

    def jumps(self) -> Iterator[tuple[int, Callable[[], object]]]:
        """The lines in sight that the cursor can be on."""
        for y in range(self.size.height):
            way = self.view.way_to(self.top + y)
            if way is not None:
                yield y, way

    def on_resize(self) -> None:
        """The cursor stays in sight; notices stand above what is below the list."""
        if self.keep_cursor_in_sight():
            self.refresh()
        self.wom.toasts.place()

    def on_click(self, event: events.Click) -> None:
        """A click is the cursor, never an act."""
        self.view.click(self.top + event.y)


class ListView(Steps, View):
    """A view that is such a list, with words about the cursor under it."""

    words_id: ClassVar[str]  # of the widget with these words

    @property
    def list(self) -> CursorList:
        """The list itself."""
        return self.query_one(CursorList)

    @property
    def at(self) -> At:
        """From when and where it tells what it shows, and with which signs."""
        return At(self.wom.now(), self.wom.seat.zone, self.wom.signs)

    @property
    def cursor_line(self) -> int:
        """Which line of the list the cursor is on."""
        raise NotImplementedError

    def way_to(self, line: int) -> Callable[[], object] | None:
        """What puts the cursor on what stands in a line now; None where it does not go by labels."""
        return None

    @property
    def foot(self) -> int:
        """The words about the cursor."""
        return self.query_one(f"#{self.words_id}").size.height

    @property
    def cursor_y(self) -> int:
        return self.list.region.y + self.cursor_line - self.list.top

    @property
    def page(self) -> int:
        return self.list.size.height


class Keyed(Protocol):
    """A line of a list whose cursor stays with what a line is about, while lines come and go."""

    @property
    def key(self) -> str:
        """What it is about; empty for heads and gaps, which the cursor passes over."""

    @property
    def line(self) -> Line:
        """Its pieces."""


_NOTHING = "nothing"  # no line has this key: a key was pressed when there was none
K = TypeVar("K", bound=Keyed)


class KeyedList(ListView, Generic[K]):
    """A list of such lines. The view keeps `entries` and `cursor`, and draws when the cursor has moved.

    Attributes:
        goes_on: where what the cursor was on has gone, it is on the line that stands there now; else on nothing,
            until a key moves it.
    """

    entries: Sequence[K]
    cursor: str
    goes_on: ClassVar[bool] = True
    _line = 0  # where the cursor was when the lines became others

    def draw_cursor(self) -> None:
        """Where it is, and what can be done there; the lines themselves are as they were."""
        raise NotImplementedError

    def set_entries(self, entries: Sequence[K]) -> None:
        """Other lines."""
        self._line = self.cursor_line
        self.entries = entries
        if self.entry is None and (self.goes_on or not self.cursor):
            self.go_to_line(self._line)

    def entry_line(self, line: int, width: int) -> Line:
        """One of them, with the cursor left of it."""
        if line >= len(self.entries):
            return ()
        entry = self.entries[line]
        gutter = self.wom.signs.cursor if entry.key and entry.key == self.cursor else " "
        return clip(((gutter, "accent"), ("  ", ""), *entry.line), width - 1)

    @property
    def entry(self) -> K | None:
        """What the cursor is on."""
        return next((entry for entry in self.entries if entry.key and entry.key == self.cursor), None)

    @property
    def cursor_line(self) -> int:
        here = (at for at, entry in enumerate(self.entries) if entry.key and entry.key == self.cursor)
        return next(here, min(self._line, max(0, len(self.entries) - 1)))

    def step(self, lines: int) -> None:
        """To another line that something can be done with."""
        there = [at for at, entry in enumerate(self.entries) if entry.key]
        if there and self.entry is None and lines > 0:
            self.go_to_line(self._line)  # the next one stands there already
            self.draw_cursor()
        elif there:
            here = there.index(self.cursor_line) if self.cursor_line in there else 0
            self.go_to_line(there[min(len(there) - 1, max(0, here + lines))])
            self.draw_cursor()
        else:
            self.go_to_line(0)

    def go_to_line(self, line: int) -> None:
        """To the nearest line that the cursor can be on."""
        there = [(abs(at - line), at) for at, entry in enumerate(self.entries) if entry.key]
        if there:
            self.cursor = self.entries[min(there)[1]].key
        elif not self.goes_on:
            self.cursor = _NOTHING

    def way_to(self, line: int) -> Callable[[], object] | None:
        """To what stands in a line now, wherever it stands by then."""
        key = self.entries[line].key if line < len(self.entries) else ""
        return partial(self._go_to, key) if key else None

    def _go_to(self, key: str) -> None:
        if any(entry.key == key for entry in self.entries):
            self.cursor = key
            self.draw_cursor()

    def click(self, line: int) -> None:
        """The pointer is on a line of the list."""
        self.go_to_line(line)
        self.draw_cursor()

    @property
    def all_lines(self) -> int:
        return len(self.entries)
