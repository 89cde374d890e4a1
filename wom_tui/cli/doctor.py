"""`wom doctor`: is everything around the office as it should be?"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Annotated

import typer

from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.shell import shell_of
from wom_tui.config import Reading, settings_file
from wom_tui.errors import WomError


def doctor(
    context: typer.Context,
    warm: Annotated[
        bool, typer.Option("--warm", help="Compile the planner's engine first, so that no plan waits for it.")
    ] = False,
) -> None:
    """Look at database, files, terminal and caches, and say what to do. Exit code 1 when something is in the way."""
    from wom_tui.checkup import Finding, Mark, findings
    from wom_tui.tui.own_files import OwnFiles
    from wom_tui.tui.own_slips import slips

    shell = shell_of(context)
    if warm:
        _warm()
    read = replace(shell, reading=Reading(shell.reading.config))
    troubles = [str(trouble) for _, trouble in shell.reading.troubles]
    looked = findings(read.address, settings_file(os.environ), os.environ, read.config, troubles=troubles)
    found = [
        *looked,
        *(Finding(slip.area, Mark.WARN, slip.said, slip.advice) for slip in slips(OwnFiles.of_user())),
    ]
    is_bad = any(finding.mark is Mark.BAD for finding in found)
    lines = []
    for finding in found:
        lines.append(f"{finding.mark.value:4}  {finding.area:9} {finding.said}")
        if finding.advice:
            lines.append(f"{'':16}→ {finding.advice}")
    answer(
        shell.is_json,
        {"healthy": not is_bad, "findings": [finding.as_dict() for finding in found]},
        lambda: tell(*lines),
    )
    if is_bad:
        raise typer.Exit(WomError.exit_code)


def _warm() -> None:
    from wom_tui.gateways.compiled_code import keep_compiled_code
    from wom_tui.gateways.engine_here import search_here
    from wom_tui.gateways.warming import warm_up

    if keep_compiled_code():
        say("the engine is compiled: half a minute, once")
    warm_up(search_here)
