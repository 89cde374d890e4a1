"""What a branch changes, line by line, before it is brought over: which are taken, and who wins where both moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wom_tui.domain.words import some
from wom_tui.present.branch import line_words
from wom_tui.present.cells import Line
from wom_tui.present.safe_text import safe
from wom_tui.tui.screens.list_panel import ListPanel

if TYPE_CHECKING:
    from wom_tui.domain.branch import Branch
    from wom_tui.queries.branches import Compared


class Taken(NamedTuple):
    """Which lines are brought over.

    Attributes:
        insist: those of them that win over what somebody has done meanwhile.
    """

    take: tuple[int, ...]
    insist: tuple[int, ...]


class BranchPanel(ListPanel[Taken]):
    """Its lines. Of a conflict nothing is taken unless somebody says so."""

    empty = "it changes nothing yet"

    def __init__(self, branch: Branch, lines: Sequence[Compared], names: Mapping[int, str]) -> None:
        super().__init__()
        self.branch, self.lines, self.names = branch, lines, names
        self.taken = {at for at, one in enumerate(lines) if not one.is_conflict}

    @property
    def count(self) -> int:
        return len(self.lines)

    def head(self) -> tuple[str, str]:
        conflicts = sum(one.is_conflict for one in self.lines)
        note = f"{some(conflicts, 'conflict')}, " if conflicts else ""
        return f"branch {safe(self.branch.name)}", f"{note}{len(self.taken)} of {len(self.lines)} taken"

    def entry(self, at: int) -> Line:
        one = self.lines[at]
        words = line_words(one, self.names, self.wom.now(), self.wom.seat.zone, self.wom.signs.arrow)
        sign = self.wom.signs.done if at in self.taken else " "
        ink = "late" if one.is_conflict else "text" if at in self.taken else "dim"
        return ((f" {sign} ", "site"), (words, ink))

    def keys(self) -> Iterable[tuple[str, str]]:
        yield "Esc", "back"
        if self.lines:
            is_conflict = self.lines[self.cursor].is_conflict
            yield "Space", "take ours, or leave it" if is_conflict else "take or leave out"
            yield "Y", f"bring {len(self.taken)} over"

    async def answer(self, key: str) -> None:
        if key == "B":
            self.left()
        elif key == "space" and self.lines:
            self.taken ^= {self.cursor}
            self.cursor += 1
            self.draw()
        elif key == "Y" and self.taken:
            insist = tuple(sorted(at for at in self.taken if self.lines[at].is_conflict))
            self.dismiss(Taken(tuple(sorted(self.taken)), insist))
