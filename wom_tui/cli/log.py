"""`wom log`: what happened, event by event or act by act."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.output import at_text, print_json, print_table
from wom_tui.cli.shell import Shell, shell_of
from wom_tui.present.cells import plain

LATEST = 50  # events of a table, when nobody says how many or from where on


def log(
    context: typer.Context,
    since: Annotated[int | None, typer.Option(min=0, help="Only events after this number.")] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="So many: the latest, or the first --since.")
    ] = None,
    acts: Annotated[
        bool, typer.Option("--acts", help="One line for each act, newest first, with its way back.")
    ] = False,
    wanted: Annotated[
        str,
        typer.Option("--only", help="Only these acts: words, who=ann, door=import, order=4417, since=14:30."),
    ] = "",
) -> None:
    """Show the journal, oldest first; as a table the latest 50 events, unless --since says from where on."""
    if acts or wanted:
        _acts(shell_of(context), wanted, limit or LATEST, since)
        return
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
    rows = ((e.seq, at_text(e.at, zone), e.who, e.kind, e.subject, ", ".join(e.after)) for e in events)
    print_table(("seq", "at", "actor", "kind", "subject", "changed"), rows)


def _acts(shell: Shell, wanted: str, most: int, since: int | None) -> None:
    from wom_tui.commands.undo import ways_back
    from wom_tui.domain.log_filter import parse_log_filter
    from wom_tui.domain.receipt import WaysBack
    from wom_tui.present.at import At
    from wom_tui.present.labels import WGL4
    from wom_tui.present.log import NAMED_BY, Own, became
    from wom_tui.queries.log import log_page
    from wom_tui.queries.office import office_settings

    with shell.desk() as desk:
        until = None if shell.as_of is None else shell.at(desk)
        zone = desk.ask(office_settings).zone
        asked = parse_log_filter(wanted, desk.now(), zone)
        page = desk.ask(log_page, asked, after=since, until=until, limit=most)
        own = Own(WaysBack() if until else desk.ask(ways_back, desk.actor.name, desk.session))
        at = At(desk.now(), ZoneInfo(zone), WGL4)
    if shell.is_json:
        print_json([act._asdict() | {"who": act.who, "changes": act.changes} for act in page.acts])
        return
    rows = (
        (
            act.command_id[:NAMED_BY],
            at_text(act.at, at.zone),
            act.who,
            act.door,
            act.summary,
            act.changes,
            plain(became(act, own, at)),
        )
        for act in page.acts
    )
    print_table(("act", "at", "who", "door", "what", "changes", "undo"), rows)
