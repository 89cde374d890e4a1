"""What runs in the planner's process: read a problem, search, answer; until nobody is at the other end."""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, BinaryIO

from wom_tui.gateways.engine_here import search_here
from wom_tui.planning.effort import Reached, Routed, Watch

_TOLD_EVERY_S = 0.05
_NICER = 5  # the console's keys come first
_GONE = "gone"


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Answer one problem after another.

    Args:
        asked: pickles of (problem, effort), and of None, which ends the search that is going on.
    """
    said: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_listen, args=(asked, said), daemon=True).start()
    while (one := said.get()) != _GONE:
        if one is None:
            continue  # to end a search that had ended
        problem, effort = one
        try:
            answer: Routed | str = search_here(problem, effort, _teller(said, answers))
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


def _teller(said: SimpleQueue[Any], answers: BinaryIO) -> Watch:
    """Tells how far it is, now and then; stops when asked to, or when nobody listens any more."""
    told_at = 0.0

    def watch(reached: Reached) -> bool:
        nonlocal told_at
        with suppress(Empty):
            if said.get_nowait() == _GONE:
                raise SystemExit(0)
            return False
        if monotonic() - told_at >= _TOLD_EVERY_S:
            told_at = monotonic()
            _say(answers, reached)
        return True

    return watch


if __name__ == "__main__":
    with suppress(OSError, AttributeError):  # a system without it, or one that does not let
        os.nice(_NICER)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # nobody's print stands among the answers
    with suppress(BrokenPipeError, KeyboardInterrupt):
        serve(sys.stdin.buffer, answers)
