"""`wom log`: what happened, event by event."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.output import print_json, print_table
from wom_tui.cli.shell import shell_of

LATEST = 50  # events that are shown when nobody says from where on


def log(
    context: typer.Context,
    since: Annotated[int | None, typer.Option(min=0, help="Only events after this number.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many, the oldest first.")] = None,
) -> None:
    """Show the journal, oldest first; as a table the last 50 events, unless --since says from where on."""
    from wom_tui.cli.documents import event_document
    from wom_tui.queries.office import office_settings

    shell = shell_of(context)
    with shell.desk() as desk:
        first = (
            since if since is not None else 0 if shell.is_json or limit else max(desk.last_seq() - LATEST, 0)
        )
        events = desk.events(first, limit)
        if shell.as_of is not None:
            until = shell.at(desk)
            events = [event for event in events if event.at <= until]
        zone = ZoneInfo(desk.ask(office_settings).zone)
    if shell.is_json:
        print_json([event_document(event) for event in events])
        return
    rows = (
        (e.seq, f"{e.at.astimezone(zone):%Y-%m-%d %H:%M}", e.who, e.kind, e.subject, ", ".join(e.after))
        for e in events
    )
    print_table(("seq", "at", "actor", "kind", "subject", "changed"), rows)
