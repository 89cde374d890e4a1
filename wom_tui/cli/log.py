"""`wom log`: what happened, event by event."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.output import print_json, print_table
from wom_tui.cli.shell import shell_of

LATEST = 50  # events of a table, when nobody says how many or from where on


def log(
    context: typer.Context,
    since: Annotated[int | None, typer.Option(min=0, help="Only events after this number.")] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="So many: the latest, or the first --since.")
    ] = None,
) -> None:
    """Show the journal, oldest first; as a table the latest 50 events, unless --since says from where on."""
    from wom_tui.cli.documents import event_document
    from wom_tui.queries.office import office_settings

    shell = shell_of(context)
    with shell.desk() as desk:
        until = None if shell.as_of is None else shell.at(desk)
        most = limit or (None if shell.is_json else LATEST)
        if since is not None or most is None:
            events = desk.events(since or 0, limit, until)
        else:
            events = desk.latest_events(most, until)
        zone = ZoneInfo(desk.ask(office_settings).zone)
    if shell.is_json:
        print_json([event_document(event) for event in events])
        return
    rows = (
        (e.seq, f"{e.at.astimezone(zone):%Y-%m-%d %H:%M}", e.who, e.kind, e.subject, ", ".join(e.after))
        for e in events
    )
    print_table(("seq", "at", "actor", "kind", "subject", "changed"), rows)
