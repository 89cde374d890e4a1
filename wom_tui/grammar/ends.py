"""When does a stretch of time begin and end that is typed as one text: `fri 9:00-12:00`, `mon to wed`, `1-3pm`?"""

from __future__ import annotations

import re
from collections.abc import Callable

from wom_tui.domain.moments import Moment
from wom_tui.errors import InvalidInput

Reads = Callable[[str], Moment]


def has_two(said: str) -> bool:
    """A beginning and an end are said, whatever they mean."""
    return _halves(said)[1] != ""


def ends_of(said: str, reads: Reads) -> tuple[Moment, Moment | None]:
    """The two moments, the second None where only one was said. An end without a day is on the day of the beginning.

    Args:
        reads: says what a text means as a moment, or refuses it.

    Raises:
        InvalidInput: one of the two is no moment.
    """
    first, last = _halves(said)
    if not last:
        return reads(first), None
    if both := _on_one_day(first, last, reads):
        return both
    begun, day = reads(first), " ".join(first.split()[:-1])
    if day:
        try:
            return begun, reads(f"{day} {last}")
        except InvalidInput:  # it has a day of its own: `thu 9:00 to fri`
            pass
    return begun, reads(last)


def _on_one_day(first: str, last: str, reads: Reads) -> tuple[Moment, Moment] | None:
    """`8am-noon tomorrow`: the day at the end is that of both."""
    day = " ".join(last.split()[1:])
    if not day or " " in first:
        return None
    try:
        return reads(f"{first} {day}"), reads(last)
    except InvalidInput:
        return None


def _halves(said: str) -> tuple[str, str]:
    """`9:00-12:00` → `9:00`, `12:00`; a date with its hyphens is in one piece: `2026-03-04 9:00-12:00`."""
    said = re.sub("[–—]", "-", said)
    for dash in (" to ", " - "):
        first, found, last = said.partition(dash)
        if found:
            return _same_half(first.strip(), last.strip())
    iso = _ISO_DAY.match(said)
    day = iso[0] if iso else ""
    if said.count("-", len(day)) == 1:
        first, _, last = said[len(day) :].partition("-")
        if first.strip() and last.strip():
            return _same_half(f"{day}{first.strip()}", last.strip())
    return said, ""


_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d ", re.ASCII)
_BARE = re.compile(r"(?P<day>.* )?(?P<hour>\d{1,2})(?P<minute>:\d\d)?", re.ASCII)
_HALF = re.compile(r"(?P<hour>\d{1,2})(?P<minute>:\d\d)? ?(?P<half>[ap])m?", re.ASCII | re.IGNORECASE)
NOON_H = 12


def _same_half(first: str, last: str) -> tuple[str, str]:
    """`1-3pm` begins at 1pm and `9-3pm` at 9am: in the half of the day in which it is before its end."""
    begun, ended = _BARE.fullmatch(first), _HALF.fullmatch(last)
    if not begun or not ended or not 1 <= int(begun["hour"]) <= NOON_H:
        return first, last
    half, other = ("a", "p") if ended["half"].lower() == "a" else ("p", "a")
    is_before = _since_noon(begun) < _since_noon(ended)
    return f"{first}{half if is_before else other}m", last


def _since_noon(clock: re.Match[str]) -> int:
    return int(clock["hour"]) % NOON_H * 60 + int((clock["minute"] or ":0")[1:])
