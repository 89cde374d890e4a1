"""How soon is `wom` there: its version, a verb of the shell, the console's first paint?"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure
from benchmarks.office import sqlite_office
from benchmarks.terminal import Terminal, program

ORDERS, TECHNICIANS, SEED, RUNS = 100_000, 200, 1, 9
SHELL_RUNS = 30
SMALL = 20
WOM = str(Path(sys.executable).with_name("wom"))

# The first example of Typer's own documentation, without help that is drawn with Rich.
TYPER = """
import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)

@app.command()
def main(name: str):
    print(f"Hello {name}")

app()
"""
TYPER_AND_SQLALCHEMY = TYPER.replace("import typer\n", "import sqlalchemy\nimport typer\n")
TEXTUAL = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("nothing here")

Empty().run()
"""


def figures() -> list[Figure]:
    """Measure programs of the shell, then the console, each beside what it is compared with."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return [*_shell(folder), *_console(folder)]


def _shell(folder: Path) -> list[Figure]:
    small = str(sqlite_office(SMALL, 2, SEED, folder))
    python, trivial = sys.executable, str(program(folder, "trivial", TYPER))
    with_data = str(program(folder, "with_data", TYPER_AND_SQLALCHEMY))
    took = _alternating(
        {
            "pass": lambda: _run(python, "-c", "pass"),
            "version": lambda: _run(WOM, "--version"),
            "typer": lambda: _run(python, trivial, "you"),
            "help": lambda: _run(WOM, "do", "--help"),
            "typer and sqlalchemy": lambda: _run(python, with_data, "you"),
            "list": lambda: _run(WOM, "--db", small, "wo", "list"),
        }
    )
    size = f"user and system time, median of {SHELL_RUNS} alternating runs"
    data = f"{SMALL} orders, SQLite, {size}"
    return [
        Figure("`wom --version`", took["version"] * 1e3, "ms", "", size),
        Figure("… / `python -c pass`", took["version"] / took["pass"], "×", "≤ 3", size),
        Figure("`wom do --help`", took["help"] * 1e3, "ms", "", size),
        Figure("… / a trivial Typer app", took["help"] / took["typer"], "×", "≤ 1.3", size),
        Figure("`wom wo list`", took["list"] * 1e3, "ms", "", data),
        Figure(
            "… / a trivial Typer app that imports SQLAlchemy",
            took["list"] / took["typer and sqlalchemy"],
            "×",
            "≤ 1.3",
            data,
        ),
    ]


def _console(folder: Path) -> list[Figure]:
    database = str(sqlite_office(ORDERS, TECHNICIANS, SEED, folder))
    empty = str(program(folder, "empty", TEXTUAL))
    kept = {"XDG_CACHE_HOME": str(folder / "cache")}
    first_text = _keep_a_view(database, kept)

    def paint(command: list[str], text: str, environ: Mapping[str, str]) -> float:
        with Terminal(command, environ) as terminal:
            return terminal.until(text)

    took: dict[str, list[float]] = {"empty": [], "console": []}
    for _ in range(RUNS):
        took["empty"].append(paint([sys.executable, empty], "nothing here", {}))
        took["console"].append(paint([WOM, "--db", database], first_text, kept))
    size = f"{ORDERS:,} open orders, SQLite, 200×50, median of {RUNS} alternating runs"
    first, other = median(took["console"]), median(took["empty"])
    return [
        Figure("console, first text of the board on the screen", first * 1e3, "ms", "", size),
        Figure("… / an empty Textual app", first / other, "×", "≤ 2", size),
    ]


def _keep_a_view(database: str, environ: Mapping[str, str]) -> str:
    """Leave the console once, so that the next one has a view to begin with; answers a text in it."""
    with Terminal([WOM, "--db", database], environ) as terminal:
        terminal.until(f"{ORDERS:,} of {ORDERS:,}")
        terminal.rest()
        terminal.leave()
    return "Dorchester Ave|Blue Hill Ave|Tremont St"


def _alternating(acts: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """The median seconds of each act; in turn, so that a busy moment meets all of them alike."""
    took: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(SHELL_RUNS + 1):
        for name, act in acts.items():
            took[name].append(act())
    return {
        name: median(seconds[1:]) for name, seconds in took.items()
    }  # the first one fills the disk's cache


def _run(*command: str) -> float:
    """Seconds that a program computed; what others do at the same time does not count."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime
