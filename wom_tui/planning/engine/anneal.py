"""How does the search go on? Ruin, recreate, and keep what is better, or not much worse while it is still hot."""

from __future__ import annotations

from math import log
from typing import NamedTuple

import numpy as np

from wom_tui.planning.engine.chance import chance
from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import Day, Ints
from wom_tui.planning.engine.groups import BEST, KEPT, NOW, Groups, go_back, has_links, keep
from wom_tui.planning.engine.insertion import Memory
from wom_tui.planning.engine.recreate import recreate
from wom_tui.planning.engine.routes import COST, LEFT, VERSIONS, Routes, copied, copy_route
from wom_tui.planning.engine.ruin import ruin
from wom_tui.planning.engine.together import take_whole


class Search(NamedTuple):
    """Three plans: the one being changed, the one it came from, the best there was.

    Attributes:
        touched: [vehicle] 1 where `now` differs from `kept`.
        stale: [vehicle] 1 where `kept` may differ from `best`.
    """

    groups: Groups

    now: Routes
    kept: Routes
    best: Routes
    memory: Memory
    dice: Ints
    touched: Ints
    stale: Ints


def search_from(day: Day, routes: Routes, memory: Memory, groups: Groups, dice: Ints) -> Search:
    """A search that has its first plan, and nothing better."""
    vehicles = len(day.vehicle)
    keep(groups, NOW, KEPT)
    keep(groups, NOW, BEST)
    return Search(
        groups=groups,
        now=routes,
        kept=copied(routes),
        best=copied(routes),
        memory=memory,
        dice=dice,
        touched=np.zeros(vehicles, np.int64),
        stale=np.zeros(vehicles, np.int64),
    )


@compiled
def anneal(day: Day, search: Search, steps: int, heat: float, cooling: float) -> None:
    """So many steps; the heat is multiplied by the cooling after each."""
    now, kept, best, groups = search.now, search.kept, search.best, search.groups
    is_linked = has_links(groups)
    for _ in range(steps):
        _clear(search.touched)
        ruin(day, now, search.memory, search.dice, search.touched)
        if is_linked:
            take_whole(day, now, search.memory, groups, search.touched)
        recreate(day, now, search.memory, groups, search.dice, search.touched)
        worst = kept.total[COST] - heat * log(chance(search.dice))
        if now.total[COST] < worst:
            _copy(day, now, kept, search.touched, search.stale)
            if is_linked:
                keep(groups, NOW, KEPT)
            if kept.total[COST] < best.total[COST]:
                _copy(day, kept, best, search.stale, search.touched)
                _clear(search.stale)
                if is_linked:
                    keep(groups, NOW, BEST)
        else:
            versions = now.total[VERSIONS]
            _copy(day, kept, now, search.touched, search.touched)
            now.total[VERSIONS] = versions
            if is_linked:
                go_back(day, groups, KEPT)
        heat *= cooling


@compiled
def _clear(flags: Ints) -> None:
    for k in range(len(flags)):
        flags[k] = 0


@compiled
def _copy(day: Day, source: Routes, target: Routes, changed: Ints, noted: Ints) -> None:
    """Take the changed routes over, and note them."""
    for vehicle in range(len(changed)):
        if changed[vehicle] != 0:
            copy_route(source, target, day, vehicle)
            noted[vehicle] = 1
    for job in range(len(source.where)):
        target.where[job] = source.where[job]
    for rank in range(source.total[LEFT]):
        target.left[rank] = source.left[rank]
    for column in range(len(source.total)):
        target.total[column] = source.total[column]
