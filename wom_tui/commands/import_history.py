"""What an order went through in its own system: told step by step, each with the time that the file gives it.

Nothing here is judged by the guards of today: it has happened. Of an order that is there already only what came later
is told, and only while nobody here has touched it; else what the source says now is taken (commands/imports.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from wom_tui.commands.clocks import rules_of, with_clocks
from wom_tui.commands.import_end import save_end
from wom_tui.commands.parts_standing import with_parts
from wom_tui.domain.intake.draft import OrderDraft, Step
from wom_tui.domain.intake.merge import ENDING
from wom_tui.domain.intake.states import hold_reason, is_open
from wom_tui.domain.site import Site
from wom_tui.domain.states import OrderStatus
from wom_tui.domain.work_order import Hold, HoldReason, PartNeed, WorkOrder
from wom_tui.domain.work_type import WorkType, missing_fields
from wom_tui.store.codec import codec_of
from wom_tui.store.days import requirement_of
from wom_tui.store.unit import Unit

_ORDERS = codec_of(WorkOrder)
_NO_END: dict[str, Any] = dict.fromkeys(ENDING) | {"resolution_text": ""}


def as_begun(order: WorkOrder, draft: OrderDraft) -> WorkOrder:
    """The order as it was when it was opened: what changed later, its steps bring."""
    if not draft.history:
        return order
    first = draft.history[0]
    return replace(order, priority=first.priority or order.priority, tags=_tags(draft, first))


def tell_history(order: WorkOrder, draft: OrderDraft, end: Mapping[str, Any] | None, unit: Unit) -> WorkOrder:
    """Take an order from its opening to where it stands.

    Args:
        order: as it was saved when it was opened.
        end: how it has ended for good, as fields of the order.
    """
    needs = requirement_of(unit, order.id).parts if order.parts_state is not None else None
    return _Teller(order, draft, unit, order.status, needs).tell(end, draft.opened_at)


def tell_further(
    order: WorkOrder, draft: OrderDraft, end: Mapping[str, Any] | None, since: datetime, unit: Unit
) -> WorkOrder:
    """Tell of an order that an import has brought what became of it since.

    Args:
        end: see `tell_history`.
        since: what came before has been told.
    """
    site, kind = unit.find(Site, order.site_id), unit.find(WorkType, order.work_type_id)
    requirement = requirement_of(unit, order.id)
    missing = missing_fields(order, requirement, site, kind, OrderStatus.READY)
    waiting = OrderStatus.DRAFT if missing else OrderStatus.READY
    return _Teller(order, draft, unit, waiting, requirement.parts).tell(end, since, is_further=True)


def _began_to_last(history: tuple[Step, ...]) -> int:
    """The place of the first step of the end that nothing came after; none of them, where it is open."""
    at = len(history)
    while at and not is_open(history[at - 1].state):
        at -= 1
    return at


class _Teller:
    """One order on its way."""

    def __init__(
        self,
        order: WorkOrder,
        draft: OrderDraft,
        unit: Unit,
        waiting: OrderStatus,
        needs: Sequence[PartNeed] | None,
    ) -> None:
        self.order = order
        self._draft, self._unit = draft, unit
        self._waiting = waiting  # ready, or a draft: what it is again after a hold
        self._needs = needs  # parts that it waits for again when it is opened again
        self._at = draft.opened_at

    def tell(self, end: Mapping[str, Any] | None, since: datetime, *, is_further: bool = False) -> WorkOrder:
        """Go step by step from a moment on.

        Args:
            is_further: what was written until then has been told.
        """
        self._at = since
        history, lasting = self._draft.history, _began_to_last(self._draft.history)
        later = (number for number, step in enumerate(history) if not is_further or step.at > since)
        # From the first later step on all are told: sorted by their count, a clock may have gone back.
        for number in range(next(later, len(history)), len(history)):
            self._go(history[number], end if number >= lasting else None)
        return self.order

    def _go(self, step: Step, end: Mapping[str, Any] | None) -> None:
        """What changed with a step.

        Args:
            end: the one that has lasted, from the step on with which it came.
        """
        self._at = max(self._at, step.at)
        if step.priority is not None:
            self._save("order.prioritised", priority=step.priority)
        self._save("order.retagged", tags=_tags(self._draft, step))
        if not is_open(step.state):
            if self.order.is_open:
                self.order = save_end(self.order, end or self._end_for_now(step), self._unit)
            return
        if not self.order.is_open:
            self._reopen()
        self._wait_for(hold_reason(step.state))

    def _reopen(self) -> None:
        opened = _ORDERS.copy(self.order, status=self._waiting, **_NO_END)
        self._keep("order.reopened", with_parts(opened, self._unit, self._needs) if self._needs else opened)

    def _end_for_now(self, step: Step) -> dict[str, Any]:
        """An end that did not last: of it the file tells no more than when."""
        is_dropped = step.state == OrderStatus.CANCELLED
        return _NO_END | {"cancelled_at" if is_dropped else "completed_at": self._at}

    def _wait_for(self, reason: HoldReason | None) -> None:
        """On hold for that, or for nothing any more."""
        order = self.order
        if (order.hold.reason if order.hold else None) is reason:
            return
        holds = order.holds
        if order.hold is not None:
            holds = (*holds[:-1], replace(order.hold, to_at=max(self._at, order.hold.from_at)))
        if reason is None:
            self._save("order.released", status=self._waiting, holds=holds)
            return
        policy_id = order.policies[-1].policy_id if order.policies else None
        stops = rules_of(self._unit).stops_clock(policy_id, reason)
        held = (*holds, Hold(from_at=self._at, reason=reason, stops_clock=stops))
        self._save("order.held", status=OrderStatus.ON_HOLD, holds=held)

    def _save(self, kind: str, **changes: Any) -> None:
        self._keep(kind, _ORDERS.copy(self.order, **changes))

    def _keep(self, kind: str, changed: WorkOrder) -> None:
        if changed != self.order:
            self.order = self._unit.save(with_clocks(changed, self._unit), kind, at=self._at)


def _tags(draft: OrderDraft, step: Step) -> tuple[str, ...]:
    """The order's tags as they were at that step, in the order in which the draft has them."""
    told = {tag for other in draft.history for tag in other.tags}
    tags = (*step.tags, *(tag for tag in draft.tags if tag not in told))
    places = {tag.partition(":")[0]: place for place, tag in reversed(list(enumerate(draft.tags)))}
    return tuple(sorted(tags, key=lambda tag: places.get(tag.partition(":")[0], -1)))
