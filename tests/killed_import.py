"""An import in a process of its own that is killed at its Nth statement: `python -m tests.killed_import URL FILE N`.

With N = 0 it runs to its end and prints how many statements that took.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
from pathlib import Path

from tests.boston import PRESET
from tests.statements import at_each_statement
from wom_tui.desk import Desk
from wom_tui.domain.policy import Actor, Role
from wom_tui.importing import run
from wom_tui.store.engine import database_url, open_engine


def main(url: str, path: str, fatal: int) -> None:
    run.BATCH = 40
    engine = open_engine(database_url(url))
    steps = itertools.count(1)
    last = 0

    def step() -> None:
        nonlocal last
        last = next(steps)
        if last == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    at_each_statement(engine, step)
    desk = Desk(engine, Actor(name="admin", role=Role.ADMIN), door="cli", session="test")
    report = run.import_files(desk, [Path(path)], PRESET)
    desk.close()
    print(last, report.read, report.created, report.updated, report.unchanged, report.rejected)  # noqa: T201 # the answer


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
