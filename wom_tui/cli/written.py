"""Where does a table go: to a file, whole or not at all, or to stdout; and in which form?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.output import say

if TYPE_CHECKING:
    from wom_tui.gateways.files.form import Form
    from wom_tui.gateways.files.writing import Rows

Out = Annotated[Path | None, typer.Option("--out", help="The file; else it goes to stdout.")]
FormName = Annotated[
    str | None,
    typer.Option("--format", help="csv, xlsx, json, ndjson or parquet; else as the file's name ends."),
]
Raw = Annotated[
    bool, typer.Option("--raw", help="Texts as they are: a spreadsheet may compute what stands in them.")
]


def form_wanted(out: Path | None, said: str | None) -> Form:
    """The form that was asked for, else what the file's name ends in, else csv.

    Raises:
        InvalidInput: it is none that can be written.
    """
    from wom_tui.gateways.files.writing import form_of_target

    return form_of_target(out or Path("out.csv"), said)


def write_out(
    header: Sequence[str], rows: Rows, *, out: Path | None, form: Form, zone: ZoneInfo, is_raw: bool
) -> int:
    """Write a table, and warn where a spreadsheet would compute what stands in it; answers how many rows it has."""
    from wom_tui.gateways.files.writing import write_table, write_to

    if is_raw and form in ("csv", "xlsx"):
        say("with --raw a spreadsheet computes what people wrote; open it with care")
    if out is None:
        return write_to(sys.stdout.buffer, form, header, rows, zone=zone, is_raw=is_raw)
    return write_table(out, form, header, rows, zone=zone, is_raw=is_raw)
