"""How much may rules do within a minute, and how much of it is left? So a rule gone wild does little harm."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from wom_tui.domain.rule import Firing

MINUTE_S = 60.0
MOST_TOGETHER = 16  # acts in one transaction: who else wants to write waits as long as that takes


class MinuteCap:
    """The acts of the last minute, on a clock that nobody sets.

    Attributes:
        per_minute: acts at most.
        has_lines: something else than alerts is to be done as well.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self.per_minute, self.has_lines = per_minute, False
        self._clock = clock
        self._acts: deque[float] = deque()
        self._alerts: deque[float] = deque()  # those of them that are about alerts

    def begin(self, lately: int) -> None:
        """So many acts were done in the last minute, by whoever led before."""
        self._acts = deque([self._clock()] * lately)

    @property
    def is_full(self) -> bool:
        """So much was done in the last minute that the rest has to wait."""
        return self._lately(self._acts) >= self.per_minute

    def room(self, firings: Sequence[Firing]) -> int:
        """How many of the first of them may have their turn together, now."""
        room = min(MOST_TOGETHER, max(0, self.per_minute - self._lately(self._acts)))
        # A flood of alerts takes no more than half of the minute from what is to be done.
        alerts = self.per_minute // 2 - self._lately(self._alerts) if self.has_lines else room
        for place, firing in enumerate(firings[:room]):
            alerts -= firing.is_alert
            if firing.is_alert and alerts < 0:
                return place
        return min(room, len(firings))

    def count(self, firings: Sequence[Firing]) -> None:
        """They have their turn."""
        self.count_acts(len(firings))
        self._alerts.extend([self._clock()] * sum(firing.is_alert for firing in firings))

    def count_acts(self, number: int) -> None:
        """So many acts were done elsewhere."""
        self._acts.extend([self._clock()] * number)

    def _lately(self, acts: deque[float]) -> int:
        while acts and acts[0] <= self._clock() - MINUTE_S:
            acts.popleft()
        return len(acts)
