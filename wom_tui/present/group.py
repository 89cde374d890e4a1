"""How loud is an order on the board?"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType


class Group(IntEnum):
    """A part of the board, from loud to quiet."""

    ACT_NOW = 0
    WAITING = 1
    RUNNING = 2
    LATER = 3
    ENDED = 4


HEADS: Mapping[Group, tuple[str, str]] = MappingProxyType(
    {
        Group.ACT_NOW: ("Act now", "past due, warning, at risk, declined"),
        Group.WAITING: ("Waiting", "no technician, on hold"),
        Group.RUNNING: ("Running", ""),
        Group.LATER: ("Later", ""),
        Group.ENDED: ("Ended today", ""),
    }
)
