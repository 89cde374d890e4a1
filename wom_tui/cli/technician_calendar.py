"""`wom technician calendar`: what is ahead of a technician, as a file that calendars read or subscribe to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of, zone_of_office
from wom_tui.domain.words import some
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from wom_tui.queries.calendar import CalendarVisit


def calendar(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="Whose; without one, everybody's.")] = "",
    ics: Annotated[Path | None, typer.Option("--ics", help="The file; else it goes to stdout.")] = None,
    into: Annotated[
        Path | None, typer.Option("--into", help="A folder: one file for each technician, by the code.")
    ] = None,
) -> None:
    """Write a technician's visits as a calendar, from a week ago on; each file whole, or as it was."""
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
        sys.stdout.write(_text(code, found[code], zone))
        return
    files = {one: into / file_name(one) if into is not None else ics for one in codes}
    for one, file in files.items():
        _write(file, _text(one, found[one], zone))
    count, where = sum(map(len, found.values())), str(into or ics)
    document = {"files": [str(file) for file in files.values()], "visits": count}
    answer(shell.is_json, document, lambda: tell(f"{some(count, 'visit')} in {where}"))


def file_name(code: str) -> str:
    """A name that stays in its folder whatever the code: `kim.ics`."""
    return f"{quote(code.casefold(), safe='').replace('.', '%2E')}.ics"


def _text(code: str, visits: list[CalendarVisit], zone: ZoneInfo) -> str:
    from wom_tui.gateways.files.ics import calendar_text
    from wom_tui.present.calendar import calendar_event

    return calendar_text(code, (calendar_event(visit, zone) for visit in visits))


def _write(file: Path | None, text: str) -> None:
    from wom_tui.gateways.files.whole import written_whole

    assert file is not None
    with written_whole(file) as target:
        target.write(text.encode("utf-8", "replace"))
