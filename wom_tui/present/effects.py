"""What does an act do that its name does not say? Told from the events of a dry run, beside what it bends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from wom_tui.domain.event import Event
from wom_tui.domain.work_order import WorkOrder
from wom_tui.present.durations import moment

_FREED = frozenset({"stock.freed", "purchase.freed"})
_MOST_NUMBERS = 6  # of orders before one sentence; the rest are counted


def effects(events: Sequence[Event], now: datetime, zone: ZoneInfo) -> list[str]:
    """One sentence for each thing; where the act is about several orders, with those of which it is true."""
    about: dict[str, dict[int, None]] = {}
    for event, number in _with_orders(events):
        for sentence in _told(event, now, zone):
            about.setdefault(sentence, {}).update({number: None} if number else {})
    if len({event.subject for event in events if event.noun == WorkOrder.noun}) < 2:
        return list(about)
    return [f"{_listed(list(numbers))}: {said}" if numbers else said for said, numbers in about.items()]


def _with_orders(events: Sequence[Event]) -> list[tuple[Event, int]]:
    """Each event with the order that it is about; the order's own follows what comes of it, as parts that it frees."""
    found: list[tuple[Event, int]] = []
    number = 0
    for event in reversed(events):
        number = event.subject_id if event.noun == WorkOrder.noun else number
        found.append((event, number))
    return found[::-1]


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_MOST_NUMBERS]))
    return f"{shown} and {more} more" if (more := len(numbers) - _MOST_NUMBERS) > 0 else shown


def _told(event: Event, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    if event.kind == "order.held" and event.noun == WorkOrder.noun:
        hold = event.after["holds"][-1]
        until = moment(datetime.fromisoformat(hold["until_at"]), now, zone)
        if hold["stops_clock"]:
            yield f"the clock stops, look again {until}"
        else:
            yield f"the clock goes on: a hold for {hold['reason']} does not stop it; look again {until}"
    elif event.kind in _FREED:
        yield "reserved parts are free again"
