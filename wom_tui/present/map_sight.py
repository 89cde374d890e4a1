"""Which part of the earth does a map show, how large, and in which cell of it is a place?

Web Mercator, as on maps that people know: north is up, and angles are true everywhere. A cell of a terminal is twice
as high as wide, so a cell shows twice as many metres down as across. Cells lie on a grid that does not move when the
map is panned: what shared a cell still does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from wom_tui.domain.habits import mine

EARTH_M: Final = 6_371_008.8
STEP: Final = 1.5  # one step of the zoom
_FARTHEST_LAT: Final = 85.0  # beyond it Mercator has no room for anything
_NEAREST_M, _FARTHEST_M = 2.0, 5_000_000.0  # metres across a cell
_ALONE_M: Final = 40.0  # across a cell, where there is only one place to show
_MARGIN: Final = 2  # cells at every edge in which nothing is put when all is fitted
_KILOMETRES: Final = ((1.0, "m"), (1000.0, "km"))
_MILES: Final = ((0.3048, "ft"), (1609.344, "mi"))


class Point(NamedTuple):
    """A place on the flat map, in radians of the equator: x to the east, y to the south."""

    x: float
    y: float


def point_of(lat: float, lon: float) -> Point:
    """Where a position in degrees is on the flat map."""
    flat = math.radians(max(-_FARTHEST_LAT, min(_FARTHEST_LAT, lat)))
    return Point(math.radians(lon), -math.asinh(math.tan(flat)))


@dataclass(frozen=True)
class Sight:
    """The part that is shown.

    Attributes:
        middle: what is in the middle.
        unit: how wide a cell is, in radians of the equator.
    """

    middle: Point
    unit: float
    cols: int
    rows: int

    @property
    def left(self) -> int:
        """The number of the first column, counted from longitude 0."""
        return math.floor(self.middle.x / self.unit - self.cols / 2)

    @property
    def top(self) -> int:
        """The number of the first row, counted from the equator."""
        return math.floor(self.middle.y / (2 * self.unit) - self.rows / 2)

    def spot(self, point: Point) -> tuple[float, float]:
        """Column and row of a place, with fractions; outside of the map where it is not shown."""
        return point.x / self.unit - self.left, point.y / (2 * self.unit) - self.top

    def cell(self, point: Point) -> tuple[int, int]:
        """The cell that a place lies in."""
        col, row = self.spot(point)
        return math.floor(col), math.floor(row)

    def point(self, col: float, row: float) -> Point:
        """What lies there: in the middle of a cell at its column and row + 0.5."""
        return Point((self.left + col) * self.unit, (self.top + row) * 2 * self.unit)

    def shows(self, point: Point, margin: int = 0) -> bool:
        """Whether the place is on the map, and not within so many cells of its edge."""
        col, row = self.cell(point)
        return margin <= col < self.cols - margin and margin <= row < self.rows - margin

    @property
    def metres(self) -> float:
        """How many metres a cell is wide, in the middle of the map."""
        return self.unit * EARTH_M / math.cosh(self.middle.y)

    # ------------------------------------------------------------------------------------------------- moving

    def sized(self, cols: int, rows: int) -> Sight:
        """The same middle in another room."""
        return replace(self, cols=max(1, cols), rows=max(1, rows))

    def panned(self, cols: float, rows: float) -> Sight:
        """So many cells to the east and to the south."""
        middle = Point(self.middle.x + cols * self.unit, self.middle.y + rows * 2 * self.unit)
        return replace(self, middle=_on_earth(middle))

    def zoomed(self, steps: int, around: Point | None = None) -> Sight:
        """Nearer (+) or farther (-); the place around which it is done stays where it is, else the middle."""
        wanted = self.unit / STEP**steps
        unit = _within(wanted, math.cosh(self.middle.y))
        fixed, share = around or self.middle, unit / self.unit
        middle = Point(
            fixed.x + (self.middle.x - fixed.x) * share, fixed.y + (self.middle.y - fixed.y) * share
        )
        return replace(self, middle=_on_earth(middle), unit=unit)

    def with_in_sight(self, point: Point) -> Sight:
        """Moved as far as it takes to see the place: by half a map, so that it is not moved at every step."""
        col, row = self.cell(point)
        return self.panned(_jump(col, self.cols), _jump(row, self.rows))


def _jump(at: int, length: int) -> int:
    """By how much the map has to move that a cell comes well within it."""
    margin = min(_MARGIN, (length - 1) // 2)
    if margin <= at < length - margin:
        return 0
    return at - length // 2


def _within(unit: float, stretch: float) -> float:
    """Not nearer than can be of use, not farther than there is earth."""
    return max(_NEAREST_M / EARTH_M * stretch, min(_FARTHEST_M / EARTH_M, unit))


def _on_earth(point: Point) -> Point:
    edge = abs(point_of(_FARTHEST_LAT, 0).y)
    return Point(max(-math.pi, min(math.pi, point.x)), max(-edge, min(edge, point.y)))


def fitted(points: Iterable[Point], cols: int, rows: int) -> Sight:
    """The nearest sight that shows all of them, with a little room at the edges; of nothing, all the earth."""
    cols, rows = max(1, cols), max(1, rows)
    there = list(points)
    if not there:
        return Sight(Point(0.0, 0.0), 2 * math.pi / cols, cols, rows)
    west, east = min(p.x for p in there), max(p.x for p in there)
    north, south = min(p.y for p in there), max(p.y for p in there)
    middle = Point((west + east) / 2, (north + south) / 2)
    stretch = math.cosh(middle.y)
    unit = max(
        (east - west) / max(1, cols - 2 * _MARGIN - 1),
        (south - north) / (2 * max(1, rows - _MARGIN - 1)),
    )
    unit = unit or _ALONE_M / EARTH_M * stretch
    # However far that is: in few cells half the earth has to do.
    return Sight(middle, max(unit, _ALONE_M / 4 / EARTH_M * stretch), cols, rows)


def scale_bar(sight: Sight, room: int) -> tuple[int, str]:
    """The longest round distance that fits into so many cells: its length in cells, and what it is called."""
    metres = sight.metres
    (small_m, small), (large_m, large) = _MILES if mine().has_miles else _KILOMETRES
    named = [(number * small_m, f"{number:,} {small}") for number in _ROUND if number * small_m < large_m]
    named += [(number * large_m, f"{number:,} {large}") for number in _ROUND]
    fitting = [one for one in named if one[0] <= room * metres]
    if not fitting:
        return 0, ""
    length_m, said = max(fitting)
    return max(1, round(length_m / metres)), said


_ROUND = tuple(first * 10**power for power in range(5) for first in (1, 2, 5))
