"""`wom technician calendar`: what is ahead of a technician, as a file that calendars read or subscribe to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of, zone_of_office
from wom_tui.domain.words import some
from wom_tui.errors import InvalidInput


def calendar(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="Whose; without one, everybody's.")] = "",
    ics: Annotated[Path | None, typer.Option("--ics", help="The file; else it goes to stdout.")] = None,
    into: Annotated[
        Path | None, typer.Option("--into", help="A folder: one file for each technician, by the code.")
    ] = None,
) -> None:
    """Write a technician's visits as a calendar, from a week ago on; each file whole, or as it was."""
    from wom_tui.present.calendar import calendar_of, file_name
    from wom_tui.queries.calendar import calendar_visits, technician_codes

    if (into is None) != bool(code) or (into is not None and ics is not None):
        raise InvalidInput("technician", code, "a code, with --ics FILE or without; or --into FOLDER for all")
    if into is not None and not into.is_dir():
        raise InvalidInput("--into", str(into), "a folder that is there")
    shell = shell_of(context)
    with shell.desk() as desk:
        now, zone = shell.at(desk), zone_of_office(desk)
        codes = [code] if code else shell.ask(desk, technician_codes)
        found = {one: shell.ask(desk, calendar_visits, now, technician=one) for one in codes}
    if into is None and ics is None:
        sys.stdout.write(calendar_of(code, found[code], zone))
        return
    files = {one: into / file_name(one) if into is not None else ics for one in codes}
    for one, file in files.items():
        _write(file, calendar_of(one, found[one], zone))
    count, where = sum(map(len, found.values())), str(into or ics)
    document = {"files": [str(file) for file in files.values()], "visits": count}
    answer(shell.is_json, document, lambda: tell(f"{some(count, 'visit')} in {where}"))


def _write(file: Path | None, text: str) -> None:
    from wom_tui.gateways.files.whole import written_whole

    assert file is not None
    with written_whole(file) as target:
        target.write(text.encode("utf-8", "replace"))
