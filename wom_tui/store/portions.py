"""How many values go into one question? All of them, in portions: an IN list has an end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

MOST = 900  # below SQLite's oldest limit on parameters


def portions(values: Sequence[T], most: int = MOST) -> Iterator[Sequence[T]]:
    """The values one after the other, so many at a time; nothing where there are none."""
    for start in range(0, len(values), most):
        yield values[start : start + most]
