"""What does the map show? Streets, routes, orders, people, and below it what the signs mean and how far a mile is.

From the ground up: streets faint, the route of who has the order under the cursor, every order by the board's signs,
that route's visits with their numbers, the order under the cursor spelt out, and technicians by their initials where
there is room. The most urgent order of a place is never covered by another one, only by the cursor's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wom_tui.present.board import Day
from wom_tui.present.cells import Line, Piece, clip, joined, line_width, spread
from wom_tui.present.labels import Signs, state_label
from wom_tui.present.map_canvas import Canvas, Dots
from wom_tui.present.map_orders import Cluster, Places, cluster_pieces, legend, order_signs
from wom_tui.present.map_people import is_shown, nearest_words, person_signs, person_words, together, who_has
from wom_tui.present.map_route import Route, draw_route
from wom_tui.present.map_sight import Point, Sight, point_of, scale_bar

if TYPE_CHECKING:
    from wom_tui.queries.orders import OrderRow
    from wom_tui.queries.whereabouts import Call, Whereabouts

_HERE = "selection"  # the ground of what the cursor is on
Cell = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """All that is drawn.

    Attributes:
        ground: the streets of that sight; None where there are none.
        attribution: whose streets they are; empty where none are shown.
        row: the order under the cursor.
        route: of who has it.
        find: an order by its number, for the visits of that route.
    """

    sight: Sight
    day: Day
    signs: Signs
    dots: Dots = Dots.BRAILLE
    ground: Canvas | None = None
    attribution: str = ""
    clusters: Sequence[Cluster] = ()
    places: Places = field(default_factory=Places)
    row: OrderRow | None = None
    people: Sequence[Whereabouts] = ()
    route: Route | None = None
    find: Callable[[int], OrderRow | None] = lambda number: None

    @property
    def chosen(self) -> Whereabouts | None:
        """Who has the order under the cursor."""
        return who_has(self.row, self.people)

    @property
    def point(self) -> Point | None:
        """Where the order under the cursor is."""
        return self.places.of(self.row) if self.row is not None else None


def picture(scene: Scene) -> list[Line]:
    """The map itself, row by row."""
    sight = scene.sight
    canvas = Canvas(sight.cols, sight.rows, scene.dots)
    if scene.ground is not None:
        canvas.under(scene.ground)
    if scene.route is not None:
        draw_route(canvas, scene.route, sight)
    written = _Written(canvas)
    _orders(written, scene)
    if scene.route is not None:
        _calls(written, scene, scene.route)
    _cursor(written, scene)
    _people(canvas, scene)
    return canvas.lines()


class _Written:
    """What was written where: signs that nothing may cover, and counts that are whole or not there at all."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.solid: dict[Cell, Piece] = {}
        self._counts: dict[Cell, list[Cell]] = {}  # cell → all cells of the count that stands in it

    def cluster(self, col: int, row: int, pieces: Line) -> None:
        """The signs of a cluster, and its count."""
        self.canvas.write(col, row, pieces)
        self.solid[row, col] = pieces[0]
        for text, _ in pieces:
            cells = [(row, col + at) for at in range(len(text))]
            if text.isdigit():
                self._counts |= dict.fromkeys(cells, cells)
            col += len(text)

    def settle(self) -> None:
        """All clusters are there: where the count of one has covered the sign of another one, it stands again."""
        self.canvas.signs |= self.solid

    def over(self, col: int, row: int, pieces: Line) -> None:
        """On top; of a count that is hit no digit stays, for half a count would be another one."""
        for at in range(line_width(pieces)):
            for cell in list(self._counts.get((row, col + at), ())):
                del self._counts[cell]  # what is written there now is no count
                if cell not in self.solid:
                    self.canvas.signs.pop(cell, None)
        self.canvas.write(col, row, pieces)


def _orders(written: _Written, scene: Scene) -> None:
    for cluster in scene.clusters:
        if scene.row is not None and cluster.worst.number == scene.row.number:
            continue  # spelt out, with how many are hidden behind it
        begin, pieces = cluster_pieces(cluster, scene.day, scene.signs)
        written.cluster(begin, cluster.row, pieces)
    written.settle()


def _people(canvas: Canvas, scene: Scene) -> None:
    """Initials beside where they are; several at one place are one and a count. Orders have the room first."""
    chosen = scene.chosen
    others = [one for one in scene.people if is_shown(one) and one is not chosen]
    for point, group in together(others).items():
        shown = person_signs(group[0], scene.signs)
        if len(group) > 1:
            shown = (*shown, (f"+{len(group) - 1}", "dim"))
        _beside(canvas, scene.sight, point, shown)
    if chosen is not None and chosen.place is not None:
        point = point_of(chosen.place.lat, chosen.place.lon)
        ((text, _),) = person_signs(chosen, scene.signs)
        _beside(canvas, scene.sight, point, ((text, f"bold bright {_HERE}"),), must=True)


def _beside(canvas: Canvas, sight: Sight, point: Point, pieces: Line, *, must: bool = False) -> None:
    """At the place, else right, left, above, below; where all that is taken nothing, unless it must be."""
    if not sight.shows(point):
        return
    col, row = sight.cell(point)
    width = line_width(pieces)
    tried = [
        (col, row),
        (col + 2, row),
        (col + 3, row),
        (col - width - 1, row),
        (col, row - 1),
        (col, row + 1),
    ]
    for at_col, at_row in tried:
        if canvas.is_free(at_col, at_row, width) and not _touches(canvas, at_col - 1, at_col + width, at_row):
            canvas.write(at_col, at_row, pieces)
            return
    if must:
        canvas.write(min(col + 1, canvas.cols - width), row, pieces)


