"""Which of several answers counts? The one to the newest question, wherever the others are by then."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


class Newest:
    """Questions of one kind; each one makes those before it void."""

    def __init__(self) -> None:
        self._turn = 0

    def only(self, then: Callable[P, object]) -> Callable[P, None]:
        """A question is asked: `then` is told the answer, unless another was asked meanwhile, or none any more."""
        self.drop()
        turn = self._turn

        def came(*args: P.args, **kwargs: P.kwargs) -> None:
            if turn == self._turn:
                then(*args, **kwargs)

        return came

    def drop(self) -> None:
        """No answer is waited for any more."""
        self._turn += 1
