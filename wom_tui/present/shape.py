"""What can a dispatcher make of the board: which rows, in which order, in which groups, with which columns?"""

from __future__ import annotations

from dataclasses import dataclass

from wom_tui.present.cells import Piece
from wom_tui.present.grouping import By, Grouping


@dataclass(frozen=True)
class Shape:
    """One such form. Each part of it as the board has it of its own, unless somebody says otherwise.

    Attributes:
        filter: as it is typed.
        columns: ids in their order; none = the board's own.
    """

    filter: str = ""
    sort: str = By.sort
    is_reversed: bool = False
    grouping: Grouping = Grouping.URGENCY
    columns: tuple[str, ...] = ()

    @property
    def by(self) -> By:
        """By what rows are sorted and grouped."""
        return By(self.sort, self.grouping)

    def words(self) -> str:
        """`status=ready, by territory, sorted by due down, 7 columns`; empty for the board as it is of its own."""
        own = Shape()
        down = " down" if self.is_reversed else ""
        parts = (
            self.filter,
            self.grouping.words if self.grouping is not own.grouping else "",
            f"sorted by {self.sort.replace('_', ' ')}{down}" if self.sort != own.sort or down else "",
            f"{len(self.columns)} columns" if self.columns else "",
        )
        return ", ".join(part for part in parts if part)


def grouped(grouping: Grouping) -> tuple[Piece, ...]:
    """What line 2 says of it; nothing where the groups are the board's own."""
    return () if grouping is Grouping.URGENCY else ((f"  {grouping.words}", "text"),)
