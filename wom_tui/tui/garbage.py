"""How are very many rows made without keeping the keys waiting?

No garbage is looked for meanwhile, and never again among rows that have come to stay: a look through a hundred
thousand of them takes longer than anybody waits for a key, and finds nothing. And whoever answers a key gets the
interpreter at once.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TURN_S = 0.0005  # a key's answer takes turns with the worker some five times


@contextmanager
def rows_to_stay() -> Iterator[None]:
    """While rows are made that will stay. What is garbage at the end of it stays too: a little, and once."""
    turn_s = sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(turn_s)
        gc.freeze()
        gc.enable()
