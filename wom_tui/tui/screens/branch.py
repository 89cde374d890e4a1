"""What a branch changes, line by line, before it is brought over: which are taken, and who wins where both moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from wom_tui.domain.words import some
from wom_tui.present.branch import line_words
from wom_tui.present.cells import Line, clip, rule_after
from wom_tui.present.safe_text import safe
from wom_tui.tui.screens.panel import Panel
from wom_tui.tui.widgets.lines import OneLine, StillLines

if TYPE_CHECKING:
    from wom_tui.domain.branch import Branch
    from wom_tui.queries.branches import Compared

_KEPT = 8  # lines of the view that stay in sight
_STEPS = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": 10, "pageup": -10}


class Taken(NamedTuple):
    """Which lines are brought over.

    Attributes:
        insist: those of them that win over what somebody has done meanwhile.
    """

    take: tuple[int, ...]
    insist: tuple[int, ...]


class BranchLines(StillLines):
    """The lines."""

    ground = "raised"


class BranchKeys(OneLine):
    """What can be pressed."""

    ground = "raised"


class BranchPanel(Panel[Taken]):
    """A panel above the key bar; the view stays in sight. Of a conflict nothing is taken unless somebody says so."""

    DEFAULT_CSS = """
    BranchPanel { background: transparent; align: left bottom; }
    BranchPanel > Vertical { height: auto; width: 100%; dock: bottom; }
    BranchPanel BranchLines { width: 100%; }
    """

    def __init__(self, branch: Branch, lines: Sequence[Compared], names: Mapping[int, str]) -> None:
        super().__init__()
        self.branch, self.lines, self.names = branch, lines, names
        self.cursor = self.top = 0
        self.taken = {at for at, one in enumerate(lines) if not one.is_conflict}

    def compose(self) -> ComposeResult:
        with Vertical():
            yield BranchLines(id="branch-lines")
            yield BranchKeys(id="branch-keys")

    def on_mount(self) -> None:
        self._draw()

    @property
    def _room(self) -> int:
        return max(1, min(len(self.lines) or 1, self.app.size.height - _KEPT - 2))

    def _draw(self) -> None:
        self.top = max(min(self.top, self.cursor), self.cursor - self._room + 1, 0)
        width, last = self.app.size.width, self.top + self._room
        shown = [(), self._head(width)]
        shown += [self._line(at) for at in range(self.top, min(last, len(self.lines)))]
        if not self.lines:
            shown.append((("   it changes nothing yet", "dim"),))
        panel = self.query_one(BranchLines)
        panel.styles.height = len(shown)
        panel.show([clip(line, width) for line in shown])
        is_conflict = bool(self.lines) and self.lines[self.cursor].is_conflict
        keys = [("   ", ""), ("Esc", "bold bright"), (" back", "dim")]
        if self.lines:
            take = " take ours, or leave it" if is_conflict else " take or leave out"
            keys += [("   ", ""), ("Space", "bold bright"), (take, "dim")]
            keys += [("   ", ""), ("Y", "bold bright"), (f" bring {len(self.taken)} over", "dim")]
        self.query_one(BranchKeys).show(tuple(keys))

    def _head(self, width: int) -> Line:
        conflicts = sum(one.is_conflict for one in self.lines)
        note = f"{some(conflicts, 'conflict')}, " if conflicts else ""
        counts = ((f"{note}{len(self.taken)} of {len(self.lines)} taken", "dim"),)
        head = [(f"   branch {safe(self.branch.name)}", "bold bright")]
        return (*rule_after(head, width - 1, self.wom.signs.rule, counts), (" ", ""))

    def _line(self, at: int) -> Line:
        one, is_ascii = self.lines[at], self.wom.signs.is_ascii
        words = line_words(one, self.names, self.wom.now(), self.wom.seat.zone, self.wom.signs.arrow)
        sign = ("=" if is_ascii else "√") if at in self.taken else " "
        ink = "late" if one.is_conflict else "text" if at in self.taken else "dim"
        cursor = self.wom.signs.cursor if at == self.cursor else " "
        return ((cursor, "accent"), (f" {sign} ", "site"), (words, ink))

    async def press(self, event: events.Key) -> None:
        """Up, down, Space, Y, Esc."""
        if event.key in ("escape", "q", "B"):
            self.dismiss(None)
        elif event.key in _STEPS and self.lines:
            self.cursor = min(len(self.lines) - 1, max(0, self.cursor + _STEPS[event.key]))
            self._draw()
        elif event.key == "space" and self.lines:
            self.taken ^= {self.cursor}
            self.cursor = min(len(self.lines) - 1, self.cursor + 1)
            self._draw()
        elif event.key == "Y" and self.taken:
            insist = tuple(sorted(at for at in self.taken if self.lines[at].is_conflict))
            self.dismiss(Taken(tuple(sorted(self.taken)), insist))
