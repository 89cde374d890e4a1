"""Taking in what another system tells: orders are made, brought up to date, or left as they are.

An import tells history: each order is opened and ended at its own time in the past, and nothing that
    happened is
judged by the guards of today. What people here have changed since stays (domain/intake/merge.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, ClassVar

from wom_tui.commands.clocks import with_clocks
from wom_tui.commands.command import Command
from wom_tui.commands.import_targets import Targets
from wom_tui.commands.steps import end_visits, release_visits
from wom_tui.commands.waiting import rechecked, wake_drafts
from wom_tui.domain.intake.merge import ENDING, FACTS, SAID, Merged, differs, ended_status, merged
from wom_tui.domain.intake.preset import Preset
from wom_tui.domain.intake.row import OrderDraft
from wom_tui.domain.policy import Role
from wom_tui.domain.site import Site, Territory
from wom_tui.domain.work_order import Approval, OrderStatus, Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType, missing_fields, needs_approval
from wom_tui.errors import InvalidInput
from wom_tui.store import imports
from wom_tui.store.codec import codec_of
from wom_tui.store.unit import Unit

_MOST_ROWS = 5000  # more in one transaction would keep the other consoles waiting
_ORDERS, _REQUIREMENTS = codec_of(WorkOrder), codec_of(Requirement)
# What a new one is copied from; ready until something is found missing.
_NEW_ORDER = WorkOrder(id=0, title="", opened_at=datetime.min.replace(tzinfo=UTC), status=OrderStatus.READY)
_NEW_REQUIREMENT = Requirement(id=0, order_id=0)


@dataclass(frozen=True, kw_only=True)
class BatchEnd:
    """How far the file has been read when this batch is stored.

    Attributes:
        file_hash: SHA-256 of its content.
        preset: by which it is read, and in which zone.
        line: the last line of the batch.
        counts: of its rows, before it is stored: rejected, quarantined, and repeated, whose order comes
            further down.
    """

    file_hash: str
    preset: str
    line: int
    is_first: bool
    is_last: bool
    counts: Mapping[str, int]


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
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    known = batch.orders_by_external_id()
    new = [draft for draft in command.drafts if draft.external_id not in known]
    numbers, requirements = unit.new_ids(WorkOrder, len(new)), unit.new_ids(Requirement, len(new))
    for draft, number, requirement in zip(new, numbers, requirements, strict=True):
        batch.create(draft, number, requirement)
    counts["created"] = len(new)
    moved: list[tuple[WorkOrder, dict[str, Any]]] = []
    for draft in command.drafts:
        order = known.get(draft.external_id)
        if order is not None and differs(order, said := batch.said(draft)):
            moved.append((order, said))
    kept = batch.bring_up_to_date(moved)
    counts["updated"] = len(moved) - len(kept)
    counts["unchanged"] = (
        len(known) - counts["updated"] + (command.end.counts["repeated"] if command.end else 0)
    )
    batch.wake_waiting()
    unit.result |= counts | {"import": command.import_id, "kept": len(kept), "kept_orders": kept[:20]}
    _note_checkpoint(command, unit, counts)


class _Batch:
    """One batch against the office as it is."""

    def __init__(self, command: ImportRows, unit: Unit) -> None:
        self.command, self.unit = command, unit
        self.targets = Targets(unit, command.preset, command.zone, command.drafts)
        self.numbers = self._numbers_of_originals()

    def orders_by_external_id(self) -> dict[str, WorkOrder]:
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

    def said(self, draft: OrderDraft) -> dict[str, Any]:
        """The draft as values of the order's fields."""
        kind, territory, site = self.targets.of(draft)
        return _facts_said(draft, kind, territory, site) | _end_said(draft)

    # -- new orders ----------------------------------------------------------------------------------------

    def create(self, draft: OrderDraft, number: int, requirement_id: int) -> None:
        """An order that was not there: opened, and ended where it has ended, each at its own time."""
        kind, territory, site = self.targets.of(draft)
        order = _ORDERS.copy(
            _NEW_ORDER,
            **_facts_said(draft, kind, territory, site),
            id=number,
            priority=kind.priority,
            source=self.command.preset.source,
            external_id=draft.external_id,
            customer_id=site.customer_id if site else None,
            checklist=kind.checklist,
            resolve_due_at=draft.due_at,
            resolution_text=draft.note,
        )
        requirement = _REQUIREMENTS.copy(
            _NEW_REQUIREMENT,
            id=requirement_id,
            order_id=number,
            duration_min=kind.duration_min,
            skills=kind.skills,
            crew_size=kind.crew_size,
        )
        if draft.ending is None and needs_approval(order, kind):
            order = replace(order, approval=Approval.PENDING)
        if missing_fields(order, requirement, site, kind, OrderStatus.READY):
            order = replace(order, status=OrderStatus.DRAFT)
        opened = self.unit.save(with_clocks(order, self.unit), "order.imported", at=draft.opened_at)
        self.unit.save(requirement, "requirement.created", at=draft.opened_at)
        if draft.ending is not None:
            said = _end_said(draft) | {"duplicate_of_id": self._original(draft, number)}
            ended = with_clocks(_ended(opened, said), self.unit)
            self.unit.save(ended, f"order.{ended.status.value}", at=draft.ending.at)
        self.numbers.setdefault(draft.external_id, number)

    def _original(self, draft: OrderDraft, number: int) -> int | None:
        """The order that this one repeats, where it is there already."""
        names = draft.ending.duplicate_of if draft.ending else ()
        found = (self.numbers.get(name) for name in names)
        return next((other for other in found if other is not None and other != number), None)

    # -- orders that are there -----------------------------------------------------------------------------

    def bring_up_to_date(self, moved: Sequence[tuple[WorkOrder, dict[str, Any]]]) -> list[dict[str, Any]]:
        """Put in what the source has changed; answers what stays as people here have set it."""
        said_before = imports.said_before(self.unit.connection, [order.id for order, _ in moved])
        kept = []
        for order, said in moved:
            merge = merged(order, _last_said(said_before.get(order.id, {})), said)
            if not merge.changes:
                kept.append({"number": order.id, "fields": list(merge.kept)})
                continue
            self._update(order, merge, said)
        return kept

    def _update(self, order: WorkOrder, merge: Merged, said: Mapping[str, Any]) -> None:
        facts = {name: value for name, value in merge.changes.items() if name in FACTS}
        if facts:
            edited = rechecked(replace(order, **facts), self.unit)
            order = self.unit.save(with_clocks(edited, self.unit), "order.imported")
        if any(name in merge.changes for name in ENDING):
            self._end(order, said)

    def _end(self, order: WorkOrder, said: Mapping[str, Any]) -> None:
        """End the order as the source says, open it again, or put right what was said about its end."""
        to = ended_status(said)
        if to is order.status or (to is None and order.is_open):
            self.unit.save(replace(order, **_ending_of(said)), "order.imported")
            return
        if to is None:
            opened = rechecked(replace(order, **_ending_of(said), status=OrderStatus.READY), self.unit)
            self.unit.save(with_clocks(opened, self.unit), "order.reopened")
            return
        if to is OrderStatus.COMPLETED:
            end_visits(order.id, self.unit)
        else:
            release_visits(order.id, self.unit, f"cancelled at the source: {said['cancel_reason']}")
        # The visits may have moved the order on, so it is read again.
        ended = _ended(self.unit.get(WorkOrder, order.id), said)
        at = said["completed_at"] or said["cancelled_at"]
        self.unit.save(with_clocks(ended, self.unit), f"order.{to.value}", at=at)

    def wake_waiting(self) -> None:
        """Drafts that only waited for the position of a site, which it has now."""
        wake_drafts(self.targets.located, self.unit)


