"""What a draft says of an order, as values of the order's own fields; now, and when it was heard last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from wom_tui.commands.import_targets import Meant
from wom_tui.domain.intake.draft import OrderDraft
from wom_tui.domain.intake.merge import DETAILS, SAID
from wom_tui.domain.intake.preset import Preset
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.store.codec import codec_of

_ORDERS = codec_of(WorkOrder)
_DEFAULTS = {f.name: f.default for f in fields(WorkOrder) if f.name in SAID}
_NEVER_SAID = {"title": "", "opened_at": None}  # the two that have no default


def facts_said(draft: OrderDraft, meant: Meant, told: frozenset[str]) -> dict[str, Any]:
    """All but the end.

    Args:
        told: those of DETAILS of which this source says anything: see `details_told`.
    """
    said = {
        "title": draft.title,
        "description": draft.description,
        "work_type_id": meant.kind.id,
        "channel": draft.channel,
        "requester": draft.requester,
        "territory_id": meant.territory.id if meant.territory else None,
        "site_id": meant.site.id if meant.site else None,
        "opened_at": draft.opened_at,
        "imported_due_at": draft.due_at,
        "tags": draft.tags,
    }
    return said | _details_said(draft, meant, told) if told else said


def _details_said(draft: OrderDraft, meant: Meant, told: frozenset[str]) -> dict[str, Any]:
    details = {
        "priority": draft.details.priority or meant.kind.priority,
        "customer_id": meant.customer_id,
        "contact_id": meant.contact_id,
        "asset_id": meant.asset_id,
        "estimate_cents": draft.details.estimate_cents,
    }
    return {name: value for name, value in details.items() if name in told}


def details_told(preset: Preset) -> frozenset[str]:
    """The order's fields of which files of this preset say something, beyond what every file does."""
    return frozenset(name for name, columns in DETAILS.items() if any(c in preset.columns for c in columns))


def end_said(draft: OrderDraft) -> dict[str, Any]:
    """The end; nothing has ended where all of it is None."""
    end = draft.ending
    is_dropped = end is not None and end.status is OrderStatus.CANCELLED
    is_done = end is not None and not is_dropped
    return {
        "completed_at": end.at if end and is_done else None,
        "closed_at": end.at if end and end.status is OrderStatus.CLOSED else None,
        "cancelled_at": end.at if end and is_dropped else None,
        "cancel_reason": end.code if end and is_dropped else None,
        "resolution_code": end.code if end and is_done else None,
        "resolution_text": end.text if end else draft.note,
    }


def end_heard(draft: OrderDraft, order: WorkOrder, now: datetime) -> dict[str, Any]:
    """The end of an order that is there. Where the source does not say when: when that is heard for the first time."""
    said = end_said(draft)
    if draft.ending is None or draft.ending.is_dated:
        return said
    return said | {"cancelled_at": order.cancelled_at or max(now, draft.opened_at)}


def as_told(order: WorkOrder, said: dict[str, Any], preset: Preset) -> dict[str, Any]:
    """What a file says of an order that is there: of what it has no column for, it says what stands here.

    Of the tags it tells those that the preset has; others are of other files, or of people here.
    """
    if not preset.tells_all:
        said = {name: value if preset.tells(name) else getattr(order, name) for name, value in said.items()}
    if order.tags == said["tags"]:
        return said
    ours = tuple(f"{tag}:" for tag in preset.tags)
    tags = (*said["tags"], *(tag for tag in order.tags if not tag.startswith(ours)))
    return said | {"tags": order.tags if set(tags) == set(order.tags) else tags}


def last_said(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the source said when it was heard last, field by field.

    Args:
        values: of `said_before`.
    """
    heard = {name: _ORDERS.by_name[name].from_json(value) for name, value in values.items() if name in SAID}
    return _DEFAULTS | _NEVER_SAID | heard
