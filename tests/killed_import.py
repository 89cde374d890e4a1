"""An import in a process of its own that is killed at its Nth statement: `python -m tests.killed_import URL FILE N`.

With N = 0 it runs to its end and prints how many statements that took. The file holds a city's requests; with the
name of a sheet behind N, rows of that sheet; with `log`, requests of which several rows tell; with the name of a
preset, what that reads.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from tests.boston import PRESET
from tests.statements import Steps, at_each_statement
from wom_tui import sheet_files
from wom_tui.desk import Desk
from wom_tui.domain.intake.preset import Fold
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.sheets.catalogue import sheet_named
from wom_tui.importing import run
from wom_tui.importing.report import ImportReport
from wom_tui.presets.loader import load_preset, preset_names
from wom_tui.store.engine import database_url, open_engine

BATCH = 40
LOG = "log"


def main(url: str, path: str, fatal: int, noun: str) -> None:
    run.BATCH = sheet_files.BATCH = BATCH
    engine = open_engine(database_url(url))
    step = Steps(fatal)
    at_each_statement(engine, step)
    report: ImportReport
    desk = Desk(engine, Actor(name="admin", role=Role.ADMIN), door="cli", session="test")
    if noun == LOG:
        report = run.import_files(desk, [Path(path)], replace(PRESET, fold=Fold(at="OPEN_DT")))
    elif noun in preset_names():
        report = run.import_files(desk, [Path(path)], load_preset(noun))
    elif noun:
        report = sheet_files.import_sheets(desk, [Path(path)], sheet_named(noun))
    else:
        report = run.import_files(desk, [Path(path)], PRESET)
    desk.close()
    answer = (step.last, report.read, report.created, report.updated, report.unchanged, report.rejected)
    sys.stdout.write(" ".join(map(str, answer)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else "")
