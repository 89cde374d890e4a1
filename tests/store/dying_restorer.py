"""A backup or a restore that dies on its way: run by the tests as a process of its own, and killed by itself.

    python -m tests.store.dying_restorer backup|restore FROM TO STEP

On SQLite a step is whatever the program does to a file next to the target; on Postgres a statement.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.house.tree import ROOT
from tests.statements import at_each_statement
from wom_tui.store import backups
from wom_tui.store.engine import database_url, open_engine

_FILE_EVENTS = ("open", "os.truncate", "os.rename", "os.remove", "sqlite3.connect", "shutil.copyfile")


def killed_at(step: int, *words: str) -> int:
    """How a process ends that does this and dies at a step: 9, or 0 where there are not so many."""
    dying = [sys.executable, "-m", "tests.store.dying_restorer", *words, str(step)]
    return subprocess.run(dying, cwd=ROOT, check=False).returncode


def quiet(_table: str, _rows: int) -> None:
    """Nobody listens."""


def main(act: str, source: str, target: str, step: int) -> None:
    left = [step]

    def die() -> None:
        left[0] -= 1
        if left[0] == 0:
            os._exit(9)

    def look(event: str, args: tuple[Any, ...]) -> None:
        if event in _FILE_EVENTS and folder in str(args[0]):
            die()

    if act == "backup":
        folder = str(Path(target).parent)
        sys.addaudithook(look)
        backups.write(open_engine(database_url(source)), Path(target), quiet, replace=True)
        return
    engine = open_engine(database_url(target))
    if engine.dialect.name == "sqlite":
        folder = str(Path(engine.url.database or "").parent)
        sys.addaudithook(look)
    else:
        at_each_statement(engine, die)
    backups.restore(Path(source), engine, quiet, replace=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
