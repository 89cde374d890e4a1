"""How is a list of what waits told: as a table, as one JSON document, or as csv?"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.output import print_json, print_table, say
from wom_tui.cli.shell import Shell

MOST_LINES = 200  # of a table; nobody reads more
Csv = Annotated[bool, typer.Option("--csv", help="Answer with csv on stdout; no cell of it is a formula.")]
Limit = Annotated[int | None, typer.Option(min=0, help="At most so many.")]


def tell_queue(
    shell: Shell,
    documents: Sequence[Mapping[str, Any]],
    headings: Sequence[str],
    lines: Iterable[Sequence[object]],
    *,
    what: str,
    zone: ZoneInfo,
    as_csv: bool,
    limit: int | None = None,
) -> None:
    """Tell a list in the form that was asked for.

    Args:
        documents: one for each entry, all with the same keys; they are the columns of the csv.
        lines: the same entries for people, made only for as many as are shown.
        what: what one of them is called.
    """
    if shell.is_json:
        print_json(documents[:limit])
        return
    if as_csv:
        _print_csv(documents[:limit], zone)
        return
    most = MOST_LINES if limit is None else limit
    shown = [line for line, _ in zip(lines, range(most), strict=False)]
    print_table(headings, shown)
    count = len(documents)
    said = f"{count} {what}{'' if count == 1 else 's'}"
    say(f"{len(shown)} of {said}" if len(shown) < count else said)


def _print_csv(documents: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> None:
    from wom_tui.gateways.files.form import Form
    from wom_tui.gateways.files.writing import write_to

    header = list(documents[0]) if documents else []
    rows = ([_cell(document[name]) for name in header] for document in documents)
    write_to(sys.stdout.buffer, Form.CSV, header, rows, zone=zone)


def _cell(value: Any) -> Any:
    return " ".join(str(one) for one in value) if isinstance(value, list | tuple) else value
