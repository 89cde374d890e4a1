"""What may stand in a cell of one of our own sheets, and how is it read and written?

A kind reads a text that is not empty, and writes a value so that it can be read again. Spans of time, weeks and
moments are in `times`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from wom_tui.domain import values
from wom_tui.domain.fact import Fact
from wom_tui.domain.filter_keys import Kind as Asked
from wom_tui.domain.intake.cell import BadCell, number_of, text_of
from wom_tui.domain.reach import IN_REACH, is_in_reach
from wom_tui.domain.texts import LONGEST_TEXT
from wom_tui.domain.work_calendar import zone_of
from wom_tui.errors import InvalidInput

D = TypeVar("D", bound=date)
Shown = str | int | float | None  # what a cell of a file holds


@dataclass(frozen=True)
class Kind:
    """One way to write a value down.

    Attributes:
        says: what is allowed, in words that complete "write …".
        read: text, zone of the office → value. Raises InvalidInput or BadCell.
        write: value, zone of the office → cell.
        refers: the class of the records that a text names; None where the value is the text's own.
        is_list: it names several of them.
        asked: what a filter can ask of it: text, number, time.
    """

    says: str
    read: Callable[[str, ZoneInfo], Any]
    write: Callable[[Any, ZoneInfo], Shown]
    refers: type[Fact] | None = None
    is_list: bool = False
    asked: Asked = Asked.TEXT


def plain(
    says: str,
    read: Callable[[str], Any],
    write: Callable[[Any], Shown] = lambda value: value,
    asked: Asked = Asked.TEXT,
) -> Kind:
    """A kind that needs no clock."""
    return Kind(says, lambda text, _zone: read(text), lambda value, _zone: write(value), asked=asked)


def refused(text: str, says: str) -> BadCell:
    """The error of a cell that cannot be read; its column is put in by the row."""
    return BadCell("", text, f"write {says}")


# -- texts and numbers -------------------------------------------------------------------------------------


def _text(text: str) -> str:
    if "\0" in text:
        raise refused(text, "a text without NUL characters")
    text_of("", text)  # halves of characters
    if len(text.strip()) > LONGEST_TEXT:
        raise refused(text, f"at most {LONGEST_TEXT:,} characters")
    return text.strip()


TEXT = plain("a text", _text)


def whole(least: int, most: int) -> Kind:
    """A whole number."""
    says = f"a whole number from {least} to {most:,}"

    def read(text: str) -> int:
        if not re.fullmatch(r"-?\d{1,15}(\.0+)?", text, re.ASCII) or not least <= int(float(text)) <= most:
            raise refused(text, says)
        return int(float(text))

    return plain(says, read, asked=Asked.NUMBER)


def decimal(says: str, least: float, most: float) -> Kind:
    """A number with a decimal point, not below `least`, not above `most`."""

    def read(text: str) -> float:
        try:
            number = number_of("", text)
        except BadCell:
            number = None
        if number is None or not least <= number <= most:
            raise refused(text, says)
        return number

    return plain(says, read, asked=Asked.NUMBER)


LATITUDE = decimal("degrees from -90 to 90", -90, 90)
LONGITUDE = decimal("degrees from -180 to 180", -180, 180)


def _money(value: int) -> str:
    return f"{value // 100}.{value % 100:02}" if value >= 0 else str(value / 100)


def _cents(text: str) -> int:
    # A spreadsheet shows 45.50 as 45.5, and 45.00 as 45; more than two digits behind the point are no money.
    return values.cents(text, "amount")


MONEY = plain("an amount such as 45.50", _cents, _money, Asked.NUMBER)
_YES, _NO = ("yes", "y", "true", "1", "x"), ("no", "n", "false", "0")


def _yes_no(text: str) -> bool:
    said = text.casefold()
    if said not in _YES + _NO:
        raise refused(text, "yes or no")
    return said in _YES


YES_NO = plain("yes or no", _yes_no, lambda value: "yes" if value else "no")


def one_of(words: type[Enum]) -> Kind:
    """One of the words of an enumeration."""
    known = {str(word.value): word for word in words}
    says = f"one of {', '.join(known)}"

    def read(text: str) -> Enum:
        said = text.casefold().replace(" ", "_").replace("-", "_")
        if said not in known:
            raise refused(text, says)
        return known[said]

    return plain(says, read, lambda value: str(value.value))


PRIORITY_NUMBER = plain("P1 to P4", lambda text: int(values.priority(text)), lambda value: f"P{value}")
PRIORITY = plain("P1 to P4", values.priority, lambda value: f"P{int(value)}")


def _zone(text: str) -> str:
    try:
        return zone_of(text).key
    except InvalidInput:
        raise refused(text, "an IANA time zone such as America/New_York") from None


ZONE = plain("an IANA time zone such as America/New_York", _zone)


# -- lists -------------------------------------------------------------------------------------------------


def _no_nul(text: str) -> str:
    return _text(text)


LIST = plain(
    "words with commas between, a word with a comma in quotes",
    lambda text: values.list_of(_no_nul(text)),
    values.list_words,
)
LIST_OR_NONE = plain(
    "words with commas between; none = there are none; empty = not said",
    lambda text: values.list_of(_no_nul(text)),
    lambda value: values.list_words(value) or "none",
)


def _skills(text: str) -> Any:
    try:
        return values.skills(_no_nul(text))
    except InvalidInput:
        raise refused(text, "skills with a level from 1 to 5, such as lights:2, trees") from None


SKILLS = plain(
    "skills with a level from 1 to 5 where it matters, such as lights:2, trees; none = no skill is needed",
    _skills,
    lambda value: values.skill_words(value) or "none",
)


def _parts(text: str) -> Any:
    try:
        return values.parts(_no_nul(text))
    except InvalidInput as error:
        raise refused(text, str(error.expected)) from None


PARTS = plain(
    "codes of parts, with how many where it is not one, such as PUMP-3*2, BELT; none = no parts are needed",
    _parts,
    lambda value: values.part_words(value) or "none",
)


# -- days --------------------------------------------------------------------------------------------------

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)


def read_date(text: str) -> date:
    """`2026-03-02`, or `2.3.2026`; with slashes nobody knows which number is the month."""
    iso, dots = _ISO.fullmatch(text), _DOTS.fullmatch(text)
    parts = iso.groups() if iso else tuple(reversed(dots.groups())) if dots else ()
    try:
        day = date(*map(int, parts))
    except (TypeError, ValueError):
        raise refused(text, "a day such as 2026-03-02") from None
    return _in_reach(day, text)


DATE = plain("a day such as 2026-03-02", read_date, lambda value: value.isoformat(), Asked.TIME)


# -- other records -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Named:
    """A record as a cell names it; which one that is, the office knows."""

    cls: type[Fact]
    text: str


def one(cls: type[Fact], says: str) -> Kind:
    """The name of another record."""
    return Kind(says, lambda text, _zone: Named(cls, _text(text)), lambda value, _zone: value, refers=cls)


def several(cls: type[Fact], says: str) -> Kind:
    """The names of other records."""

    def read(text: str, _zone: ZoneInfo) -> tuple[Named, ...]:
        return tuple(Named(cls, name) for name in values.list_of(_no_nul(text)))

    return Kind(
        f"{says}, with commas between",
        read,
        lambda value, _zone: values.list_words(value),
        refers=cls,
        is_list=True,
    )


# -- moments -----------------------------------------------------------------------------------------------

_LOCAL = re.compile(r"(.+?)[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?", re.ASCII)
_SAYS_MOMENT = "a time on the office's clock such as 2026-03-02 08:00"


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """`2026-03-02 08:00` on the office's clock; an offset behind it names another one."""
    from datetime import UTC

    try:
        said = datetime.fromisoformat(text)
        if said.tzinfo is not None:
            return _in_reach(said.astimezone(UTC), text)
    except ValueError:
        pass
    except OverflowError:
        raise refused(text, IN_REACH) from None
    found = _LOCAL.fullmatch(text)
    if not found:
        raise refused(text, _SAYS_MOMENT)
    day = read_date(found[1])
    try:
        local = datetime(
            *(day.year, day.month, day.day, int(found[2]), int(found[3]), int(found[4] or 0)),
            int((found[5] or "").ljust(6, "0")),
            tzinfo=zone,
        )
        return _in_reach(local.astimezone(UTC), text)
    except ValueError:
        raise refused(text, _SAYS_MOMENT) from None


def _in_reach(when: D, text: str) -> D:
    if not is_in_reach(when):
        raise refused(text, IN_REACH)
    return when


def moment_words(at: datetime, zone: ZoneInfo) -> str:
    """The moment on the office's clock; with its offset where the clock shows that time twice."""
    local = at.astimezone(zone)
    if at.microsecond:
        shown = local.strftime("%Y-%m-%d %H:%M:%S.%f")
    else:
        shown = local.strftime("%Y-%m-%d %H:%M:%S" if at.second else "%Y-%m-%d %H:%M")
    return shown if local.fold == 0 and local.year >= 1000 else local.isoformat(sep=" ")


MOMENT = Kind(_SAYS_MOMENT, read_moment, moment_words, asked=Asked.TIME)
