"""Which things have a name of one's own? A digit takes one at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wom_tui.present.cells import Line, fit
from wom_tui.present.safe_text import safe
from wom_tui.tui.screens.list_panel import ListPanel

_DIGITS = 9  # things that have one


@dataclass(frozen=True)
class Named:
    """One of them: what it is called, what it holds, whose it is."""

    name: str
    words: str
    whose: str = ""
    can_drop: bool = True


class NamesPanel(ListPanel[str]):
    """The list; answers a name, or `drop NAME`."""

    def __init__(self, title: str, note: str, things: Sequence[Named], does: str, on: str = "") -> None:
        """Show things; `does` says what Enter does with one, `on` is the name of the one that is on."""
        super().__init__()
        self.said, self.things, self.does, self.on = (title, note), things, does, on
        names = [thing.name for thing in things]
        self.cursor = names.index(on) if on in names else 0

    takes_ahead = True
    empty = "none yet"

    @property
    def count(self) -> int:
        return len(self.things)

    def head(self) -> tuple[str, str]:
        return self.said

    def entry(self, at: int) -> Line:
        thing = self.things[at]
        digit = str(at + 1) if at < _DIGITS else " "
        wide = max(12, min(30, self.app.size.width // 4))
        return (
            (f" {digit} ", "bold bright"),
            (fit(safe(thing.name), wide), "bold bright" if thing.name == self.on else "text"),
            (f"  {fit(thing.whose, 5)}  " if any(one.whose for one in self.things) else "  ", "dim"),
            (safe(thing.words), "dim"),
        )

    def keys(self) -> Iterable[tuple[str, str]]:
        if self.things:
            yield "Enter", self.does
            last = min(_DIGITS, self.count)
            yield f"1{self.wom.signs.dash}{last}" if last > 1 else "1", "at once"
            if self.things[self.cursor].can_drop:
                yield "X", "drop it"
        yield "Esc", "back"

    async def answer(self, key: str) -> None:
        if key.isdecimal() and 0 < int(key) <= min(_DIGITS, self.count):
            self.dismiss(self.things[int(key) - 1].name)
        elif self.things and key == "enter":
            self.dismiss(self.things[self.cursor].name)
        elif self.things and key == "X" and self.things[self.cursor].can_drop:
            self.dismiss(f"drop {self.things[self.cursor].name}")
