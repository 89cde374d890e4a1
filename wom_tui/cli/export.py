"""`wom export`: orders and every other noun for a spreadsheet or another program, visits for a calendar."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from wom_tui.cli.billing import billing
from wom_tui.cli.chosen import FILTER, chosen_orders
from wom_tui.cli.output import answer, tell
from wom_tui.cli.sheets import add_exports
from wom_tui.cli.shell import shell_of, zone_of_office

app = typer.Typer(
    help="Orders and the office's other records for a spreadsheet, visits for a calendar.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)
app.command("billing")(billing)
Out = Annotated[Path | None, typer.Option("--out", help="The file; else it goes to stdout.")]


@app.command("orders")
def orders(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="FILTER", help=FILTER)] = None,
    out: Out = None,
    form: Annotated[
        str | None,
        typer.Option("--format", help="csv, xlsx, json, ndjson or parquet; else as the file's name ends."),
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Texts as they are: a spreadsheet may compute what stands in them.")
    ] = False,
) -> None:
    """Write orders to a file, whole or not at all. No cell of a spreadsheet is a formula, unless --raw."""
    from wom_tui.cli.documents import ROW, row_cells
    from wom_tui.cli.written import form_wanted, write_out

    wanted = form_wanted(out, form)
    shell = shell_of(context)
    with shell.desk() as desk:
        chosen = chosen_orders(shell, desk, words or ())
    header = (*ROW, "sla")
    rows = row_cells(chosen.rows, chosen.now)
    count = write_out(header, rows, out=out, form=wanted, zone=chosen.zone, is_raw=raw)
    if out is None:
        return
    document = {"file": str(out), "form": wanted.value, "rows": count}
    answer(shell.is_json, document, lambda: tell(f"{count:,} orders in {out}"))


@app.command("calendar")
def calendar(
    context: typer.Context,
    technician: Annotated[str | None, typer.Option(help="Only the visits of this one: a code.")] = None,
    territory: Annotated[str | None, typer.Option(help="Only visits in this territory: a name.")] = None,
    out: Out = None,
) -> None:
    """Write visits as a calendar that other programs read: from a week ago on."""
    from wom_tui.gateways.files.ics import calendar_text
    from wom_tui.gateways.files.whole import written_whole
    from wom_tui.present.calendar import calendar_event
    from wom_tui.queries.calendar import calendar_visits

    shell = shell_of(context)
    with shell.desk() as desk:
        now, zone = shell.at(desk), zone_of_office(desk)
        visits = shell.ask(desk, calendar_visits, now, technician=technician, territory=territory)
    text = calendar_text(technician or territory or "visits", (calendar_event(v, zone) for v in visits))
    if out is None:
        sys.stdout.write(text)
        return
    with written_whole(out) as target:
        target.write(text.encode("utf-8", "replace"))
    document = {"file": str(out), "visits": len(visits)}
    answer(shell.is_json, document, lambda: tell(f"{len(visits):,} visits in {out}"))


add_exports(app)
