"""How is a small file of settings read, so that whoever wrote it is told the first fault, with its line?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, NoReturn, Self, TypeVar

from wom_tui.domain.filter import ANY_DAY, Filter, filter_as_said, parse_filter
from wom_tui.domain.filter_keys import ORDERS, Vocabulary
from wom_tui.domain.moments import duration_min
from wom_tui.errors import InvalidInput

E = TypeVar("E", bound=StrEnum)
LONGEST_TEXT = 20_000  # characters of a file
LONGEST_NAME = 40
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True)
class TomlPage:
    """A file that has been read, with the lines in which its keys stand."""

    text: str
    place: str
    table: Mapping[str, Any]

    @classmethod
    def read(cls, text: str, place: str) -> Self:
        """The page of a text.

        Args:
            place: the file, as errors name it.

        Raises:
            InvalidInput: it is no TOML, or too long; with the line.
        """
        if len(text) > LONGEST_TEXT:
            raise InvalidInput(place, f"{len(text):,} characters", f"at most {LONGEST_TEXT:,}")
        try:
            return cls(text, place, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            where = f"{place}:{found[1]}" if found else f"{place}:{text.count(chr(10)) + 1}"
            said = str(error).partition(" (at ")[0]
            raise InvalidInput(where, "", "TOML", why=f"{where}: {said}") from error

    def only(self, keys: Collection[str]) -> None:
        """Refuse a key that is none of these."""
        for key in self.table:
            if key not in keys:
                near = get_close_matches(key, keys) or keys
                self.refuse(key, key, f"one of the keys {', '.join(near)}")

    def name(self) -> str:
        """What it is called, so that it can be typed."""
        name = self.words("name")
        if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            self.refuse("name", name, f"up to {LONGEST_NAME} small letters and digits: hold-review")
        return name

    def has(self, key: str) -> bool:
        """The file says something about it."""
        return key in self.table

    def condition(self, key: str, words: Vocabulary = ORDERS) -> Filter:
        """A filter, as the board has it; of other rows than orders by their words. Empty where the key is not there."""
        condition = self.words(key) if self.has(key) else ""
        try:
            if words is ORDERS:
                return filter_as_said(condition)
            return parse_filter(condition, now=ANY_DAY, zone="UTC", words=words)
        except InvalidInput as error:
            self.refuse(key, error.value, error.expected)

    def number(self, key: str) -> float:
        """A number above zero."""
        value = self.table.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e9:
            self.refuse(key, "" if value is None else value, f"a number above 0: {key} = 10")
        return float(value)

    def whole(self, key: str, least: int, most: int) -> int:
        """A whole number in these bounds."""
        value = self.table.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.refuse(key, "" if value is None else value, f"a whole number from {least} to {most:,}")
        return value

    def minutes(self, key: str) -> int:
        """A span of time, in whole minutes."""
        try:
            return duration_min(self.words(key))
        except InvalidInput as error:
            self.refuse(key, error.value, error.expected)

    def words(self, key: str) -> str:
        """A text of one line."""
        value = self.table.get(key)
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            self.refuse(key, "" if value is None else value, f'{key} = "…", in one line')
        return value.strip()

    def one_of(self, key: str, words: type[E]) -> E:
        """One of the words of a list."""
        said = self.words(key) if self.has(key) else ""
        if said not in set(words):
            self.refuse(key, said, f"one of {', '.join(words)}")
        return words(said)

    def span(self, key: str, longest: timedelta) -> timedelta:
        """A span of time, in whole minutes, up to so many days."""
        span = timedelta(minutes=self.minutes(key))
        if span > longest:
            self.refuse(key, self.table[key], f"at most {longest.days} days")
        return span

    def list(self, key: str) -> list[str]:
        """One text or several."""
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

    def refuse(self, key: str, value: object, expected: str, *, below: str = "", why: str = "") -> NoReturn:
        """Say what is wrong with a key, and where it stands.

        Args:
            below: the head of the table that it stands in, where there are several.
            why: what is wrong, where that is not the value: a key that is missing, or one too many.

        Raises:
            InvalidInput: always.
        """
        where = f"{self.place}:{self._line_of(key, below)}: {key or 'rule'}"
        raise InvalidInput(where, value, expected, why=f"{where}: {why}" if why else "")

    def refuse_both(self, named: Sequence[str], keys: Iterable[str], what: str) -> NoReturn:
        """Of these keys a file has one, and this one has several.

        Args:
            what: the one key does: says when it comes due.
        """
        why = f"only one of {', '.join(keys)} {what}"
        self.refuse(named[-1], ", ".join(named), f"{' or '.join(named)} alone", why=why)

    def _line_of(self, key: str, below: str) -> int:
        """In which line a key stands; the last one where it does not stand anywhere."""
        head = next(_lines_with(below, self.text), 0)
        found = (number for number in _lines_with(key, self.text) if number > head)
        return next(found, head or max(len(self.text.splitlines()), 1))


def line_with(said: str, text: str) -> int:
    """In which line of a text some words stand; the last one where they stand nowhere as they are."""
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, start=1) if said in line), max(len(lines), 1))


def _lines_with(key: str, text: str) -> Iterator[int]:
    begin = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]|\s*\[+\s*{re.escape(key)}\s*\]")
    for number, line in enumerate(text.splitlines(), start=1):
        if key and begin.match(line):
            yield number
