"""Which rejects are about a word that nobody here knows, and under what would a preset say what it means?

The reason itself names that table, as a preset writes it: `[values.status]`. By this it is known again in a reject file
in whatever language that was written, so a translation keeps it.
"""

from __future__ import annotations

import re

_TABLE = re.compile(r"\[(values\.[a-z_]+|aliases\.work_type)\]")


def unmapped(name: str) -> str:
    """Why a row is put aside whose value the preset does not translate."""
    return f"is not in the preset's table [values.{name}]"


def unknown_type(group: str) -> str:
    """Why a row is put aside whose work type the office does not have, and the preset cannot make."""
    if group:
        return f"is no work type of the office nor in [aliases.work_type], and the preset has no template for {group!r}"
    return "is no work type of the office nor in [aliases.work_type], and the row names no group"


def table_for(reason: str) -> str:
    """The table of a preset that would have helped; empty where the row has another fault than a word."""
    found = _TABLE.search(reason)
    return found[1] if found else ""
