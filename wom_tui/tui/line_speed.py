"""Is the line to the terminal slow? Measured by a question that every terminal answers: where is the cursor?

Nobody waits for the answer. It goes to Textual's parser, which knows it from a key, and comes as an event with the
moment it came in. A first answer that is late may be our own fault, at the start: a second one has to agree.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp

SLOW_S = 0.08  # a round trip of so long is felt at every key


class LineSpeed:
    """What is known of the line."""

    def __init__(self, app: WomApp) -> None:
        self.app = app
        self.round_trip_s: float | None = None  # the best that was measured
        self.is_slow = app.settings.console.slow == "on"
        self._asked_at: float | None = None
        self._asked = 0

    def begin(self) -> None:
        """Ask, if that has not been decided."""
        if self.app.settings.console.slow == "auto":
            self._ask()

    def _ask(self) -> None:
        self._asked += 1
        self._asked_at = monotonic()
        self.app.ask_for_cursor()

    def answered(self, at: float) -> None:
        """An answer came in at that moment of the monotonic clock."""
        if self._asked_at is None:
            return
        taken, self._asked_at = max(0.0, at - self._asked_at), None
        self.round_trip_s = min(taken, self.round_trip_s or taken)
        if self.round_trip_s > SLOW_S and self._asked < 2:
            self._ask()
        else:
            self.decide()

    def decide(self) -> None:
        """Slow or not, by what is set, else by what was measured."""
        setting = self.app.settings.console.slow
        if setting == "auto" and self.round_trip_s is None:
            self._ask()
        is_slow = setting == "on" or (setting == "auto" and (self.round_trip_s or 0.0) > SLOW_S)
        if is_slow != self.is_slow:
            self.is_slow = is_slow
            self.app.dress()
