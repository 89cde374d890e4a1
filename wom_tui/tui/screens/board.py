"""The board."""

from __future__ import annotations

from wom_tui.tui.view import View


class BoardView(View):
    """All orders, what needs action first."""

    context = "board"