def _ending_of(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name in ENDING or name == "duplicate_of_id"}


def _ended(order: WorkOrder, said: Mapping[str, Any]) -> WorkOrder:
    """The order at its end; a hold ends with it."""
    at, status = said["completed_at"] or said["cancelled_at"], ended_status(said)
    assert status is not None
    changes = _ending_of(said) | {"status": status}
    if order.hold is not None:
        changes["holds"] = (*order.holds[:-1], replace(order.hold, to_at=max(at, order.hold.from_at)))
    if status is OrderStatus.COMPLETED:
        changes["first_completed_at"] = order.first_completed_at or at
        changes["responded_at"] = order.responded_at or at
    return _ORDERS.copy(order, **changes)


def _facts_said(
    draft: OrderDraft, kind: WorkType, territory: Territory | None, site: Site | None
) -> dict[str, Any]:
    return {
        "title": draft.title,
        "description": draft.description,
        "work_type_id": kind.id,
        "channel": draft.channel,
        "requester": draft.requester,
        "territory_id": territory.id if territory else None,
        "site_id": site.id if site else None,
        "opened_at": draft.opened_at,
        "imported_due_at": draft.due_at,
        "tags": draft.tags,
    }


def _end_said(draft: OrderDraft) -> dict[str, Any]:
    end = draft.ending
    is_done = end is not None and end.status is OrderStatus.COMPLETED
    is_dropped = end is not None and not is_done
    return {
        "completed_at": end.at if end and is_done else None,
        "cancelled_at": end.at if end and is_dropped else None,
        "cancel_reason": end.code if end and is_dropped else None,
        "resolution_code": end.code if end and is_done else None,
        "resolution_text": end.text if end else draft.note,
    }


_DEFAULTS = {f.name: f.default for f in fields(WorkOrder) if f.name in SAID}
_NEVER_SAID = {"title": "", "opened_at": None}  # the two that have no default


def _last_said(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the source said when it was heard last, field by field."""
    heard = {name: _ORDERS.by_name[name].from_json(value) for name, value in values.items() if name in SAID}
    return _DEFAULTS | _NEVER_SAID | heard


def _note_checkpoint(command: ImportRows, unit: Unit, counts: Mapping[str, int]) -> None:
    end = command.end
    if end is None:
        return
    checkpoint = imports.Checkpoint(
        file_hash=end.file_hash,
        preset=end.preset,
        line=end.line,
        command_id=unit.stamp.command_id,
        counts={**end.counts, **counts, "is_last": end.is_last},
    )
    unit.write_along(imports.putting(unit.connection.dialect, checkpoint, is_first=end.is_first))
