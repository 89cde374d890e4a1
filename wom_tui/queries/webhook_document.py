"""What is another program told of an event? One JSON document, the same at every attempt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wom_tui.domain.outbox import Outgoing
from wom_tui.queries.letter_facts import Told
from wom_tui.store.privacy import is_veiled

# Of the document's form: a field may come without another number, none goes or changes its meaning.
VERSION = 1


def document_of(outgoing: Outgoing, told: Told, text: str) -> str:
    """The document; what is personal about people is not in it, but for what titles and reasons say."""
    event = told.event
    return json.dumps(
        {
            "version": VERSION,
            "id": outgoing.dedupe_key,
            "kind": outgoing.kind,
            "subscription": outgoing.subscription,
            "seq": outgoing.seq,
            "at": _instant(event.at) if event else None,
            "subject": outgoing.subject,
            "before": _open(event.before) if event else {},
            "after": _open(event.after) if event else {},
            "order": _order(told),
            "visit": _visit(told),
            "text": text,
        },
        sort_keys=True,
    )


def _open(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what the journal itself does not hold."""
    return {name: value for name, value in values.items() if not is_veiled(value)}


def _order(told: Told) -> dict[str, Any] | None:
    order = told.order
    if order is None:
        return None
    return {
        "number": order.id,
        "external_id": order.external_id,
        "source": order.source,
        "title": order.title,
        "status": order.status.value,
        "priority": order.priority.value,
        "work_type": told.work_type.name if told.work_type else None,
        "site": told.site.name if told.site else None,
        "zone": told.zone,
        "resolve_due_at": _instant(order.resolve_due_at),
    }


def _visit(told: Told) -> dict[str, Any] | None:
    visit = told.visit
    if visit is None:
        return None
    return {
        "label": visit.label,
        "status": visit.status.value,
        "technician": told.technician.code if told.technician else None,
        "start_at": _instant(visit.start_at),
        "end_at": _instant(visit.end_at),
        "promised_from_at": _instant(visit.promised.start_at if visit.promised else None),
        "promised_until_at": _instant(visit.promised.end_at if visit.promised else None),
    }


def _instant(at: datetime | None) -> str | None:
    """As a program reads it."""
    return None if at is None else at.isoformat()
