"""`wom handover`: the shift change on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import moment_of, shell_of, zone_of_office

if TYPE_CHECKING:
    from wom_tui.queries.handover import Handover


def handover(
    context: typer.Context,
    user: Annotated[str | None, typer.Option(help="Whose shift it was; unless given, yours.")] = None,
    since: Annotated[
        str | None,
        typer.Option(
            help="When it began: 6:00, yesterday 22:00; unless given, your first act after a long pause."
        ),
    ] = None,
) -> None:
    """Tell what the next shift has to know: open, promised, on hold, yours, and what needs a decision."""
    from wom_tui.present.handover import handover_lines
    from wom_tui.queries.handover import handover as read_handover

    shell = shell_of(context)
    with shell.desk() as desk:
        who = user or desk.actor.on_behalf_of or desk.actor.name
        began_at = moment_of(desk, since, "--since") if since else None
        zone = zone_of_office(desk)
        seen = shell.ask(desk, read_handover, shell.at(desk), who, since=began_at)
    answer(shell.is_json, document(seen), lambda: tell(*handover_lines(seen, zone)))


def document(seen: Handover) -> dict[str, Any]:
    """All of it, where the page shows only the first few."""
    from wom_tui.cli.documents import row_document

    return {
        "now": seen.now,
        "user": seen.user,
        "since": seen.since,
        "open": seen.open_count,
        "states": dict(seen.states),
        "clocks": {clock.value: n for clock, n in seen.clocks.items()},
        "nobody": seen.nobody,
        "oldest_at": seen.oldest_at,
        "decisions": [
            row_document(one.row, seen.now) | {"reason": one.reason, "at": one.at, "until_at": one.until_at}
            for one in seen.decisions
        ],
        "promises": [
            {
                "number": one.row.number,
                "start_at": one.window.start_at,
                "end_at": one.window.end_at,
                "technician": one.technician,
                "planned_start_at": one.start_at,
            }
            for one in seen.promises
        ],
        "holds": [row_document(row, seen.now) for row in seen.holds],
        "mine": [{"number": row.number, "touched_at": at} for row, at in seen.mine],
        "acts": dict(seen.acts),
        "my_acts": dict(seen.my_acts),
    }
