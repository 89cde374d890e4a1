"""Where does a cursor go that was sent before there were lines to send it to? Where it was sent, once they are there.

Only steps wait: what acts on something is refused until it can be seen what that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.key import Key
    from wom_tui.tui.view import View

_STEPS = frozenset(
    {
        *("up", "down", "half_up", "half_down", "page_up", "page_down", "top", "bottom"),
        *("bar_left", "bar_right"),
    }
)


class EarlySteps:
    """The steps that wait, for each view in the order in which they were made."""

    def __init__(self, app: WomApp) -> None:
        self.app = app
        self._waiting: dict[View, list[str]] = {}

    def keeps(self, row: Key) -> bool:
        """Keep a key for later; answers whether it was one that has to wait."""
        view = self.app.view
        is_step = row.id in _STEPS and view.mode in row.contexts
        if not is_step or (view.has_come and view not in self._waiting):
            return False
        self._waiting.setdefault(view, []).append(row.id)
        return True

    def look(self, view: View) -> None:
        """A view has drawn something: perhaps it has its lines now."""
        if view in self._waiting and view.has_come:
            self._make(view)  # at once: a key that acts may come next

    def _make(self, view: View) -> None:
        for id in self._waiting.pop(view, ()):
            if (step := view.answer_to(id)) is not None:
                step()
