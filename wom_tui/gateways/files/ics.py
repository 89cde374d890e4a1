"""A calendar that other programs subscribe to: visits as events, in iCalendar (RFC 5545).

Every text is escaped and folded, so nothing from outside can begin a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

MAKER = "-//wom-tui//wom//EN"  # stands in every calendar of ours
_FOLD = 75  # octets in a line, without its end


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """One event.

    Attributes:
        uid: the same for the same visit for ever, so that a calendar moves it instead of showing it twice.
        sequence: counts up with each change.
        is_cancelled: it is taken out of calendars that have it.
    """

    uid: str
    start_at: datetime
    end_at: datetime
    changed_at: datetime
    title: str
    place: str = ""
    text: str = ""
    position: tuple[float, float] | None = None
    sequence: int = 0
    is_cancelled: bool = False


def calendar_text(name: str, events: Iterable[CalendarEvent]) -> str:
    """The calendar as a file holds it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{MAKER}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for event in events:
        lines += _event_lines(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event_lines(event: CalendarEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(event.uid)}"
    yield f"DTSTAMP:{_stamp(event.changed_at)}"
    yield f"LAST-MODIFIED:{_stamp(event.changed_at)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART:{_stamp(event.start_at)}"
    yield f"DTEND:{_stamp(event.end_at)}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    yield f"SUMMARY:{_escaped(event.title)}"
    if event.place:
        yield f"LOCATION:{_escaped(event.place)}"
    if event.text:
        yield f"DESCRIPTION:{_escaped(event.text)}"
    if event.position is not None:
        yield f"GEO:{event.position[0]:.6f};{event.position[1]:.6f}"
    yield "END:VEVENT"


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """A text within its line: line breaks are written out, control characters left out."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = "\\n".join(text.splitlines())
    return "".join(char for char in text if char == "\t" or not (ord(char) < 32 or 127 <= ord(char) < 160))


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets; a piece after the first begins with a blank."""
    piece, size = "", 0
    for char in line:
        octets = len(char.encode("utf-8", "replace"))
        if size + octets > _FOLD:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    yield piece
