"""What leaves the house because of an act, when is it tried again, and when is it given up?

Pure: events in, rows out. What a message says is put together when it leaves (`queries/letters.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from wom_tui.domain.event import Event
from wom_tui.domain.fact import Fact
from wom_tui.domain.message import Message
from wom_tui.domain.policy import Role
from wom_tui.domain.subscription import GRACE, Audience, Channel, Definition
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.domain.worktime import Window

MOST_ATTEMPTS = 8
LONGEST_SAID = 200  # characters of what an endpoint answered that are kept
IS_HISTORY = timedelta(hours=1)  # what happened before that is told to nobody: it was typed in later
KEPT, DEAD_KEPT = timedelta(days=30), timedelta(days=90)  # after which messages that ended are forgotten
LIMITED = timedelta(hours=1)  # in which one recipient hears so many messages and no more
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
_GROWTH, _JITTER = 4, 0.2


class OutgoingState(StrEnum):
    """What has become of a message."""

    WAITING = "waiting"  # for its time
    SENDING = "sending"  # it may have left: whoever finds it so sends it again, with the same key
    SENT = "sent"
    WITHDRAWN = "withdrawn"  # the act was taken back before it left
    LAPSED = "lapsed"  # its condition did not hold, nobody wanted it, or it came too late
    DROPPED = "dropped"  # by hand
    DEAD = "dead"  # given up; `wom outbox retry` tries again


STANDING = frozenset({OutgoingState.WAITING, OutgoingState.SENDING})  # it may still leave


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One message to one recipient, as it waits in the outbox; what people say to each other is a `Message`.

    Attributes:
        dedupe_key: what no second message has; receivers get it with every attempt.
        seq: the event that it tells; `command_id` the act.
        order_id: the order behind it; None = it is about none.
        recipient: `customer`, `technician:2`, `user:7`, `address:ops`, `endpoint`; once it is known, `contact:12`.
        due_at: real time, before which it may not leave.
        expires_at: after which it is not sent any more.
        content: as it was sent first, so that every attempt says the same; None = not put together yet.
        said: why it waits, or why it ended.
        withdrawn_by: the act that took back what it tells.
    """

    dedupe_key: str
    subscription: str
    seq: int
    kind: str
    subject: str
    command_id: str
    order_id: int | None
    recipient: str
    channel: Channel
    endpoint: str
    state: OutgoingState = OutgoingState.WAITING
    written_at: datetime
    due_at: datetime
    expires_at: datetime
    attempts: int = 0
    content: str | None = None
    said: str = ""
    sent_at: datetime | None = None
    withdrawn_by: str | None = None

    @property
    def technician_id(self) -> int | None:
        """Who hears it, where that is a technician."""
        kind, _, id = self.recipient.partition(":")
        return int(id) if kind == Technician.noun else None


Known = Callable[[str], Fact | None]  # subject → the fact as the act leaves it
Staff = Callable[[Role], Sequence[int]]  # ids of the active users of a role


def leaving(
    events: Iterable[Event],
    definitions: Sequence[Definition],
    known: Known,
    staff: Staff,
    *,
    now: datetime,
    written_at: datetime,
) -> Iterator[Outgoing]:
    """The messages that an act causes, each of which has its key.

    Args:
        now: business time of the act; what it tells of long before is history.
        written_at: real time.
    """
    by_kind: dict[str, list[Definition]] = {}
    for event in events:
        if event.kind not in by_kind:
            by_kind[event.kind] = [one for one in definitions if one.answers(event.kind)]
        for definition in by_kind[event.kind]:
            if event.at < now - IS_HISTORY or not _has_moved(event, definition.moved):
                continue
            for recipient in _recipients(event, definition, known, staff):
                yield _outgoing(event, definition, recipient, known, written_at)


def _outgoing(
    event: Event, definition: Definition, recipient: str, known: Known, written_at: datetime
) -> Outgoing:
    named = f"{event.command_id}:{definition.name}:{event.seq}:{recipient}"
    return Outgoing(
        dedupe_key=hashlib.sha256(named.encode()).hexdigest()[:32],
        subscription=definition.name,
        seq=event.seq,
        kind=event.kind,
        subject=event.subject,
        command_id=event.command_id,
        order_id=order_of(event, known(event.subject)),
        recipient=recipient,
        channel=definition.channel,
        endpoint=definition.endpoint,
        written_at=written_at,
        due_at=written_at + GRACE,
        expires_at=written_at + GRACE + definition.keep,
    )


def _recipients(event: Event, definition: Definition, known: Known, staff: Staff) -> Iterator[str]:
    match definition.audience:
        case Audience.ROLE:
            yield from (f"user:{id}" for id in staff(Role(definition.detail)))
        case Audience.TECHNICIAN:
            yield from (f"technician:{id}" for id in technicians_of(event, known(event.subject)))
        case Audience.ADDRESS:
            yield f"address:{definition.detail}"
        case Audience.CUSTOMER | Audience.ENDPOINT:
            yield definition.audience.value


def technicians_of(event: Event, fact: Fact | None) -> Iterator[int]:
    """Whose visit it is; where it has just been taken off somebody, whose it was; to whom something was said."""
    if isinstance(fact, Message):
        yield from fact.to_technician_ids
        return
    now = fact.technician_id if isinstance(fact, Visit) else event.after.get("technician_id")
    found = now if now is not None else event.before.get("technician_id")
    if isinstance(found, int):
        yield found


def order_of(event: Event, fact: Fact | None) -> int | None:
    """The order that an event is about."""
    if event.noun == WorkOrder.noun:
        return event.subject_id
    found = getattr(fact, "order_id", None) or event.after.get("order_id")
    return found if isinstance(found, int) else None


def _has_moved(event: Event, by: timedelta | None) -> bool:
    """The promise is another than before, by more than so much; what is promised first has not moved."""
    if by is None:
        return True
    was, now = promised(event.before), promised(event.after)
    return was is not None and now is not None and apart(was, now) > by


def apart(one: Window, other: Window) -> timedelta:
    """By how much a promise is another, at whichever end that is more."""
    return max(abs(one.start_at - other.start_at), abs(one.end_at - other.end_at))


def promised(values: Mapping[str, object]) -> Window | None:
    """The promise that one side of an event tells."""
    told = values.get("promised")
    if not isinstance(told, Mapping):
        return None
    begins, ends = (datetime.fromisoformat(str(told[name])) for name in ("start_at", "end_at"))
    return Window(begins, ends)


def next_attempt(attempts: int, now: datetime, chance: float, wait_s: float | None = None) -> datetime:
    """When to try again.

    Args:
        attempts: that were made, at least one.
        chance: 0 to 1; so that what failed together does not come back together.
        wait_s: seconds that the endpoint asked for; it gets them, up to the longest wait there is.
    """
    # Far fewer attempts are made, but a number from a database shall not make an hour of arithmetic.
    growth: int = _GROWTH ** min(attempts - 1, 10)
    wait = min(_FIRST_WAIT * growth, _LONGEST_WAIT) * (1 + _JITTER * (2 * chance - 1))
    if wait_s is not None:
        wait = max(wait, min(timedelta(seconds=max(wait_s, 0)), _LONGEST_WAIT))
    return now + wait


def free_at(sent: Sequence[datetime], most: int, now: datetime) -> datetime | None:
    """When somebody may hear the next message, who has heard so many in the last hour; None = at once.

    Args:
        sent: when, the first one first.
        most: an hour; 0 = as many as there are.
    """
    within = [at for at in sent if at > now - LIMITED]
    return within[-most] + LIMITED if most and len(within) >= most else None
