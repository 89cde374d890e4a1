"""`wom init`: an office in an empty database."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of
from wom_tui.config import os_user
from wom_tui.domain.work_calendar import zone_of
from wom_tui.errors import InvalidInput


def init(
    context: typer.Context,
    zone: Annotated[
        str | None,
        typer.Option(help="Zone of the office's clock: America/New_York. Else this machine's own."),
    ] = None,
    name: Annotated[str, typer.Option(help="Name of the office.")] = "office",
) -> None:
    """Make an office in an empty database; you become its admin."""
    from wom_tui.desk import create_office

    shell = shell_of(context)
    chosen = zone_of(zone).key if zone else _machine_zone()
    create_office(shell.address, name=name, zone=chosen, admin=os_user())
    with shell.desk() as desk:
        shown = desk.engine.url.render_as_string(hide_password=True)
    document = {"database": shown, "name": name, "zone": chosen, "admin": os_user()}
    said = (
        f"an office in {shown}, zone {chosen}, admin {os_user()}",
        "next: wom import FILE --preset NAME, or wom",
    )
    answer(shell.is_json, document, lambda: tell(*said))


def _machine_zone() -> str:
    """The zone of this machine; where it does not say, somebody has to.

    Raises:
        InvalidInput: nobody is there to be asked.
    """
    if found := system_zone():
        return found
    if not sys.stdin.isatty():
        expected = "the zone of the office's clock, such as America/New_York, or UTC: this machine has none"
        raise InvalidInput("--zone", "nothing", expected)
    said: str = typer.prompt("This machine has no zone. The office's, such as America/New_York", err=True)
    return zone_of(said.strip()).key


def system_zone(localtime: Path = Path("/etc/localtime")) -> str | None:
    """The zone of this machine, by its name; None where it does not say, or runs on UTC as servers do."""
    linked = localtime.resolve().parts
    named = "/".join(linked[linked.index("zoneinfo") + 1 :]) if "zoneinfo" in linked else ""
    try:
        found = zone_of(os.environ.get("TZ", "").lstrip(":") or named).key
    except InvalidInput:
        return None
    return None if found.removeprefix("Etc/") in ("UTC", "UCT", "Universal", "Zulu") else found
