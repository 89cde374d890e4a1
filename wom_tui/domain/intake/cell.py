"""What does one cell of a foreign file say: a text, an id that must stay text, a number, a moment on a local clock?

Every reader either gives a value, None for an empty cell, or raises BadCell with a reason that a person can act on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from wom_tui.domain.reach import IN_REACH, is_in_reach
from wom_tui.domain.texts import LONGEST_TEXT, shortened
from wom_tui.errors import InvalidInput

_FLOAT_ID = re.compile(r"(\d+)\.0+")
# Thousands apart by blanks, points, apostrophes or commas, decimals behind the other sign.
_COMMA_NUMBER = re.compile(
    r"(?P<whole>[-+]?\d{1,3}(?:[ .'\u00a0\u202f]\d{3})+|[-+]?\d*)(?:,(?P<part>\d+))?", re.ASCII
)
_POINT_NUMBER = re.compile(
    r"(?P<whole>[-+]?\d{1,3}(?:[ ,'\u00a0\u202f]\d{3})+|[-+]?\d*)(?:\.(?P<part>\d+))?", re.ASCII
)
_CLOCK_SPAN = re.compile(r"(\d{1,3})(?::|\s?h\s?)([0-5]\d)(?::\d{2})?", re.ASCII)
_WITH_UNIT = re.compile(r"(.+?)\s*(min|minutes?|minuten|h|hrs?|hours?|std|stunden?)\.?", re.ASCII)
_MOST_MIN = 14 * 24 * 60
_BLANKS = re.compile(r"\s+")


class BadCell(Exception):
    """A cell that cannot be used, so its row is put aside; the file's own column name and the reason why."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        self.column, self.value, self.reason = column, value, reason
        super().__init__(f"{column}: {reason}")


class NoSuchMoment(BadCell):
    """A time whose form is right, on a day or at an hour that there is not."""


