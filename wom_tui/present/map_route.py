"""Which way does a technician go today? From home from visit to visit, as lines on the flat map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from wom_tui.present.map_canvas import Canvas, Ends
from wom_tui.present.map_sight import Point, Sight, point_of

if TYPE_CHECKING:
    from wom_tui.domain.place import Place
    from wom_tui.queries.whereabouts import Call, Whereabouts

FindWay = Callable[["Place", "Place"], "Sequence[Place]"]


@dataclass(frozen=True)
class Leg:
    """The way to one visit; without a line for the first one of who has no home, and to what is nowhere."""

    call: Call
    line: tuple[Point, ...]


@dataclass(frozen=True)
class Route:
    """The legs of a day, in order.

    Attributes:
        is_on_streets: at least one of them follows the streets.
    """

    technician: int
    legs: tuple[Leg, ...]
    is_on_streets: bool


def route_of(one: Whereabouts, find_way: FindWay) -> Route:
    """The day's route; `find_way` tells by which places one drives from one to another."""
    legs: list[Leg] = []
    here, is_on_streets = one.home, False
    for call in one.calls:
        line: tuple[Point, ...] = ()
        if here is not None and call.place is not None and here != call.place:
            way = find_way(here, call.place)
            is_on_streets = is_on_streets or len(way) > 2
            line = tuple(point_of(place.lat, place.lon) for place in way)
        here = call.place or here
        legs.append(Leg(call, line))
    return Route(one.technician, tuple(legs), is_on_streets)


def draw_route(canvas: Canvas, route: Route, sight: Sight) -> None:
    """What is behind them is dim, what is ahead is not; over each other, what is ahead lies on top."""
    behind, ahead = canvas.layer("dim", "'"), canvas.layer("move", "+")
    for leg in route.legs:
        (behind if leg.call.is_over else ahead).draw(_ends(leg.line, sight))


def _ends(line: Sequence[Point], sight: Sight) -> list[Ends]:
    return [(*sight.spot(one), *sight.spot(other)) for one, other in pairwise(line)]
