"""How a widget draws itself from lines of pieces: no markup, no layout, only the lines that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from wom_tui.present.cells import Line

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp


class Lines(Widget):
    """Override `line(y)`; call `redraw(y)` for a line that changed."""

    ground: str = "bg"

    @property
    def wom(self) -> WomApp:
        """The app, by its own type."""
        return cast("WomApp", self.app)

    def stand_on(self, ground: str) -> None:
        """Another ground from now on."""
        if ground != self.ground:
            self.ground = ground
            self.refresh()

    def line(self, y: int) -> Line:
        """The pieces of the line, at most as wide as the widget."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """What Textual asks for."""
        return self.wom.look.strip(self.line(y), self.size.width, self.ground)

    def redraw(self, y: int) -> None:
        """Draw one line again; all of them where the widget has no size yet, or none for now."""
        if not self.size.height:
            self.refresh()
        elif 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))


class OneLine(Lines):
    """A widget one line high. Drawn again only when its text is another."""

    DEFAULT_CSS = """
    OneLine { height: 1; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: Line = ()

    def show(self, line: Line) -> None:
        """Put another line there."""
        if line != self._shown:
            self._shown = line
            self.refresh()

    def line(self, y: int) -> Line:
        return self._shown


class StillLines(Lines):
    """Several lines that are set as a whole; only those that differ are drawn again."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: list[Line] = []

    def show(self, lines: list[Line]) -> None:
        """Put other lines there."""
        before, self._shown = self._shown, lines
        for y in range(max(len(before), len(lines))):
            if (before[y] if y < len(before) else ()) != (lines[y] if y < len(lines) else ()):
                self.redraw(y)

    def show_under_rule(self, lines: list[Line], width: int) -> None:
        """A rule of almost that width, then these."""
        self.show([((" ", ""), (self.wom.signs.rule * (width - 2), "rule")), *lines])

    def line(self, y: int) -> Line:
        return self._shown[y] if y < len(self._shown) else ()