def text_of(column: str, value: str, *, longest: int = LONGEST_TEXT) -> str:
    """The cell as text: composed characters, one blank between words, cut to `longest` characters.

    Not cached: what cells say is too seldom the same, and to look that up takes longer than to read it.

    Raises:
        BadCell: characters that no text holds (NUL, halves of a pair).
    """
    if not value.isascii():
        if any("\ud800" <= c <= "\udfff" for c in value):
            raise BadCell(column, value, "holds half a character; save the file as UTF-8")
        value = unicodedata.normalize("NFC", value)
    if "\0" in value:
        raise BadCell(column, value, "holds a NUL character")
    if "  " in value or not value.isprintable():
        value = _BLANKS.sub(" ", value)
    value = value.strip()
    return shortened(value, longest)


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name as it is compared: `New  Sign` and `new sign` are one."""
    return " ".join(name.casefold().split())


def id_of(column: str, value: str, *, width: int = 0) -> str:
    """A number that is a name: `2122.0` is `2122` again, and `02122` where it has `width` 5.

    Raises:
        BadCell: see `text_of`.
    """
    text = text_of(column, value, longest=200)
    if found := _FLOAT_ID.fullmatch(text):
        text = found[1]
    return text.zfill(width) if width and text.isdigit() else text


def number_of(column: str, value: str, *, has_comma: bool = False) -> float | None:
    """A number; None for an empty cell.

    Args:
        has_comma: a comma stands before the decimals, not a point.

    Raises:
        BadCell: it is no finite number.
    """
    text = value.strip()
    if not text:
        return None
    if has_comma or not text.isascii() or "," in text or " " in text:
        text = _bare(text, has_comma)
    try:
        number = float(text)
    except ValueError:
        raise BadCell(column, value, "is no number") from None
    if not -1e15 < number < 1e15:  # also refuses NaN and infinity
        raise BadCell(column, value, "is no number that can be used")
    return number


def _bare(text: str, has_comma: bool) -> str:
    """The number without what parts its thousands; as it was where that is no number either."""
    found = (_COMMA_NUMBER if has_comma else _POINT_NUMBER).fullmatch(text)
    if found is None:
        return text
    whole = re.sub(r"[^\d+-]", "", found["whole"])
    return f"{whole}.{found['part']}" if found["part"] else whole


def duration_of(column: str, value: str, *, unit_min: int = 1, has_comma: bool = False) -> int | None:
    """Minutes of `90`, `1:30`, `1,5 h`, `90 Min.`; None for an empty cell and for 0, which states nothing.

    Args:
        unit_min: minutes in what a bare number counts.

    Raises:
        BadCell: it is none, or longer than two weeks.
    """
    text = value.strip().casefold()
    if found := _CLOCK_SPAN.fullmatch(text):
        minutes = float(int(found[1]) * 60 + int(found[2]))
    else:
        number, unit = text, float(unit_min)
        if found := _WITH_UNIT.fullmatch(text):
            number, unit = found[1], 60.0 if found[2].startswith(("h", "st")) else 1.0
        minutes = (number_of(column, number, has_comma=has_comma or "," in number) or 0.0) * unit
    if not 0 <= minutes <= _MOST_MIN:
        raise BadCell(column, value, "is no duration of up to two weeks")
    return round(minutes) or None


def moment_reader(form: str, zone: ZoneInfo) -> Callable[[str, str], datetime]:
    """A function (column, value) → aware UTC for local times of one form.

    A time that the clock skips in spring counts on from before the gap: 02:30 is read as 03:30. One that it shows
    twice in autumn is the first of the two.

    Args:
        form: as `strptime` has it, of %Y %m %d %H %I %M %S %p and plain characters.
        zone: where the clock hangs.

    Raises:
        InvalidInput: the form has another directive.
    """
    pattern, names = _pattern(form)
    shown = _shown(form)
    place = {name: group for group, name in enumerate(names)}
    year, month, day = place["Y"], place["m"], place["d"]
    hour, minute, second, half = (place.get(name) for name in ("H", "M", "S", "p"))
    if half is not None:
        hour = place["I"]

    def read(column: str, value: str) -> datetime:
        found = pattern.fullmatch(value.strip())
        if found is None:
            raise BadCell(column, value, f"is no time of the form {shown}")
        parts = found.groups()
        try:
            local = datetime(
                int(parts[year]),
                int(parts[month]),
                int(parts[day]),
                0 if hour is None else _hour(parts[hour], parts[half] if half is not None else ""),
                0 if minute is None else int(parts[minute]),
                0 if second is None else int(parts[second]),
                tzinfo=zone,
            )
            at = local.astimezone(UTC)
        except (ValueError, OverflowError):
            raise NoSuchMoment(column, value, "is no day or time that there is") from None
        return in_reach(at, column, value)

    return read


def in_reach(at: datetime, column: str, value: str) -> datetime:
    """The moment, if anybody can have meant it: some systems write 0001-01-01 or 9999-12-31 where there is none."""
    if not is_in_reach(at):
        raise NoSuchMoment(column, value, f"is not {IN_REACH}")
    return at


def later_of_two(at: datetime, zone: ZoneInfo) -> datetime:
    """The second moment at which the local clock shows the same time; where it shows it once, that one."""
    local = at.astimezone(zone)
    return local.replace(fold=1).astimezone(UTC)


def _hour(shown: str, half: str) -> int:
    """0 to 23, from a clock of 24 hours or one of 12 with AM or PM."""
    hour = int(shown)
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half in ("PM", "pm", "Pm", "pM") else 0)


_DIRECTIVES = {
    "Y": r"(\d{4})",
    "m": r"(\d{1,2})",
    "d": r"(\d{1,2})",
    "H": r"(\d{1,2})",
    "I": r"(\d{1,2})",
    "M": r"(\d{2})",
    "S": r"(\d{2})",
    "p": r"([AaPp][Mm])",
}


@lru_cache(maxsize=64)
def _pattern(form: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    names = tuple(re.findall(r"%(.)", form))
    whole = {"Y", "m", "d"} <= set(names) and ("I" in names) == ("p" in names)
    if not whole or len(set(names)) != len(names) or not set(names) <= _DIRECTIVES.keys():
        raise InvalidInput("time format", form, f"%Y %m %d and some of %{' %'.join(_DIRECTIVES)}, each once")
    parts = re.split(r"%(.)", form)
    regex = "".join(_DIRECTIVES[part] if i % 2 else re.escape(part) for i, part in enumerate(parts))
    return re.compile(regex, re.ASCII), names


def _shown(form: str) -> str:
    """The form as a person writes it: MM/DD/YYYY hh:mm:ss AM."""
    words = {"Y": "YYYY", "m": "MM", "d": "DD", "H": "hh", "I": "hh", "M": "mm", "S": "ss", "p": "AM"}
    return re.sub(r"%(.)", lambda found: words[found[1]], form)
