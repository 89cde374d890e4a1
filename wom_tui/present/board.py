"""Where on the board does an order stand, and how urgent is it there?

Unless somebody groups it otherwise the board has five groups; the eye lands on what needs action now, and everything
below gets quieter. Within a group the order that is due first stands first, unless somebody sorts by another column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from wom_tui.domain.states import FAILED, UNDER_WAY, OrderStatus, Sla
from wom_tui.present.cells import Line
from wom_tui.present.counted import Counted, counts_line
from wom_tui.present.durations import count
from wom_tui.present.group import Group
from wom_tui.present.grouping import URGENCIES, By, Grouping, Part, part_of
from wom_tui.present.labels import CLOCKS, STATES, Signs

if TYPE_CHECKING:
    from wom_tui.domain.order_clock import SlaRules
    from wom_tui.queries.orders import OrderRow


_TROUBLE = frozenset({Sla.BREACHED, Sla.WARNING, Sla.AT_RISK})
_RUNNING = frozenset({OrderStatus.DISPATCHED.value, OrderStatus.IN_PROGRESS.value})
_UNPLANNED = frozenset({OrderStatus.DRAFT.value, OrderStatus.READY.value})
NEVER = float("inf")
_BY, _URGENCY = By(), Grouping.URGENCY

Key = tuple[Any, ...]


class Stand(NamedTuple):
    """What a row is to the board at one moment. Two rows with the same stand need no move."""

    part: Part  # the group of the board
    key: Key
    notices: tuple[str, ...]  # which counts of the attention line it belongs to
    group: Group  # how loud it is


@dataclass(frozen=True)
class Day:
    """The moment and the place from which the board is looked at, and the rules by which time is counted there."""

    now: datetime
    zone: ZoneInfo
    rules: SlaRules | None = None

    @property
    def on(self) -> date:
        """The date there."""
        return self.now.astimezone(self.zone).date()

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
    if sla is Sla.OK and row.status in UNDER_WAY:
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
        "age": lambda row, day: (row.opened_at.timestamp(),),
        "territory": lambda row, day: (row.territory.casefold(), *urgency(row)),
        "customer": lambda row, day: (row.customer.casefold(), *urgency(row)),
        "work_type": lambda row, day: (row.work_type.casefold(), *urgency(row)),
        "parts": lambda row, day: (row.parts or "~", _stamp(row.parts_ready_at), *urgency(row)),
        "hold": lambda row, day: (_stamp(row.held_until_at), row.hold_reason or "~", *urgency(row)),
        "opened": lambda row, day: (row.opened_at.timestamp(),),
        "address": lambda row, day: (row.address.casefold(), *urgency(row)),
        "external_id": lambda row, day: (row.external_id or "~",),
    }
)


def stand_of(row: OrderRow, day: Day, ends_at: datetime, by: By = _BY) -> Stand:
    """Where the row belongs. `ends_at` is `day.ends_at`, computed once for many rows."""
    sla = row.sla(day.now)
    group, key = group_of(row, sla, ends_at), SORTS[by.sort](row, day)
    if by.grouping is _URGENCY:
        return Stand(URGENCIES[group], key, notices_of(row, sla), group)
    is_ended = row.ended_at is not None  # it stands last, in whichever group
    return Stand(part_of(row, by.grouping), (is_ended, *key), notices_of(row, sla), group)


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
