"""The same thing told twice: one order goes on, the other ends and leads to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wom_tui.commands import guards
from wom_tui.commands.clocks import with_clocks
from wom_tui.commands.command import Command
from wom_tui.commands.hold import off_hold
from wom_tui.commands.reservation import without_rest
from wom_tui.commands.steps import release_visits
from wom_tui.domain import merge, work_order
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class MergeOrder(Command):
    """Keep one of two orders about the same thing; the number of the other leads to it.

    The other is cancelled as its duplicate, its visits are struck, what was reserved for it is free again. What
    happened to either stays told; the same again changes nothing.
    """

    keep: int
    drop: int
    expect_keep: int | None = None  # versions that the actor saw
    expect_drop: int | None = None

    @property
    def summary(self) -> str:
        return f"merge {self.drop} into {self.keep}"


def merge_order(command: MergeOrder, unit: Unit) -> None:
    keep = unit.get(WorkOrder, command.keep, expect=command.expect_keep)
    drop = unit.get(WorkOrder, command.drop, expect=command.expect_drop)
    if merge.is_merged(drop) and drop.duplicate_of_id == keep.id:
        return  # it is so already
    unit.heed(guards.not_merged(drop, unit))
    fold(drop, keep, f"duplicate of {keep.id}", unit)
    unit.result["kept"] = keep.id


def fold(drop: WorkOrder, keep: WorkOrder | None, reason: str, unit: Unit) -> None:
    """End one order as the duplicate of another."""
    unit.heed(work_order.transition_violations(drop, OrderStatus.CANCELLED))
    unit.heed(merge.original_violations(drop, keep, lambda number: unit.find(WorkOrder, number)))
    assert keep is not None
    unit.heed(merge.merge_violations(drop, keep, unit.select(Visit, order_id=drop.id)))
    release_visits(drop.id, unit, reason)
    ended = replace(
        off_hold(drop, unit.at),
        status=OrderStatus.CANCELLED,
        cancelled_at=unit.at,
        cancel_reason=reason,
        duplicate_of_id=keep.id,
    )
    unit.save(with_clocks(without_rest(ended, unit, is_said=False), unit), "order.cancelled")
