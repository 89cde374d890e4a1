"""What would a notification say about an order, to whom, before anybody switches it on? Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from wom_tui.domain.event import Event
from wom_tui.domain.outbox import Message
from wom_tui.domain.policy import User
from wom_tui.domain.subscription import Audience, Definition
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.queries.letter_facts import Told, told_of
from wom_tui.queries.letters import Letter, Never, written
from wom_tui.queries.recipients import Addresses, Found, Nobody, recipient_of
from wom_tui.store import journal
from wom_tui.store.reader import Reader


@dataclass(frozen=True)
class Rehearsal:
    """What a notification would say about an order now.

    Attributes:
        nobody: why nobody would hear it; empty where somebody would.
    """

    message: Message
    letter: Letter | Never
    nobody: str = ""


def rehearsed(
    reader: Reader, definition: Definition, order: int, addresses: Addresses, now: datetime
) -> Rehearsal:
    """What it would say of the last such event of an order; of the order alone, where it has had none."""
    subject, event = _last(reader, definition, order)
    message = Message(
        dedupe_key="0" * 32,
        subscription=definition.name,
        seq=event.seq if event else 0,
        kind=event.kind if event else min(definition.kinds),
        subject=subject,
        command_id="",
        order_id=order,
        recipient="",
        channel=definition.channel,
        endpoint=definition.endpoint,
        written_at=now,
        due_at=now,
        expires_at=now,
    )
    told = told_of(reader, event, subject, order)
    found = recipient_of(
        reader, replace(message, recipient=_first_recipient(reader, definition, told)), told, addresses
    )
    if isinstance(found, Nobody):
        letter = written(definition, message, told, Found("", "", "", told.zone))
        return Rehearsal(message, letter, found.why)
    return Rehearsal(message, written(definition, message, told, found))


def _last(reader: Reader, definition: Definition, order: int) -> tuple[str, Event | None]:
    """The last event of an order that a notification answers, and what it is about."""
    reader.get(WorkOrder, order)
    visits = [f"{Visit.noun}:{visit.id}" for visit in reader.select(Visit, order_id=order)]
    found = [
        event
        for subject in (f"{WorkOrder.noun}:{order}", *visits)
        for event in journal.events(reader.connection, subject=subject)
        if definition.answers(event.kind)
    ]
    if found:
        last = max(found, key=lambda event: event.seq)
        return last.subject, last
    return (visits[-1] if visits else f"{WorkOrder.noun}:{order}"), None


def _first_recipient(reader: Reader, definition: Definition, told: Told) -> str:
    """Whom it would be for; of a role the first of those who work in it."""
    match definition.audience:
        case Audience.TECHNICIAN:
            return f"technician:{told.technician.id}" if told.technician else "customer"
        case Audience.ROLE:
            users = reader.select(User, role=definition.detail, is_active=True)
            return f"user:{users[0].id if users else 0}"
        case Audience.ADDRESS:
            return f"address:{definition.detail}"
        case Audience.CUSTOMER | Audience.ENDPOINT:
            return definition.audience.value
