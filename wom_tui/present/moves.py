"""How is a visit's move told in one line: `4540: Kim Moran 09:10 → Lee Tran 10:40`?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from wom_tui.present.durations import moment
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.queries.moves import Booking, Move

TO_SEND_AGAIN = "to be dispatched again"


def move_words(move: Move, now: datetime, zone: ZoneInfo, arrow: str = "→") -> str:
    """From whom and when to whom and when; a visit that had no place only has the second, who stays is named once."""
    return f"{move.number}: {_told(move, now, zone, arrow)}"


def overtaken_words(move: Move, actor: str, now: datetime, zone: ZoneInfo, arrow: str = "→") -> str:
    """What is said to a console whose booking somebody else has changed."""
    way = way_words(move.before, move.after, now, zone, arrow)
    return f"{move.number}: {way}, by {safe(actor)} from another console"


class Told(NamedTuple):
    """What became of an order's visits.

    Attributes:
        words: from whom and when to whom and when, one after the other.
        is_to_be_sent: one of them has to be dispatched again.
    """

    words: str
    is_to_be_sent: bool = False


def told_moves(moves: Sequence[Move], now: datetime, zone: ZoneInfo, arrow: str = "→") -> dict[int, Told]:
    """The same without the number, by order."""
    found: dict[int, list[Move]] = {}
    for move in moves:
        found.setdefault(move.number, []).append(move)
    return {
        number: Told(
            ", ".join(_told(one, now, zone, arrow) for one in own), any(one.is_recalled for one in own)
        )
        for number, own in found.items()
    }


def _told(move: Move, now: datetime, zone: ZoneInfo, arrow: str) -> str:
    """The way, and that whoever was told of the old place has to be told of the new one."""
    way = way_words(move.before, move.after, now, zone, arrow)
    return f"{way}, {TO_SEND_AGAIN}" if move.is_recalled else way


def way_words(
    before: Booking | None, after: Booking | None, now: datetime, zone: ZoneInfo, arrow: str = "→"
) -> str:
    """From where to where."""
    if before is None:
        return _place(after, now, zone)
    if after is not None and after.technician == before.technician:
        return f"{_place(before, now, zone)} {arrow} {moment(after.start_at, now, zone)}"
    return f"{_place(before, now, zone)} {arrow} {_place(after, now, zone)}"


def _place(booking: Booking | None, now: datetime, zone: ZoneInfo) -> str:
    if booking is None:
        return "nobody"
    return f"{safe(booking.technician)} {moment(booking.start_at, now, zone)}"
