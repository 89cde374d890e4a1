"""By what are the rows of the board grouped, in which group does a row stand, and what is that called?

How loud a row is (`board.Group`) is another question: among the orders of one technician some need action now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from wom_tui.present.group import HEADS, Group

if TYPE_CHECKING:
    from wom_tui.queries.orders import OrderRow


E = TypeVar("E", bound=Enum)


def next_of(one: E) -> E:
    """The one after it; after the last the first."""
    all_of_them = list(type(one))
    return all_of_them[(all_of_them.index(one) + 1) % len(all_of_them)]


class Grouping(StrEnum):
    """What the rows of a group have in common."""

    URGENCY = "urgency"
    PRIORITY = "priority"
    TERRITORY = "territory"
    TECHNICIAN = "technician"
    WORK_TYPE = "work_type"
    NONE = "none"

    @property
    def next(self) -> Grouping:
        """The one after it; after the last the first."""
        return next_of(self)

    @property
    def words(self) -> str:
        """`by work type`; what is said of it beside the filter."""
        return "one list" if self is Grouping.NONE else f"by {self.value.replace('_', ' ')}"


class Part(NamedTuple):
    """One group of rows. Parts are sorted as they stand here: by rank, by name, by what tells namesakes apart.

    Attributes:
        name: what its head says; empty = it has no head.
        group: how loud all of its rows are; None = each as loud as it is.
    """

    rank: tuple[int, str]
    id: str
    name: str
    note: str = ""
    group: Group | None = None


@dataclass(frozen=True)
class By:
    """By which column rows are sorted, and by what they are grouped."""

    sort: str = "slack"
    grouping: Grouping = Grouping.URGENCY


# Group by group, from loud to quiet. The rank is a plain number: it is compared and hashed for every row.
URGENCIES = tuple(Part((int(group), ""), "", *HEADS[group], group) for group in Group)
_ALL = Part((0, ""), "", "")


@lru_cache(maxsize=10_000)
def _named(name: str, id: str = "") -> Part:
    """The same part for the same name: a hundred thousand rows have a few hundred of them."""
    return Part((1, name.casefold()), id, name)


_PRIORITIES = tuple(Part((number, ""), "", f"Priority {number}") for number in range(10))
_NOBODY, _NOWHERE, _NO_TYPE = (
    Part((0, ""), "", "No technician"),  # first: they wait for somebody to choose one
    Part((2, ""), "", "No territory"),
    Part((2, ""), "", "No work type"),
)


def _technician(row: OrderRow) -> Part:
    return _named(row.technician_name or row.technician, row.technician) if row.technician else _NOBODY


_PARTS: Mapping[Grouping, Callable[[OrderRow], Part]] = MappingProxyType(
    {
        Grouping.PRIORITY: lambda row: _PRIORITIES[row.priority],
        Grouping.TERRITORY: lambda row: _named(row.territory) if row.territory else _NOWHERE,
        Grouping.TECHNICIAN: _technician,
        Grouping.WORK_TYPE: lambda row: _named(row.work_type) if row.work_type else _NO_TYPE,
        Grouping.NONE: lambda row: _ALL,
    }
)


def part_of(row: OrderRow, grouping: Grouping) -> Part:
    """The group in which a row stands, by whatever it is grouped but urgency."""
    return _PARTS[grouping](row)
