"""How far can the page of an order be rolled, and how much of it stands above its foot?"""

from __future__ import annotations

from wom_tui.present.cells import Line
from wom_tui.tui.widgets.two_columns import TwoColumns


class OrderPage(TwoColumns):
    """The page, in one or two columns, rolled as one."""

    def ends_above(self, lines: int, column: list[Line]) -> bool:
        """The column's last line stands above so many lines at the bottom."""
        return len(column) - self.top <= self.size.height - lines

    def roll(self, lines: int) -> None:
        """Roll by so many lines, within the page; what a notice covers can be rolled out from under it."""
        notice = self.wom.toasts.size.height if self.wom.toasts.shown else 0
        most = max(len(self.left), len(self.right)) - self.size.height + notice
        top = max(0, min(self.top + lines, most))
        if top != self.top:
            self.top = top
            self.refresh()
