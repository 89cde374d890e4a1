"""Parts of an order that lie in a warehouse are fetched by who does it: on the way there, and there once a shift."""

from __future__ import annotations

from dataclasses import dataclass

from wom_tui.domain.place import Place

MOST_MIN = 240  # longer was mistyped
MINUTES = 10  # it takes to fetch something, where nobody says otherwise


@dataclass(frozen=True, kw_only=True, slots=True)
class PickUp:
    """A warehouse that somebody has to go by, and how long it takes there."""

    warehouse: int
    name: str
    place: Place
    minutes: int = MINUTES
