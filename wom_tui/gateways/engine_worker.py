"""What runs in the planner's process: read a task, do it, answer; until nobody is at the other end."""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, BinaryIO

from wom_tui.gateways.engine_tasks import Result
from wom_tui.planning.effort import Placed, Reached

_TOLD_EVERY_S = 0.05
_NICER = 5  # the console's keys come first
_GONE = "gone"


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Do one task after another.

    Args:
        asked: pickles of tasks, see `engine_tasks`, and of None, which ends the one that is going on.
    """
    said: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_listen, args=(asked, said), daemon=True).start()
    while (task := said.get()) != _GONE:
        if task is None:
            continue  # to end a search that had ended
        teller = _Teller(said, answers)
        try:
            answer: Result | str = Result(task.done(teller.placed, teller.reached))
        except Exception as error:  # noqa: BLE001  it is told there, by whoever asked
            answer = f"{type(error).__name__}: {error}"
        _say(answers, answer)


def _listen(asked: BinaryIO, said: SimpleQueue[Any]) -> None:
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            said.put(pickle.load(asked))  # noqa: S301  our own parent's
    said.put(_GONE)


def _say(answers: BinaryIO, answer: Any) -> None:
    pickle.dump(answer, answers)
    answers.flush()


class _Teller:
    """Tells how far it is, now and then; stops for good when asked to, or when nobody listens any more."""

    def __init__(self, said: SimpleQueue[Any], answers: BinaryIO) -> None:
        self._said, self._answers = said, answers
        self._told_at = 0.0
        self._goes_on = True

    def placed(self, done: int, of: int) -> bool:
        """While the first plan is made."""
        return self._tell(Placed(done, of))

    def reached(self, reached: Reached) -> bool:
        """While it becomes better."""
        if not reached.iterations:
            self._told_at = 0.0  # what there is now is worth to be known
        return self._tell(reached)

    def _tell(self, news: Placed | Reached) -> bool:
        with suppress(Empty):
            if self._said.get_nowait() == _GONE:
                raise SystemExit(0)
            self._goes_on = False
        if self._goes_on and monotonic() - self._told_at >= _TOLD_EVERY_S:
            self._told_at = monotonic()
            _say(self._answers, news)
        return self._goes_on


if __name__ == "__main__":
    with suppress(OSError, AttributeError):  # a system without it, or one that does not let
        os.nice(_NICER)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # nobody's print stands among the answers
    with suppress(BrokenPipeError, KeyboardInterrupt):
        serve(sys.stdin.buffer, answers)
