"""How is a line of a branch told: what it does, and what has become of the visit on the live day meanwhile?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wom_tui.present.durations import moment
from wom_tui.present.moves import way_words
from wom_tui.present.safe_text import safe
from wom_tui.queries.moves import Booking

if TYPE_CHECKING:
    from wom_tui.domain.plan import Was
    from wom_tui.queries.branches import Compared


def line_words(
    one: Compared, names: Mapping[int, str], now: datetime, zone: ZoneInfo, arrow: str = "->"
) -> str:
    """`! 4417/1: Kim Moran 09:10 -> Lee Tran 10:40; live: Ali Diallo 09:30 by ann 08:52`."""
    before, after = _was(one.line.was, names), _booking(one.line.technician, one.line.start_at, names)
    way = way_words(before, after, now, zone, arrow)
    said = f"{'!' if one.is_conflict else ' '} {one.label}: {way}  {safe(one.title)}"
    if not one.is_conflict:
        return f"{said}  (is so already)" if one.is_done else said
    who = f" by {safe(one.by)} {moment(one.at, now, zone)}" if one.at is not None else ""
    there = way_words(None, _was(one.now, names), now, zone)
    return f"{said}; live: {there}{who}"


def _was(was: Was | None, names: Mapping[int, str]) -> Booking | None:
    return None if was is None else _booking(was.technician, was.start_at, names)


def _booking(technician: int | None, start_at: datetime | None, names: Mapping[int, str]) -> Booking | None:
    if technician is None or start_at is None:
        return None
    return Booking(names.get(technician, ""), start_at)
