"""Where on the board does an order stand, and how urgent is it there?

The board has five groups; the eye lands on what needs action now, and everything below gets quieter. Within a
group the order that is due first stands first, unless somebody sorts by another column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from wom_tui.domain.states import FAILED, OrderStatus, Sla
from wom_tui.present.cells import Line
from wom_tui.present.counted import Counted, counts_line
from wom_tui.present.durations import count
from wom_tui.present.labels import CLOCKS, STATES, Signs

if TYPE_CHECKING:
    from wom_tui.domain.order_clock import SlaRules
    from wom_tui.queries.orders import OrderRow


class Group(IntEnum):
    """A part of the board, from loud to quiet."""

    ACT_NOW = 0
    WAITING = 1
    RUNNING = 2
    LATER = 3
    ENDED = 4


HEADS: Mapping[Group, tuple[str, str]] = MappingProxyType(
    {
        Group.ACT_NOW: ("Act now", "past due, warning, at risk, declined"),
        Group.WAITING: ("Waiting", "no technician, on hold"),
        Group.RUNNING: ("Running", ""),
        Group.LATER: ("Later", ""),
        Group.ENDED: ("Ended today", ""),
    }
)

_TROUBLE = frozenset({Sla.BREACHED, Sla.WARNING, Sla.AT_RISK})
_RUNNING = frozenset({OrderStatus.DISPATCHED.value, OrderStatus.IN_PROGRESS.value})
_CALM = frozenset({OrderStatus.SCHEDULED.value, *_RUNNING})
_UNPLANNED = frozenset({OrderStatus.DRAFT.value, OrderStatus.READY.value})
NEVER = float("inf")

Key = tuple[Any, ...]


class Stand(NamedTuple):
    """What a row is to the board at one moment. Two rows with the same stand need no move."""

    group: Group
    key: Key
    notices: tuple[str, ...]  # which counts of the attention line it belongs to


@dataclass(frozen=True)
class Day:
    """The moment and the place from which the board is looked at, and the rules by which time is counted there."""

    now: datetime
    zone: ZoneInfo
    rules: SlaRules | None = None

    @property
    def ends_at(self) -> datetime:
        """The next midnight."""
        local = self.now.astimezone(self.zone)
        midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight.astimezone(UTC)  # what it is compared with is UTC: half the time for many rows


def group_of(row: OrderRow, sla: Sla, ends_at: datetime) -> Group:
    """The part of the board to which an order belongs.

    Args:
        sla: the state of its clock.
        ends_at: when today ends.
    """
    if row.ended_at is not None:
        return Group.ENDED
    if sla in _TROUBLE or row.state in FAILED:
        return Group.ACT_NOW
    if row.status == OrderStatus.ON_HOLD.value:
        return Group.WAITING
    if row.status in _RUNNING:
        return Group.RUNNING
    is_due_today = row.due_at is not None and row.due_at < ends_at
    is_urgent = row.due_at is None and row.priority <= 2
    return Group.WAITING if row.status in _UNPLANNED and (is_due_today or is_urgent) else Group.LATER


def notices_of(row: OrderRow, sla: Sla) -> tuple[str, ...]:
    """The counts of the attention line that the order adds to."""
    if row.ended_at is not None:
        return ()
    if sla is Sla.OK and row.status in _CALM:
        return ()
    found = [sla.value] if sla in _TROUBLE else []
    if row.state in FAILED:
        found.append(row.state)
    if row.needs_technician:
        found.append("nobody")
    if row.status == OrderStatus.ON_HOLD.value:
        found.append("on_hold")
    return tuple(found)


def urgency(row: OrderRow) -> Key:
    """What is due first stands first; then what matters more; ended ones newest first."""
    if row.ended_at is not None:
        return (-row.ended_at.timestamp(), row.priority)
    due_at = row.due_at
    return (due_at.timestamp() if due_at else NEVER, row.priority)


def _stamp(at: datetime | None) -> float:
    return at.timestamp() if at else NEVER


def _used(row: OrderRow, day: Day) -> float:
    """The share of the time that is used, the largest first; what has no clock stands last."""
    share = row.used_share(day.rules, day.now) if day.rules is not None else None
    return NEVER if share is None else -share


# Column → what it is sorted by. Every key ends up beside the number, so that no two rows are equal.
SORTS: Mapping[str, Callable[[OrderRow, Day], Key]] = MappingProxyType(
    {
        "number": lambda row, day: (),
        "priority": lambda row, day: (row.priority, *urgency(row)),
        "state": lambda row, day: (row.state, *urgency(row)),
        "due": lambda row, day: (_stamp(row.due_at), row.priority),
        "slack": lambda row, day: urgency(row),
        "used": lambda row, day: (_used(row, day), row.priority),
        "work": lambda row, day: (row.title.casefold(),),
        "site": lambda row, day: (row.site.casefold(), *urgency(row)),
        "technician": lambda row, day: (row.technician_name is None, (row.technician_name or "").casefold()),
        "planned": lambda row, day: (_stamp(row.planned_start_at), *urgency(row)),
    }
)


def stand_of(row: OrderRow, day: Day, ends_at: datetime, sort: str = "slack") -> Stand:
    """Where the row belongs. `ends_at` is `day.ends_at`, computed once for many rows."""
    sla = row.sla(day.now)
    return Stand(group_of(row, sla, ends_at), SORTS[sort](row, day), notices_of(row, sla))


def next_moment(row: OrderRow, now: datetime) -> datetime | None:
    """When the row's stand will change though nobody touches it: its warning or its due passes."""
    due_at = row.due_at
    if row.ended_at is not None or due_at is None or due_at < now:
        return None
    warn_at = row.warn_at
    return due_at if warn_at is None or warn_at < now else min(warn_at, due_at)


# The attention line, most urgent first: notice → glyph's label, words, words where there is little room, ink.
_NOTICES = (
    (Sla.BREACHED.value, CLOCKS[Sla.BREACHED], "past due", "past due"),
    (Sla.WARNING.value, CLOCKS[Sla.WARNING], "due soon", "soon"),
    (Sla.AT_RISK.value, CLOCKS[Sla.AT_RISK], "at risk", "risk"),
    ("declined", STATES["declined"], "declined", "declined"),
    ("incomplete", STATES["incomplete"], "incomplete", "incompl."),
    ("missed", STATES["missed"], "missed", "missed"),
    ("nobody", STATES["ready"], "no technician", "no tech"),
    ("on_hold", STATES["on_hold"], "on hold", "hold"),
)


def attention(counts: Counter[str], signs: Signs, *, room: int) -> Line:
    """Only the counts that are not zero, in so many cells."""
    items: list[Counted] = []
    for name, label, words, short in _NOTICES:
        if counts[name]:
            ink = f"bold {label.ink}"
            sign = (f"{label.sign(signs.is_ascii)} ", ink if label.ink in ("late", "warn") else label.ink)
            items.append(Counted((sign, (count(counts[name]), ink)), words, short))
    return counts_line(items, room)
