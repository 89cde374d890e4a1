"""Which parts of a review are about orders? What came and went, what is open and why, what is late and lacking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from wom_tui.domain.aging import days_between
from wom_tui.domain.review import ReviewLine, ReviewPart
from wom_tui.domain.visit import LIVE, Visit
from wom_tui.domain.work_order import OrderStatus, Relation, WorkOrder
from wom_tui.queries.backlog import WEEKS, waits_for
from wom_tui.queries.orders import OrderRow
from wom_tui.queries.review_seen import Looked, Standing
from wom_tui.store.reader import Range

OLDEST = 10
MOST_LISTED = 50  # orders in one part; how many more there are is said
_ON_HOLD = OrderStatus.ON_HOLD.value
_CANCELLED = OrderStatus.CANCELLED.value


def flow(looked: Looked) -> ReviewPart:
    """What came in and went out, week by week, and how much was open at its end."""
    lines = []
    for ago in range(WEEKS - 1, -1, -1):
        begins, ends = looked.midnight(-ago), looked.midnight(1 - ago)
        opened, ended = looked.moved(-ago)
        left = sum(
            opened_at < ends and (ended_at is None or ended_at >= ends)
            for opened_at, ended_at in looked.spans
        )
        label = begins.astimezone(looked.now.zone).date().isoformat()
        lines.append(ReviewLine(label=label, values=(opened, ended, opened - ended, left)))
    return ReviewPart(name="flow", columns=("in", "out", "net", "open"), lines=tuple(lines))


def by_age(looked: Looked) -> ReviewPart:
    """The backlog by days since the orders were opened."""
    before = _counts(looked.before, lambda one: {aged.bucket: aged.count for aged in one.backlog.ages})
    lines = (
        ReviewLine(label=aged.bucket, values=(aged.count, before(aged.bucket), aged.past_due))
        for aged in looked.now.backlog.ages
    )
    return ReviewPart(name="by_age", columns=("open", "week_before", "past_due"), lines=tuple(lines))


def by_reason(looked: Looked) -> ReviewPart:
    """The backlog by what the orders wait for."""
    before = _counts(looked.before, lambda one: {share.name: share.count for share in one.backlog.reasons})
    lines = (
        ReviewLine(
            label=share.name, values=(share.count, before(share.name), share.past_due, share.oldest_days)
        )
        for share in looked.now.backlog.reasons
    )
    columns = ("open", "week_before", "past_due", "oldest_days")
    return ReviewPart(name="by_reason", columns=columns, lines=tuple(lines))


def past_promise(looked: Looked) -> ReviewPart:
    """What is late now, against a week before: by its due, and by what the customer was told."""
    ways: Mapping[str, Callable[[Standing], int]] = {
        "past their due": lambda one: one.past_due,
        "promised window is over": _broken_promises,
    }
    lines = (
        ReviewLine(label=name, values=(way(looked.now), way(looked.before) if looked.before else None))
        for name, way in ways.items()
    )
    return ReviewPart(name="past_promise", columns=("now", "week_before"), lines=tuple(lines))


def _broken_promises(standing: Standing) -> int:
    """Visits whose window has passed and to which nobody has come."""
    numbers = {row.number for row in standing.rows}
    return sum(
        visit.promised is not None
        and visit.promised.end_at <= standing.at
        and visit.arrived_at is None
        and visit.order_id in numbers
        for visit in standing.reader.select(Visit, status=LIVE)
    )


def sla_misses(looked: Looked) -> ReviewPart:
    """Of what was due in the week: how much was missed. Exactly on time is on time; cancelled orders do not count."""
    inside = Range(looked.midnight(), looked.midnight(1))
    lines = []
    for label, due, done in (
        ("respond", "respond_due_at", "responded_at"),
        ("resolve", "resolve_due_at", "completed_at"),
    ):
        rows = list(looked.reader.rows(WorkOrder, ("status", due, done), **{due: inside}))
        found = [(due_at, done_at) for _, status, due_at, done_at in rows if status != _CANCELLED]
        missed = sum(done_at is None or done_at > due_at for due_at, done_at in found)
        undone = sum(done_at is None for _, done_at in found)
        lines.append(ReviewLine(label=label, values=(len(found), missed, undone)))
    return ReviewPart(name="sla", columns=("due", "missed", "still_open"), lines=tuple(lines))


def oldest(looked: Looked) -> ReviewPart:
    """The orders that have been open longest, and what each waits for."""
    rows = sorted(looked.now.rows, key=lambda row: (row.opened_at, row.number))[:OLDEST]
    at = looked.now.at
    lines = (
        ReviewLine(
            label=waits_for(row)[0],
            order=row.number,
            values=(row.priority, days_between(row.opened_at, at), _late_days(row, at)),
        )
        for row in rows
    )
    columns = ("priority", "days_open", "days_past_due")
    return ReviewPart(name="oldest", columns=columns, lines=tuple(lines))


def _late_days(row: OrderRow, at: datetime) -> int | None:
    due_at = row.due_at if row.held_since_at is None else None
    return days_between(due_at, at) if due_at is not None and due_at < at else None


def repeats(looked: Looked) -> ReviewPart:
    """The orders of the week that somebody has said are another visit for the same thing."""
    inside = Range(looked.midnight(), looked.midnight(1))
    found = looked.reader.select(WorkOrder, relation=Relation.REPEAT, opened_at=inside)
    lines = [ReviewLine(order=order.id, values=(order.parent_id,)) for order in found]
    return ReviewPart(name="repeats", columns=("of_order",), lines=_listed(lines, 1))


def held(looked: Looked) -> ReviewPart:
    """What is on hold and should have been looked at again: the day has come, or nobody has said one."""
    at = looked.now.at
    rows = [row for row in looked.now.rows if row.status == _ON_HOLD]
    due = [row for row in rows if row.held_until_at is None or row.held_until_at <= at]
    due.sort(key=lambda row: (row.held_until_at or at, row.number))
    lines = [
        ReviewLine(
            label=row.hold_reason or "other",
            order=row.number,
            values=(
                days_between(row.state_since_at, at) if row.state_since_at else None,
                days_between(row.held_until_at, at) if row.held_until_at else None,
            ),
        )
        for row in due
    ]
    return ReviewPart(name="held", columns=("days_held", "days_overdue"), lines=_listed(lines, 2))


def missing(looked: Looked) -> ReviewPart:
    """What open orders lack."""
    lacks: Mapping[str, Callable[[OrderRow], bool]] = {
        "not ready: facts are missing": lambda row: row.status == OrderStatus.DRAFT.value,
        "no work type": lambda row: not row.work_type,
        "no site": lambda row: row.site_id is None,
        "no position that can be trusted": lambda row: row.site_id is not None and row.lat is None,
        "no territory": lambda row: not row.territory,
        "no customer": lambda row: not row.customer,
        "no due": lambda row: row.respond_due_at is None and row.resolve_due_at is None,
    }

    def counted(rows: Iterable[OrderRow], lacking: Callable[[OrderRow], bool]) -> int:
        return sum(map(lacking, rows))

    lines = (
        ReviewLine(
            label=name,
            values=(
                counted(looked.now.rows, lacking),
                counted(looked.before.rows, lacking) if looked.before else None,
            ),
        )
        for name, lacking in lacks.items()
    )
    return ReviewPart(name="missing", columns=("open", "week_before"), lines=tuple(lines))


def _counts(
    standing: Standing | None, read: Callable[[Standing], Mapping[str, int]]
) -> Callable[[str], int | None]:
    """What was counted then under a name: none of it where it is not named, nothing known where nobody knows."""
    known = read(standing) if standing is not None else None
    return lambda name: None if known is None else known.get(name, 0)


def _listed(lines: Sequence[ReviewLine], width: int) -> tuple[ReviewLine, ...]:
    """The first of them, and how many more there are."""
    if len(lines) <= MOST_LISTED:
        return tuple(lines)
    more = ReviewLine(label=f"and {len(lines) - MOST_LISTED:,} more", values=(None,) * width)
    return (*lines[:MOST_LISTED], more)
