"""What does a technician read on a small screen: the day, what comes next, and all that is needed there?

Plain lines, for a phone with 40 columns and for an ear: no colours, no boxes, nothing that moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wom_tui.domain.report import Act
from wom_tui.domain.states import VisitStatus
from wom_tui.present.cells import torn, wrapped
from wom_tui.present.day_sheet import entry_of
from wom_tui.present.durations import clock, day, moment, span
from wom_tui.present.messages import state_words, who_words
from wom_tui.present.safe_text import safe, safe_lines

if TYPE_CHECKING:
    from wom_tui.queries.day_sheet import SheetStop
    from wom_tui.queries.messages import MessageRow
    from wom_tui.queries.my_day import MyDay

NARROWEST, WIDEST = 24, 72
_LABEL = 9
_MANY = 10_000

# What whoever goes there reports next.
_NEXT = {
    VisitStatus.DISPATCHED: (Act.ACCEPT, Act.DECLINE),
    VisitStatus.ACCEPTED: (Act.TRAVEL,),
    VisitStatus.TRAVELLING: (Act.ARRIVE,),
    VisitStatus.ON_SITE: (Act.DONE, Act.FAIL),
}
# As they are typed after `wom my`.
TYPED = {
    Act.ACCEPT: "accept",
    Act.TRAVEL: "travelling",
    Act.ARRIVE: "arrived",
    Act.DONE: "done",
    Act.DECLINE: "decline",
    Act.FAIL: "fail",
    Act.NOTE: "note",
}


def next_words(stop: SheetStop) -> tuple[str, ...]:
    """What is to be typed next about a visit; nothing where it is over, or not sent yet."""
    return tuple(TYPED[act] for act in _NEXT.get(stop.visit.status, ()))


def zone_of(stop: SheetStop, mine: str) -> ZoneInfo:
    """The clock that hangs where the visit is."""
    return ZoneInfo(stop.site.zone if stop.site and not stop.site.is_remote else mine)


def my_day_lines(mine: MyDay, now: datetime, width: int) -> list[str]:
    """The day, then the visit that comes next, then what was said."""
    width = min(max(width, NARROWEST), WIDEST)
    lines = [*_head(mine, width)]
    for stop in mine.sheet.stops:
        is_current = mine.current is not None and mine.current.visit.id == stop.visit.id
        lines += ["", *_listed(stop, mine, is_current, width)]
    if mine.messages:
        lines += ["", "-- messages --"]
        lines += [line for row in mine.messages for line in message_lines(row, now, mine, width)]
    if mine.current is not None:
        lines += ["", *stop_lines(mine.current, mine, now, width)]
    return lines


def _head(mine: MyDay, width: int) -> Iterator[str]:
    count = len(mine.sheet.stops)
    visits = "no visits" if not count else f"{count} visit{'s' if count > 1 else ''}"
    yield from _folded(
        f"{mine.on:%a} {mine.on.day} {mine.on:%b}, {safe(mine.technician.name)}, {visits}", width
    )
    zone = ZoneInfo(mine.technician.zone)
    for shift in mine.sheet.day.spans:
        yield from _folded(f"works {span(shift.window.start_at, shift.window.end_at, zone)}", width)
    for away in mine.sheet.day.absences:
        yield from _folded(f"away {span(away.start_at, away.end_at, zone)} ({safe(away.reason)})", width)


def _listed(stop: SheetStop, mine: MyDay, is_current: bool, width: int) -> Iterator[str]:
    visit, order, zone = stop.visit, stop.order, zone_of(stop, mine.technician.zone)
    assert visit.start_at is not None
    mark = ">" if is_current else " "
    there = "" if zone.key == mine.technician.zone else f" {visit.start_at.astimezone(zone):%Z}"
    when = f"{clock(visit.start_at, zone)}{there}"
    yield f"{mark} {when} {visit.label} P{order.priority.value} {visit.status.words}"[:width]
    yield from _folded(safe(order.title), width, "  ")
    if stop.site is not None:
        yield from _folded(safe(stop.site.name), width, "  ")
    if words := next_words(stop):
        yield from _folded(f"next: {' or '.join(words)}", width, "  ")


def stop_lines(stop: SheetStop, mine: MyDay, now: datetime, width: int) -> Iterator[str]:
    """All that is needed at one visit."""
    zone = zone_of(stop, mine.technician.zone)
    entry = entry_of(stop, mine.sheet.day, now, zone)
    on = "" if stop.visit.start_at is None else day(stop.visit.start_at, zone)
    yield from _folded(f"-- {entry.visit}  {on} {entry.times}  {stop.visit.status.words} --", width)
    yield from _folded(f"P{entry.priority} {entry.title}", width)
    for label, texts in entry.rows:
        for place, text in enumerate(texts):
            yield from _under(f"{label}:" if not place else "", text, width)
    for number, point in enumerate(entry.checklist, start=1):
        box = "[x]" if point.answer else "[!]" if point.is_required else "[ ]"
        said = f" = {point.answer}" if point.answer else ""
        yield from _folded(f"{box} {number} {point.text}{said}", width, "    ", is_hanging=True)
    if words := next_words(stop):
        yield from _folded(f"next: {' or '.join(words)}", width)


def message_lines(row: MessageRow, now: datetime, mine: MyDay, width: int) -> Iterator[str]:
    """One message: its number to answer it by, who, when, and the words."""
    zone = ZoneInfo(mine.technician.zone)
    about = f" about {row.order}" if row.order else ""
    yield from _folded(f"{row.number}  {moment(row.sent_at, now, zone)}  {who_words(row)}{about}", width)
    for text in safe_lines(row.text):
        yield from _folded(text, width, "  ")
    if mine.technician.code in row.waits_for:
        yield from _folded(f"say that you know: wom my ack {row.number}", width, "  ")
    elif state := state_words(row):
        yield from _folded(state, width, "  ")


def _under(label: str, text: str, width: int) -> Iterator[str]:
    """A label and what stands beside it; on a very small screen below it."""
    room = max(_LABEL, len(label) + 1)  # the longest labels fill the column
    for place, line in enumerate(_folded(text, width - room)):
        yield f"{label if not place else '':<{room}}{line}"


def _folded(text: str, width: int, indent: str = "", *, is_hanging: bool = False) -> Iterator[str]:
    """The text in lines of that width; no word of it is lost."""
    room = max(8, width - len(indent))
    whole = " ".join(part for word in text.split(" ") for part in (torn(word, room) if word else ("",)))
    for place, line in enumerate(wrapped(whole, room, _MANY)):
        yield line if is_hanging and not place else f"{indent}{line}"
