"""How does an approval read, in a line and as a document: who decided what, at which cost, when, by which policy?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from wom_tui.domain.work_order import Approval
from wom_tui.present.document import Document, Section
from wom_tui.present.durations import typed_at
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.queries.approval import ApprovalStep
    from wom_tui.queries.order import OrderDetail

_WORDS = {
    Approval.NOT_NEEDED: "no longer asked for",
    Approval.PENDING: "asked for",
    Approval.GIVEN: "given",
    Approval.REFUSED: "refused",
}


def approval_lines(steps: Sequence[ApprovalStep], zone: tzinfo) -> Iterator[str]:
    """`given by eva, 2026-03-02 10:00, at 450.00; Street light asks above 300.00`, a line for each turn."""
    for step in steps:
        cost = money(step.estimate_cents) if step.estimate_cents is not None else "no estimate"
        when = typed_at(step.at, zone)
        yield f"{step_words(step)} by {safe(step.who)}, {when}, at {cost}; {policy(step)}"


def step_words(step: ApprovalStep) -> str:
    """`given`, `refused`, `taken back`."""
    return "taken back" if step.is_taken_back else _WORDS[step.to]


def policy(step: ApprovalStep) -> str:
    """What had asked for it."""
    name = safe(step.work_type) or "no work type"
    if step.always:
        return f"{name} asks for every order"
    if step.above_cents is not None:
        return f"{name} asks above {money(step.above_cents)}"
    return f"{name} does not ask"


def money(cents: int) -> str:
    """`1,234.50`."""
    return f"{cents / 100:,.2f}"


def approval_document(step: ApprovalStep) -> dict[str, Any]:
    """One turn, for programs."""
    return {
        "approval": step.to.value,
        "by": step.who,
        "at": step.at,
        "estimate_cents": step.estimate_cents,
        "work_type": step.work_type,
        "asks_always": step.always,
        "asks_above_cents": step.above_cents,
        "is_taken_back": step.is_taken_back,
        "event": step.seq,
    }


_STEP_HEAD = ("Decision", "By", "When", "Estimate", "Asked for by")


def approval_record(detail: OrderDetail, office: str, zone: ZoneInfo) -> Document:
    """Who approved what, at which cost, when, by which policy. For the office: it tells costs."""
    order, steps = detail.order, detail.approvals
    turns = (
        (
            step_words(step),
            safe(step.who),
            typed_at(step.at, zone),
            money(step.estimate_cents) if step.estimate_cents is not None else "none",
            policy(step),
        )
        for step in steps
    )
    about = [
        ("Office", safe(office)),
        ("Order", safe(order.title)),
        ("Approval", order.approval.words),
        ("Estimate", money(order.estimate_cents) if order.estimate_cents is not None else "none"),
    ]
    return Document(
        title=f"Approval record {order.id}",
        about=tuple(about),
        sections=(Section(heading="Decisions", table=(_STEP_HEAD, *turns)),),
        dated_at=steps[-1].at if steps else order.opened_at,
    )
