"""How does one go through the files of an order? A cursor over them; `y` copies where the file is.

Nothing is ever opened or fetched from here: what stands there was written by others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wom_tui.present.cells import Line
from wom_tui.present.order_files import file_lines

if TYPE_CHECKING:
    from wom_tui.queries.attached import OrderFile
    from wom_tui.tui.screens.order import OrderView

PART = "Files"  # the sub-tab


class FileCursor:
    """The cursor over the files of one order."""

    def __init__(self, view: OrderView) -> None:
        self.view = view
        self.id = 0  # of the file that it is on; one that is gone means the first

    @property
    def files(self) -> tuple[OrderFile, ...]:
        """All that it can be on."""
        return self.view.detail.files if self.view.detail is not None else ()

    @property
    def is_here(self) -> bool:
        """The files are what is shown."""
        return self.view.part == PART and bool(self.files)

    @property
    def index(self) -> int:
        return next((at for at, one in enumerate(self.files) if one.fact.id == self.id), 0)

    @property
    def place(self) -> str:
        """Where the file under the cursor is."""
        return self.files[self.index].fact.place

    def move(self, step: int) -> None:
        """To another file; past the ends it stays."""
        self.id = self.files[max(0, min(self.index + step, len(self.files) - 1))].fact.id
        self.view.draw()

    @property
    def below(self) -> int:
        """How many lines of the file under the cursor stand below its first."""
        return len(file_lines(self.files[self.index], self.view.at, self.view.sheet.room)) - 1

    def lines(self, width: int) -> tuple[list[Line], int]:
        """All files, and which line the cursor is on."""
        lines: list[Line] = []
        here = 0
        for number, one in enumerate(self.files):
            if number == self.index:
                here = len(lines)
            lines += file_lines(one, self.view.at, width)
        return lines, here

    def refuse_to_open(self) -> None:
        """Enter: say what there is instead."""
        row = self.view.wom.keymap.by_id("copy")
        self.view.wom.toast("files are not opened from here", f"{row.shown} copies where this one is")
