"""Which columns shall the board have, and in which order? What is chosen is seen behind the panel at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wom_tui.present.cells import Line, fit
from wom_tui.present.columns import ALL_COLUMNS, COLUMNS
from wom_tui.tui.screens.list_panel import ListPanel

_BY_ID = {column.id: column for column in ALL_COLUMNS}
_OWN = tuple(column.id for column in COLUMNS)
_ALWAYS = "number"
_EARLIER, _LATER = ("comma", "left"), ("semicolon", "right")


class ColumnsPanel(ListPanel[tuple[str, ...]]):
    """All columns: those that are shown in their order, then the others."""

    def __init__(self, chosen: tuple[str, ...], try_out: Callable[[tuple[str, ...]], None]) -> None:
        """`try_out` shows columns on the board; none are its own."""
        super().__init__()
        self.try_out = try_out
        self._list(chosen)

    def _list(self, chosen: tuple[str, ...]) -> None:
        shown = chosen or _OWN
        self.shown = set(shown)
        self.order = [*shown, *(id for id in _BY_ID if id not in self.shown)]

    @property
    def chosen(self) -> tuple[str, ...]:
        """Those that are shown, in their order; none where they are the board's own."""
        chosen = tuple(id for id in self.order if id in self.shown)
        return () if chosen == _OWN else chosen

    @property
    def count(self) -> int:
        return len(self.order)

    def head(self) -> tuple[str, str]:
        return "columns", f"{len(self.shown)} of {len(self.order)}"

    def entry(self, at: int) -> Line:
        column = _BY_ID[self.order[at]]
        is_shown = column.id in self.shown
        sign = self.wom.signs.mark if is_shown else " "
        return (
            (f" {sign} ", "accent"),
            (fit(column.head, 14), "bold bright" if is_shown else "dim"),
            (f"  {column.said}", "text" if is_shown else "dim"),
        )

    def keys(self) -> Iterable[tuple[str, str]]:
        yield "Enter", "keep"
        yield "Esc", "as before"
        yield "Space", "show or not"
        yield ", ;", "earlier, later"
        yield "Backspace", "the board's own"

    async def answer(self, key: str) -> None:
        here = self.order[self.cursor]
        match key:
            case "enter":
                self.dismiss(self.chosen)
                return
            case "space":
                if here != _ALWAYS:
                    self.shown ^= {here}
                self.cursor += 1
            case "backspace":
                self._list(())
            case _ if key in _EARLIER:
                self._move(-1)
            case _ if key in _LATER:
                self._move(1)
            case _:
                return
        self.draw()
        self.try_out(self.chosen)

    def _move(self, step: int) -> None:
        """The column under the cursor, and the cursor with it."""
        to = self.cursor + step
        if 0 <= to < len(self.order):
            self.order.insert(to, self.order.pop(self.cursor))
            self.cursor = to
