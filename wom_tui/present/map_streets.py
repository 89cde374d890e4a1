"""Which streets does a map show at its scale? The whole town by its main roads, a quarter by every lane."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from wom_tui.present.map_canvas import Canvas, Dots, Ends
from wom_tui.present.map_sight import Point, Sight, point_of

if TYPE_CHECKING:
    from wom_tui.gateways.streets import Streets

# Up to so many metres across a dot, streets of that rank are drawn: with more of them there would be only dots.
_UP_TO_M: Final = (float("inf"), float("inf"), 120.0, 45.0, 16.0)
# Letters are twice as high as wide.
_DOTS_ACROSS: Final = {Dots.BRAILLE: 2.0, Dots.BLOCKS: 1.0, Dots.LETTERS: 0.7}
_MAIN: Final = 2  # ranks that are drawn a little louder
_TILE: Final = 0.0004  # radians: about 2 km, a quarter of a town at the nearest scales
_MAIN_INK, _SIDE_INK = "faint", "rule"

Tile = tuple[int, int]


class StreetMap:
    """The streets, laid flat and sorted into tiles, so that only what is near is looked at."""

    def __init__(self, streets: Streets) -> None:
        """Lay them flat: about 50 ms for Boston, so on a worker."""
        self.attribution = streets.attribution
        self._tiles: list[dict[Tile, list[Ends]]] = [_tiled(segments) for segments in streets.segments]
        ends = [line for tiles in self._tiles for lines in tiles.values() for line in lines]
        across = [x for line in ends for x in line[::2]] or [0.0]
        down = [y for line in ends for y in line[1::2]] or [0.0]
        self._west, self._east, self._north, self._south = min(across), max(across), min(down), max(down)

    def is_in(self, sight: Sight) -> bool:
        """Whether the sight shows any of it."""
        begin, end = sight.point(0, 0), sight.point(sight.cols, sight.rows)
        return (
            begin.x <= self._east and end.x >= self._west and begin.y <= self._south and end.y >= self._north
        )

    def ground(self, sight: Sight, dots: Dots) -> Canvas:
        """A canvas with the streets of that sight, to lay under everything else."""
        canvas = Canvas(sight.cols, sight.rows, dots)
        side = canvas.layer(_SIDE_INK, ",", is_ground=True)
        main = canvas.layer(_MAIN_INK, ":", is_ground=True)
        for rank in ranks_at(sight.metres / _DOTS_ACROSS[dots]):
            (main if rank < _MAIN else side).draw(self._lines(rank, sight))
        return canvas

    def _lines(self, rank: int, sight: Sight) -> Iterator[Ends]:
        """Those of a rank that may be in sight, in cells."""
        unit, left, top = sight.unit, sight.left, sight.top
        high = 2 * unit
        for x, y, to_x, to_y in self._near(rank, sight):
            yield x / unit - left, y / high - top, to_x / unit - left, to_y / high - top

    def _near(self, rank: int, sight: Sight) -> Iterator[Ends]:
        tiles = self._tiles[rank]
        begin, end = sight.point(0, 0), sight.point(sight.cols, sight.rows)
        # A segment belongs to the tile of its first end: one tile more on each side reaches its other one.
        wide, high = _span(begin.x, end.x), _span(begin.y, end.y)
        if len(wide) * len(high) >= len(tiles):
            for lines in tiles.values():
                yield from lines
            return
        for tile_x in wide:
            for tile_y in high:
                yield from tiles.get((tile_x, tile_y), ())


def ranks_at(metres: float) -> range:
    """The ranks of streets that are drawn where a dot is so wide."""
    return range(sum(metres <= most for most in _UP_TO_M))


def _span(begin: float, end: float) -> range:
    return range(int(begin // _TILE) - 1, int(end // _TILE) + 2)


def _tiled(segments: Sequence[tuple[float, float, float, float]]) -> dict[Tile, list[Ends]]:
    tiles: dict[Tile, list[Ends]] = {}
    known: dict[tuple[float, float], Point] = {}
    for lat, lon, to_lat, to_lon in segments:
        one, other = _flat(lat, lon, known), _flat(to_lat, to_lon, known)
        tiles.setdefault((int(one.x // _TILE), int(one.y // _TILE)), []).append((*one, *other))
    return tiles


def _flat(lat: float, lon: float, known: dict[tuple[float, float], Point]) -> Point:
    """Corners are shared: each is laid flat once."""
    found = known.get((lat, lon))
    if found is None:
        found = known[lat, lon] = point_of(lat, lon)
    return found
