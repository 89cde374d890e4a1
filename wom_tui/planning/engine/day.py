"""What does the engine compute with? A problem as a handful of arrays.

Few and broad on purpose: a compiled function is handed every array of the tuple at each call. Columns have names.
A node is a job (0 … jobs-1), then a place where vehicles start or end, and last "nowhere", which costs no travel.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Small: TypeAlias = npt.NDArray[np.int32]

# columns of `job`
LAST, FIRST, DUE, LATE_PRICE, DROP, HOME, STAY, WINDOWS, WIDTH, KEEP, PRICES, DEPOT = range(12)
# columns of `vehicle`, then its price for each group of jobs that have the same; the first group has none
START, END, OPENS, CLOSES, LIMIT, OVERTIME_PRICE, TASKS, TRAVEL_LIMIT, MATRIX, KIND, RESTS = range(11)
ALIKE, LOAD_PRICE, IDLE_PRICE, FIRST_PRICE = range(11, 15)
# columns of `depot`
PLACE, LEAVES, DEPOT_SERVICE = range(3)
# values of `able`
NOT_ABLE, IS_ABLE, FETCHES = range(3)
# columns of `rest`, then its windows: from, to, from, to, …
REST_SERVICE, REST_WINDOWS, REST_FIRST = range(3)


class Day(NamedTuple):
    """Attributes:
    travel: [matrix, from, to] seconds.
    reach: [matrix, to, from] the same; whoever asks for all ways to one job reads one row.
    place: [node] the same number at the same place.
    job: [job, column]; LAST is the latest moment at which it may begin, HOME the vehicle that has it now or -1, KEEP
        when it begins there at the latest without being moved, PRICES the column of `vehicle` with what it costs there,
        DEPOT the row of `depot` where what it needs is fetched, or -1.
    window: [job, window, from | to].
    work: [kind of vehicle, job, service | setup].
    amount: [job, dimension, delivery | pickup | parts].
    vehicle: [vehicle, column]; LIMIT is CLOSES with all overtime, ALIKE the first vehicle that is the same in all.
    capacity: [vehicle, dimension, room | parts].
    depot: [depot, column] nodes to come to and to leave from, and the seconds in between.
    rest: [vehicle, break, column].
    able: [vehicle, job] IS_ABLE where skills and pins allow it, FETCHES where it has to be fetched for.
    crew: [job, rank] the vehicles that are able, then -1.
    near: [job, rank] the other jobs, nearest first.
    """

    travel: Small
    reach: Small
    place: Small
    job: Ints
    window: Ints
    work: Ints
    amount: Ints
    vehicle: Ints
    capacity: Ints
    depot: Ints
    rest: Ints
    able: npt.NDArray[np.uint8]
    crew: Small
    near: Small
    is_soft: bool
    room: int
