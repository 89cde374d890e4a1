"""Which line of the chart shows what: a lane, the head of its group, or what is tried on the lane above?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NO_GROUPS: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class GroupHead:
    """A group of lanes begins below."""

    word: str
    count: int


@dataclass(frozen=True, slots=True)
class TryLine:
    """What is moved would go to the lane above."""

    technician: int


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty line before a group."""

    before: str


Shown = int | GroupHead | Gap | TryLine  # a lane by its technician


def lane_lines(
    order: Sequence[int],
    groups: Mapping[int, str] = NO_GROUPS,
    below: int | None = None,
    *,
    is_airy: bool = False,
) -> tuple[Shown, ...]:
    """The lines, from the top.

    Args:
        order: technicians, those of a group together.
        groups: the name of each one's group; empty = there are none.
        below: whose lane the line stands under on which something is tried.
        is_airy: there is room for an empty line before each group but the first.
    """
    counts = Counter(groups.get(technician) for technician in order)
    lines: list[Shown] = []
    group: str | None = None
    for technician in order:
        if groups and groups.get(technician, "") != group:
            group = groups.get(technician, "")
            if is_airy and lines:
                lines.append(Gap(group))
            lines.append(GroupHead(group, counts[group]))
        lines.append(technician)
        if technician == below:
            lines.append(TryLine(technician))
    return tuple(lines)
