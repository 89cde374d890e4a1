"""`wom rejects`: what was not understood in the files that came in, and how often?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.output import say
from wom_tui.cli.shell import shell_of
from wom_tui.gateways.files.rejected import Rejected, reject_files
from wom_tui.gateways.files.rejected import rejected as read

HEADINGS = ("rows", "column", "value", "why", "in")


@listing
def rejects(
    context: typer.Context,
    wanted: Wanted,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Reject files; else those in this folder."),
    ] = None,
    column: Annotated[str | None, typer.Option(help="Only of this column.")] = None,
) -> None:
    """List the values for which imports have put rows aside, over all reject files, the most frequent first."""
    shell = shell_of(context)
    found = [one for one in read(files or reject_files(Path.cwd())) if column in (None, one.column)]
    _VALUES.tell(shell, found, wanted, ZoneInfo("UTC"))
    if found and wanted.is_for_people(shell):
        say(
            "say once what a value means, under [values.FIELD] of the preset or map; then import the reject file"
        )


def _document(one: Rejected) -> dict[str, Any]:
    return {
        "rows": one.rows,
        "column": one.column,
        "value": one.value,
        "reason": one.reason,
        "files": list(one.files),
    }


_VALUES = Listing(
    what="value",
    columns=("rows", "column", "value", "reason", "files"),
    headings=HEADINGS,
    document=_document,
    line=lambda one: (one.rows, one.column, one.value, one.reason, ", ".join(one.files)),
)