def _touches(canvas: Canvas, left: int, right: int, row: int) -> bool:
    """Signs without a gap to their neighbours would be read as one."""
    return (row, left) in canvas.signs or (row, right) in canvas.signs


def _calls(written: _Written, scene: Scene, route: Route) -> None:
    """The visits of the route: their state where nothing else stands, and the number left of it."""
    for number, leg in enumerate(route.legs, start=1):
        place = leg.call.place
        if place is None:
            continue
        point = point_of(place.lat, place.lon)
        if not scene.sight.shows(point):
            continue
        col, row = scene.sight.cell(point)
        ink = "dim" if leg.call.is_over else "bold move"
        if (row, col) not in written.solid:
            sign = _call_sign(leg.call, scene, ink)
            written.over(col, row, (sign,))
            written.solid[row, col] = sign
        said = str(number)
        if not any((row, col - at) in written.solid for at in range(1, len(said) + 1)):
            written.over(col - len(said), row, ((said, ink),))


def _call_sign(call: Call, scene: Scene, ink: str) -> Piece:
    """As the order stands on the board; one that is no more on the board, by the state of its visit."""
    row = scene.find(call.order)
    if row is not None:
        return order_signs(row, scene.day, scene.signs)[0]
    return (state_label(call.status.value).sign(scene.signs.is_ascii), ink)


def _cursor(written: _Written, scene: Scene) -> None:
    """The order's signs on the ground of the cursor, and its number where it covers least."""
    point, row = scene.point, scene.row
    if point is None or row is None or not scene.sight.shows(point):
        return
    canvas, solid = written.canvas, written.solid
    col, line = scene.sight.cell(point)
    shown = tuple((text, f"{ink} {_HERE}") for text, ink in order_signs(row, scene.day, scene.signs))
    behind = next((c.orders - 1 for c in scene.clusters if c.worst.number == row.number), 0)
    number: Line = ((f" {row.number} ", f"bold bright {_HERE}"),)
    if behind:
        number = (*number, (f"+{behind} ", f"text {_HERE}"))
    width, taken = line_width(number), line_width(shown)
    places = [(col + taken, line), (col - width, line), (col, line - 1), (col, line + 1)]
    fitting = [
        place for place in places if 0 <= place[0] <= canvas.cols - width and 0 <= place[1] < canvas.rows
    ]
    written.over(col, line, shown)
    if fitting:
        covered = [sum((at_row, at + x) in solid for x in range(width)) for at, at_row in fitting]
        at_col, at_row = fitting[covered.index(min(covered))]
        written.over(at_col, at_row, number)


# ------------------------------------------------------------------------------------------------- below the map


def foot(scene: Scene, width: int) -> list[Line]:
    """What the signs mean, and how far it is; who has the order, and whose map it is."""
    return [_legend_line(scene, width), _people_line(scene, width)]


def _legend_line(scene: Scene, width: int) -> Line:
    cells, said = scale_bar(scene.sight, max(6, min(24, width // 5)))
    signs = scene.signs
    ends = "||" if signs.is_ascii else "├┤"
    bar: Line = (
        (f"{ends[0]}{signs.rule * max(0, cells - 2)}{ends[1]}", "dim"),
        (f" {said}", "text"),
    )
    room = width - line_width(bar) - 6
    kept: list[Line] = []
    for item in (*_kinds(scene), *legend(scene.clusters, scene.day, signs)):
        if line_width(joined((*kept, item), 3)) <= room:
            kept.append(item)
    return spread((("   ", ""), *joined(kept, 3)), (*bar, (" ", "")), width)


def _kinds(scene: Scene) -> Iterator[Line]:
    """What is no state: counts, initials, numbers of a route."""
    state = state_label("ready").sign(scene.signs.is_ascii)
    if any(cluster.orders > 1 for cluster in scene.clusters):
        yield ((f"{state}5", "text"), (" five orders", "dim"))
    if any(is_shown(one) for one in scene.people):
        yield (("KB", "bold text"), (" technician", "dim"))
    if scene.route is not None and any(leg.line for leg in scene.route.legs):
        how = "" if scene.route.is_on_streets else ", straight lines"
        yield ((f"2{state}", "bold move"), (f" second visit{how}", "dim"))


def _people_line(scene: Scene, width: int) -> Line:
    left = clip((("   ", ""), *_said(scene)), width - 1)
    whole = scene.attribution
    if scene.signs.is_ascii:
        whole = whole.replace("©", "(c)")
    short = whole.split(",", maxsplit=1)[0]
    said = whole if line_width(left) + len(whole) + 4 <= width else short
    if not said:
        return left
    room = width - len(said) - 4
    return spread(clip(left, room), ((said, "dim"), (" ", "")), width)


def _said(scene: Scene) -> Line:
    row, point = scene.row, scene.point
    if row is None:
        return ()
    if point is None:
        return (
            (f"{row.number} is not on the map", "warn"),
            (": no position that can be trusted", "text"),
            ("   @", "bold bright"),
            (" says where it is", "dim"),
        )
    chosen = scene.chosen
    if chosen is None:
        return nearest_words(scene.people, point)
    return person_words(chosen, scene.day)
