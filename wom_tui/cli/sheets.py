"""`wom import --what NOUN`, `wom import template NOUN`, `wom export NOUN`: the office's own sheets at the door."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import Shell, shell_of, zone_of_office
from wom_tui.cli.written import FormName, Out, Raw, form_wanted, write_out
from wom_tui.domain.sheets.catalogue import SHEETS, sheet_named
from wom_tui.domain.sheets.orders import ORDERS
from wom_tui.domain.words import some

if TYPE_CHECKING:
    from wom_tui.domain.sheets.sheet import Sheet

TEMPLATE = "template"


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
    write_out(header, rows, out=out, form=form_wanted(out, form), zone=ZoneInfo("UTC"), is_raw=False)
    if out is not None:
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

        shell, wanted = shell_of(context), form_wanted(out, form)
        with shell.desk() as desk:
            zone, now = zone_of_office(desk), shell.at(desk)
            records = shell.ask(desk, sheet_records, sheet, zone)
        chosen = picked(sheet, records, " ".join(words or ()), now=now, zone=zone.key)
        rows = (list(record.cells.values()) for record in chosen)
        count = write_out(sheet.header, rows, out=out, form=wanted, zone=zone, is_raw=raw)
        if out is not None:
            document = {"file": str(out), "what": sheet.name, "rows": count}
            answer(shell.is_json, document, lambda: tell(f"{some(count, 'row')} of {sheet.name} in {out}"))

    return export
