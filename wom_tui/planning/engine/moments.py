"""When can something begin: in which of its windows, and when at the latest?

These are asked more often than anything else, so they are handed the two arrays that they need and not the whole day.
"""

from __future__ import annotations

from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import (
    REST_FIRST,
    REST_SERVICE,
    REST_WINDOWS,
    WINDOWS,
    Ints,
)
from wom_tui.planning.problem import FOREVER


@compiled
def begin(jobs: Ints, windows: Ints, job: int, at: int) -> int:
    """The first moment not before `at` at which the job may begin; FOREVER when there is none."""
    for k in range(jobs[job, WINDOWS]):
        if at <= windows[job, k, 1]:
            return max(at, windows[job, k, 0])
    return FOREVER


@compiled
def begin_by(jobs: Ints, windows: Ints, job: int, latest: int) -> int:
    """The latest arrival with which the job begins not after `latest`; -1 when there is none."""
    for k in range(jobs[job, WINDOWS] - 1, -1, -1):
        if windows[job, k, 0] <= latest:
            return min(windows[job, k, 1], latest)
    return -1


@compiled
def rested(rests: Ints, rest: int, at: int) -> int:
    """When the break is over that is taken as soon as possible from `at` on; FOREVER when it is too late for it."""
    for k in range(rests[rest, REST_WINDOWS]):
        if at <= rests[rest, REST_FIRST + 2 * k + 1]:
            return max(at, rests[rest, REST_FIRST + 2 * k]) + rests[rest, REST_SERVICE]
    return FOREVER


@compiled
def rested_by(rests: Ints, rest: int, latest: int) -> int:
    """From when on the break must be possible so that it is over by `latest`; -1 when it cannot be."""
    begun = latest - rests[rest, REST_SERVICE]
    for k in range(rests[rest, REST_WINDOWS] - 1, -1, -1):
        if rests[rest, REST_FIRST + 2 * k] <= begun:
            return min(rests[rest, REST_FIRST + 2 * k + 1], begun)
    return -1
