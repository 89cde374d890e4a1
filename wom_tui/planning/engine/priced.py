"""What do lateness, moves and overtime of a route cost at least, over all places for its breaks? Exact, stop by stop.

Asked only where the route cannot be driven punctually. A label is one way to have come so far: when the vehicle is
free, and what was paid; of two with the same number of breaks taken, one that is neither earlier nor cheaper is
forgotten.
"""

from __future__ import annotations

from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import (
    CLOSES,
    DUE,
    HOME,
    KEEP,
    KIND,
    LATE_PRICE,
    OPENS,
    OVERTIME_PRICE,
    REST_SERVICE,
    RESTS,
    STAY,
    Day,
    Ints,
    Small,
)
from wom_tui.planning.engine.labels import end_by, work
from wom_tui.planning.engine.moments import begin, rested
from wom_tui.planning.engine.routes import POSSIBLE
from wom_tui.planning.problem import FOREVER

LABELS = 256  # kept at a stop; the dearest goes when there are more, and then the price is an upper bound
AT, PAID, TAKEN = range(3)


@compiled
def soft_price(day: Day, vehicle: int, stops: Small, legs: Small, length: int, labels: Ints) -> int:
    """Lateness, moves in time and overtime of these stops (start first, end last); FOREVER where impossible.

    Args:
        legs: the seconds from each to the next.
        labels: [2, LABELS, 3] room to work in.
    """
    rests = day.vehicle[vehicle, RESTS]
    labels[0, 0, AT], labels[0, 0, PAID], labels[0, 0, TAKEN] = day.vehicle[vehicle, OPENS], 0, 0
    jobs, windows, breaks = day.job, day.window, day.rest[vehicle]
    kind = day.vehicle[vehicle, KIND]
    count = 1
    side = 0
    for k in range(length):
        here, there = stops[k], stops[k + 1]
        needs = work(day.work, day.place, kind, here, there)
        due, price, keep, stay = jobs[there, DUE], jobs[there, LATE_PRICE], FOREVER, jobs[there, STAY]
        if jobs[there, HOME] == vehicle:
            keep = jobs[there, KEEP]
        found = 0
        for old in range(count):
            left, paid, taken = labels[side, old, AT], labels[side, old, PAID], labels[side, old, TAKEN]
            clock = left
            resting = 0
            for after in range(taken, rests + 1):
                if after > taken:
                    clock = rested(breaks, after - 1, clock)
                    if clock >= FOREVER:
                        break
                    resting += breaks[after - 1, REST_SERVICE]
                begun = begin(jobs, windows, there, max(clock, left + legs[k] + resting))
                if begun < FOREVER:
                    cost = paid + (price * (begun - due) // 60 if begun > due else 0)
                    cost += stay if begun > keep else 0
                    found = _keep(labels[1 - side], found, begun + needs, cost, after)
        count = found
        side = 1 - side
    return _ended(day, vehicle, labels[side], count, legs[length])


@compiled
def _ended(day: Day, vehicle: int, labels: Ints, count: int, leg: int) -> int:
    """The least that is paid when the vehicle is at its end."""
    breaks = day.rest[vehicle]
    rests = day.vehicle[vehicle, RESTS]
    least = FOREVER
    for old in range(count):
        left, paid, taken = labels[old, AT], labels[old, PAID], labels[old, TAKEN]
        clock = left
        resting = 0
        for after in range(taken, rests + 1):
            if after > taken:
                clock = rested(breaks, after - 1, clock)
                if clock >= FOREVER:
                    break
                resting += breaks[after - 1, REST_SERVICE]
            arrived = max(clock, left + leg + resting)
            if arrived <= end_by(day, vehicle, POSSIBLE, after):
                over = max(0, arrived - day.vehicle[vehicle, CLOSES])
                least = min(least, paid + day.vehicle[vehicle, OVERTIME_PRICE] * over // 60)
    return least


@compiled
def _move(labels: Ints, source: int, target: int) -> None:
    for column in range(3):
        labels[target, column] = labels[source, column]


@compiled
def _keep(labels: Ints, count: int, at: int, paid: int, taken: int) -> int:
    """Add a label unless another is as good; drop those that it beats. Answers how many there are now."""
    kept = 0
    for k in range(count):
        if labels[k, TAKEN] == taken:
            if labels[k, AT] <= at and labels[k, PAID] <= paid:
                return count  # nothing was dropped before: what this one beats, the other would have beaten
            if at <= labels[k, AT] and paid <= labels[k, PAID]:
                continue
        if kept < k:
            _move(labels, k, kept)
        kept += 1
    if kept == LABELS:
        dearest = 0
        for k in range(1, kept):
            if labels[k, PAID] > labels[dearest, PAID]:
                dearest = k
        kept -= 1
        _move(labels, kept, dearest)
    labels[kept, AT], labels[kept, PAID], labels[kept, TAKEN] = at, paid, taken
    return kept + 1
