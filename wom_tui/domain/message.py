"""What do office and field say to each other? One message, whom it concerns, and who has still to say "got it".

Who has looked at it is no part of the fact, and in no journal: see `store/message_reads.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.fact import Fact
from wom_tui.domain.policy import Actor, Role, allows
from wom_tui.domain.texts import said_text
from wom_tui.domain.violation import Violation

LONGEST_MESSAGE = 2_000
OFFICE = "office"  # who is meant by everybody who dispatches
_MENTION = re.compile(r"(?<![\w@.])@([\w][\w.-]{0,39})")


@dataclass(frozen=True, kw_only=True)
class Acknowledged:
    """Somebody has said that they know.

    Attributes:
        technician_id: for whom in the field; None = for the office, or for themselves.
    """

    by: str
    at: datetime
    technician_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Message(Fact):
    """Something that was said between office and field, in the thread of an order or of a technician.

    Attributes:
        author: the user's name, as the journal has it.
        from_technician_id: who in the field has said it; None = the office.
        order_id, technician_id: whose thread it stands in: one of the two.
        to_office, to_technician_ids, to_users: whom it concerns.
        needs_ack: they are asked to say that they know.
        reply_to_id: what it answers.
    """

    text: str
    author: str
    sent_at: datetime
    from_technician_id: int | None = None
    order_id: int | None = None
    technician_id: int | None = None
    to_office: bool = False
    to_technician_ids: tuple[int, ...] = ()
    to_users: tuple[str, ...] = ()
    needs_ack: bool = False
    acknowledged: tuple[Acknowledged, ...] = ()
    reply_to_id: int | None = None


@dataclass(frozen=True)
class Me:
    """Who reads."""

    name: str
    technician_id: int | None = None
    is_office: bool = False

    @staticmethod
    def of(actor: Actor) -> Me:
        """The one who sits there; where an admin acts for another, the other."""
        is_in_field = actor.on_behalf_of is not None and actor.technician_id is not None
        is_office = allows(actor.role, Role.DISPATCHER) and not is_in_field
        return Me(actor.on_behalf_of or actor.name, actor.technician_id, is_office)


NOBODY = Me("")  # nothing is said to them


def concerns(message: Message, me: Me) -> bool:
    """It was said to them, and not by them."""
    if message.author == me.name:
        return False
    is_to_me = me.technician_id is not None and me.technician_id in message.to_technician_ids
    return is_to_me or me.name in message.to_users or (message.to_office and me.is_office)


@dataclass(frozen=True)
class Waiting:
    """Who has still to say that they know."""

    office: bool = False
    technician_ids: tuple[int, ...] = ()
    users: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.office or bool(self.technician_ids or self.users)


def waits_for(message: Message) -> Waiting:
    """Everybody in the field for themselves, every user who is named, and of the office any one."""
    if not message.needs_ack:
        return Waiting()
    said = message.acknowledged
    there = {one.technician_id for one in said}
    names = {one.by for one in said}
    return Waiting(
        office=message.to_office and None not in there,
        technician_ids=tuple(id for id in message.to_technician_ids if id not in there),
        users=tuple(name for name in message.to_users if name not in names),
    )


def acknowledge_violations(message: Message, me: Me, technician_id: int | None) -> Iterator[Violation]:
    """Say why somebody cannot say that it is known: it was not said to them.

    Args:
        technician_id: for whom in the field; the office may say it for anybody who has told them.
    """
    is_named = technician_id in message.to_technician_ids
    is_own = technician_id == me.technician_id or me.is_office
    if (technician_id is None and concerns(message, me)) or (is_named and is_own):
        return
    yield Violation(
        code="message.elsewhere",
        message=f"message {message.id} was not said to {me.name}, who cannot say that it is known",
        facts={"message": message.id, "actor": me.name},
    )


def withdraw_violations(message: Message, me: Me, read_by: Collection[str]) -> Iterator[Violation]:
    """Say why a message cannot be called back: it is somebody else's, or somebody has read it."""
    if message.author != me.name and not me.is_office:
        yield Violation(
            code="message.elsewhere",
            message=f"message {message.id} is {message.author}'s, and stays",
            facts={"message": message.id, "actor": me.name},
        )
    yield from read_violations(message, read_by)


def read_violations(message: Message, read_by: Collection[str]) -> Iterator[Violation]:
    """What somebody has read cannot be made unsaid."""
    others = sorted({*read_by, *(one.by for one in message.acknowledged)} - {message.author})
    if others:
        yield Violation(
            code="message.read",
            message=f"message {message.id} was read by {', '.join(others)}; write another one instead",
            facts={"message": message.id, "read_by": others},
        )


def mentions(text: str) -> tuple[str, ...]:
    """The names after an @, each once, as they were typed: `@kim`; an address has none."""
    found = (name.rstrip(".-") for name in _MENTION.findall(text))
    return tuple(dict.fromkeys(name for name in found if name))


def message_text(said: str, field: str = "text") -> str:
    """The text as it is kept: without blanks around it.

    Raises:
        InvalidInput: nothing is said, or too much.
    """
    return said_text(said, LONGEST_MESSAGE, "what is to be said, in words", field)
