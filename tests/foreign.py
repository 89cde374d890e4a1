"""Spreadsheets that no preset knows, for tests: what they really mean, and how a person answers the questions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wom_tui.desk import Desk
from wom_tui.domain.intake.file_map import About, FileMap
from wom_tui.domain.intake.preset import Preset
from wom_tui.importing.mapping import map_of

FOLDER = Path(__file__).parent / "data" / "foreign"


@dataclass(frozen=True)
class Foreign:
    """A file, and the truth about it: columns, theirs → ours, empty where we have nothing like it."""

    path: Path
    rows: int
    rejected: int
    columns: Mapping[str, str]


def foreign_files() -> list[Foreign]:
    """All of them."""
    told = tomllib.loads((FOLDER / "truth.toml").read_text(encoding="utf-8"))
    return [Foreign(FOLDER / name, **entry) for name, entry in told.items()]


def answered(file_map: FileMap, **answers: str) -> FileMap:
    """The map after a person has taken what is likeliest, but for the answers given by what they are about."""
    while (doubt := file_map.next_doubt()) is not None:
        said = answers.get(doubt.about.value, doubt.default or "-")
        if doubt.about is About.COLUMN and doubt.field in ("external_id", "opened_at"):
            said = doubt.choices[0]  # without these two there are no orders
        file_map.answer(doubt, said)
    return file_map


def made_preset(desk: Desk, path: Path, **answers: str) -> Preset:
    """The preset for a file that such a person makes."""
    return answered(map_of(desk, [path]), **answers).preset("generic")
