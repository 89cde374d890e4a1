"""What must be done first: an order may be planned after one that is planned itself, in the same plan or a day before.

Such orders come after all others, in the order of their chains; the search looks for the best plan without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from wom_tui.domain.plan import PlannedVisit
from wom_tui.planning.snapshot import Ready

Ends = Mapping[int, datetime]


def ends_of(lines: Iterable[PlannedVisit]) -> dict[int, datetime]:
    """When each order is over that has lines in a plan."""
    ends: dict[int, datetime] = {}
    for line in lines:
        ends[line.order] = max(line.end_at, ends.get(line.order, line.end_at))
    return ends


def following(ready: Ready, ends: Ends) -> Ready:
    """The order with the ends of what must be done first, where a plan has them."""
    first = {other.id: ends[other.id] for other in ready.job.open_predecessors if other.id in ends}
    if not first:
        return ready
    return replace(ready, job=replace(ready.job, first_ends={**ready.job.first_ends, **first}))


def in_order(queue: Sequence[Ready]) -> list[Ready]:
    """The same, what follows others behind all that it follows; else as it stands. In a circle nothing follows."""
    there = {ready.job.order.id: ready for ready in queue}
    around: set[int] = set()

    @cache
    def depth(order: int) -> int:
        if order in around:
            return 0
        around.add(order)
        first = [other.id for other in there[order].job.open_predecessors if other.id in there]
        found = 1 + max(map(depth, first)) if first else 0
        around.discard(order)
        return found

    return sorted(queue, key=lambda ready: depth(ready.job.order.id))
