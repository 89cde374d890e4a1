"""Which views are there? A digit goes to one at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wom_tui.present.cells import Line, fit
from wom_tui.present.safe_text import safe
from wom_tui.present.saved_view import SavedView
from wom_tui.tui.screens.list_panel import ListPanel

_DIGITS = 9  # views that have one


class ViewsPanel(ListPanel[str]):
    """The list; answers what is to be said after `view`."""

    def __init__(self, views: Sequence[SavedView], title: str) -> None:
        """`title` is the name of the one that is on, with a star where it was changed."""
        super().__init__()
        self.views, self.on = views, title
        names = [view.name for view in views]
        here = title.rstrip("*")
        self.cursor = names.index(here) if here in names else 0

    @property
    def count(self) -> int:
        return len(self.views)

    def head(self) -> tuple[str, str]:
        return (
            "views",
            f"{safe(self.on)} is on" if self.on else "view save NAME keeps the board as it is",
        )

    def entry(self, at: int) -> Line:
        view = self.views[at]
        digit = str(at + 1) if at < _DIGITS else " "
        is_on = view.name == self.on.rstrip("*")
        whose = "" if view.is_shipped else "yours"
        wide = max(12, min(30, self.app.size.width // 4))
        return (
            (f" {digit} ", "bold bright"),
            (fit(safe(view.name), wide), "bold bright" if is_on else "text"),
            (f"  {fit(whose, 5)}  ", "dim"),
            (safe(view.words), "dim"),
        )

    def keys(self) -> Iterable[tuple[str, str]]:
        yield "Enter", "go there"
        yield "1–9".replace("–", self.wom.signs.dash), "at once"
        if not self.views[self.cursor].is_shipped:
            yield "X", "drop it"
        yield "Esc", "back"

    async def answer(self, key: str) -> None:
        view = self.views[self.cursor]
        if key == "enter":
            self.dismiss(view.name)
        elif key.isdecimal() and 0 < int(key) <= min(_DIGITS, self.count):
            self.dismiss(self.views[int(key) - 1].name)
        elif key == "X" and not view.is_shipped:
            self.dismiss(f"drop {view.name}")
