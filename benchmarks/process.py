"""What does a program on a terminal take while nobody does anything: processor and memory, with its children?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> Iterator[int]:
    """The process and everything that it has started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from family(int(child))


def processor_s(pid: int) -> float:
    """Seconds of processor time so far."""
    return sum(_ticks(one) for one in family(pid)) / _TICKS_A_SECOND


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def memory_mb(pid: int) -> float:
    """Its share of memory (PSS): what several programs have in common is divided between them."""
    return sum(_pss_kb(one) for one in family(pid)) / 1024


def _pss_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
