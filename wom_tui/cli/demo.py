"""`wom demo`: a world on a live board, or what the board would show as one JSON document."""

from __future__ import annotations

import getpass
import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.worlds.demo import Demo, Wish


def demo(
    world: Annotated[
        str, typer.Argument(help="Name of the world; `wom demo --list` tells them.")
    ] = "boston_may",
    at: Annotated[
        str | None, typer.Option(help="Moment to open it at, in the world's own time: 2015-05-12T09:00.")
    ] = None,
    speed: Annotated[
        float, typer.Option(help="Seconds of the world in one second; 0 = its clock stands.")
    ] = 1.0,
    headless: Annotated[
        bool, typer.Option("--headless", help="No console: load, plan the day, tell.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --headless: one JSON document.")] = False,
    db: Annotated[
        str | None, typer.Option(help="Database to use instead of a new file in the cache.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Go on with the file in the cache.")] = False,
    about: Annotated[bool, typer.Option("--about", help="Tell what the world is, and whose data.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="Tell the names of the worlds.")] = False,
) -> None:
    """Look around in a sample world: a real Boston morning, or a town of six orders."""
    from wom_tui.worlds import demo as demos
    from wom_tui.worlds import loader

    if listing:
        typer.echo("\n".join(loader.world_names()))
        return
    if about:
        typer.echo(loader.about(world))
        return
    told = loader.open_world(world)
    wish = demos.Wish(
        world=told,
        os_user=getpass.getuser(),
        at=demos.moment(told, at) if at else None,
        speed=speed,
        database=db,
        is_kept=keep,
    )
    has_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if headless or as_json or not has_terminal:
        _headless(wish, as_json=as_json)
        return
    raise typer.Exit(_console(wish))


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _console(wish: Wish) -> int:
    """The console, with orders coming in as they did; ends with the console."""
    from wom_tui.tui.app import run_console
    from wom_tui.worlds.demo import feeding, open_demo

    troubles: list[str] = []
    with open_demo(wish, _say) as opened:
        _say(_hint(opened))
        with feeding(opened, troubles.append):
            code = run_console(opened.address)
        for line in (*troubles, _hint(opened)):
            _say(line)
    return code


def _hint(opened: Demo) -> str:
    """How a second console comes to the same database, and how to go on with it later."""
    kept = f"; go on later with: wom demo {opened.world.name} --keep" if opened.is_cached else ""
    return f"a second console on the same orders: wom console --db {opened.shown_address}{kept}"


def _headless(wish: Wish, *, as_json: bool) -> None:
    from wom_tui.commands.plan import AcceptPlan
    from wom_tui.desk import open_desk
    from wom_tui.worlds.demo import open_demo
    from wom_tui.worlds.summary import plan_document, summary

    with open_demo(wish, _say) as opened:
        desk = open_desk(opened.address, os_user=wish.os_user, door="cli")
        try:
            _say("planning the rest of the day")
            plan = desk.plan(wish.world.day_of(desk.now()))
            accepted = desk.run(AcceptPlan(plan=plan))
            document = summary(opened, desk) | {"plan": plan_document(plan, accepted)}
            document["orders"]["by_group"] = _groups(opened, desk)
        finally:
            desk.close()
        _say(_hint(opened))
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2) if as_json else _told(document))


def _groups(opened: Demo, desk: Desk) -> dict[str, int]:
    """How many orders each part of the board holds."""
    from wom_tui.present.board import Day, Group, group_of
    from wom_tui.queries.orders import OPEN, order_rows

    day = Day(desk.now(), ZoneInfo(opened.world.zone))
    rows = desk.ask(order_rows, status=OPEN)
    counts = Counter(group_of(row, row.sla(day.now), day.ends_at) for row in rows)
    return {group.name.lower(): counts[group] for group in Group if counts[group]}


def _told(document: dict[str, Any]) -> str:
    """The document in a few lines, for a person."""
    orders, lanes, plan = document["orders"], document["lanes"], document["plan"]
    road_min = plan["travel_s"] // 60
    return "\n".join(
        (
            f"{document['title']}, {document['at']}",
            f"open orders: {orders['open']} ({_counts(orders['by_group'])})",
            f"states: {_counts(orders['by_state'])}",
            f"technicians: {lanes['working']} of {lanes['technicians']} work",
            f"visits: {_counts(lanes['visits'])}",
            f"plan: {plan['planned']} planned, {len(plan['unplanned'])} left, {road_min} min on the road",
            *(f"data: {line}" for line in document["attribution"]),
        )
    )


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items())
