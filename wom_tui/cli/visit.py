"""`wom visit`: who goes where, when, and how far is it?

Acts with visits are verbs of their order: `wom wo assign 4417 kim 14:30`, `wom wo dispatch 4417`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.output import answer, at_text, history_lines, tell
from wom_tui.cli.shell import Shell, day_of, shell_of, zone_of_office

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.event import Event
    from wom_tui.queries.visits import VisitRow

HEADINGS = ("visit", "state", "technician", "start", "end", "title", "site")
ALL = "all"

app = typer.Typer(
    help="Visits: who goes where, and when.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("list")
@listing
def list_visits(
    context: typer.Context,
    wanted: Wanted,
    date: Annotated[str | None, typer.Option(help="Only of this day: today, fri, 2026-03-02.")] = None,
    technician: Annotated[str | None, typer.Option(help="Only the visits of this one: a code.")] = None,
    status: Annotated[str, typer.Option(help="planned, dispatched … done, or all.")] = ALL,
) -> None:
    """List visits by their start; those that have none yet come last."""
    from wom_tui.queries.visits import VisitRow

    shell = shell_of(context)
    with shell.desk() as desk:
        now, zone = shell.at(desk), zone_of_office(desk)
        rows = chosen_visits(shell, desk, date, technician, status)
    visits: Listing[VisitRow] = Listing(
        what="visit",
        columns=VisitRow._fields,
        headings=HEADINGS,
        headed={"state": "status", "start": "start_at", "end": "end_at"},
        document=lambda row: row._asdict(),
        line=lambda row: _line(row, now, zone),
    )
    visits.tell(shell, rows, wanted, zone)


def chosen_visits(
    shell: Shell, desk: Desk, date: str | None, technician: str | None, status: str = ALL
) -> list[VisitRow]:
    """The visits that the options of a verb ask for.

    Raises:
        InvalidInput, NotFound: there is no such day, state or technician.
    """
    from wom_tui.domain.visit import VisitStatus
    from wom_tui.grammar.values import word_of
    from wom_tui.queries.visits import visit_rows

    only = None if status.casefold() == ALL else word_of(VisitStatus, status, "--status")
    begin_at, end_at = _day(desk, date) if date is not None else (None, None)
    return shell.ask(desk, visit_rows, status=only, technician=technician, begin_at=begin_at, end_at=end_at)


def _day(desk: Desk, said: str) -> tuple[datetime, datetime]:
    on, zone = day_of(desk, said, "--date"), zone_of_office(desk)
    begin, end = (datetime.combine(day, time.min, tzinfo=zone) for day in (on, on + timedelta(days=1)))
    return begin.astimezone(UTC), end.astimezone(UTC)


def _line(row: VisitRow, now: datetime, zone: ZoneInfo) -> tuple[object, ...]:
    from wom_tui.present.durations import moment

    times = (moment(at, now, zone) if at else None for at in (row.start_at, row.end_at))
    return row.visit, row.status.replace("_", " "), row.technician, *times, row.title, row.site


@app.command("show")
def show(context: typer.Context, label: Annotated[str, typer.Argument(help="4417/2")]) -> None:
    """Show all that is known of one visit, and what happened to it."""
    from wom_tui.cli.documents import event_document
    from wom_tui.queries.visits import visit_history

    shell = shell_of(context)
    with shell.desk() as desk:
        row, history = shell.ask(desk, visit_history, label)
        zone, source = zone_of_office(desk), desk.travel_source
    document = row._asdict() | {
        "travel_source": source,
        "history": [event_document(event) for event in history],
    }
    answer(shell.is_json, document, lambda: tell(*_sheet(row, history, zone, source)))


def _sheet(row: VisitRow, history: list[Event], zone: ZoneInfo, source: str) -> Iterator[str]:
    yield f"{row.visit}  {row.title}"
    for name, value in row._asdict().items():
        if value is not None and name not in ("visit", "number", "title"):
            shown = at_text(value, zone) if isinstance(value, datetime) else value
            yield f"  {name.removesuffix('_at').replace('_', ' '):<18}{shown}"
    if row.travel_s:
        yield f"  {'travel by':<18}{source}"
    yield from history_lines(history, zone)
