"""One measured figure, and how figures are taken."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """A figure with its unit, the target it is held to (empty = none), and what it was measured on."""

    name: str
    value: float
    unit: str
    target: str
    size: str


def timed(act: Callable[[], T]) -> tuple[float, T]:
    """Seconds that the act took, and its answer."""
    began = time.perf_counter()
    answer = act()
    return time.perf_counter() - began, answer


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """The median and the 99th percentile."""
    return statistics.median(seconds), statistics.quantiles(seconds, n=100)[98]
