"""How long, when and by whom: what a file says of an order's requirement, visit and hold.

Each follows the file only as long as nobody here has touched it. A planned time makes a visit where it lies ahead and
its technician is free; one that does not is counted, and the order waits to be planned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from wom_tui.commands.clocks import rules_of
from wom_tui.commands.steps import follow_visits
from wom_tui.commands.visit import new_visit
from wom_tui.domain.intake.draft import OrderDraft
from wom_tui.domain.intake.preset import Preset
from wom_tui.domain.intake.row import folded
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import LIVE, Visit, VisitStatus
from wom_tui.domain.work_order import Hold, HoldReason, OrderStatus, Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.store import imports
from wom_tui.store.codec import codec_of
from wom_tui.store.unit import Unit

_USUAL_MIN = 60  # of a visit whose order does not say how long it takes
# The requirement's field → the preset's.
_NEEDS = {
    "duration_min": "duration_min",
    "earliest_start_at": "earliest_start_at",
    "preferred_technician_id": "technician",
}
_LONGEST_VISIT = timedelta(days=1)
_PLACES = ("technician_id", "start_at", "end_at")
_MAY_BE_VISITED = frozenset(
    {OrderStatus.READY, OrderStatus.SCHEDULED, OrderStatus.DISPATCHED, OrderStatus.IN_PROGRESS}
)


class Plans:
    """Requirements and visits of one batch's orders."""

    def __init__(self, unit: Unit, preset: Preset, known: Sequence[WorkOrder]) -> None:
        self._unit = unit
        columns = preset.columns.keys()
        self._told = frozenset(name for name, column in _NEEDS.items() if column in columns)
        self._tells_times = "planned_start_at" in columns
        ids = frozenset(order.id for order in known)
        needs = unit.select(Requirement, order_id=ids) if ids and self._told else ()
        self._requirements = {need.order_id: need for need in needs}
        self._visits: dict[int, list[Visit]] = {}
        for visit in unit.select(Visit, order_id=ids) if ids and self._tells_times else ():
            self._visits.setdefault(visit.order_id, []).append(visit)
        self._technicians = self._named() if "technician" in columns else {}
        self._needs_heard: dict[int, dict[str, Any]] = {}
        self._visits_heard: dict[int, dict[str, Any]] = {}
        self.unplaced = 0

    def _named(self) -> dict[str, int]:
        return {folded(word): t.id for t in self._unit.select(Technician) for word in (t.name, t.code)}

    # -- what the file says --------------------------------------------------------------------------------

    def requirement_said(self, draft: OrderDraft, kind: WorkType) -> dict[str, Any]:
        """The requirement's fields of which the file says anything."""
        details = draft.details
        said = {
            "duration_min": details.duration_min or kind.duration_min,
            "earliest_start_at": details.earliest_start_at,
            "preferred_technician_id": None if details.planned else self._technician_id(draft),
        }
        return {name: value for name, value in said.items() if name in self._told}

    def _technician_id(self, draft: OrderDraft) -> int | None:
        return self._technicians.get(folded(draft.details.technician))

    def _place_said(self, order: WorkOrder, draft: OrderDraft) -> dict[str, Any] | None:
        """Whose visit it is, from when to when; None where the file plans none, or none that can be kept."""
        planned, technician_id = draft.details.planned, self._technician_id(draft)
        if not self._tells_times or planned is None or technician_id is None:
            return None
        end_at = planned.end_at or planned.start_at + self._duration(order, draft)
        return dict(zip(_PLACES, (technician_id, planned.start_at, end_at), strict=True))

    def _duration(self, order: WorkOrder, draft: OrderDraft) -> timedelta:
        kind = self._unit.find(WorkType, order.work_type_id)
        usual = kind.duration_min if kind else None
        return timedelta(minutes=draft.details.duration_min or usual or _USUAL_MIN)

    # -- new orders ----------------------------------------------------------------------------------------

    def begin(self, order: WorkOrder, draft: OrderDraft) -> None:
        """Hold a new order, or plan its visit, as the file says."""
        if draft.is_held:
            self._hold(order, draft.hold)
        elif draft.details.planned is not None:
            self._place(order, draft)

    def _hold(self, order: WorkOrder, reason: HoldReason) -> None:
        policy_id = order.policies[-1].policy_id if order.policies else None
        hold = Hold(
            from_at=max(order.opened_at, self._unit.at),
            reason=reason,
            stops_clock=rules_of(self._unit).stops_clock(policy_id, reason),
        )
        held = replace(order, status=OrderStatus.ON_HOLD, holds=(*order.holds, hold))
        self._unit.save(held, "order.held")

    def _place(self, order: WorkOrder, draft: OrderDraft) -> bool:
        said = self._place_said(order, draft)
        if said is None or order.status not in _MAY_BE_VISITED or not self._is_free(said):
            self.unplaced += 1
            return False
        self._unit.save(replace(new_visit(order.id, self._unit), **said), "visit.assigned")
        follow_visits(order.id, self._unit)
        return True

    def _is_free(self, said: Mapping[str, Any], but: int | None = None) -> bool:
        """It lies ahead, on one day, and nothing else of the technician's stands there."""
        start_at, end_at = said["start_at"], said["end_at"]
        if start_at <= self._unit.at or end_at - start_at > _LONGEST_VISIT:
            return False
        others = self._unit.select(Visit, technician_id=said["technician_id"], status=LIVE)
        return not any(
            v.start_at and v.end_at and v.start_at < end_at and v.end_at > start_at
            for v in others
            if v.id != but
        )

    # -- orders that are there -----------------------------------------------------------------------------

    def differs(self, order: WorkOrder, draft: OrderDraft, kind: WorkType) -> bool:
        """Whether the file says anything else than what stands here."""
        need = self._requirements.get(order.id)
        if need is not None and any(
            getattr(need, name) != value for name, value in self.requirement_said(draft, kind).items()
        ):
            return True
        if draft.ending is not None or not order.is_open:
            return False
        if draft.is_held != (order.hold is not None):
            return True
        said = self._place_said(order, draft)
        return said is not None and not any(_stands(visit, said) for visit in self._visits.get(order.id, ()))

    def listen(self, orders: Sequence[WorkOrder]) -> None:
        """Read what imports have said of the requirements and visits of these orders up to now."""
        connection = self._unit.connection
        needs = [need.id for order in orders if (need := self._requirements.get(order.id))]
        visits = [visit.id for order in orders for visit in self._visits.get(order.id, ())]
        self._needs_heard = imports.said_before(connection, needs, Requirement.noun)
        self._visits_heard = imports.said_before(connection, visits, Visit.noun)

    def bring_up_to_date(
        self, number: int, draft: OrderDraft, kind: WorkType, heard: Mapping[str, Any]
    ) -> bool:
        """Put in what the source has changed; answers whether anything was.

        Args:
            heard: what imports have said of the order itself up to now.
        """
        is_changed = self._change_requirement(number, draft, kind)
        order = self._unit.get(WorkOrder, number)
        if draft.ending is not None or not order.is_open:
            return is_changed
        return self._change_hold(order, draft, heard) or self._change_place(order, draft) or is_changed

    def _change_requirement(self, number: int, draft: OrderDraft, kind: WorkType) -> bool:
        need = self._requirements.get(number)
        if need is None:
            return False
        codec, heard = codec_of(Requirement), self._needs_heard.get(need.id, {})
        changes = {}
        for name, value in self.requirement_said(draft, kind).items():
            last = codec.by_name[name].from_json(heard[name]) if heard.get(name) is not None else None
            if value != last and getattr(need, name) == last:
                changes[name] = value
        self._unit.save(replace(need, **changes), "requirement.imported")
        return bool(changes)

    def _change_hold(self, order: WorkOrder, draft: OrderDraft, heard: Mapping[str, Any]) -> bool:
        was_held = bool(heard.get("holds")) and heard["holds"][-1].get("to_at") is None
        hold = order.hold
        if draft.is_held == was_held or (hold is not None) != was_held:
            return False
        if hold is None:
            if self._visits.get(order.id):
                return False  # somebody is on the way, or was: a person decides what becomes of that
            self._hold(order, draft.hold)
            return True
        holds = (*order.holds[:-1], replace(hold, to_at=max(self._unit.at, hold.from_at)))
        self._unit.save(replace(order, status=OrderStatus.READY, holds=holds), "order.released")
        return True

    def _change_place(self, order: WorkOrder, draft: OrderDraft) -> bool:
        said, visits = self._place_said(order, draft), self._visits.get(order.id, [])
        if said is None or any(_stands(visit, said) for visit in visits):
            return False
        if not visits:
            return order.hold is None and self._place(order, draft)
        (first, *others) = visits
        if others or not self._is_untouched(first):
            return False
        if not self._is_free(said, first.id):
            self.unplaced += 1
            return False
        self._unit.save(replace(first, **said), "visit.moved")
        follow_visits(order.id, self._unit)
        return True

    def _is_untouched(self, visit: Visit) -> bool:
        """An import has put it where it is, and nobody has been told of it."""
        heard, codec = self._visits_heard.get(visit.id, {}), codec_of(Visit)
        return visit.status is VisitStatus.PLANNED and all(
            heard.get(name) == codec.by_name[name].to_json(getattr(visit, name)) for name in _PLACES
        )


def _stands(visit: Visit, said: Mapping[str, Any]) -> bool:
    return all(getattr(visit, name) == value for name, value in said.items())
