"""`wom why`, `wom why-not`, `wom relax`: why is it so, and what would make it possible?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.asked import Number
from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of

if TYPE_CHECKING:
    from wom_tui.queries.why import Why

Day = Annotated[
    str,
    typer.Option("--date", help="The day: 2015-05-12, tomorrow, fri; unless given, the plan's, or today."),
]


def why(context: typer.Context, number: Number, on: Day = "") -> None:
    """Tell why an order is planned as it is: what it costs, what else there is, who holds it; or why it is not."""
    _tell(context, f"why {number} {on}")


def why_not(
    context: typer.Context,
    technician: Annotated[str, typer.Argument(metavar="TECHNICIAN", help="A code, or the begin of a name.")],
    number: Number,
    on: Day = "",
) -> None:
    """Tell every reason why a technician cannot take an order, or when they can, and for what price."""
    _tell(context, f"why not {technician} {number} {on}")


def _tell(context: typer.Context, line: str) -> None:
    from wom_tui.grammar.questions import answered, question_in
    from wom_tui.queries.why import Asking

    shell = shell_of(context)
    question = question_in(line)
    assert question is not None
    with shell.desk_now() as desk:
        asking = Asking(now=desk.now(), travel=desk.travel, room=desk.room)
        found = desk.ask(answered, question, asking)
    answer(shell.is_json, document(found), lambda: tell(*lines(found)))


def document(found: Why) -> dict[str, Any]:
    """The answer as data."""
    return {
        "number": found.number,
        "label": found.label,
        "title": found.title,
        "sentences": [one.as_dict() for one in found.sentences],
    }


def lines(found: Why) -> Iterator[str]:
    """The answer for people."""
    yield f"{found.label}  {found.title}"
    yield from (f"  {one.text}" for one in found.sentences)
