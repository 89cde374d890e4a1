"""Which jobs belong together, and when does each of them begin in the plan that is being changed?

Labels and insertion know nothing of it: a job of a group that is in the plan has its one moment for its only window, in
the day's own arrays. So a day without groups costs nothing, and one with them as much as one where more is booked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import FIRST, LAST, WINDOWS, Day, Ints, Small
from wom_tui.planning.problem import FOREVER, Link, Problem

# columns of `link`
FROM, TO, LEAST, MOST, APART = range(5)
# rows of `begin`: of the plan that is changed, of the one that it came from, of the best
NOW, KEPT, BEST = range(3)
# columns of `trial`
VEHICLE, AFTER, BEGIN, OLD = range(4)
FREE = -1  # has no moment: it is in no route
MOMENTS = 24  # tried for a group at most


_Shifted: TypeAlias = tuple[int, int, int]  # a job, and by how much at least and at most


class Groups(NamedTuple):
    """Attributes:
    of: [job] its group, or -1.
    member: [group, rank] its jobs, each linked with one before it; then -1.
    shift: [group, rank, at the earliest | latest] seconds after the begin of the first that it begins.
    link: [link, column], by groups.
    span: [group, from | to] its rows of `link`.
    window: [job, window, from | to] as the problem has them.
    column: [job, WINDOWS | FIRST | LAST] the same.
    begin: [NOW | KEPT | BEST, job] its moment, or FREE.
    moment: [rank] to be tried.
    trial: [this | best, rank, column] where the members went; OLD is what was known of that route before.
    tried: [group] 1 for those that were looked at in this step.
    """

    of: Small
    member: Small
    shift: Ints
    link: Ints
    span: Small
    window: Ints
    column: Ints
    begin: Ints
    moment: Ints
    trial: Ints
    tried: Small


def groups_of(problem: Problem, day: Day) -> Groups:
    """The groups that the problem's links make."""
    at = {job.id: node for node, job in enumerate(problem.jobs)}
    links = [(at[one.first], at[one.second], one) for one in problem.links]
    chains = _chains(links)
    of = np.full(len(day.job), -1, np.int32)
    for number, chain in enumerate(chains):
        of[[job for job, _, _ in chain]] = number
    links.sort(key=lambda link: (of[link[0]], link[0], link[1]))
    ends = np.searchsorted(of[[first for first, _, _ in links]], np.arange(len(chains) + 1))
    width = max(map(len, chains), default=0)
    rows = [(first, second, one.least, min(one.most, FOREVER), one.is_apart) for first, second, one in links]
    return Groups(
        of=of,
        member=_rows([[job for job, _, _ in chain] for chain in chains], width, -1).astype(np.int32),
        shift=np.stack(
            [_rows([[shifted[side] for shifted in chain] for chain in chains], width, 0) for side in (1, 2)],
            axis=-1,
        ),
        link=np.array(rows, np.int64).reshape(len(rows), 5),
        span=np.stack([ends[:-1], ends[1:]], axis=1).astype(np.int32),
        window=day.window.copy() if links else np.zeros((0, 0, 2), np.int64),
        column=np.ascontiguousarray(day.job[:, [WINDOWS, FIRST, LAST]])
        if links
        else np.zeros((0, 3), np.int64),
        begin=np.full((3, len(day.job) if links else 0), FREE, np.int64),
        moment=np.zeros(MOMENTS, np.int64),
        trial=np.zeros((2, width, 4), np.int64),
        tried=np.zeros(len(chains), np.int32),
    )


def _rows(rows: Sequence[Sequence[int]], width: int, filler: int) -> Ints:
    filled = [[*row, *[filler] * (width - len(row))] for row in rows]
    return np.array(filled, np.int64).reshape(len(rows), width)


def _chains(links: Sequence[tuple[int, int, Link]]) -> list[list[_Shifted]]:
    """Of each group its jobs, each with how much later than the first it can begin, in an order that links allow."""
    ways: dict[int, list[_Shifted]] = {}
    for first, second, one in links:
        ways.setdefault(first, []).append((second, one.least, one.most))
        ways.setdefault(second, []).append((first, -one.most, -one.least))
    chains: list[list[_Shifted]] = []
    seen: set[int] = set()
    for job in sorted(ways):
        if job not in seen:
            chains.append(_chain(job, ways))
            seen |= {member for member, _, _ in chains[-1]}
    return chains


def _chain(first: int, ways: Mapping[int, Sequence[_Shifted]]) -> list[_Shifted]:
    chain, seen = [(first, 0, 0)], {first}
    for job, least, most in chain:  # grows as it goes
        for other, nearest, farthest in ways[job]:
            if other not in seen:
                seen.add(other)
                chain.append((other, max(least + nearest, -FOREVER), min(most + farthest, FOREVER)))
    return chain


@compiled
def has_links(groups: Groups) -> bool:
    """There is anything to be done about groups at all."""
    return len(groups.link) > 0


@compiled
def narrow(day: Day, groups: Groups, job: int, lowest: int, highest: int) -> bool:
    """Let the job begin only between these moments; answers whether it still can."""
    count = 0
    for k in range(groups.column[job, 0]):
        opens, closes = max(groups.window[job, k, 0], lowest), min(groups.window[job, k, 1], highest)
        if opens <= closes:
            day.window[job, count, 0], day.window[job, count, 1] = opens, closes
            count += 1
    day.job[job, WINDOWS] = count
    day.job[job, FIRST] = day.window[job, 0, 0] if count > 0 else FOREVER
    day.job[job, LAST] = day.window[job, count - 1, 1] if count > 0 else -1
    return count > 0


@compiled
def hold(day: Day, groups: Groups, job: int, moment: int) -> None:
    """It begins just then."""
    groups.begin[NOW, job] = moment
    narrow(day, groups, job, moment, moment)


@compiled
def free(day: Day, groups: Groups, job: int) -> None:
    """It may begin whenever the problem lets it."""
    groups.begin[NOW, job] = FREE
    narrow(day, groups, job, 0, FOREVER)


@compiled
def keep(groups: Groups, source: int, target: int) -> None:
    """The moments of one plan are those of another."""
    for job in range(groups.begin.shape[1]):
        groups.begin[target, job] = groups.begin[source, job]


@compiled
def go_back(day: Day, groups: Groups, source: int) -> None:
    """The plan that is changed, and the day's windows with it, are those of another plan again."""
    for group in range(len(groups.member)):
        for rank in range(groups.member.shape[1]):
            job = groups.member[group, rank]
            if job < 0:
                break
            moment = groups.begin[source, job]
            if groups.begin[NOW, job] == moment:
                continue
            if moment == FREE:
                free(day, groups, job)
            else:
                hold(day, groups, job, moment)
