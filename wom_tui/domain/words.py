"""Values that people read: `on_hold` in a table, "on hold" in a sentence."""

from __future__ import annotations

from enum import StrEnum

from wom_tui.i18n.messages import counted, message

_SIZES = (("GB", 10**9), ("MB", 10**6), ("kB", 1_000))


class WordEnum(StrEnum):
    """An enum of words, stored with underscores and read with spaces."""

    @property
    def words(self) -> str:
        """As a sentence has it."""
        return message(self.value.replace("_", " "))


def some(number: int, one: str, many: str = "") -> str:
    """`1 row`, `2 rows`, `4,271 rows`; `many` where it is not the word with an s."""
    return f"{number:,} {counted(one, many or one + 's', number)}"


def size_words(count: int) -> str:
    """So many bytes: `1.2 MB`."""
    return next((f"{count / size:.1f} {unit}" for unit, size in _SIZES if count >= size), f"{count} bytes")


def typed(line: str) -> str:
    """A line as somebody would type it: no message, and in every language the same."""
    return line
