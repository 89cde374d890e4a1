"""How many frames may be on their way to the terminal before the next one waits?

On a line of a thousand bytes a second a held key would fill buffers for half a minute, and what is seen would lag so
far behind the key. So behind every frame the terminal is asked where its cursor is: the answer says that the frame
has arrived. While two are unanswered, what changes is put by, and goes as one frame when the line is free.
"""

from __future__ import annotations

from time import monotonic

UNANSWERED = 2  # frames on their way: with one, a line with a long round trip would stand idle
GIVE_UP_S = 60.0  # a terminal that has stopped answering is not waited for


class Pace:
    """The frames that are on their way. Off until it is known that the terminal answers."""

    def __init__(self) -> None:
        self.is_on = False
        self._on_the_way = 0
        self._heard_at = 0.0

    def turn(self, *, is_on: bool) -> None:
        """From now on, or no longer."""
        if is_on != self.is_on:
            self.is_on, self._on_the_way, self._heard_at = is_on, 0, monotonic()

    def restart(self) -> None:
        """No answer is to be expected to what was sent so far."""
        self._on_the_way, self._heard_at = 0, monotonic()

    @property
    def has_to_wait(self) -> bool:
        """The next frame is put by."""
        if self._on_the_way >= UNANSWERED and monotonic() - self._heard_at > GIVE_UP_S:
            self.turn(is_on=False)
        return self.is_on and self._on_the_way >= UNANSWERED

    def sent(self) -> None:
        """A frame has gone out, and a question behind it."""
        self._on_the_way += 1

    def heard(self) -> None:
        """An answer has come."""
        self._on_the_way, self._heard_at = max(0, self._on_the_way - 1), monotonic()
