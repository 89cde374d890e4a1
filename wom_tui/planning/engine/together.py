"""How does a group get into a plan, and out of it? As a whole, at the best of a handful of moments, or not at all."""

from __future__ import annotations

from wom_tui.planning.engine.chance import below, chance
from wom_tui.planning.engine.change import lift, mend, put, renew, take
from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import ALIKE, DROP, KIND, MATRIX, REST_SERVICE, RESTS, Day, Ints
from wom_tui.planning.engine.groups import (
    AFTER,
    APART,
    BEGIN,
    FREE,
    FROM,
    LEAST,
    MOMENTS,
    MOST,
    NOW,
    OLD,
    TO,
    VEHICLE,
    Groups,
    free,
    hold,
    narrow,
)
from wom_tui.planning.engine.insertion import Memory, look
from wom_tui.planning.engine.labels import work
from wom_tui.planning.engine.moments import begin, rested
from wom_tui.planning.engine.routes import COST, LEFT, LENGTH, POSSIBLE, VERSION, Routes
from wom_tui.planning.problem import FOREVER

THIS, BEST = range(2)  # of `trial`
BY_CHANCE = 2  # moments for each member, besides its own best
BLINK = 0.01  # of the routes are not looked at


@compiled
def take_whole(day: Day, routes: Routes, memory: Memory, groups: Groups, touched: Ints) -> None:
    """Where one of a group has gone out, the others go too: their moments are chosen anew."""
    rank = 0
    while rank < routes.total[LEFT]:
        group = groups.of[routes.left[rank]]
        rank += 1
        if group < 0:
            continue
        for k in range(groups.member.shape[1]):
            job = groups.member[group, k]
            if job < 0:
                break
            vehicle = routes.where[job]
            if vehicle >= 0:
                touched[vehicle] = 1
                take(day, routes, vehicle, _position(routes, vehicle, job))
                mend(day, routes, memory, vehicle)
            free(day, groups, job)


@compiled
def _position(routes: Routes, vehicle: int, job: int) -> int:
    position = 1
    while routes.stops[vehicle, position] != job:
        position += 1
    return position


@compiled
def put_whole(
    day: Day, routes: Routes, memory: Memory, groups: Groups, dice: Ints, group: int, touched: Ints
) -> None:
    """Put a group in where and when it costs least, if that is less than to leave it; once in a step.

    Who takes its jobs off the list of those left is the caller.
    """
    if groups.tried[group] != 0:
        return  # with another of its jobs
    groups.tried[group] = 1
    best = routes.total[COST]
    found = False
    for k in range(_moments(day, routes, memory, groups, dice, group)):
        cost = _try_at(day, routes, memory, groups, dice, group, groups.moment[k], best)
        if cost < best:
            best, found = cost, True
            for rank in range(groups.trial.shape[1]):
                for column in range(groups.trial.shape[2]):
                    groups.trial[BEST, rank, column] = groups.trial[THIS, rank, column]
    if not found:
        return
    for rank in range(_size(groups, group)):
        vehicle, job = groups.trial[BEST, rank, VEHICLE], groups.member[group, rank]
        hold(day, groups, job, groups.trial[BEST, rank, BEGIN])
        put(day, routes, memory, vehicle, job, groups.trial[BEST, rank, AFTER])
        touched[vehicle] = 1


@compiled
def _size(groups: Groups, group: int) -> int:
    size = 0
    while size < groups.member.shape[1] and groups.member[group, size] >= 0:
        size += 1
    return size


@compiled
def _worth(day: Day, groups: Groups, group: int) -> int:
    """What it costs to leave the group out."""
    worth = 0
    for rank in range(_size(groups, group)):
        worth += day.job[groups.member[group, rank], DROP]
    return worth


