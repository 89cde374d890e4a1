"""`wom import --what NOUN`, `wom import template NOUN`, `wom export NOUN`: the office's own sheets at the door."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.shell import Shell, shell_of, zone_of_office
from wom_tui.domain.sheets import SHEETS, sheet_named
from wom_tui.domain.sheets.orders import ORDERS
from wom_tui.domain.words import some

if TYPE_CHECKING:
    from wom_tui.domain.sheets.sheet import Sheet

TEMPLATE = "template"
Out = Annotated[Path | None, typer.Option("--out", help="The file; else it goes to stdout.")]
FormName = Annotated[
    str | None,
    typer.Option("--format", help="csv, xlsx, json, ndjson or parquet; else as the file's name ends."),
]
Raw = Annotated[
    bool, typer.Option("--raw", help="Texts as they are: a spreadsheet may compute what stands in them.")
]


def write_template(shell: Shell, words: Sequence[str], out: Path | None, form: str | None) -> None:
    """Write an empty sheet of a noun: what its columns mean, and examples to write over.

    Raises:
        InvalidInput, NotFound: there is no such noun, or no such form.
    """
    from wom_tui.errors import InvalidInput

    if len(words) != 1:
        raise InvalidInput(TEMPLATE, " ".join(words), f"one of {ORDERS}, {', '.join(SHEETS)}")
    what, header, rows = _template(words[0])
    if out is not None and out.is_file():
        raise InvalidInput(
            "--out", str(out), "a name that is free: what stands there may have been filled in"
        )
    count = _write(header, rows, out, form, ZoneInfo("UTC"), raw=False)
    if count is not None:
        said = f"a sheet of {what} with examples in {out}; `wom import {out} --what {what}` reads it"
        answer(shell.is_json, {"file": str(out), "what": what}, lambda: tell(said))


def _template(noun: str) -> tuple[str, list[str], Iterable[Sequence[str]]]:
    """What `--what` calls it, its header and its rows."""
    from wom_tui.domain.sheets.orders import EXAMPLES, order_rows
    from wom_tui.domain.sheets.sheet import template_rows

    if noun == ORDERS:
        return ORDERS, list(EXAMPLES), order_rows()
    sheet = sheet_named(noun)
    return sheet.name, [column.name for column in sheet.columns], template_rows(sheet)


def add_exports(app: typer.Typer) -> None:
    """`wom export NOUN` for every sheet."""
    for sheet in SHEETS.values():
        app.command(sheet.name, help=f"{sheet.help} The same file comes back by `wom import`.")(
            _export(sheet)
        )


def _export(sheet: Sheet[Any]) -> Callable[..., None]:
    def export(
        context: typer.Context,
        words: Annotated[
            list[str] | None, typer.Argument(metavar="FILTER", help="Of its columns: active=yes /kim")
        ] = None,
        out: Out = None,
        form: FormName = None,
        raw: Raw = False,
    ) -> None:
        from wom_tui.domain.sheets.asking import picked
        from wom_tui.queries.sheets import sheet_records

        shell = shell_of(context)
        with shell.desk() as desk:
            zone, now = zone_of_office(desk), shell.at(desk)
            records = shell.ask(desk, sheet_records, sheet, zone)
        chosen = picked(sheet, records, " ".join(words or ()), now=now, zone=zone.key)
        rows = (list(record.cells.values()) for record in chosen)
        count = _write(sheet.header, rows, out, form, zone, raw=raw)
        if count is not None:
            document = {"file": str(out), "what": sheet.name, "rows": count}
            answer(shell.is_json, document, lambda: tell(f"{some(count, 'row')} of {sheet.name} in {out}"))

    return export


def _write(
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    out: Path | None,
    form: str | None,
    zone: ZoneInfo,
    *,
    raw: bool,
) -> int | None:
    """Write a table to its file, and answer how many rows it has; without a file to stdout."""
    from wom_tui.gateways.files.writing import form_of_target, write_table, write_to

    wanted = form_of_target(out or Path("out.csv"), form)
    if raw and wanted in ("csv", "xlsx"):
        say("with --raw a spreadsheet computes what people wrote; open it with care")
    if out is None:
        write_to(sys.stdout.buffer, wanted, header, rows, zone=zone, is_raw=raw)
        return None
    return write_table(out, wanted, header, rows, zone=zone, is_raw=raw)
