"""Who else is here, and which order does each of them have before them? Nothing of it is kept longer than that."""

from __future__ import annotations

from dataclasses import dataclass

BEAT_S = 30.0  # so often a console says that it is still there
GONE_S = 90.0  # who has said nothing for so long has gone


@dataclass(frozen=True)
class Present:
    """Another console at the same database.

    Attributes:
        who: the user, and for whom where an admin acts for another.
        order: what they have open, or move just now.
    """

    who: str
    order: int | None = None
