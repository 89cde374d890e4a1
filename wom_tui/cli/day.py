"""`wom day`: a day on paper, for when the line is down."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wom_tui.cli.output import answer, print_text, say, tell
from wom_tui.cli.shell import day_of, shell_of

app = typer.Typer(help="A day on paper.", no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.callback()
def day() -> None:
    """A day on paper."""


@app.command("print")
def print_day(
    context: typer.Context,
    on: Annotated[str, typer.Option("--date", help="The day: 2015-05-12, tomorrow, fri.")] = "today",
    technician: Annotated[str | None, typer.Option(help="Only this one's page: a code.")] = None,
    html: Annotated[
        bool, typer.Option("--html", help="A page for a browser's printer instead of text.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", help="The file; else it goes to stdout.")] = None,
) -> None:
    """Print the visits of a day, one page for each technician, with room to write in what was done."""
    from wom_tui.gateways.files.whole import written_whole
    from wom_tui.present.day_sheet import page_of
    from wom_tui.present.paper_html import html_of
    from wom_tui.present.paper_text import text_of
    from wom_tui.queries.day_sheet import day_sheets

    shell = shell_of(context)
    with shell.desk() as desk:
        when = day_of(desk, on, "--date")
        sheets = shell.ask(desk, day_sheets, when, technician=technician)
        pages = [page_of(sheet, shell.at(desk)) for sheet in sheets]
    if not pages:
        say(f"nobody has a visit on {when.isoformat()}")
    text = html_of(pages, f"Visits on {when.isoformat()}") if html else text_of(pages)
    if out is None:
        answer(shell.is_json, {"on": when, "pages": pages}, lambda: print_text(text))
        return
    with written_whole(out) as target:
        target.write(text.encode("utf-8", "replace"))
    document = {"file": str(out), "pages": len(pages)}
    answer(shell.is_json, document, lambda: tell(f"{len(pages):,} pages in {out}"))
