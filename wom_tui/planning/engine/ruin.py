"""Which jobs are taken out? Strings of neighbouring routes around one job.

Source: Christiaens and Vanden Berghe, Slack Induction by String Removals, Transportation Science 54 (2020).
"""

from __future__ import annotations

from wom_tui.planning.engine.chance import below, chance
from wom_tui.planning.engine.change import mend, take
from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import Day, Ints
from wom_tui.planning.engine.insertion import Memory
from wom_tui.planning.engine.routes import LENGTH, Routes

REMOVED = 7  # jobs on average
STRING = 10  # jobs in a string at most
SPLIT = 0.5  # of all strings leave some jobs inside standing
LONGER = 0.01  # chance to stop lengthening what is left standing


@compiled
def ruin(day: Day, routes: Routes, memory: Memory, dice: Ints, touched: Ints) -> None:
    """Take strings out; the vehicles are noted in `touched`."""
    jobs = len(day.job)
    seed = below(dice, jobs)
    used = planned = 0
    for vehicle in range(len(day.vehicle)):
        length = routes.fact[vehicle, LENGTH]
        if length > 0:
            used += 1
            planned += length
    if used == 0:
        return
    longest = min(float(STRING), planned / used)
    strings = int(chance(dice) * (4.0 * REMOVED / (1.0 + longest) - 1.0) + 1.0)
    done = 0
    for rank in range(day.near.shape[1]):
        job = day.near[seed, rank]
        vehicle = routes.where[job]
        if vehicle < 0 or touched[vehicle] != 0:
            continue
        touched[vehicle] = 1
        _cut(day, routes, dice, vehicle, job, longest)
        mend(day, routes, memory, vehicle)
        done += 1
        if done >= strings:
            return


@compiled
def _cut(day: Day, routes: Routes, dice: Ints, vehicle: int, job: int, longest: float) -> None:
    """Take a string that holds the job out of its route."""
    length = routes.fact[vehicle, LENGTH]
    size = int(chance(dice) * min(float(length), longest) + 1.0)
    size = min(size, length)
    kept = 0
    if 1 < size < length and chance(dice) < SPLIT:
        kept = 1
        while size + kept < length and chance(dice) > LONGER:
            kept += 1
    position = 1
    while routes.stops[vehicle, position] != job:
        position += 1
    span = size + kept
    lowest, highest = max(1, position - span + 1), min(position, length - span + 1)
    first = lowest + below(dice, highest - lowest + 1)
    hole = first + below(dice, size) if kept > 0 else first + span  # the stops from here on are left standing
    for place in range(first + span - 1, first - 1, -1):
        if not hole <= place < hole + kept:
            take(day, routes, vehicle, place)
