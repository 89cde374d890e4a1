"""What would a notification say about an order, to whom, before anybody switches it on? Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from wom_tui.domain.alert import Alert
from wom_tui.domain.event import Event
from wom_tui.domain.letter import missing
from wom_tui.domain.message import Message
from wom_tui.domain.outbox import Outgoing, promised, technicians_of
from wom_tui.domain.policy import User
from wom_tui.domain.subscription import Audience, Definition
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.queries.letter_facts import Told, told_of, values_of
from wom_tui.queries.letters import Letter, Never, reply_of, written
from wom_tui.queries.recipients import Addresses, Found, Nobody, recipient_of
from wom_tui.store import journal
from wom_tui.store.reader import Reader
from wom_tui.store.tables import FACTS

_CLOCK = {"weekday": "Monday", "date": "2026-03-02", "from": "09:00", "until": "11:00"}
_EXAMPLES = {
    "event": "alert.raised",
    "happened": "raised",
    "reason": "Nobody has been there yet.",
    "severity": "warning",
    "rule": "not-accepted",
    "technician": "K. Moran",
    **_CLOCK,
    **{f"was_{name}": said for name, said in _CLOCK.items()},
}


@dataclass(frozen=True)
class Rehearsal:
    """What a notification would say about an order now.

    Attributes:
        nobody: why nobody would hear it; empty where somebody would.
        examples: places in which an example stands, for the order has had no such event yet.
    """

    outgoing: Outgoing
    letter: Letter | Never
    nobody: str = ""
    examples: tuple[str, ...] = ()


def rehearsed(
    reader: Reader, definition: Definition, order: int, addresses: Addresses, now: datetime
) -> Rehearsal:
    """What it would say of the last such event of an order; of the order and examples, where it has had none."""
    subject, event = _last(reader, definition, order)
    outgoing = Outgoing(
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
    outgoing = replace(outgoing, recipient=_first_recipient(reader, definition, subject, told))
    found = (
        recipient_of(reader, outgoing, told, addresses)
        if outgoing.recipient
        else Nobody(f"no {definition.detail or definition.audience.value} is to hear it")
    )
    nobody = found.why if isinstance(found, Nobody) else ""
    to = Found("", "", "", told.zone) if isinstance(found, Nobody) else found
    used = _examples(definition, told, to)
    letter = written(definition, outgoing, told, to, reply_of(reader, outgoing, told, addresses), used)
    return Rehearsal(outgoing, letter, nobody, tuple(used))


def _examples(definition: Definition, told: Told, to: Found) -> dict[str, str]:
    """Of what only an event brings along and no event has brought yet, what the words ask for; none of the rest."""
    if told.event is not None or not definition.words:
        return {}
    language, words = definition.in_language(to.language)
    lacking = missing(words, values_of(told, language, has_halves=definition.has_halves))
    return {name: f"[{_EXAMPLES[name]}]" for name in lacking if name in _EXAMPLES}


def _last(reader: Reader, definition: Definition, order: int) -> tuple[str, Event | None]:
    """The last event of an order that a notification answers, and what it is about."""
    reader.get(WorkOrder, order)
    visits, alerts, messages = (
        [f"{cls.noun}:{one.id}" for one in reader.select(cls, order_id=order)]
        for cls in (Visit, Alert, Message)
    )
    found = [
        event
        for subject in (f"{WorkOrder.noun}:{order}", *visits, *alerts, *messages)
        for event in journal.events(reader.connection, subject=subject)
        if definition.answers(event.kind) and (definition.moved is None or promised(event.before) is not None)
    ]
    if found:
        last = max(found, key=lambda event: event.seq)
        return last.subject, last
    return (visits[-1] if visits else f"{WorkOrder.noun}:{order}"), None


def _first_recipient(reader: Reader, definition: Definition, subject: str, told: Told) -> str:
    """Whom it would be for, of several the first; empty where it is for nobody."""
    match definition.audience:
        case Audience.TECHNICIAN:
            return next((f"{Technician.noun}:{id}" for id in _technicians(reader, subject, told)), "")
        case Audience.ROLE:
            users = reader.select(User, role=definition.detail, is_active=True)
            return next((f"{User.noun}:{user.id}" for user in users), "")
        case Audience.ADDRESS:
            return f"address:{definition.detail}"
        case Audience.CUSTOMER | Audience.ENDPOINT:
            return definition.audience.value


def _technicians(reader: Reader, subject: str, told: Told) -> Iterator[int]:
    """Whom the event concerns; before there is one, who goes there."""
    if told.event is not None:
        noun, _, id = subject.partition(":")
        yield from technicians_of(told.event, reader.find(FACTS[noun], int(id)))
    elif told.technician is not None:
        yield told.technician.id
