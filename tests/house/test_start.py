"""Does a verb load only what it needs?"""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.tree import ROOT

HEAVY = {
    "alembic",
    "apscheduler",
    "geopy",
    "numba",
    "numpy",
    "psycopg",
    "pydantic",
    "rich",
    "rustworkx",
    "sqlalchemy",
}
HEAVY |= {"textual", "typer"}


def modules_after(*words: str) -> set[str]:
    """The top-level packages that a fresh interpreter holds once `wom WORDS` has ended."""
    script = (
        "import sys\n"
        f"sys.argv = ['wom', *{words!r}]\n"
        "from wom_tui.__main__ import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))\n"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return set(result.stdout.splitlines()[-1].split())


def test_the_version_is_told_without_any_library() -> None:
    assert modules_after("--version") & HEAVY == set()


@pytest.mark.parametrize("verb", ["wo", "do", "import", "plan", "solve", "db", "rule", "engine"])
def test_the_help_of_a_verb_opens_neither_console_nor_database(verb: str) -> None:
    assert (
        modules_after(verb, "--help")
        & {"textual", "sqlalchemy", "alembic", "apscheduler", "numba", "numpy", "rustworkx"}
        == set()
    )
