"""What stands in a rule's file under a key, and in which line? Whoever finds a fault there says so with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

from wom_tui.domain.filter import Filter, parse_filter
from wom_tui.domain.moments import duration_min
from wom_tui.errors import InvalidInput

ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # on which a condition is read that is asked on others


@dataclass(frozen=True)
class Page:
    """A file that has been read, with the lines in which its keys stand."""

    text: str
    place: str
    table: Mapping[str, Any]

    def has(self, key: str) -> bool:
        """The file says something about it."""
        return key in self.table

    def minutes(self, key: str) -> int:
        """A duration."""
        try:
            return duration_min(self.words(key))
        except InvalidInput as error:
            self.refuse(key, error.value, error.expected)

    def number(self, key: str) -> float:
        """A number above zero."""
        value = self.table.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e9:
            self.refuse(key, "" if value is None else value, f"a number above 0: {key} = 10")
        return float(value)

    def condition(self, key: str) -> Filter:
        """A filter, as the board has it."""
        condition = self.words(key)
        try:
            return parse_filter(condition, now=ANY_DAY, zone="UTC")
        except InvalidInput as error:
            self.refuse(key, error.value, error.expected)

    def words(self, key: str) -> str:
        """Words in one line."""
        value = self.table.get(key)
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            self.refuse(key, "" if value is None else value, f'{key} = "…", in one line')
        return value.strip()

    def list(self, key: str) -> list[str]:
        """Several of them; one alone needs no brackets."""
        value = self.table.get(key)
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not values:
            self.refuse(key, "" if value is None else value, f'{key} = ["…"]')
        for one in values:
            if not isinstance(one, str) or not one.strip() or not one.isprintable():
                self.refuse(key, one, "words in one line")
        return values

    def refuse_beside(self, keys: tuple[str, ...], why: str) -> None:
        """These keys say nothing here."""
        if key := next((key for key in keys if key in self.table), None):
            self.refuse(key, self.table[key], f"nothing: {why}")

    def refuse(self, key: str, value: object, expected: str) -> NoReturn:
        """Say what is wrong with what stands under a key.

        Raises:
            InvalidInput: always.
        """
        raise InvalidInput(f"{self.place}:{self.line_of(key)}: {key or 'rule'}", value, expected)

    def line_of(self, key: str) -> int:
        """In which line a key stands; the last one where it does not stand anywhere."""
        return next(_lines_with(key, self.text), max(len(self.text.splitlines()), 1))


def line_with(said: str, text: str) -> int:
    """In which line of a text some words stand; the last one where they stand nowhere as they are."""
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, start=1) if said in line), max(len(lines), 1))


def _lines_with(key: str, text: str) -> Iterator[int]:
    begin = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]|\s*\[+\s*{re.escape(key)}\s*\]")
    for number, line in enumerate(text.splitlines(), start=1):
        if key and begin.match(line):
            yield number
