"""How are very many rows made without keeping the keys waiting?

No garbage is looked for meanwhile, and never again among rows that have come to stay: a look through a hundred
thousand of them takes longer than anybody waits for a key, and finds nothing. And while a key is answered, whoever
makes the rows waits between two handfuls of them.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

TURN_S = 0.0005  # a key that comes in the middle of a handful takes turns with the worker
FEW_OBJECTS = 5_000  # are looked through in some two milliseconds, which no key notices
ANSWER_S = 0.02  # so long is a key given to be answered in


def little_at_a_time() -> None:
    """From here on a person waits for every answer: look for garbage often, among few objects, none of them modules."""
    gc.freeze()
    gc.set_threshold(FEW_OBJECTS, 20, 50)


@contextmanager
def taking_turns() -> Iterator[None]:
    """While a worker computes for long: a key waits for it no longer than a turn."""
    turn_s = sys.getswitchinterval()
    sys.setswitchinterval(TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(turn_s)


@contextmanager
def rows_to_stay() -> Iterator[None]:
    """While rows are made that will stay. What is garbage at the end of it stays too: a little, and once."""
    gc.disable()
    try:
        with taking_turns():
            yield
    finally:
        gc.freeze()
        gc.enable()


class Courtesy:
    """Lets the worker give way to keys."""

    def __init__(self) -> None:
        self._until = 0.0

    def note_key(self) -> None:
        """A key is about to be answered."""
        self._until = monotonic() + ANSWER_S

    def give_way(self) -> None:
        """Called by the worker every few hundred rows: waits while a key is answered."""
        while (left := self._until - monotonic()) > 0:
            sleep(left)
