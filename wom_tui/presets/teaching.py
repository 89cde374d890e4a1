"""How does a preset learn what a word of theirs means, while all that a person wrote into it stays as it is?"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wom_tui.domain.intake.cell import folded
from wom_tui.errors import InvalidInput
from wom_tui.presets.loader import preset_of
from wom_tui.presets.toml_text import toml_text


@dataclass(frozen=True)
class Lesson:
    """What a word means. `table`: where a preset says so, as `values.status`."""

    table: str
    theirs: str
    ours: str


def taught(file: str, text: str, lesson: Lesson) -> str:
    """The text of a preset with one line more; the same text where it says so already.

    Raises:
        InvalidInput: it says something else of the word, ours is none of ours, or its tables are written in a form that
            takes no line.
    """
    said = _said(tomllib.loads(text), lesson.table)
    word = folded(lesson.theirs)
    known = next((ours for theirs, ours in said.items() if folded(theirs) == word), None)
    if known == lesson.ours:
        return text
    if known is not None:
        raise InvalidInput(
            f"{file}: {lesson.table}", f"{lesson.theirs} = {lesson.ours}", f"{known}, as it says there"
        )
    longer = _with_line(text, lesson)
    try:
        is_there = _said(tomllib.loads(longer), lesson.table).get(lesson.theirs) == lesson.ours
    except tomllib.TOMLDecodeError:
        is_there = False
    if not is_there:
        raise InvalidInput(file, f"no line [{lesson.table}]", "such a line, to write the word below it")
    preset_of(file, longer)
    return longer


def _said(values: Mapping[str, Any], table: str) -> Mapping[str, Any]:
    for part in table.split("."):
        found = values.get(part, {})
        values = found if isinstance(found, dict) else {}
    return values


def _with_line(text: str, lesson: Lesson) -> str:
    """The word below the head of its table, or in a table of its own at the end."""
    line = f"{toml_text(lesson.theirs)} = {toml_text(lesson.ours)}"
    lines = text.splitlines()
    for number, one in enumerate(lines):
        head = one.partition("#")[0].strip()
        if head.startswith("[") and head.strip("[] ").replace('"', "") == lesson.table:
            return "\n".join((*lines[: number + 1], line, *lines[number + 1 :])) + "\n"
    return "\n".join((*lines, "", f"[{lesson.table}]", line)) + "\n"
