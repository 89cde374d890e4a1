"""How is one thing done, once, when nothing has happened for a while?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.timer import Timer


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
