"""Which views are read before somebody opens them? Those that take their time, one after the other, in quiet moments.

A day's lanes, a queue or a heat table of a hundred thousand orders take up to two seconds to be found out; whoever
opens one wants to see it at once. So each is made behind the board, as if it had been visited: what it shows first is
from then, and what it reads when it is opened comes after.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wom_tui.tui.key import ALERTS, BACKLOG, LANES, LOG, MAP, MESSAGES, ORDER, OUTBOX, RULES, TRIAGE
from wom_tui.tui.rest import Rest

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.view import View

QUIET_S = 1.5  # since the last key, and between two of them
# The page of an order is only built: nobody knows of which.
_VIEWS = (ORDER, LANES, TRIAGE, BACKLOG, ALERTS, LOG, MAP, RULES, MESSAGES, OUTBOX)


class Ahead:
    """Reads them in turn; a key puts the next one off."""

    def __init__(self, app: WomApp) -> None:
        self.app = app
        self._left = [*reversed(_VIEWS)]
        self._current: View | None = None
        self._rest = Rest(app, QUIET_S, partial(app.call_later, self._next))

    def begin(self) -> None:
        """The board is there."""
        self._rest.begin()

    def note_key(self) -> None:
        """Somebody is at the keys, and comes first."""
        if self._rest.is_waited_for:
            self._rest.begin()

    def is_reading(self, view: View) -> bool:
        """It asks for what it shows, though nobody has opened it."""
        return view is self._current

    async def _next(self) -> None:
        self._current = None
        if not self._left or not self.app.live.may_act:
            return
        name = self._left.pop()
        if not any(view.id == name for view in self.app.views):
            self._current = view = await self.app.make_view(name)
            view.opened()
        self._rest.begin()
