"""What does an act do that its name does not say? Told from the events of a dry run, beside what it bends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from wom_tui.domain.event import Event
from wom_tui.domain.work_order import WorkOrder
from wom_tui.present.durations import moment

_FREED = frozenset({"stock.freed", "purchase.freed"})


def effects(events: Iterable[Event], now: datetime, zone: ZoneInfo) -> list[str]:
    """One sentence for each thing, however many orders it is true of."""
    return list(dict.fromkeys(sentence for event in events for sentence in _told(event, now, zone)))


def _told(event: Event, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    if event.kind == "order.held" and event.noun == WorkOrder.noun:
        hold = event.after["holds"][-1]
        until = moment(datetime.fromisoformat(hold["until_at"]), now, zone)
        if hold["stops_clock"]:
            yield f"the clock stops, look again {until}"
        else:
            yield f"the clock goes on: a hold for {hold['reason']} does not stop it; look again {until}"
    elif event.kind in _FREED:
        yield "parts that are reserved for it are free again"
