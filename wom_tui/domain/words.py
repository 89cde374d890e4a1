"""Values that people read: `on_hold` in a table, "on hold" in a sentence."""

from __future__ import annotations

from enum import StrEnum


class WordEnum(StrEnum):
    """An enum of words, stored with underscores and read with spaces."""

    @property
    def words(self) -> str:
        """As a sentence has it."""
        return self.value.replace("_", " ")
