"""Two orders about the same thing: which one goes on, and where does the number of the other lead?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wom_tui.domain.states import OrderStatus, VisitStatus
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder

Find = Callable[[int], WorkOrder | None]


def is_merged(order: WorkOrder) -> bool:
    """Another order goes on in its place."""
    return order.status is OrderStatus.CANCELLED and order.duplicate_of_id is not None


def original_of(order: WorkOrder, find: Find) -> WorkOrder:
    """The order that goes on in place of this one; itself where none does.

    A file may say that two orders repeat each other: then the way ends before it would begin anew.
    """
    passed = {order.id}
    while is_merged(order) and order.duplicate_of_id not in passed:
        passed.add(order.duplicate_of_id or 0)
        original = find(order.duplicate_of_id or 0)
        if original is None or original.is_withdrawn:
            break
        order = original
    return order


def merged_violations(order: WorkOrder, find: Find) -> Iterator[Violation]:
    """Say where the order goes on, to whoever wants something of one that was merged."""
    if is_merged(order):
        original = original_of(order, find)
        yield Violation(
            code="order.merged",
            message=f"order {order.id} was merged into {original.id}, which goes on in its place; say it of that one",
            facts={"number": order.id, "original": original.id},
        )


def original_violations(drop: WorkOrder, keep: WorkOrder | None, find: Find) -> Iterator[Violation]:
    """Say why the one cannot be the original of the other."""
    if keep is None or keep.is_withdrawn or keep.id == drop.id:
        yield _not_the_original(
            drop, f"order {drop.id} can only be a duplicate of another order that is there"
        )
    elif is_merged(keep):
        original = original_of(keep, find)
        way = "" if original.id == drop.id else f"; merge {original.id} {drop.id}"
        yield _not_the_original(drop, f"order {keep.id} was itself merged into {original.id}{way}")
    elif keep.status is OrderStatus.CANCELLED:
        said = f"order {keep.id} is cancelled, nobody would go; cancel {drop.id} with its own reason"
        yield _not_the_original(drop, said)


def _not_the_original(drop: WorkOrder, said: str) -> Violation:
    return Violation(code="order.duplicate", message=said, facts={"number": drop.id})


def circle_violations(order: WorkOrder, find: Find) -> Iterator[Violation]:
    """Say that the number would lead back to itself: an undo may bring back what an older merge said."""
    passed, there = {order.id}, order
    while is_merged(there) and (following := find(there.duplicate_of_id or 0)) is not None:
        if following.id == order.id:
            said = f"order {there.id} was merged into {order.id} since; take that back first"
            yield _not_the_original(order, said)
        if following.id in passed:
            return
        passed.add(following.id)
        there = following


def merge_violations(drop: WorkOrder, keep: WorkOrder, visits: Sequence[Visit]) -> Iterator[Violation]:
    """What stands in the way of dropping one for the other, and what is lost with it.

    Args:
        visits: of the one that is dropped.
    """
    for visit in visits:
        if visit.status is VisitStatus.ON_SITE:
            yield Violation(
                code="order.attended",
                message=f"somebody is on site for {visit.label}; keep that one: merge {drop.id} {keep.id}",
                can_override=True,
                facts={"number": drop.id, "visit": visit.label},
            )
    if not keep.is_open:
        yield _lost(drop, f"order {keep.id} is {keep.status.words} already; nobody will go for {drop.id}")
        return
    if drop.priority < keep.priority:
        said = f"order {drop.id} is {drop.priority.name}; {keep.id}, which is kept, only {keep.priority.name}"
        yield _lost(drop, said)
    if drop.resolve_due_at and (keep.resolve_due_at is None or drop.resolve_due_at < keep.resolve_due_at):
        yield _lost(drop, f"order {drop.id} was due before {keep.id}, which is kept")


def _lost(drop: WorkOrder, said: str) -> Violation:
    return Violation(code="order.dropped", message=said, hard=False, facts={"number": drop.id})
