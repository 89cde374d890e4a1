"""`wom map`: where orders and technicians are, as the console's map shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.chosen import FILTER, chosen_orders
from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of

if TYPE_CHECKING:
    from wom_tui.cli.chosen import Chosen
    from wom_tui.gateways.streets import Streets
    from wom_tui.queries.orders import OrderRow
    from wom_tui.queries.whereabouts import Whereabouts

_FOOT = 2  # lines below the map
_PROMPT = 1  # a line that the shell needs


def map_(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="FILTER", help=FILTER)] = None,
    width: Annotated[int, typer.Option(help="Columns; else as many as the terminal has.")] = 0,
    height: Annotated[int, typer.Option(help="Lines; else as many as the terminal has.")] = 0,
    is_ascii: Annotated[bool, typer.Option("--ascii", help="No sign outside of ASCII.")] = False,
) -> None:
    """Show where the open orders are, and those that ended today, and where technicians were seen last."""
    from wom_tui.gateways.streets import streets_of
    from wom_tui.queries.office import office_settings
    from wom_tui.queries.whereabouts import whereabouts

    shell = shell_of(context)
    with shell.desk() as desk:
        chosen = chosen_orders(shell, desk, words or ())
        people = shell.ask(desk, whereabouts, chosen.now)
        streets = streets_of(desk.ask(office_settings).roads)
    rows = [row for row in chosen.rows if _is_shown(row, chosen)]
    room = get_terminal_size((120, 40))
    size = (width or room.columns, height or room.lines - _PROMPT)
    settings = shell.config.console

    def lines() -> list[str]:
        return _drawn(chosen, rows, people, streets, size, is_ascii or settings.is_ascii, settings.map)

    answer(shell.is_json, _document(rows, people, streets), lambda: tell(*lines()))


def _is_shown(row: OrderRow, chosen: Chosen) -> bool:
    """As on the board: open, or ended today."""
    today = chosen.now.astimezone(chosen.zone).date()
    return row.ended_at is None or row.ended_at.astimezone(chosen.zone).date() == today


def _drawn(
    chosen: Chosen,
    rows: Sequence[OrderRow],
    people: Sequence[Whereabouts],
    streets: Streets | None,
    size: tuple[int, int],
    is_ascii: bool,
    dots: str,
) -> list[str]:
    from wom_tui.present.board import Day
    from wom_tui.present.cells import plain
    from wom_tui.present.labels import signs_of
    from wom_tui.present.map_canvas import Dots
    from wom_tui.present.map_orders import Places, clusters
    from wom_tui.present.map_page import Scene, foot, picture
    from wom_tui.present.map_people import point_of_person
    from wom_tui.present.map_sight import fitted
    from wom_tui.present.map_streets import StreetMap

    signs, places, day = signs_of(is_ascii, dots), Places(), Day(chosen.now, chosen.zone)
    points = [point for row in rows if (point := places.of(row)) is not None]
    points = points or [point for one in people if (point := point_of_person(one)) is not None]
    sight = fitted(points, size[0], size[1] - _FOOT)
    drawn = StreetMap(streets) if streets is not None else None
    ground = drawn.ground(sight, Dots(signs.dots)) if drawn is not None and drawn.is_in(sight) else None
    scene = Scene(
        sight=sight,
        day=day,
        signs=signs,
        dots=Dots(signs.dots),
        ground=ground,
        attribution=streets.attribution if streets is not None and ground is not None else "",
        clusters=clusters(rows, places, sight, day, frozenset()),
        places=places,
        people=people,
    )
    return [plain(line).rstrip() for line in (*picture(scene), *foot(scene, size[0]))]


def _document(
    rows: Sequence[OrderRow], people: Sequence[Whereabouts], streets: Streets | None
) -> dict[str, Any]:
    """The same for a program that draws maps of its own."""
    orders = [
        {
            "number": row.number,
            "state": row.state,
            "technician": row.technician,
            "lat": row.lat,
            "lon": row.lon,
        }
        for row in rows
    ]
    return {
        "orders": orders,
        "technicians": [asdict(one) for one in people],
        "attribution": streets.attribution if streets is not None else None,
    }
