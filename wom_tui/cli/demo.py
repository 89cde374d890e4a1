"""`wom demo`: a world on a live board, or what the board would show as one document."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.output import print_json, say, tell
from wom_tui.cli.shell import Shell, shell_of
from wom_tui.config import os_user

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.worlds.demo import Demo, Wish


def demo(
    context: typer.Context,
    world: Annotated[str, typer.Argument(help="Name of the world; --list tells them.")] = "boston_may",
    at: Annotated[
        str | None, typer.Option(help="Moment to open it at, in the world's own time: 2015-05-12T09:00.")
    ] = None,
    speed: Annotated[
        float, typer.Option(help="Seconds of the world in a second; 0 = its clock stands.")
    ] = 1.0,
    headless: Annotated[bool, typer.Option("--headless", help="No console: load, plan, tell.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Tell in one JSON document.")] = False,
    db: Annotated[
        str | None, typer.Option(help="Database to use instead of a new file in the cache.")
    ] = None,
    keep: Annotated[
        bool,
        typer.Option(
            "--keep", help="Go on with the file in the cache; with the next one where that is open."
        ),
    ] = False,
    about: Annotated[bool, typer.Option("--about", help="Tell what the world is, and whose data.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="Tell the names of the worlds.")] = False,
) -> None:
    """Look around in a sample world: a real Boston morning, or a town of seven orders."""
    from wom_tui.worlds.demo import Wish, moment
    from wom_tui.worlds.loader import about_world, open_world, world_names

    if listing or about:
        tell(*(world_names() if listing else about_world(world).splitlines()))
        return
    told = open_world(world)
    wish = Wish(
        world=told,
        os_user=os_user(),
        at=moment(told, at) if at else None,
        speed=speed,
        database=db,
        is_kept=keep,
    )
    if headless or as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        document = _headless(wish)
        print_json(document) if as_json else tell(*_lines(document))
        return
    raise typer.Exit(_console(wish, shell_of(context)))


def _console(wish: Wish, shell: Shell) -> int:
    """The console, with orders coming in as they did; ends with the console."""
    from wom_tui.cli.console import open_console
    from wom_tui.worlds.demo import feeding, open_demo

    troubles: list[str] = []
    with open_demo(wish, say) as opened:
        say(_hint(opened))
        with feeding(opened, troubles.append):
            code = open_console(replace(shell, db=opened.address))
        for line in (*troubles, _hint(opened)):
            say(line)
    return code


def _hint(opened: Demo) -> str:
    """How a second console comes to the same database, and how to go on with it later."""
    way = "--keep" if Path(opened.address).stem == opened.world.name else f"--db {opened.shown_address}"
    later = f"; go on later: wom demo {opened.world.name} {way}" if opened.is_cached else ""
    return f"a second console on the same orders: wom console --db {opened.shown_address}{later}"


def _headless(wish: Wish) -> dict[str, Any]:
    """Load, plan what is left of the day, and tell what the board shows then."""
    from wom_tui.commands.plan import AcceptPlan
    from wom_tui.desk import open_desk
    from wom_tui.worlds.demo import open_demo
    from wom_tui.worlds.summary import plan_document, summary

    with open_demo(wish, say) as opened:
        desk = open_desk(opened.address, os_user=wish.os_user, door="cli", session="demo")
        try:
            say("planning the rest of the day")
            plan = desk.plan(wish.world.day_of(desk.now()))
            accepted = desk.run(AcceptPlan(plan=plan))
            document = summary(opened, desk) | {"plan": plan_document(plan, accepted)}
            document["orders"]["by_group"] = _groups(opened, desk)
        finally:
            desk.close()
        say(_hint(opened))
    return document


def _groups(opened: Demo, desk: Desk) -> dict[str, int]:
    """How many orders each part of the board holds."""
    from wom_tui.present.board import Day, group_of
    from wom_tui.present.group import Group
    from wom_tui.queries.orders import OPEN, order_rows

    day = Day(desk.now(), ZoneInfo(opened.world.zone))
    rows = desk.ask(order_rows, status=OPEN)
    counts = Counter(group_of(row, row.sla(day.now), day.ends_at) for row in rows)
    return {group.name.lower(): counts[group] for group in Group if counts[group]}


def _lines(document: dict[str, Any]) -> list[str]:
    """The document in a few lines, for a person."""
    orders, lanes, plan = document["orders"], document["lanes"], document["plan"]
    road_min = plan["travel_s"] // 60
    return [
        f"{document['title']}, {document['at']}",
        f"open orders: {orders['open']} ({_counts(orders['by_group'])})",
        f"states: {_counts(orders['by_state'])}",
        f"technicians: {lanes['working']} of {lanes['technicians']} work",
        f"visits: {_counts(lanes['visits'])}",
        f"plan: {plan['planned']} planned, {len(plan['unplanned'])} left, {road_min} min on the road",
        *(f"data: {line}" for line in document["attribution"]),
    ]


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items())
