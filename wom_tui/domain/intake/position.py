"""Can the position that a file gives for a place be true?

A technician who is sent to a made-up position has lost an hour; so what looks made up is kept, marked, and never
planned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from wom_tui.domain.site import GeocodeQuality

Point = tuple[float, float]
Bounds = tuple[float, ...]  # south, west, north, east in degrees

# So many orders without an address at one point: the point is what their system writes when it knows nothing.
SHARED_BY = 5


@dataclass(frozen=True)
class Judgement:
    """What is thought of a position, and why it is not trusted."""

    quality: GeocodeQuality
    reason: str = ""

    @property
    def is_trusted(self) -> bool:
        return self.quality in (GeocodeQuality.EXACT, GeocodeQuality.APPROXIMATE)


TRUSTED = Judgement(GeocodeQuality.EXACT)


def judge(
    lat: float | None,
    lon: float | None,
    *,
    bounds: Bounds,
    territory_bounds: Bounds = (),
    fake: frozenset[Point] = frozenset(),
) -> Judgement:
    """Say whether a position can be planned with.

    Args:
        lat, lon: degrees; either may be missing.
        bounds: outside of them there is no work at all.
        territory_bounds: of the territory that the row names; empty where they are not known.
        fake: positions that are known to mean "not known".
    """
    if lat is None or lon is None:
        return Judgement(GeocodeQuality.MISSING, "no position")
    if (lat, lon) == (0.0, 0.0):
        return _suspicious("0, 0 is a default, not a place")
    if (lat, lon) in fake:
        return _suspicious("a default position that many rows share")
    if not _inside(lat, lon, bounds):
        return _suspicious(
            "latitude and longitude are swapped" if _inside(lon, lat, bounds) else "outside of the area"
        )
    if territory_bounds and not _inside(lat, lon, territory_bounds):
        return _suspicious("outside of the territory that the row names")
    return TRUSTED


def shared_points(points: Iterable[Point]) -> frozenset[Point]:
    """Of the positions of rows that have no address, those that too many of them share."""
    return frozenset(point for point, rows in Counter(points).items() if rows >= SHARED_BY)


def _suspicious(reason: str) -> Judgement:
    return Judgement(GeocodeQuality.SUSPICIOUS, reason)


def _inside(lat: float, lon: float, bounds: Bounds) -> bool:
    south, west, north, east = bounds
    return south <= lat <= north and west <= lon <= east
