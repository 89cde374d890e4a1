"""How are very many rows made without keeping the keys waiting?

No garbage is looked for meanwhile, and never again among rows that have come to stay: a look through a hundred
thousand of them takes longer than anybody waits for a key, and finds nothing. And while a key is answered, whoever
makes the rows waits between two handfuls of them.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from threading import Lock
from time import monotonic, sleep

TURN_S = 0.0005  # a key that comes in the middle of a handful takes turns with the worker
FEW_OBJECTS = 5_000  # are looked through in some two milliseconds, which no key notices
ANSWER_S = 0.02  # so long is a key given to be answered in
_M_ARENA_MAX = -8  # malloc.h of glibc


def little_at_a_time() -> None:
    """From here on a person waits for every answer: look for garbage often, among few objects, none of them modules."""
    _one_heap()
    gc.freeze()
    gc.set_threshold(FEW_OBJECTS, 20, 50)


def _one_heap() -> None:
    """Let all threads have their memory of one heap, before there are any.

    glibc gives each its own, and keeps what was let go of in each: at 100,000 orders 40 MB. They wait for the
    interpreter's lock anyway, and hardly ever for the heap's.
    """
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)) is not None:
        mallopt(_M_ARENA_MAX, 1)


class Shared:
    """A setting of the whole process, made by the first worker that needs it and taken back by the last."""

    def __init__(self, make: Callable[[], object], take_back: Callable[[], object]) -> None:
        self._make, self._take_back = make, take_back
        self._lock, self._users = Lock(), 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """While it is needed here; others may need it too, for longer."""
        with self._lock:
            self._users += 1
            if self._users == 1:
                self._make()
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                if not self._users:
                    self._take_back()


def _turns() -> Shared:
    before = sys.getswitchinterval()
    return Shared(partial(sys.setswitchinterval, TURN_S), partial(sys.setswitchinterval, before))


def _look_again() -> None:
    gc.freeze()
    gc.enable()


_TURNS, _NO_LOOKING = _turns(), Shared(gc.disable, _look_again)


def taking_turns() -> AbstractContextManager[None]:
    """While a worker computes for long: a key waits for it no longer than a turn."""
    return _TURNS.held()


@contextmanager
def rows_to_stay() -> Iterator[None]:
    """While rows are made that will stay. What is garbage at the end of it stays too: a little, and once."""
    with _NO_LOOKING.held(), taking_turns():
        yield


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
