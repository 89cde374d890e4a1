"""When is garbage looked for? Not while many rows are made, and never again among those that have come to stay.

A look through a hundred thousand rows takes longer than anybody waits for a key, and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def rows_to_stay() -> Iterator[None]:
    """While rows are made that will stay. What is garbage at the end of it stays too: a little, and once."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
