"""`wom relax`: what would make room for an order? Each way has been tried."""

from __future__ import annotations

from typing import Annotated

import typer

from wom_tui.cli.asked import Number
from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import day_of, shell_of
from wom_tui.cli.why import document, lines


def relax(
    context: typer.Context,
    number: Number,
    on: Annotated[str, typer.Option("--date", help="The day: 2015-05-12, tomorrow, fri.")] = "today",
    promised: Annotated[
        bool, typer.Option("--promised", help="Visits whose time the customer was told may be moved as well.")
    ] = False,
) -> None:
    """Tell the cheapest changes that would make room for an order; each was tried by placing it."""
    from wom_tui.grammar.questions import target_named
    from wom_tui.queries.relax import relax as relaxed
    from wom_tui.queries.why import Asking

    shell = shell_of(context)
    with shell.desk_now() as desk:
        order, visit = desk.ask(target_named, number)
        at = Asking(now=desk.now(), travel=desk.travel, room=desk.room)
        day = day_of(desk, on, "--date")
        found = desk.ask(relaxed, order, at, on=day, visit=visit, keep_promised=not promised).as_why()
    answer(shell.is_json, document(found), lambda: tell(*lines(found)))
