"""`wom init`: an office in an empty database."""

from __future__ import annotations

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
        str | None, typer.Option(help="Zone of the office's clock: America/New_York. Else this machine's.")
    ] = None,
    name: Annotated[str, typer.Option(help="Name of the office.")] = "office",
) -> None:
    """Make an office in an empty database; you become its admin."""
    from wom_tui.desk import create_office

    shell = shell_of(context)
    chosen = zone_of(zone).key if zone else system_zone()
    create_office(shell.address, name=name, zone=chosen, admin=os_user())
    with shell.desk() as desk:
        shown = desk.engine.url.render_as_string(hide_password=True)
    document = {"database": shown, "name": name, "zone": chosen, "admin": os_user()}
    said = (
        f"an office in {shown}, zone {chosen}, admin {os_user()}",
        "next: wom import FILE --preset NAME, or wom",
    )
    answer(shell.is_json, document, lambda: tell(*said))


def system_zone() -> str:
    """The zone of this machine, by its name; UTC where it does not say."""
    linked = Path("/etc/localtime").resolve().parts
    named = "/".join(linked[linked.index("zoneinfo") + 1 :]) if "zoneinfo" in linked else "UTC"
    try:
        return zone_of(named.removeprefix("Etc/")).key
    except InvalidInput:
        return "UTC"