@compiled
def _try_at(
    day: Day,
    routes: Routes,
    memory: Memory,
    groups: Groups,
    dice: Ints,
    group: int,
    moment: int,
    limit: int,
) -> int:
    """What the plan would cost with the group in it and its first job at that moment; FOREVER where it cannot be.

    The plan is as before when this is over; what went where stands in `trial`.
    """
    size, worth = _size(groups, group), _worth(day, groups, group)
    done = 0
    while done < size:
        job = groups.member[group, done]
        lowest, highest = (moment, moment) if done == 0 else _bounds(groups, group, job)
        if not narrow(day, groups, job, lowest, highest):
            break
        vehicle = _cheapest(day, routes, memory, groups, dice, group, job, worth)
        if vehicle < 0:
            break
        worth -= day.job[job, DROP]
        after = memory.after[job, vehicle]
        groups.trial[THIS, done, VEHICLE] = vehicle
        groups.trial[THIS, done, AFTER] = after
        groups.trial[THIS, done, OLD] = routes.fact[vehicle, VERSION]
        put(day, routes, memory, vehicle, job, after)
        begun = _begun(day, routes, vehicle, after + 1)
        hold(day, groups, job, begun)
        if lowest < highest:
            renew(day, routes, memory, vehicle)
        groups.trial[THIS, done, BEGIN] = begun
        done += 1
        if routes.total[COST] - worth >= limit:
            break
    cost = routes.total[COST] if done == size else FOREVER
    for rank in range(done - 1, -1, -1):
        vehicle = groups.trial[THIS, rank, VEHICLE]
        lift(day, routes, vehicle, groups.trial[THIS, rank, AFTER] + 1)
        renew(day, routes, memory, vehicle)
        routes.fact[vehicle, VERSION] = groups.trial[THIS, rank, OLD]  # it is what it was
    for rank in range(size):
        free(day, groups, groups.member[group, rank])
    return int(cost)


@compiled
def _bounds(groups: Groups, group: int, job: int) -> tuple[int, int]:
    """Between which moments the job has to begin, as others of its group begin when they do."""
    lowest, highest = 0, FOREVER
    for k in range(groups.span[group, 0], groups.span[group, 1]):
        least, most = groups.link[k, LEAST], groups.link[k, MOST]
        before, after = groups.begin[NOW, groups.link[k, FROM]], groups.begin[NOW, groups.link[k, TO]]
        if groups.link[k, TO] == job and before != FREE:
            lowest, highest = max(lowest, before + least), min(highest, before + most)
        elif groups.link[k, FROM] == job and after != FREE:
            lowest, highest = max(lowest, after - most), min(highest, after - least)
    return lowest, highest


@compiled
def _cheapest(
    day: Day, routes: Routes, memory: Memory, groups: Groups, dice: Ints, group: int, job: int, worth: int
) -> int:
    """The vehicle that takes the job for the least, within the moments that it has now; -1 when none can.

    Args:
        worth: what all of the group that are not yet in are worth together.
    """
    drop = day.job[job, DROP]
    day.job[job, DROP] = worth  # one of them may be dear where the others are cheap
    best = FOREVER
    found = -1
    empty = -1
    for rank in range(day.crew.shape[1]):
        vehicle = day.crew[job, rank]
        if vehicle < 0:
            break
        if _is_barred(routes, groups, group, job, vehicle):
            continue
        if routes.fact[vehicle, LENGTH] == 0:
            if day.vehicle[vehicle, ALIKE] == empty:
                continue  # one empty vehicle is as good as the next that is the same
            empty = day.vehicle[vehicle, ALIKE]
        look(day, routes, memory, vehicle, job, best)
        price = memory.price[job, vehicle]
        if memory.after[job, vehicle] >= 0 and price < best and chance(dice) >= BLINK:
            best = price
            found = vehicle
    day.job[job, DROP] = drop
    return found


@compiled
def _is_barred(routes: Routes, groups: Groups, group: int, job: int, vehicle: int) -> bool:
    """Another of the group is there, and must not meet this one in one vehicle."""
    for k in range(groups.span[group, 0], groups.span[group, 1]):
        if groups.link[k, APART] != 0:
            if groups.link[k, TO] == job and routes.where[groups.link[k, FROM]] == vehicle:
                return True
            if groups.link[k, FROM] == job and routes.where[groups.link[k, TO]] == vehicle:
                return True
    return False


