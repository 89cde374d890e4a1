"""Which rejects are about a word that nobody here knows, and under what would a preset say what it means?"""

from __future__ import annotations

NO_WORK_TYPE = "the office has no such work type"
_BEFORE, _BEHIND = "is not in the preset's map of ", " values"


def unmapped(name: str) -> str:
    """Why a row is put aside whose value the preset does not translate."""
    return f"{_BEFORE}{name}{_BEHIND}"


def table_for(reason: str) -> str:
    """The table of a preset that would have helped; empty where the row has another fault than a word."""
    if reason.startswith(_BEFORE) and reason.endswith(_BEHIND):
        return f"values.{reason.removeprefix(_BEFORE).removesuffix(_BEHIND)}"
    return "aliases.work_type" if reason.startswith(NO_WORK_TYPE) else ""
