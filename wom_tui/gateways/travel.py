"""How long it takes to drive from one place to another, and where that number comes from.

Every source of travel times answers the same questions (`Travel`): one trip, many at once, the distance.
A trip has the same seconds alone and in a table, so that a planner that works on the table and a rule that
checks one leg never disagree. This module holds what needs no map; `road_graph.py` has the roads.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Protocol, TypeVar, runtime_checkable

from wom_tui.domain.place import Place
from wom_tui.domain.travel_hours import USUAL, HourFactors
from wom_tui.resources import resource_dir

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from wom_tui.gateways.osrm import OsrmServer
    from wom_tui.planning.reach import Spread

    Seconds = NDArray[np.int32]
    Number = TypeVar("Number", float, NDArray[np.float64])


class Travel(Protocol):
    """A source of travel times."""

    @property
    def hours(self) -> HourFactors:
        """Slower hours: not in the seconds that the source tells; `TechnicianDay.trip_s` sees to them."""

    @property
    def name(self) -> str:
        """The source as the user reads it, beside every time that comes from it."""

    def __call__(self, a: Place, b: Place) -> int:
        """The same as `seconds`: a source is what the rules take as travel times."""

    def seconds(self, a: Place, b: Place) -> int:
        """Driving time from a to b in an ordinary hour; `domain/travel_hours.py` has the others."""

    def matrix(self, origins: Sequence[Place], destinations: Sequence[Place] | None = None) -> Seconds:
        """Driving times as int32 [origin, destination]; destinations default to the origins.

        Each value equals `seconds` of that pair. `.tolist()` makes plain rows of ints.
        """

    def metres(self, a: Place, b: Place) -> int:
        """Length of the drive from a to b."""

    def source(self, a: Place, b: Place) -> str:
        """The name of the source that answers for this pair: not `name` where that one had to pass."""


@runtime_checkable
class Pathfinding(Protocol):
    """A source that knows the streets, and not only how long they take."""

    def way(self, a: Place, b: Place) -> tuple[Place, ...]:
        """The places that a drive from a to b goes by, these two included."""


def way_of(travel: object, a: Place, b: Place) -> tuple[Place, ...]:
    """The way by a source of travel times; a straight line where it knows only times."""
    return travel.way(a, b) if isinstance(travel, Pathfinding) else (a, b)


# Road metres per straight metre. Boston's streets: median 1.27, three quarters of the trips below 1.37.
DETOUR: Final = 1.35
# Speed by distance: (up to this many road metres, km/h on that stretch): side streets and lights, main
# streets, open road. Slow first makes the time a concave function of the distance, so that a trip by way of a
# third place is never shorter. The first two were set so that Boston's trips agree with its road graph.
SPEEDS: Final = ((2_000.0, 28.0), (12_000.0, 42.0), (math.inf, 75.0))
_WGS84_MAJOR_M: Final = 6_378_137.0
_WGS84_ECCENTRICITY_2: Final = 0.006_694_379_990_14
_ROWS_AT_ONCE: Final = 256  # rows of a table computed together: 256 x 10,000 floats are 20 MB


@dataclass(frozen=True)
class Geodesic:
    """Straight line x detour factor, with a speed by distance. An estimate, and named so."""

    detour: float = DETOUR
    hours: HourFactors = USUAL

    @property
    def name(self) -> str:
        return f"straight line × {self.detour:g}, an estimate"

    def __call__(self, a: Place, b: Place) -> int:
        return self.seconds(a, b)

    def source(self, a: Place, b: Place) -> str:
        return self.name

    def seconds(self, a: Place, b: Place) -> int:
        line_m = straight_metres(a, b)
        return round(_seconds_of_stretch(line_m * self.detour))

    def metres(self, a: Place, b: Place) -> int:
        from geopy.distance import geodesic

        return round(float(geodesic((a.lat, a.lon), (b.lat, b.lon)).meters) * self.detour)

    def matrix(self, origins: Sequence[Place], destinations: Sequence[Place] | None = None) -> Seconds:
        import numpy as np

        targets = origins if destinations is None else destinations
        table = np.zeros((len(origins), len(targets)), dtype=np.int32)
        ends = np.array([_globe_point(place) for place in targets]).reshape(-1, 4)
        for first in range(0, len(origins), _ROWS_AT_ONCE):
            rows = slice(first, first + _ROWS_AT_ONCE)
            starts = np.array([_globe_point(place) for place in origins[rows]])
            road_m = _line_metres_table(starts, ends) * self.detour
            table[rows] = np.rint(_seconds_of_stretches(road_m))
        return table

    def spread(self, places: Sequence[Place | None]) -> Spread:
        """The places, looked up for many questions."""
        from wom_tui.gateways.spreads import StraightSpread

        def seconds(starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
            return _seconds_of_stretches(_line_metres_table(starts, ends) * self.detour)

        return StraightSpread(places, _globe_point, seconds)


@cache
def travel_source(
    roads: str | None, hours: HourFactors | None = None, server: OsrmServer | None = None
) -> Travel:
    """The travel times of an office. One for all desks of a process, for a road graph is large and learns.

    Args:
        roads: the world whose streets are meant, or None. Where this install has no streets of that name (the
            database came from elsewhere), straight lines answer, and their name says so.
        hours: default as in every other hour.
        server: asked first, where there is one.
    """
    from wom_tui.gateways.travel_memory import kept_trips

    slower = hours or USUAL
    if server is not None:
        from wom_tui.gateways.osrm import ServedTravel

        return ServedTravel(server, kept_trips(server.url, server.profile), hours=slower)
    if roads is None or roads not in _roads():
        return Geodesic(hours=slower)
    from wom_tui.gateways.remembered import RememberedTravel
    from wom_tui.gateways.road_graph import RoadGraph

    folder = resource_dir("sample_data") / roads / "roads"
    return RememberedTravel(RoadGraph(folder, hours=slower), kept_trips("roads", *_version_of(folder)))


def _version_of(folder: Path) -> list[str]:
    """What tells these streets, driven by these rules, from any others."""
    from hashlib import sha256

    from wom_tui import __version__

    return [__version__, *(sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir()))]


def _roads() -> set[str]:
    """The worlds that bring streets with them."""
    return {path.parent.parent.name for path in resource_dir("sample_data").glob("*/roads/roads.toml")}


def straight_metres(a: Place, b: Place) -> float:
    """Metres in a straight line: haversine, within 0.5 % of the ellipsoid for trips up to 2,000 km.

    Per place it uses sines, per pair only + - * / and square roots. Those are exact to the last bit on every
    machine, so that a pair computed here and the same pair in a table are the same number.
    """
    ax, ay, az, a_radius = _globe_point(a)
    bx, by, bz, b_radius = _globe_point(b)
    x, y, z = ax - bx, ay - by, az - bz
    haversine = (x * x + y * y + z * z) / 4
    return _arc(haversine, math.sqrt(haversine)) * (a_radius + b_radius)


def _line_metres_table(starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """`straight_metres` for all pairs of globe points [n, 4] and [m, 4]: [n, m]."""
    import numpy as np

    x, y, z = (starts[:, None, axis] - ends[None, :, axis] for axis in range(3))
    haversine = (x * x + y * y + z * z) / 4
    return _arc(haversine, np.sqrt(haversine)) * (starts[:, None, 3] + ends[None, :, 3])


def _globe_point(place: Place) -> tuple[float, float, float, float]:
    """A place on the unit sphere (x, y, z), and the radius in metres of the ball that fits there best."""
    lat, lon = math.radians(place.lat), math.radians(place.lon)
    flattening = 1 - _WGS84_ECCENTRICITY_2 * math.sin(lat) ** 2
    radius_m = _WGS84_MAJOR_M * math.sqrt(1 - _WGS84_ECCENTRICITY_2) / flattening
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat), radius_m


def _arc(haversine: Number, root: Number) -> Number:
    """Half of the angle whose haversine this is: the series of arcsin(root), good to 1e-7 below 2,000 km."""
    return root * (1 + haversine * (1 / 6 + haversine * (3 / 40 + haversine * (15 / 336))))


def _seconds_of_stretch(road_m: float) -> float:
    """Driving time of one road distance, by SPEEDS."""
    total_s, begin_m = 0.0, 0.0
    for end_m, kph in SPEEDS:
        total_s += (min(max(road_m, begin_m), end_m) - begin_m) * 3.6 / kph
        begin_m = end_m
    return total_s


def _seconds_of_stretches(road_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """`_seconds_of_stretch` for a table."""
    import numpy as np

    total_s, begin_m = np.zeros_like(road_m), 0.0
    for end_m, kph in SPEEDS:
        total_s += (np.clip(road_m, begin_m, end_m) - begin_m) * 3.6 / kph
        begin_m = end_m
    return total_s
