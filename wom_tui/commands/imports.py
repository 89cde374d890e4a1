"""Taking in what another system tells: orders are made, brought up to date, or left as they are.

An import tells history: each order is opened and ended at its own time in the past, and nothing that happened is
judged by the guards of today. What people here have changed since stays (domain/intake/merge.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, ClassVar

from wom_tui.commands.batch_end import BatchEnd, note_checkpoint
from wom_tui.commands.clocks import with_clocks
from wom_tui.commands.command import Command
from wom_tui.commands.import_end import ending_of, save_end
from wom_tui.commands.import_files import attach_missing, attach_new
from wom_tui.commands.import_history import as_begun, tell_further, tell_history
from wom_tui.commands.import_people import Heard
from wom_tui.commands.import_plan import Plans
from wom_tui.commands.import_said import as_told, details_told, end_heard, end_said, facts_said, last_said
from wom_tui.commands.import_targets import Meant, Targets
from wom_tui.commands.parts_standing import with_parts
from wom_tui.commands.steps import end_visits, release_visits
from wom_tui.commands.usual_parts import UsualParts, usual_parts
from wom_tui.commands.waiting import rechecked, wake_drafts
from wom_tui.domain.attachment import Attachment
from wom_tui.domain.erasure import is_erased
from wom_tui.domain.intake.merge import ENDING, Merged, differs, ended_status, merged
from wom_tui.domain.intake.preset import Preset
from wom_tui.domain.intake.row import OrderDraft
from wom_tui.domain.policy import Role
from wom_tui.domain.work_order import Approval, OrderStatus, Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType, missing_fields, needs_approval
from wom_tui.errors import InvalidInput
from wom_tui.store import imports
from wom_tui.store.codec import codec_of
from wom_tui.store.days import requirement_of
from wom_tui.store.unit import Unit

_MOST_ROWS = 5000  # more in one transaction would keep the other consoles waiting
_ORDERS, _REQUIREMENTS = codec_of(WorkOrder), codec_of(Requirement)
# What a new one is copied from; ready until something is found missing.
_NEW_ORDER = WorkOrder(id=0, title="", opened_at=datetime.min.replace(tzinfo=UTC), status=OrderStatus.READY)
_NEW_REQUIREMENT = Requirement(id=0, order_id=0)
_ANOTHER = -1  # in place of a contact's number: not the words of the one that is there
_UNVISITED = frozenset({OrderStatus.DRAFT, OrderStatus.READY, OrderStatus.ON_HOLD, OrderStatus.COMPLETED})


@dataclass(frozen=True, kw_only=True)
class ImportRows(Command):
    """Take in a batch of orders that another system has told of."""

    needs: ClassVar[Role] = Role.MANAGER

    preset: Preset
    zone: str
    drafts: tuple[OrderDraft, ...]
    import_id: str  # the batches of one import share it, and are taken back together
    file_name: str
    end: BatchEnd | None = (
        None  # None: nothing to go on from, as in a demonstration that feeds rows one by one
    )

    def check(self) -> None:
        super().check()
        if len(self.drafts) > _MOST_ROWS:
            raise InvalidInput("drafts", len(self.drafts), f"at most {_MOST_ROWS} in one batch")
        if len({draft.external_id for draft in self.drafts}) < len(self.drafts):
            raise InvalidInput("drafts", len(self.drafts), "each order once in a batch")

    @property
    def summary(self) -> str:
        upto = f" to line {self.end.line}" if self.end else ""
        return f"import {self.file_name}{upto}"


def import_rows(command: ImportRows, unit: Unit) -> None:
    batch = _Batch(command, unit)
    unit.reserve_ids(Attachment, sum(len(draft.files) for draft in command.drafts))
    known = batch.known
    new = [draft for draft in command.drafts if draft.external_id not in known]
    numbers, requirements = unit.new_ids(WorkOrder, len(new)), unit.new_ids(Requirement, len(new))
    for draft, number, requirement in zip(new, numbers, requirements, strict=True):
        batch.create(draft, number, requirement)
    there = [(known[draft.external_id], draft) for draft in command.drafts if draft.external_id in known]
    moved = [one for order, draft in there if (one := batch.moved(order, draft))]
    updated, kept = batch.bring_up_to_date(moved)
    updated += len(attach_missing(there, unit) - {one.order.id for one in moved})
    counts = {
        "created": len(new),
        "updated": updated,
        "unchanged": len(known) - updated + (command.end.counts["repeated"] if command.end else 0),
        "kept": len(kept),
        "unplaced": batch.plans.unplaced,
        "quarantined": batch.targets.quarantined,
    }
    batch.wake_waiting()
    _add_up(unit, counts)
    unit.result |= {"import": command.import_id, "kept_orders": kept[:20]}
    note_checkpoint(command.end, unit, counts)


def _add_up(unit: Unit, counts: Mapping[str, int]) -> None:
    """Several batches may be one act."""
    unit.result |= {name: unit.result.get(name, 0) + count for name, count in counts.items()}


@dataclass(frozen=True, slots=True)
class _Moved:
    """An order of which the source says something else than what stands here."""

    order: WorkOrder
    draft: OrderDraft
    meant: Meant
    said: dict[str, Any]


class _Batch:
    """One batch against the office as it is."""

    def __init__(self, command: ImportRows, unit: Unit) -> None:
        self.command, self.unit = command, unit
        self.targets = Targets(unit, command.preset, command.zone, command.drafts)
        self.told = details_told(command.preset)
        self.known = self._orders_by_external_id()
        self.plans = Plans(unit, command.preset, list(self.known.values()))
        has_contacts = "contact_id" in self.told
        self.contacts = self.targets.people.contacts_of(self.known.values()) if has_contacts else {}
        self.numbers = self._numbers_of_originals()
        self._usual: dict[int, UsualParts] = {}

    def _orders_by_external_id(self) -> dict[str, WorkOrder]:
        """The orders of this batch that are there already."""
        ids = frozenset(draft.external_id for draft in self.command.drafts)
        found = self.unit.select(WorkOrder, source=self.command.preset.source, external_id=ids)
        return {order.external_id: order for order in found if order.external_id}

    def _numbers_of_originals(self) -> dict[str, int]:
        """External id → number, of the orders that duplicates point to."""
        endings = (draft.ending for draft in self.command.drafts)
        ids = frozenset(name for ending in endings if ending for name in ending.duplicate_of)
        source = self.command.preset.source
        rows = self.unit.rows(WorkOrder, ("external_id",), source=source, external_id=ids) if ids else ()
        return {external_id: number for number, external_id in rows}

    def moved(self, order: WorkOrder, draft: OrderDraft) -> _Moved | None:
        """What the draft says of an order that is there; None where that is what stands here, or was erased here."""
        if is_erased(order):
            return None  # nor are the customer, the site, the contact made anew that it names
        meant = self.targets.of(draft)
        if "contact_id" in self.told:
            is_same = self.contacts.get(order.contact_id or 0) == draft.details.contact
            meant = replace(meant, contact_id=order.contact_id if is_same else _ANOTHER)
        end = end_heard(draft, order, self.unit.at)
        said = as_told(order, facts_said(draft, meant, self.told) | end, self.command.preset)
        is_moved = differs(order, said) or self.plans.differs(order, draft, meant.kind)
        return _Moved(order, draft, meant, said) if is_moved else None

    # -- new orders ----------------------------------------------------------------------------------------

    def create(self, draft: OrderDraft, number: int, requirement_id: int) -> None:
        """An order that was not there: opened, and ended where it has ended, each at its own time."""
        meant = self._meant_anew(draft)
        kind, site = meant.kind, meant.site
        given = {"priority": kind.priority, "customer_id": meant.customer_id}
        order = _ORDERS.copy(
            _NEW_ORDER,
            **given | facts_said(draft, meant, self.told),
            id=number,
            source=self.command.preset.source,
            external_id=draft.external_id,
            checklist=kind.checklist,
            resolve_due_at=draft.due_at,
            resolution_text=draft.note,
        )
        usual = self._usual_parts(kind) if draft.ending is None else UsualParts()
        order = usual.asked_by(order) if usual.needs else order
        requirement = _REQUIREMENTS.copy(
            _NEW_REQUIREMENT,
            id=requirement_id,
            order_id=number,
            skills=kind.skills,
            crew_size=kind.crew_size,
            parts=usual.needs,
            **{"duration_min": kind.duration_min} | self.plans.requirement_said(draft, kind),
        )
        if draft.ending is None and needs_approval(order, kind):
            order = replace(order, approval=Approval.PENDING)
        if missing_fields(order, requirement, site, kind, OrderStatus.READY):
            order = replace(order, status=OrderStatus.DRAFT)
        begun = with_clocks(as_begun(order, draft), self.unit)
        opened = self.unit.save(begun, "order.imported", at=draft.opened_at)
        self.unit.save(requirement, "requirement.created", at=draft.opened_at)
        attach_new(number, draft, self.unit)
        stands = self._told(opened, draft)
        if draft.ending is None and stands.hold is None:
            self.plans.begin(stands, draft)
        self.numbers.setdefault(draft.external_id, number)

    def _usual_parts(self, kind: WorkType) -> UsualParts:
        """What an order of the type needs, asked once; what the office does not have is left out."""
        if kind.id not in self._usual:
            self._usual[kind.id] = usual_parts(kind, self.unit)
        return self._usual[kind.id]

    def _told(self, opened: WorkOrder, draft: OrderDraft) -> WorkOrder:
        """A new order as it stands after all that the draft tells of its past."""
        end = self._end_of(draft, opened.id)
        if draft.history:
            return tell_history(opened, draft, end, self.unit)
        return opened if end is None else save_end(opened, end, self.unit)

    def _end_of(self, draft: OrderDraft, number: int) -> dict[str, Any] | None:
        if draft.ending is None:
            return None
        return end_said(draft) | {"duplicate_of_id": self._original(draft, number)}

    def _meant_anew(self, draft: OrderDraft) -> Meant:
        meant = self.targets.of(draft)
        told = draft.details.contact
        if told is None:
            return meant
        contact_id = self.targets.people.contact_id(told, meant.customer_id, draft.opened_at)
        return replace(meant, contact_id=contact_id)

    def _original(self, draft: OrderDraft, number: int) -> int | None:
        """The order that this one repeats, where it is there already."""
        names = draft.ending.duplicate_of if draft.ending else ()
        found = (self.numbers.get(name) for name in names)
        return next((other for other in found if other is not None and other != number), None)

    # -- orders that are there -----------------------------------------------------------------------------

    def bring_up_to_date(self, moved: Sequence[_Moved]) -> tuple[int, list[dict[str, Any]]]:
        """Put in what the source has changed; answers how many that are, and what stays as people here have set it."""
        orders = [one.order for one in moved]
        heard = imports.said_before(self.unit.connection, [order.id for order in orders])
        self.plans.listen(orders)
        contacts = self._contacts_heard(moved, heard)
        kept, updated = [], 0
        since = imports.last_heard(self.unit.connection, [one.order.id for one in moved if one.draft.history])
        for one in moved:
            unplaced = self.plans.unplaced
            number, before = one.order.id, heard.get(one.order.id, {})
            last = last_said(before)
            said = one.said
            if said.get("contact_id") == _ANOTHER:
                said = said | {"contact_id": self._another_contact(one, last["contact_id"], contacts)}
            order = self._told_further(one, since.get(number))
            merge = merged(order, last, said)
            if merge.changes:
                self._update(order, merge, said)
            is_planned = self.plans.bring_up_to_date(number, one.draft, one.meant.kind, before)
            if merge.changes or is_planned or order is not one.order:
                updated += 1
            elif self.plans.unplaced == unplaced:
                kept.append({"number": number, "fields": list(merge.kept)})
        return updated, kept

    def _told_further(self, one: _Moved, since: datetime | None) -> WorkOrder:
        """The order after what an event log tells of it since; as it was, where somebody here has touched it."""
        order = one.order
        if since is None or order.status not in _UNVISITED:
            return order
        return tell_further(order, one.draft, self._end_of(one.draft, order.id), since, self.unit)

    def _contacts_heard(
        self, moved: Sequence[_Moved], heard: Mapping[int, Mapping[str, Any]]
    ) -> Mapping[int, Heard]:
        others = [one.order.id for one in moved if one.said.get("contact_id") == _ANOTHER]
        return self.targets.people.contacts_heard(heard.get(id, {}).get("contact_id") for id in others)

    def _another_contact(self, one: _Moved, last: int | None, contacts: Mapping[int, Heard]) -> int | None:
        """The contact that the source means now; the one of last time where it still says the same of it."""
        told, before = one.draft.details.contact, contacts.get(last or 0)
        if before is not None and (before.says(told) or not before.is_untouched):
            return last
        return self.targets.people.contact_id(told, one.meant.customer_id, one.draft.opened_at)

    def _update(self, order: WorkOrder, merge: Merged, said: Mapping[str, Any]) -> None:
        facts = {name: value for name, value in merge.changes.items() if name not in ENDING}
        if facts:
            edited = rechecked(self._with_approval(replace(order, **facts)), self.unit)
            order = self.unit.save(with_clocks(edited, self.unit), "order.imported")
        if any(name in merge.changes for name in ENDING):
            self._end(order, said)

    def _with_approval(self, order: WorkOrder) -> WorkOrder:
        """An estimate that has grown may need somebody's approval."""
        kind = self.unit.find(WorkType, order.work_type_id)
        if order.is_open and order.approval is Approval.NOT_NEEDED and needs_approval(order, kind):
            return replace(order, approval=Approval.PENDING)
        return order

    def _end(self, order: WorkOrder, said: Mapping[str, Any]) -> None:
        """End the order as the source says, open it again, or put right what was said about its end."""
        to = ended_status(said)
        if to is order.status or (to is None and order.is_open):
            self.unit.save(replace(order, **ending_of(said)), "order.imported")
            return
        if to is None:
            opened = rechecked(replace(order, **ending_of(said), status=OrderStatus.READY), self.unit)
            needing = with_parts(opened, self.unit, requirement_of(self.unit, order.id).parts)
            self.unit.save(with_clocks(needing, self.unit), "order.reopened")
            return
        if to is OrderStatus.CANCELLED:
            release_visits(order.id, self.unit, f"cancelled at the source: {said['cancel_reason']}")
        else:
            end_visits(order.id, self.unit)
        # The visits may have moved the order on, so it is read again.
        save_end(self.unit.get(WorkOrder, order.id), said, self.unit)

    def wake_waiting(self) -> None:
        """Drafts that only waited for the position of a site, which it has now."""
        wake_drafts(self.targets.located, self.unit)
