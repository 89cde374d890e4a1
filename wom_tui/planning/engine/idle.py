"""What does it cost that a vehicle waits, where its waiting has a price? It sets out as late as its windows let it."""

from __future__ import annotations

from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import IDLE_PRICE, KIND, LIMIT, OPENS, Day, Small
from wom_tui.planning.engine.labels import work
from wom_tui.planning.engine.moments import begin, begin_by
from wom_tui.planning.problem import FOREVER


@compiled
def idle_price(day: Day, vehicle: int, stops: Small, legs: Small, length: int) -> int:
    """See `problem.idle_cost`; 0 also for stops that cannot be driven.

    Args:
        legs: the seconds from each stop to the next.
    """
    price = day.vehicle[vehicle, IDLE_PRICE]
    if price == 0 or length == 0:
        return 0
    kind = day.vehicle[vehicle, KIND]
    first, busy = day.vehicle[vehicle, OPENS], 0
    for k in range(length):
        needs = work(day.work, day.place, kind, stops[k], stops[k + 1])
        first = begin(day.job, day.window, stops[k + 1], first + legs[k])
        if first >= FOREVER:
            return 0
        first += needs
        busy += legs[k] + needs
    last = day.vehicle[vehicle, LIMIT] - legs[length]
    for k in range(length - 1, -1, -1):
        needs = work(day.work, day.place, kind, stops[k], stops[k + 1])
        last = begin_by(day.job, day.window, stops[k + 1], last - needs) - legs[k]
        if last < 0:
            return 0
    return int(price * max(0, first - last - busy) // 60)
