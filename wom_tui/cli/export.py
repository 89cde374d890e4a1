"""`wom export`: orders and every other noun for a spreadsheet or another program, visits for a calendar."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.billing import billing
from wom_tui.cli.chosen import FILTER, chosen_orders
from wom_tui.cli.output import answer, tell
from wom_tui.cli.sheets import add_exports
from wom_tui.cli.shell import Shell, shell_of, zone_of_office
from wom_tui.cli.written import FormName, Out, Raw, form_wanted, write_out
from wom_tui.domain.words import some

app = typer.Typer(
    help="Orders and the office's other records for a spreadsheet, visits for a calendar.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)
app.command("billing")(billing)


@app.command("orders")
def orders(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="FILTER", help=FILTER)] = None,
    out: Out = None,
    form: FormName = None,
    raw: Raw = False,
) -> None:
    """Write orders to a file, whole or not at all. No cell of a spreadsheet is a formula, unless --raw."""
    from wom_tui.present.order_table import ROW, row_cells

    with _written(context, "orders", (*ROW, "sla"), out, form, raw=raw) as table:
        with table.shell.desk() as desk:
            chosen = chosen_orders(table.shell, desk, words or ())
        table.rows, table.zone = row_cells(chosen.rows, chosen.now), chosen.zone


@app.command("requests")
def requests(
    context: typer.Context,
    status: Annotated[str, typer.Option(help="new, converted, declined or all.")] = "all",
    out: Out = None,
    form: FormName = None,
    raw: Raw = False,
) -> None:
    """Write what was asked for to a file, the oldest first: what waits, what became of the rest."""
    from wom_tui.cli.request import status_of
    from wom_tui.queries.requests import RequestRow, request_rows

    with (
        _written(context, "requests", RequestRow._fields, out, form, raw=raw) as table,
        table.shell.desk() as desk,
    ):
        table.rows = table.shell.ask(desk, request_rows, status=status_of(status))
        table.zone = zone_of_office(desk)


@app.command("visits")
def visits(
    context: typer.Context,
    date: Annotated[str | None, typer.Option(help="Only of this day: today, fri, 2026-03-02.")] = None,
    technician: Annotated[str | None, typer.Option(help="Only the visits of this one: a code.")] = None,
    out: Out = None,
    form: FormName = None,
    raw: Raw = False,
) -> None:
    """Write visits to a file, by their start: who, where, planned and as it was."""
    from wom_tui.cli.visit import chosen_visits
    from wom_tui.queries.visits import VisitRow

    with (
        _written(context, "visits", VisitRow._fields, out, form, raw=raw) as table,
        table.shell.desk() as desk,
    ):
        table.rows = chosen_visits(table.shell, desk, date, technician)
        table.zone = zone_of_office(desk)


@dataclass
class _Table:
    """What is to be written, once it is known."""

    shell: Shell
    rows: Iterable[Sequence[Any]] = ()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


@contextmanager
def _written(
    context: typer.Context, what: str, header: Sequence[str], out: Path | None, form: str | None, *, raw: bool
) -> Iterator[_Table]:
    """Write the table that the body fills in, and tell what was written; nothing where the body fails.

    Raises:
        InvalidInput: there is no such form; before anything is read.
    """
    wanted, table = form_wanted(out, form), _Table(shell_of(context))
    yield table
    count = write_out(header, table.rows, out=out, form=wanted, zone=table.zone, is_raw=raw)
    if out is not None:
        document = {"file": str(out), "form": wanted.value, "rows": count}
        answer(table.shell.is_json, document, lambda: tell(f"{count:,} {what} in {out}"))


@app.command("calendar")
def calendar(
    context: typer.Context,
    technician: Annotated[str | None, typer.Option(help="Only the visits of this one: a code.")] = None,
    territory: Annotated[str | None, typer.Option(help="Only visits in this territory: a name.")] = None,
    out: Out = None,
) -> None:
    """Write visits as a calendar that other programs read: from a week ago on."""
    from wom_tui.gateways.files.whole import written_whole
    from wom_tui.present.calendar import calendar_of
    from wom_tui.queries.calendar import calendar_visits

    shell = shell_of(context)
    with shell.desk() as desk:
        now, zone = shell.at(desk), zone_of_office(desk)
        visits = shell.ask(desk, calendar_visits, now, technician=technician, territory=territory)
    text = calendar_of(technician or territory or "visits", visits, zone)
    if out is None:
        sys.stdout.write(text)
        return
    with written_whole(out) as target:
        target.write(text.encode("utf-8", "replace"))
    document = {"file": str(out), "visits": len(visits)}
    answer(shell.is_json, document, lambda: tell(f"{some(len(visits), 'visit')} in {out}"))


add_exports(app)
