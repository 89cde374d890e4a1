"""What was left over of an order, and does a new one repeat work that was done a short while ago?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from wom_tui.domain.states import VisitStatus
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.domain.words import WordEnum
from wom_tui.domain.work_order import ChecklistItem, Relation, WorkOrder

CHANNEL = "follow-up"
REPEAT_WITHIN = timedelta(days=30)  # as the first-time fix rate counts
# What a point's answer begins with where it fails: points are worded so that yes is good.
_FAILS = re.compile(r"(?:no|nok|not ok|fail|fails|failed|bad|broken|defect|defective)\b", re.IGNORECASE)


def is_failing(item: ChecklistItem) -> bool:
    """Somebody has looked, and it is not as it should be."""
    return item.answer is not None and _FAILS.match(item.answer.strip()) is not None


class PointsState(WordEnum):
    """How a checklist stands; the worst of its points counts."""

    FAILED = "failed"
    OPEN = "open"  # a point has no answer yet
    DONE = "done"


def points_state(items: Sequence[ChecklistItem]) -> PointsState:
    """How these points stand together."""
    if any(map(is_failing, items)):
        return PointsState.FAILED
    return PointsState.OPEN if any(item.answer is None for item in items) else PointsState.DONE


def left_over(order: WorkOrder, visits: Sequence[Visit]) -> str:
    """What is known to be left to do: points that failed, else why the last visit did not finish. Empty = nothing."""
    if failed := [item.text for item in order.checklist if is_failing(item)]:
        return "; ".join(failed)
    ended = [visit for visit in visits if visit.status in (VisitStatus.DONE, VisitStatus.INCOMPLETE)]
    last = max(
        ended, key=lambda visit: (visit.ended_at is not None, visit.ended_at, visit.ordinal), default=None
    )
    return (last.incomplete_reason or "") if last and last.status is VisitStatus.INCOMPLETE else ""


def same_follow_up(order: WorkOrder, title: str, others: Iterable[WorkOrder]) -> WorkOrder | None:
    """The follow-up that was opened for just this already: still open, or opened since the work was done."""
    for other in others:
        is_same = other.relation is Relation.FOLLOW_UP and other.title.casefold() == title.casefold()
        is_since = order.completed_at is not None and other.opened_at >= order.completed_at
        if is_same and (other.is_open or is_since):
            return other
    return None


def remainder_violations(order: WorkOrder) -> Iterator[Violation]:
    """Nothing is known to be left, and nobody has said what is."""
    yield Violation(
        code="order.remainder",
        message=f"order {order.id}: nothing is known to be left to do; say what: followup {order.id} insulate the pipe",
        facts={"number": order.id},
    )


def repeated(opened_at: datetime, earlier: Iterable[WorkOrder]) -> WorkOrder | None:
    """The last repair of the same thing that was completed so short a while before that the new order repeats it."""
    done = [
        (order.completed_at, order)
        for order in earlier
        if order.completed_at is not None and opened_at - REPEAT_WITHIN <= order.completed_at <= opened_at
    ]
    return max(done, key=lambda pair: (pair[0], pair[1].id))[1] if done else None


def repeat_violations(number: int, before: WorkOrder, opened_at: datetime) -> Iterator[Violation]:
    """Soft: whoever takes the call knows that somebody was there."""
    assert before.completed_at is not None
    days = (opened_at - before.completed_at).days
    ago = "today" if days == 0 else f"{days} day{'' if days == 1 else 's'} ago"
    yield Violation(
        code="order.repeat",
        message=f"order {number} repeats {before.id}: the same asset, completed {ago}",
        hard=False,
        facts={"number": number, "repeats": before.id, "days": days},
    )