@compiled
def _begun(day: Day, routes: Routes, vehicle: int, position: int) -> int:
    """The first moment at which the job there can begin so that all after it holds."""
    job = routes.stops[vehicle, position]
    needs = work(day.work, day.place, day.vehicle[vehicle, KIND], routes.stops[vehicle, position - 1], job)
    first = FOREVER
    for taken in range(day.vehicle[vehicle, RESTS] + 1):
        done = routes.early[vehicle, POSSIBLE, position, taken]
        if done <= routes.late[vehicle, POSSIBLE, position, taken]:
            first = min(first, done - needs)
    return first


# -- which moments are worth a try


@compiled
def _moments(day: Day, routes: Routes, memory: Memory, groups: Groups, dice: Ints, group: int) -> int:
    """Moments for the first job: when each would begin that is put where it is cheapest, and a few by chance."""
    worth = _worth(day, groups, group)
    count = _noted(day, groups, group, 0, 0)
    for rank in range(_size(groups, group)):
        job = groups.member[group, rank]
        vehicle = _cheapest(day, routes, memory, groups, dice, group, job, worth)
        if vehicle < 0:
            return 0  # not even alone
        begun = _alone(day, routes, memory, vehicle, job)
        count = _noted_for(day, groups, group, rank, count, begun)
        able = 0
        while able < day.crew.shape[1] and day.crew[job, able] >= 0:
            able += 1
        for _ in range(BY_CHANCE):
            begun = _some_arrival(day, routes, dice, day.crew[job, below(dice, able)], job)
            count = _noted_for(day, groups, group, rank, count, begun)
    return count


@compiled
def _alone(day: Day, routes: Routes, memory: Memory, vehicle: int, job: int) -> int:
    """When the job would begin at the earliest where it is cheapest, if it were on its own."""
    after, version = memory.after[job, vehicle], routes.fact[vehicle, VERSION]
    put(day, routes, memory, vehicle, job, after)
    begun = _begun(day, routes, vehicle, after + 1)
    lift(day, routes, vehicle, after + 1)
    renew(day, routes, memory, vehicle)
    routes.fact[vehicle, VERSION] = version  # it is what it was
    return int(begun)


@compiled
def _some_arrival(day: Day, routes: Routes, dice: Ints, vehicle: int, job: int) -> int:
    """When the job could begin at some place of the route, with some breaks on the way."""
    rests = day.vehicle[vehicle, RESTS]
    position = below(dice, routes.fact[vehicle, LENGTH] + 1)
    taken = below(dice, rests + 1)
    left = routes.early[vehicle, POSSIBLE, position, taken]
    if left >= FOREVER:
        return FOREVER
    clock, resting = left, 0
    for rest in range(taken, taken + below(dice, rests - taken + 1)):
        clock = rested(day.rest[vehicle], rest, clock)
        if clock >= FOREVER:
            return FOREVER
        resting += day.rest[vehicle, rest, REST_SERVICE]
    way = day.travel[day.vehicle[vehicle, MATRIX], routes.stops[vehicle, position], job]
    return begin(day.job, day.window, job, max(clock, left + way + resting))


@compiled
def _noted_for(day: Day, groups: Groups, group: int, rank: int, count: int, begun: int) -> int:
    """Add the moments for the first job with which that one of the group could begin then."""
    count = _noted(day, groups, group, count, begun - groups.shift[group, rank, 0])
    return _noted(day, groups, group, count, begun - groups.shift[group, rank, 1])


@compiled
def _noted(day: Day, groups: Groups, group: int, count: int, moment: int) -> int:
    """Add the first moment from then on at which the group's first job may begin; answers how many there are."""
    at = begin(day.job, day.window, groups.member[group, 0], max(0, moment))
    if at >= FOREVER or count >= MOMENTS:
        return count
    for k in range(count):
        if groups.moment[k] == at:
            return count
    groups.moment[count] = at
    return count + 1
