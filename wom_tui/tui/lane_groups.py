"""Which lanes belong together: by territory, by skill, by crew, or not at all?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import Enum

from wom_tui.domain.visit import LIVE
from wom_tui.present.grouping import next_of
from wom_tui.queries.lane import Lane

_LAST = "\N{CANCEL TAG}"  # after every name


class Grouping(Enum):
    """What lanes are grouped by; the value is how line 2 says it."""

    NONE = ""
    TERRITORY = "by territory"
    SKILL = "by skill"
    CREW = "by crew"

    @property
    def next(self) -> Grouping:
        """The one after it; after the last the first."""
        return next_of(self)


_NOWHERE = {Grouping.TERRITORY: "No territory", Grouping.SKILL: "No skill", Grouping.CREW: "On their own"}


def groups_of(grouping: Grouping, lanes: Iterable[Lane]) -> dict[int, str]:
    """The name of each technician's group; empty where there are no groups."""
    match grouping:
        case Grouping.NONE:
            return {}
        case Grouping.TERRITORY:
            return {lane.technician: _name(lane.territory, grouping) for lane in lanes}
        case Grouping.SKILL:
            return {lane.technician: _name(lane.skill, grouping) for lane in lanes}
        case Grouping.CREW:
            return _crews(tuple(lanes))


def group_rank(grouping: Grouping, name: str) -> str:
    """By name; last those that belong nowhere."""
    return _LAST if name == _NOWHERE.get(grouping) else name.casefold()


def _name(said: str, grouping: Grouping) -> str:
    return said[:1].upper() + said[1:] if said else _NOWHERE[grouping]


def _crews(lanes: tuple[Lane, ...]) -> dict[int, str]:
    """Who is at the same order on that day is a crew, and so is whoever is at another order with one of them."""
    together: dict[int, set[int]] = defaultdict(set)
    for lane in lanes:
        for bar in lane.bars:
            if bar.status in LIVE:
                together[bar.order].add(lane.technician)
    crew_of: dict[int, set[int]] = {lane.technician: {lane.technician} for lane in lanes}
    first_order: dict[int, int] = {}
    for order, members in sorted(together.items()):
        if len(members) > 1:
            crew = set().union(*(crew_of[member] for member in members))
            crew_of.update(dict.fromkeys(crew, crew))
            for member in members:
                first_order.setdefault(member, order)
    return {technician: _crew_name(crew, first_order) for technician, crew in crew_of.items()}


def _crew_name(crew: set[int], first_order: Mapping[int, int]) -> str:
    orders = [first_order[member] for member in crew if member in first_order]
    return f"Crew of {min(orders)}" if orders else _NOWHERE[Grouping.CREW]
