"""What does the map know, and which of it is the same as at the key before? Pure: no screen, no database.

The rows, the cursor and the marks are the board's. What is kept here is kept by what it was made from: streets by
the sight, what stands in which cell by the sight and the rows, routes by the day of who goes them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wom_tui.present.board import Day
from wom_tui.present.labels import Signs
from wom_tui.present.map_canvas import Canvas, Dots
from wom_tui.present.map_orders import Cluster, Places, clusters
from wom_tui.present.map_page import Scene
from wom_tui.present.map_route import Route
from wom_tui.present.map_sight import Point, Sight, fitted

if TYPE_CHECKING:
    from wom_tui.present.map_streets import StreetMap
    from wom_tui.queries.orders import OrderRow
    from wom_tui.queries.whereabouts import Call, Whereabouts
    from wom_tui.tui.board_model import BoardModel

KEPT_ROUTES = 50
Day_ = tuple["Call", ...]


@dataclass
class Placed:
    """What stands in which cell of a sight."""

    sight: Sight
    clusters: Sequence[Cluster]


@dataclass
class MapModel:
    """The sight, and all that is drawn in it.

    Attributes:
        sight: what somebody wants to see; None until there is room and something to see.
        placed: what is drawn: of another sight while a worker is still at it.
        is_chosen: somebody has panned or zoomed, so the sight stays where it is when other orders are shown.
        unplaced: how many of the orders that are shown have no position.
    """

    board: BoardModel
    sight: Sight | None = None
    placed: Placed | None = None
    is_chosen: bool = False
    unplaced: int = 0
    people: tuple[Whereabouts, ...] = ()
    streets: StreetMap | None = None
    places: Places = field(default_factory=Places)
    _ground: tuple[Sight, Dots, Canvas] | None = None
    _routes: dict[int, tuple[Day_, Route]] = field(default_factory=dict)

    def rows(self) -> list[OrderRow]:
        """The orders that the board shows, but for those that have left and wait to be taken away."""
        board = self.board
        return [
            board.rows[number]
            for number in board.shown
            if not (number in board.pending and board.is_gone(number))
        ]

    # ---------------------------------------------------------------------------------------------- the sight

    def fit(self, rows: Iterable[OrderRow], cols: int, lines: int) -> None:
        """All orders that are shown; where none is, everybody, else what the streets are of."""
        points = self._points(rows) or [point for one in self.people if (point := _point(one)) is not None]
        self.sight, self.is_chosen = fitted(points, cols, lines), False

    def _points(self, rows: Iterable[OrderRow]) -> list[Point]:
        return [point for row in rows if (point := self.places.of(row)) is not None]

    def look(self, sight: Sight) -> None:
        """Somebody has panned or zoomed."""
        self.sight, self.is_chosen = sight, True

    @property
    def cursor_point(self) -> Point | None:
        """Where the order under the cursor is."""
        return self.places.of(self.board.row) if self.board.row is not None else None

    def keep_cursor_in_sight(self) -> bool:
        """Move the map as far as the cursor asks; answers whether it had to."""
        point = self.cursor_point
        if point is None or self.sight is None:
            return False
        before, self.sight = self.sight, self.sight.with_in_sight(point)
        return self.sight != before

    # --------------------------------------------------------------------------------------------- the orders

    def place(
        self, rows: Sequence[OrderRow], sight: Sight, day: Day, breathe: Callable[[], None] = lambda: None
    ) -> Placed:
        """What stands in which cell; may be asked on a worker where there are very many rows."""
        return Placed(sight, clusters(rows, self.places, sight, day, frozenset(self.board.marks), breathe))

    def count_unplaced(self, rows: Iterable[OrderRow]) -> None:
        self.unplaced = sum(row.lat is None or row.lon is None for row in rows)

    def beside(self, step: int) -> int | None:
        """The order nearest to the cursor's in the west (-1) or east (1); what lies straight that way comes first."""
        here, cursor = self.cursor_point, self.board.cursor
        best: tuple[float, int] | None = None
        for row in self.rows():
            point = self.places.of(row)
            if point is None or row.number == cursor:
                continue
            if here is None:
                return row.number
            across = (point.x - here.x) * step
            # At one place, or one above the other, they follow each other by number, so that none is left out.
            if across < 0 or (across == 0 and (row.number - (cursor or 0)) * step < 0):
                continue
            far = (across + 2 * abs(point.y - here.y), row.number * step)
            if best is None or far < best:
                best = far
        return best[1] * step if best is not None else None

    def nearest(self, point: Point) -> int | None:
        """The order that is nearest to a point of the map."""
        found = (
            (math.dist(there, point), row.number) for row in self.rows() if (there := self.places.of(row))
        )
        return min(found, default=(0.0, None))[1]

    # ------------------------------------------------------------------------------------- the rest of a scene

    @property
    def chosen(self) -> Whereabouts | None:
        """Who has the order under the cursor."""
        row = self.board.row
        if row is None or row.technician is None:
            return None
        return next((one for one in self.people if one.code == row.technician), None)

    @property
    def route(self) -> Route | None:
        """The route of who has the order under the cursor, where it was found for the day as it is."""
        one = self.chosen
        kept = self._routes.get(one.technician) if one is not None else None
        return kept[1] if one is not None and kept is not None and kept[0] == one.calls else None

    def keep_route(self, one: Whereabouts, route: Route) -> None:
        """Remember it for as long as the day is the same."""
        if len(self._routes) > KEPT_ROUTES:
            self._routes.clear()
        self._routes[one.technician] = (one.calls, route)

    def ground(self, sight: Sight, dots: Dots) -> Canvas | None:
        """The streets of a sight: about 10 ms for Boston, once."""
        if self.streets is None or not self.streets.is_in(sight):
            return None
        if self._ground is None or self._ground[:2] != (sight, dots):
            self._ground = (sight, dots, self.streets.ground(sight, dots))
        return self._ground[2]

    def scene(self, day: Day, signs: Signs) -> Scene | None:
        """All that is drawn; None before anything can be."""
        if self.placed is None:
            return None
        sight, dots = self.placed.sight, Dots(signs.dots)
        ground = self.ground(sight, dots)
        return Scene(
            sight=sight,
            day=day,
            signs=signs,
            dots=dots,
            ground=ground,
            attribution=self.streets.attribution if ground is not None and self.streets is not None else "",
            clusters=self.placed.clusters,
            places=self.places,
            row=self.board.row,
            people=self.people,
            route=self.route,
            find=self.board.rows.get,
        )


def _point(one: Whereabouts) -> Point | None:
    from wom_tui.present.map_people import point_of_person

    return point_of_person(one)
