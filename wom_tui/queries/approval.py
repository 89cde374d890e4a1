"""Who approved what, at which cost, when, and what had asked for it? Told by the journal, as things stood then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wom_tui.domain.event import Event
from wom_tui.domain.work_order import Approval, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.store import journal
from wom_tui.store.reader import Reader


@dataclass(frozen=True, kw_only=True)
class ApprovalStep:
    """A turn that the approval of an order took.

    Attributes:
        estimate_cents: what it was expected to cost then; None = nobody had said.
        work_type: whose policy held then; empty where the order had none.
        always, above_cents: that policy: every order of the type asks, or those above an amount.
        is_taken_back: it only takes back what was decided before.
    """

    to: Approval
    who: str
    at: datetime
    seq: int
    estimate_cents: int | None
    work_type: str
    always: bool
    above_cents: int | None
    is_taken_back: bool


def approval_steps(
    reader: Reader, order: WorkOrder, until: datetime | None = None
) -> tuple[ApprovalStep, ...]:
    """Each turn, the first one at the beginning; none where nobody ever asked.

    Args:
        until: only of what had happened by then, in business time.
    """
    subject = f"{WorkOrder.noun}:{order.id}"
    return tuple(_steps(reader, list(journal.events(reader.connection, subject=subject, until=until))))


def _steps(reader: Reader, events: Sequence[Event]) -> Iterator[ApprovalStep]:
    standing: dict[str, Any] = {}
    for event in events:
        standing.update(event.after)
        if "approval" not in event.after:
            continue
        kind = standing.get("work_type_id")
        policy = _policy(reader, kind, event.seq) if isinstance(kind, int) else {}
        yield ApprovalStep(
            to=Approval(event.after["approval"]),
            who=event.who,
            at=event.at,
            seq=event.seq,
            estimate_cents=standing.get("estimate_cents"),
            work_type=str(policy.get("name", "")),
            always=bool(policy.get("needs_approval", False)),
            above_cents=policy.get("approval_above_cents"),
            is_taken_back=event.undo_of is not None,
        )


def _policy(reader: Reader, kind: int, seq: int) -> dict[str, Any]:
    """The work type as it stood at a place in the journal."""
    found: dict[str, Any] = {}
    for event in journal.events(reader.connection, subject=f"{WorkType.noun}:{kind}"):
        if event.seq > seq:
            break
        found.update(event.after)
    return found
