"""How is one thing done, once, when nothing has happened for a while, or nobody has pressed a key?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.timer import Timer


_AT_LEAST_S = 0.05


class Rest:
    """A rest that begins again with every thing that happens.

    A timer that has run out waits in the queue of messages, where stopping it does not reach it: so each turn has
    its number, and one that is over does nothing.
    """

    def __init__(self, node: MessagePump, seconds: float, then: Callable[[], object]) -> None:
        self._node, self.seconds, self._then = node, seconds, then
        self._timer: Timer | None = None
        self._turn = 0

    @property
    def is_waited_for(self) -> bool:
        return self._timer is not None

    def begin(self) -> None:
        """Something has happened: wait from here."""
        self.drop()
        self._timer = self._node.set_timer(self.seconds, partial(self._over, self._turn))

    def drop(self) -> None:
        """Nothing is to be done after all."""
        self._turn += 1
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _over(self, turn: int) -> None:
        if turn == self._turn:
            self._timer = None
            self._then()


class Quiet:
    """What moves under the eye moves once nobody has been at the keys for a while, and nothing holds it.

    It begins when there is something to move; every key puts it off, and while a panel is in front or something
    else goes on with what is shown, it waits as long again.

    Args:
        node: whose timers count.
        seconds: how long no key was pressed; asked each time, for it can be chosen.
        is_held: something goes on that nothing may move under.
        then: what is done at last.
    """

    def __init__(
        self,
        node: MessagePump,
        seconds: Callable[[], float],
        is_held: Callable[[], bool],
        then: Callable[[], object],
    ) -> None:
        self._node, self._seconds, self._is_held, self._then = node, seconds, is_held, then
        self._timer: Timer | None = None
        self._last_key = 0.0

    def note_key(self) -> None:
        """Somebody is at the keys."""
        self._last_key = monotonic()

    def begin(self) -> None:
        """There is something to move; it may be begun any number of times."""
        if self._timer is None:
            self._wait(self._seconds() - (monotonic() - self._last_key))

    def _wait(self, seconds: float) -> None:
        self._timer = self._node.set_timer(max(_AT_LEAST_S, seconds), self._over)

    def _over(self) -> None:
        self._timer = None
        if self._is_held():
            self._wait(self._seconds())
        elif monotonic() - self._last_key < self._seconds():
            self.begin()
        else:
            self._then()
