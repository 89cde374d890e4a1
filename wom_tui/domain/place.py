"""Where something is, in degrees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wom_tui.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Place:
    """A position in degrees (WGS 84): latitude -90..90, longitude -180..180.

    Raises:
        InvalidInput: a value is outside of its range or not a number.
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not -90 <= self.lat <= 90:  # also refuses NaN
            raise InvalidInput("lat", self.lat, "degrees from -90 to 90")
        if not -180 <= self.lon <= 180:
            raise InvalidInput("lon", self.lon, "degrees from -180 to 180")


# Seconds on the road from one place to another. The rules take it as a value, so that they stay pure.
TravelTime = Callable[[Place, Place], int]


def at_once(_from: Place, _to: Place) -> int:
    """No travel at all: for orders that are done without going there, and for tests."""
    return 0
