"""A reader of a spool folder that is killed at its Nth step: `python -m tests.killed_spool URL FOLDER N`.

A step is a statement, or putting a file away. With N = 0 it runs to its end and prints how many steps that took.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.office import ManualClock, desk_on
from tests.statements import Steps, at_each_statement
from wom_tui.gateways.spool import Spool
from wom_tui.inbound.spool import run_spool


def main(url: str, folder: str, fatal: int) -> None:
    desk = desk_on(url, clock=ManualClock())
    step = Steps(fatal)

    def put_away(spool: Spool, name: str, *, is_done: bool) -> None:
        step()
        put(spool, name, is_done=is_done)
        step()

    put = Spool.put_away
    at_each_statement(desk.engine, step)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Spool, "put_away", put_away)
        run_spool(Path(folder), desk, "")
    desk.close()
    sys.stdout.write(f"{step.last}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
