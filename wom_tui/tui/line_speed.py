"""Is the line to the terminal slow? Measured by a question that every terminal answers: where is the cursor?

Nobody waits for the answer. It goes to Textual's parser, which knows it from a key, and comes as an event with the
moment it came in. A first answer that is late may be our own fault, at the start: two more have to agree.
What a slow line gets: sixteen colours, or 256 of a look that was chosen; half a page at the edge of a list; the order
under the cursor only after a longer rest; notices of one line that go with a key; and no frame before the last but one
has arrived (`pace.py`).
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from rich.color import ColorSystem

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp

SLOW_S = 0.08  # a round trip of so long is felt at every key
TRIES = 3  # all of them have to be slow


class LineSpeed:
    """What is known of the line, and what is done about it."""

    def __init__(self, app: WomApp) -> None:
        self.app = app
        self.round_trip_s: float | None = None  # the best that was measured
        self.is_slow = app.settings.console.slow == "on"
        self._asked_at: float | None = None
        self._asked = 0

    def begin(self) -> None:
        """Ask, unless it is known that the line is not slow."""
        if self.app.settings.console.slow != "off":
            self._ask()
        self._take()

    def _ask(self) -> None:
        self._asked += 1
        self._asked_at = monotonic()
        self.app.ask_for_cursor()

    def answered(self, at: float) -> None:
        """An answer came in at that moment of the monotonic clock: to a question, or behind a frame."""
        if self._asked_at is None:
            self.app.frame_arrived()
            return
        taken, self._asked_at = max(0.0, at - self._asked_at), None
        self.round_trip_s = taken if self.round_trip_s is None else min(taken, self.round_trip_s)
        is_open = self.app.settings.console.slow == "auto"
        if is_open and self.round_trip_s > SLOW_S and self._asked < TRIES:
            self._ask()
        else:
            self.decide()

    def decide(self) -> None:
        """Slow or not, by what is set, else by what was measured."""
        setting = self.app.settings.console.slow
        if setting == "auto" and self.round_trip_s is None and self._asked_at is None:
            self._ask()
        was_slow = self.is_slow
        self.is_slow = setting == "on" or (setting == "auto" and (self.round_trip_s or 0.0) > SLOW_S)
        self._take()
        if self.is_slow != was_slow:
            self.app.dress()

    def _take(self) -> None:
        """Fewer colours; and frames wait for each other once it is known that this terminal answers."""
        self.app.most_colours = ColorSystem.EIGHT_BIT if self.is_slow else ColorSystem.TRUECOLOR
        self.app.pace.turn(is_on=self.is_slow and self.round_trip_s is not None)
