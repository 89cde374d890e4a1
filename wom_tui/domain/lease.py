"""Who may act for everybody: a right that one holds at a time, with a number that grows with each holder."""

from __future__ import annotations

from typing import NamedTuple

LEADER = "leader"  # whoever holds the lease of this name runs the office's rules


class Fence(NamedTuple):
    """What a holder shows whenever it writes; once another has taken over it opens nothing more.

    Attributes:
        holder: names one holder, and nobody else ever.
        token: one more than the holder's before it.
    """

    name: str
    holder: str
    token: int
