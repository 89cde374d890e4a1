"""How is it said to somebody who listens? Whole sentences, without columns, glyphs or colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wom_tui.domain.states import Sla
from wom_tui.domain.words import some
from wom_tui.present.cells import Line, plain
from wom_tui.present.durations import clock, duration, minutes_of, moment
from wom_tui.present.labels import ASCII, CLOCKS, STATES, state_label
from wom_tui.present.row_cells import planned_text
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.present.board import Day
    from wom_tui.queries.lane import Bar, Lane
    from wom_tui.queries.order import OrderDetail
    from wom_tui.queries.orders import OrderRow

_SIGNS = frozenset(label.ascii for label in STATES.values() if not label.ascii.isalnum()) | {ASCII.dash}
_WIDE = 400  # nothing is broken: whoever reads it out breaks it


def order_sentence(row: OrderRow, now: datetime, zone: ZoneInfo) -> str:
    """What a line of the board says."""
    parts = [
        f"Order {row.number}, priority {row.priority}, {state_label(row.state).word}",
        _clock(row, now),
        safe(row.title),
        safe(row.site),
        _holder(row, now, zone),
    ]
    return f"{', '.join(part for part in parts if part)}."


def _clock(row: OrderRow, now: datetime) -> str:
    sla = row.sla(now)
    if row.due_at is None:
        return "no due time"
    if row.ended_at is not None or sla is Sla.PAUSED:
        return "clock paused" if sla is Sla.PAUSED else "in time" if sla is Sla.MET else "ended late"
    minutes = minutes_of(row.due_at - now)
    word = "late" if minutes < 0 or sla is Sla.BREACHED else "left"
    state = f"{CLOCKS[sla].word}, " if sla in (Sla.AT_RISK, Sla.WARNING, Sla.BREACHED) else ""
    return f"{state}{duration(minutes)} {word}"


def _holder(row: OrderRow, now: datetime, zone: ZoneInfo) -> str:
    if row.hold_reason is not None:
        until = f", look again {moment(row.held_until_at, now, zone)}" if row.held_until_at else ""
        return f"waits for {safe(row.hold_reason)}{until}"
    if row.technician_name is None:
        return "" if row.ended_at is not None else "nobody has it"
    when = planned_text(row, now, zone, ASCII).replace(ASCII.dash, " to ")
    return f"{safe(row.technician_name)} has it{f', {when}' if when else ''}"


def lane_sentence(lane: Lane, zone: ZoneInfo) -> str:
    """What a lane says."""
    name = safe(lane.name)
    if not lane.shifts:
        return f"{name} is off."
    hours = " and ".join(f"{clock(w.start_at, zone)} to {clock(w.end_at, zone)}" for w in lane.shifts)
    load = f", load {lane.load_percent} percent" if lane.load_percent is not None else ""
    bars = "; ".join(_bar(bar, zone) for bar in lane.bars)
    return f"{name} works {hours}{load}: {bars or 'nothing planned'}."


def _bar(bar: Bar, zone: ZoneInfo) -> str:
    said = f"{bar.label} {state_label(bar.status.value).word} {clock(bar.start_at, zone)} to {clock(bar.end_at, zone)}"
    troubles = [f"late {duration(bar.late_min)}"] if bar.late_min else []
    parts = (bar.away, "absent"), (bar.overtime, "overtime"), (bar.overlap, "overlap")
    troubles += [f"{word} {duration(minutes_of(part.duration))}" for part, word in parts if part is not None]
    return ", ".join((said, *troubles))


def order_sentences(row: OrderRow, detail: OrderDetail, day: Day) -> Iterator[str]:
    """An order: its line, its facts, its visits and what happened last."""
    from wom_tui.present.order_facts import history, parts, visits
    from wom_tui.present.order_rows import facts

    yield order_sentence(row, day.now, day.zone)
    yield from _told(facts(detail, day, _WIDE))
    if detail.visits:
        yield f"{some(len(detail.visits), 'visit')}:"
        yield from _told(visits(detail, day, ASCII, _WIDE))
    yield from _told(parts(detail, day, _WIDE))
    yield "Happened last:"
    yield from _told(history(detail, day, _WIDE, 3))


def _told(lines: Iterable[Line]) -> Iterator[str]:
    """Lines of a page as they would be read out: single spaces, nothing that is empty."""
    for line in lines:
        if said := " ".join(word for word in plain(line).split() if word not in _SIGNS):
            yield said
