"""Do imports only go downstairs?"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from typing import Any

from tests.house.tree import ROOT

PURE = ("domain", "kpis", "planning")
DOORS = ("cli", "tui", "remote", "automation")


def contract(key: str) -> dict[str, Any]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return next(contract for contract in contracts if contract["id"] == key)


def those_that_exist(rooms: tuple[str, ...]) -> set[str]:
    package = ROOT / "wom_tui"
    return {
        f"wom_tui.{room}" for room in rooms if (package / room).is_dir() or (package / f"{room}.py").is_file()
    }


def test_every_import_contract_holds() -> None:
    linter = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    result = subprocess.run(
        [sys.executable, "-c", linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )

    assert result.returncode == 0, result.stdout + result.stderr


def test_every_pure_room_is_held_to_purity() -> None:
    assert set(contract("pure")["source_modules"]) == those_that_exist(PURE)


def test_every_door_is_kept_away_from_the_tables() -> None:
    assert set(contract("doors")["source_modules"]) == those_that_exist(DOORS)
