"""`wom plan`: propose a day, and take the proposal over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.shell import day_of, shell_of
from wom_tui.domain.habits import date_text
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.plan import Plan
    from wom_tui.domain.receipt import Receipt


def plan(
    context: typer.Context,
    on: Annotated[str, typer.Option("--date", help="The day: 2015-05-12, tomorrow, fri.")] = "today",
    accept: Annotated[bool, typer.Option("--accept", help="Take the proposal over, as one act.")] = False,
    territory: Annotated[
        str | None, typer.Option(help="Only this territory's orders and technicians.")
    ] = None,
) -> None:
    """Plan the ready orders of a day: by priority, each where it costs least. Shown, until it is accepted."""
    from wom_tui.cli.documents import plan_document

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        proposed = desk.plan(day_of(desk, on, "--date"), territory=_territory(desk, territory))
        accepted = _accept(desk, proposed) if accept else None
    document = plan_document(proposed, accepted)
    answer(shell.is_json, document, lambda: tell(*_told(proposed, accepted)))
    if accepted is None:
        say("nothing is booked yet: wom plan --accept takes it over")


def _territory(desk: Desk, said: str | None) -> str | None:
    """The name as the office writes it."""
    if said is None:
        return None
    from wom_tui.queries.names import read_names

    names = sorted(desk.ask(read_names).territories.values())
    found = [name for name in names if name.casefold() == said.casefold()]
    if not found:
        raise InvalidInput("--territory", said, f"one of {', '.join(names)}")
    return found[0]


def _accept(desk: Desk, proposed: Plan) -> Receipt:
    from wom_tui.commands.plan import AcceptPlan

    return desk.run(AcceptPlan(plan=proposed))


def _told(proposed: Plan, accepted: Receipt | None) -> Iterator[str]:
    planned = accepted.result["planned"] if accepted else len(proposed.visits)
    word = "planned" if accepted else "could be planned"
    yield f"{proposed.on:%a} {date_text(proposed.on)}: {planned} {word}, {proposed.travel_s // 60} min on the road"
    for line in accepted.result["refused"] if accepted else ():
        yield f"  {line['number']}: {line['reason']}"
    for left in proposed.unplanned:
        yield f"  {left.order}: {left.reason}"
