"""What does one row of a world's table say, and if it cannot be read: in which file, table, row and field?"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum, IntEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from wom_tui.domain.work_calendar import Hours
from wom_tui.errors import InvalidInput

R = TypeVar("R")

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PLAIN = {
    int: "a whole number",
    float: "a number",
    str: "a text",
    bool: "true or false",
    date: "a date",
    dict: "a table",
}


@dataclass(frozen=True)
class Row:
    """A row with its place: `tiny_town/world.toml [[technician]] kim`."""

    place: str
    values: Mapping[str, Any]

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def refusal(self, name: str, expected: str) -> InvalidInput:
        """The error that says what is wrong with a field, and where it stands."""
        return InvalidInput(f"{self.place}: {name}", self.values.get(name, "nothing"), expected)

    def get(self, name: str, kind: Any, default: Any = None) -> Any:
        """A field as that type; the default where the row has none.

        Args:
            kind: the type as a fact's field declares it: `int`, `Priority`, `tuple[str, ...]`, a dataclass …

        Raises:
            InvalidInput: the value is of another type.
        """
        if name not in self.values:
            return default
        try:
            return converted(kind, self.values[name])
        except _Unfit as unfit:
            raise self.refusal(name, str(unfit)) from unfit
        except InvalidInput as invalid:  # the record itself refuses: an amount of 0, a window that ends early
            raise self.refusal(name, f"{invalid.field} to be {invalid.expected}") from invalid

    def need(self, name: str, kind: Any) -> Any:
        """A field that must be there."""
        if name not in self.values:
            raise self.refusal(name, "a value: this field is needed")
        return self.get(name, kind)

    def record(self, cls: type[R], **given: Any) -> R:
        """A record of the class: each field from the row, but for those that are given.

        Raises:
            InvalidInput: a key that the class does not have, a field is missing, a value does not fit.
        """
        kind: type = cls
        hints = hints_of(kind)
        if unknown := self.values.keys() - hints.keys():
            raise self.refusal(
                min(unknown), f"no such field; a {cls.__name__} has {', '.join(sorted(hints))}"
            )
        for name in sorted(_needed(kind) - given.keys()):
            self.need(name, hints[name])
        told = {name: self.get(name, hints[name]) for name in self.values if name not in given}
        try:
            return cls(**told, **given)
        except InvalidInput as invalid:
            raise InvalidInput(f"{self.place}: {invalid.field}", invalid.value, invalid.expected) from invalid

    def without(self, *names: str) -> Row:
        """The row less the fields that are read in a way of their own."""
        return Row(self.place, {name: value for name, value in self.values.items() if name not in names})

    def rows(self, name: str) -> list[Row]:
        """A list of tables inside the row: `holds = [{ … }, …]`."""
        listed = self.values.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(inner, dict) for inner in listed):
            raise self.refusal(name, "a list of tables")
        return [Row(f"{self.place}: {name} {number}", inner) for number, inner in enumerate(listed, start=1)]

    def minute(self, name: str) -> int:
        """A clock time `"07:30"` as minutes after midnight."""
        try:
            return minute_of(self.need(name, str))
        except _Unfit as unfit:
            raise self.refusal(name, str(unfit)) from unfit

    def week(self, name: str) -> tuple[tuple[Hours, ...], ...]:
        """`{ mon = ["08:30-17:00"] }` as seven days; a missing day is closed."""
        days = self.need(name, dict)
        if unknown := days.keys() - set(WEEKDAYS):
            raise self.refusal(name, f"{', '.join(WEEKDAYS)}, not {min(unknown)}")
        try:
            return tuple(tuple(_hours(span) for span in days.get(day, ())) for day in WEEKDAYS)
        except (_Unfit, InvalidInput) as unfit:
            raise self.refusal(name, 'hours such as "08:30-17:00"') from unfit


class _Unfit(Exception):
    """A value is not what its field holds; the text says what it should be."""


@cache
def hints_of(cls: type) -> dict[str, Any]:
    """The fields of a dataclass and their types."""
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


@cache
def _needed(cls: type) -> frozenset[str]:
    return frozenset(f.name for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING)


def minute_of(text: str) -> int:
    hour, colon, minute = text.partition(":")
    if not (colon and hour.isdigit() and minute.isdigit() and int(hour) <= 24 and int(minute) < 60):
        raise _Unfit('a clock time such as "07:30"')
    return int(hour) * 60 + int(minute)


def _hours(span: Any) -> Hours:
    if not isinstance(span, str):
        raise _Unfit("hours")
    start, _, end = span.partition("-")
    return Hours(minute_of(start), minute_of(end))


def converted(kind: Any, value: Any) -> Any:
    """A TOML value as the type of a fact's field. Instants become UTC; P1 is an enum by name."""
    if get_origin(kind) in (Union, types.UnionType):
        (kind,) = (inner for inner in get_args(kind) if inner is not types.NoneType)
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise _Unfit("a list")
        return tuple(converted(get_args(kind)[0], inner) for inner in value)
    if kind is datetime:
        return _instant(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _member(kind, value)
    if is_dataclass(kind):
        return _nested(kind, value)
    return _plain(kind, value)


def _plain(kind: Any, value: Any) -> Any:
    if kind is float and isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    # A datetime is a date to Python, and a bool an int, but neither is meant by the other.
    if type(value) is not kind:
        raise _Unfit(_PLAIN[kind])
    return value


def _instant(value: Any) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise _Unfit("a time with its offset, such as 2015-05-12T09:00:00-04:00")
    return value.astimezone(UTC)


def _member(kind: type[Enum], value: Any) -> Enum:
    names = [member.name if issubclass(kind, IntEnum) else str(member.value) for member in kind]
    for member, name in zip(kind, names, strict=True):
        if value == name:
            return member
    raise _Unfit(f"one of {', '.join(names)}")


def _nested(kind: Any, value: Any) -> Any:
    if not isinstance(value, dict):
        raise _Unfit("a table")
    hints = hints_of(kind)
    missing, unknown = _needed(kind) - value.keys(), value.keys() - hints.keys()
    if missing or unknown:
        raise _Unfit(f"a table of {', '.join(hints)}")
    return kind(**{name: converted(hints[name], inner) for name, inner in value.items()})
