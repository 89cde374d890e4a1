"""Do the migrations lead, one by one, to the schema that the program knows?"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from wom_tui.store.schema import SCHEMA

VERSIONS = sorted((ROOT / "migrations/versions").glob("[0-9]*.py"))
each_migration = pytest.mark.parametrize("path", VERSIONS, ids=[path.stem for path in VERSIONS])


def number(path: Path) -> str:
    return path.stem.partition("_")[0]


def test_migrations_are_numbered_without_a_gap_up_to_the_schema_of_the_program() -> None:
    assert [number(path) for path in VERSIONS] == [f"{n:04}" for n in range(1, int(SCHEMA) + 1)]


@each_migration
def test_a_migration_follows_the_one_before(path: Path) -> None:
    names = {
        "revision": number(path),
        "down_revision": f"{int(number(path)) - 1:04}" if path != VERSIONS[0] else None,
    }

    for name, value in names.items():
        pattern = rf"^{name}\b[^=\n]*= (.*)$"
        (written,) = re.findall(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
        assert ast.literal_eval(written) == value


@each_migration
def test_a_migration_says_whether_old_consoles_may_run_meanwhile(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""

    assert "old consoles" in docstring.lower()


@each_migration
def test_a_migration_means_the_same_in_five_years(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    imported += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]

    assert [name for name in imported if name.startswith("wom_tui")] == []
