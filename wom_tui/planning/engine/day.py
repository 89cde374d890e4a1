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
LAST, FIRST, DUE, LATE_PRICE, DROP, HOME, STAY, WINDOWS, WIDTH, KEEP, PRICES = range(11)
# columns of `vehicle`, then its price for each group of jobs that have the same; the first group has none
START, END, OPENS, CLOSES, LIMIT, OVERTIME_PRICE, TASKS, TRAVEL_LIMIT, MATRIX, KIND, RESTS = range(11)
ALIKE, LOAD_PRICE, FIRST_PRICE = range(11, 14)
# columns of `rest`, then its windows: from, to, from, to, …
REST_SERVICE, REST_WINDOWS, REST_FIRST = range(3)


class Day(NamedTuple):
    """Attributes:
    travel: [matrix, from, to] seconds.
    reach: [matrix, to, from] the same; whoever asks for all ways to one job reads one row.
    place: [node] the same number at the same place.
    job: [job, column]; LAST is the latest moment at which it may begin, HOME the vehicle that has it now or -1, KEEP
        when it begins there at the latest without being moved, PRICES the column of `vehicle` with what it costs there.
    window: [job, window, from | to].
    work: [kind of vehicle, job, service | setup].
    amount: [job, dimension, delivery | pickup].
    vehicle: [vehicle, column]; LIMIT is CLOSES with all overtime, ALIKE the first vehicle that is the same in all.
    capacity: [vehicle, dimension].
    rest: [vehicle, break, column].
    able: [vehicle, job] 1 where skills and pins allow it.
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
    rest: Ints
    able: npt.NDArray[np.uint8]
    crew: Small
    near: Small
    is_soft: bool
    room: int
