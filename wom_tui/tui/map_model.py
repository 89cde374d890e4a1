"""What does the map know, and which of it is the same as at the key before? Pure: no screen, no database.

The rows, the cursor and the marks are the board's. What is kept here is kept by what it was made from: streets by
the sight, what stands in which cell by the sight and the rows, routes by the day of who goes them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wom_tui.present.arrangement import Arrangement
from wom_tui.present.board import Day
from wom_tui.present.labels import Signs
from wom_tui.present.map_canvas import Canvas, Dots
from wom_tui.present.map_orders import Cluster, Places, clusters
from wom_tui.present.map_page import Scene
from wom_tui.present.map_people import point_of_person, who_has
from wom_tui.present.map_route import Route
from wom_tui.present.map_sight import Point, Sight, fitted

if TYPE_CHECKING:
    from wom_tui.present.map_streets import StreetMap
    from wom_tui.queries.whereabouts import Call, Whereabouts
    from wom_tui.tui.board_model import BoardModel

KEPT_ROUTES = 50
Calls = tuple["Call", ...]


@dataclass(frozen=True)
class Wanted:
    """What has to be found out, here or on a worker.

    Attributes:
        shown: what the board shows. It may change while a worker looks at it: then the worker is asked again.
        gone: of these, those that have left the board and wait to be taken away.
        sight: None = one that shows all of them.
    """

    shown: Arrangement
    gone: frozenset[int]
    marks: frozenset[int]
    sight: Sight | None
    cols: int
    rows: int
    day: Day


@dataclass(frozen=True)
class Placed:
    """What stands in which cell of a sight.

    Attributes:
        unplaced: how many of the orders that are shown have no position.
    """

    sight: Sight
    clusters: Sequence[Cluster]
    unplaced: int


@dataclass
class MapModel:
    """The sight, and all that is drawn in it.

    Attributes:
        sight: what somebody wants to see; None until there is room and something to see.
        placed: what is drawn: of another sight while a worker is still at it.
        is_chosen: somebody has panned or zoomed, so the sight stays where it is when another filter is on.
    """

    board: BoardModel
    sight: Sight | None = None
    placed: Placed | None = None
    is_chosen: bool = False
    people: tuple[Whereabouts, ...] = ()
    streets: StreetMap | None = None
    places: Places = field(default_factory=Places)
    _fitted_for: object = None  # what all had been fitted for: single changes do not move the map
    _ground: tuple[Sight, Dots, Canvas] | None = None
    _routes: dict[int, tuple[Calls, Route]] = field(default_factory=dict)

    # -------------------------------------------------------------------------------------------- what is where

    def wanted(self, cols: int, rows: int, day: Day, shown: object = None) -> Wanted:
        """What has to be found out for a map of that size.

        Args:
            shown: what decides what the board shows; where that is another, all is brought in sight again.
        """
        board = self.board
        gone = frozenset(number for number in board.pending if board.is_gone(number))
        fitted_for, self._fitted_for = self._fitted_for, (shown, cols, rows)
        is_kept = self.sight is not None and (self.is_chosen or fitted_for == self._fitted_for)
        sight = self.sight.sized(cols, rows) if is_kept and self.sight is not None else None
        return Wanted(board.shown, gone, frozenset(board.marks), sight, cols, rows, day)

    def place(self, wanted: Wanted, breathe: Callable[[], None] = lambda: None) -> Placed:
        """Find out what stands in which cell; on a worker where there are very many orders."""
        known, places = self.board.rows, self.places
        numbers = [number for number in wanted.shown if number not in wanted.gone]
        breathe()
        rows = [row for number in numbers if (row := known.get(number)) is not None]
        breathe()
        there = [row for row in rows if row.lat is not None]
        sight = wanted.sight
        if sight is None:
            breathe()
            points = [point for row in there if (point := places.of(row)) is not None]
            points = points or [point for one in self.people if (point := point_of_person(one)) is not None]
            sight = fitted(points, wanted.cols, wanted.rows)
        found = clusters(there, places, sight, wanted.day, wanted.marks, breathe)
        return Placed(sight, found, len(rows) - len(there))

    def take(self, placed: Placed) -> None:
        """It is found: draw that from now on."""
        self.placed = placed
        if not self.is_chosen:
            self.sight = placed.sight

    # ---------------------------------------------------------------------------------------------- the sight

    def look(self, sight: Sight) -> None:
        """Somebody has panned or zoomed."""
        self.sight, self.is_chosen = sight, True

    def look_at_all(self) -> None:
        """From now on all that is shown."""
        self.is_chosen, self._fitted_for = False, None

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

    def beside(self, step: int) -> int | None:
        """The order of the nearest sign to the west (-1) or east (1); what lies straight that way comes first."""
        here, cursor = self.cursor_point, self.board.cursor or 0
        best: tuple[float, int] | None = None
        for point, number in self._signs():
            if number == cursor or here is None:
                continue
            across = (point.x - here.x) * step
            # At one place, or one above the other, they follow each other by number, so that none is left out.
            if across < 0 or (across == 0 and (number - cursor) * step < 0):
                continue
            far = (across + 2 * abs(point.y - here.y), number * step)
            best = far if best is None else min(best, far)
        if here is None and self.sight is not None:
            return self.nearest(self.sight.middle)
        return best[1] * step if best is not None else None

    def nearest(self, point: Point) -> int | None:
        """The order of the sign that is nearest to a point of the map."""
        found = ((math.dist(there, point), number) for there, number in self._signs())
        return min(found, default=(0.0, None))[1]

    def _signs(self) -> Iterator[tuple[Point, int]]:
        """The orders that can be told from each other on the map: of several in one block the most urgent one."""
        for cluster in self.placed.clusters if self.placed is not None else ():
            point = self.places.of(cluster.worst)
            if point is not None:
                yield point, cluster.worst.number

    # ------------------------------------------------------------------------------------- the rest of a scene

    @property
    def chosen(self) -> Whereabouts | None:
        """Who has the order under the cursor."""
        return who_has(self.board.row, self.people)

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
