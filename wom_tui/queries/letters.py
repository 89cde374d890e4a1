"""What does a message say, to whom, and may it leave now? Asked when its time has come, of the facts as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from wom_tui.domain.filter import parse_filter
from wom_tui.domain.letter import filled, fitted, missing, without_code
from wom_tui.domain.outbox import MOST_ATTEMPTS, STANDING, Outgoing, OutgoingState
from wom_tui.domain.quiet import quiet_until
from wom_tui.domain.reply_code import HIDDEN, LIVES, Grant, reply_code
from wom_tui.domain.subscription import CODE, Channel, Definition, Subscription
from wom_tui.domain.subscription_text import MOST_PARTS, read_subscription
from wom_tui.domain.visit import Visit
from wom_tui.errors import InvalidInput
from wom_tui.queries.letter_facts import Told, read_told, values_of
from wom_tui.queries.orders import order_rows
from wom_tui.queries.recipients import Addresses, Found, Nobody, recipient_of
from wom_tui.queries.reported import grant_of
from wom_tui.queries.webhook_document import document_of
from wom_tui.store import office, outbox
from wom_tui.store.reader import Reader

_ASK_AGAIN = timedelta(minutes=5)
_CALLS = frozenset({"alert.raised", "alert.woken", "alert.escalated"})  # that somebody has to see to it


@dataclass(frozen=True)
class Reply:
    """What the code of a letter allows; it becomes a code where the letter leaves, and stands nowhere before."""

    grant: Grant
    until_at: datetime


@dataclass(frozen=True)
class Letter:
    """What is sent, exactly; but for a reply code, which is a secret and is put in when it leaves.

    Attributes:
        recipient: who it is, as limits count them.
        to: address or number; empty where the endpoint itself is meant.
        document: of a webhook, instead of words.
        reply: whose code stands where `HIDDEN` does; None = nobody's.
    """

    recipient: str
    to: str = ""
    subject: str = ""
    body: str = ""
    document: str = ""
    reply: Reply | None = None

    def with_code(self, secret: str) -> Letter:
        """As it leaves: with the code that its reader answers by."""
        if self.reply is None:
            return self
        code = reply_code(self.reply.grant, self.reply.until_at, secret)
        subject, body = (text.replace(HIDDEN, code) for text in (self.subject, self.body))
        return replace(self, subject=subject, body=body)

    def as_content(self) -> str:
        """As the outbox keeps it between two attempts."""
        told = {name: value for name, value in vars(self).items() if name != "reply"}
        if self.reply is not None:
            told["reply"] = vars(self.reply.grant) | {"until_at": self.reply.until_at.isoformat()}
        return json.dumps(told, ensure_ascii=False, sort_keys=True)

    @staticmethod
    def of_content(content: str) -> Letter:
        """The letter that was kept."""
        told = json.loads(content)
        reply = told.pop("reply", None)
        if reply is not None:
            until_at = datetime.fromisoformat(reply.pop("until_at"))
            told["reply"] = Reply(Grant(**reply), until_at)
        return Letter(**told)


@dataclass(frozen=True)
class NotNow:
    """It waits."""

    until: datetime
    why: str


@dataclass(frozen=True)
class Never:
    """It is not sent."""

    state: OutgoingState
    why: str


Prepared = Letter | NotNow | Never


def prepared(
    reader: Reader, outgoing: Outgoing, addresses: Addresses, now: datetime, real_now: datetime
) -> Prepared:
    """The letter of a message, or why there is none.

    Args:
        now: business time, in which conditions are meant.
        real_now: the time in which people sleep, and in which a message grows old.
    """
    if outgoing.expires_at <= real_now:
        state = OutgoingState.DEAD if outgoing.attempts else OutgoingState.LAPSED
        return Never(state, f"it could not be sent in time; {outgoing.said or 'nobody did'}")
    if outgoing.attempts >= MOST_ATTEMPTS:
        return Never(OutgoingState.DEAD, outgoing.said or "whoever sent it has died at it again and again")
    definition = _definition(reader, outgoing)
    if isinstance(definition, Never):
        return definition
    may_skip = outgoing.channel.is_for_people and not outgoing.attempts  # programs hear of every event
    if may_skip and outbox.later_ones(reader.connection, outgoing):
        return Never(OutgoingState.LAPSED, "another message after it says how things are by now")
    if definition.condition and not _meets(reader, definition.condition, outgoing, now):
        return Never(OutgoingState.LAPSED, "its condition does not hold")
    told = read_told(reader, outgoing)
    if may_skip and told.alert is not None and outgoing.kind in _CALLS and not told.alert.is_open:
        return Never(OutgoingState.LAPSED, "the alert was cleared before that")
    if definition.moved is not None and told.has_moved_by_at_most(definition.moved):
        return Never(OutgoingState.LAPSED, "by now it is as it was told")
    return _addressed(reader, outgoing, definition, told, addresses, now, real_now)


def _addressed(
    reader: Reader,
    outgoing: Outgoing,
    definition: Definition,
    told: Told,
    addresses: Addresses,
    now: datetime,
    real_now: datetime,
) -> Prepared:
    found = recipient_of(reader, outgoing, told, addresses)
    if isinstance(found, Nobody):
        if found.is_for_now:
            return NotNow(real_now + _ASK_AGAIN, found.why)
        return Never(OutgoingState.LAPSED, found.why)
    until = quiet_until(definition.quiet, real_now, found.zone)
    if until is not None and not _is_urgent(reader, definition, outgoing, now):
        quiet = f"quiet until {until.astimezone(ZoneInfo(found.zone)):%H:%M}"
        if until >= outgoing.expires_at:
            return Never(OutgoingState.LAPSED, f"{quiet}, when it is of no use any more")
        return NotNow(until, quiet)
    if outgoing.content is not None:
        return Letter.of_content(outgoing.content)
    return written(definition, outgoing, told, found, reply_of(reader, outgoing, told, addresses))


def reply_of(reader: Reader, outgoing: Outgoing, told: Told, addresses: Addresses) -> Reply | None:
    """What a technician may answer by a code; None where they make no such visit, or nobody takes answers.

    Of an order to which they go twice only the visit that the message is about is theirs to answer.
    """
    whose = outgoing.technician_id
    if whose is None or not addresses.takes_replies or told.order is None:
        return None
    visits = reader.select(Visit, order_id=told.order.id, technician_id=whose)
    theirs = [visit for visit in visits if visit.is_live]
    if told.visit in theirs:
        theirs = [told.visit]
    if len(theirs) != 1:
        return None
    asked_at = told.event.at if told.event is not None else outgoing.written_at
    until_at = max(theirs[0].end_at or asked_at, asked_at) + LIVES
    return Reply(grant_of(reader, theirs[0].label), until_at)


def written(
    definition: Definition,
    outgoing: Outgoing,
    told: Told,
    found: Found,
    reply: Reply | None = None,
    examples: Mapping[str, str] = MappingProxyType({}),
) -> Letter | Never:
    """The words of a message to somebody, on the clock of the site.

    Args:
        examples: what stands, in a trial, in places for which there is nothing yet.
    """
    body, subject = "", ""
    if definition.words:
        language, words = definition.in_language(found.language)
        words = words if reply is not None else without_code(words)
        values = dict(values_of(told, language, has_halves=definition.has_halves))
        values[CODE] = HIDDEN if reply is not None else ""
        values = {name: said or examples.get(name, "") for name, said in values.items()}
        if lacking := missing(words, values):
            named = ", ".join(f"{{{name}}}" for name in lacking)
            return Never(OutgoingState.DEAD, f"there is nothing to put in the place of {named}")
        body = filled(words.body, values, definition.channel)
        subject = filled(words.subject, values, definition.channel)
    match definition.channel:
        case Channel.WEBHOOK:
            return Letter(found.recipient, document=document_of(outgoing, told, body))
        case Channel.SMS:
            body = fitted(body, MOST_PARTS, kept=HIDDEN)
            return Letter(found.recipient, found.to, body=body, reply=reply)
        case Channel.MAIL | Channel.CHAT:
            return Letter(found.recipient, found.to, subject, body, reply=reply)


def _definition(reader: Reader, outgoing: Outgoing) -> Definition | Never:
    subscription = next(iter(reader.select(Subscription, name=outgoing.subscription)), None)
    if subscription is None or not subscription.is_on:
        return Never(OutgoingState.LAPSED, "the notification is off")
    try:
        return read_subscription(subscription.text, subscription.name)
    except InvalidInput as error:
        return Never(OutgoingState.DEAD, str(error))


def _is_urgent(reader: Reader, definition: Definition, outgoing: Outgoing, now: datetime) -> bool:
    return definition.urgent is not None and _meets(reader, definition.urgent, outgoing, now)


def _meets(reader: Reader, condition: str, outgoing: Outgoing, now: datetime) -> bool:
    """The order behind a message meets a condition; what is about no order meets none."""
    if outgoing.order_id is None:
        return False
    meant = parse_filter(condition, now=now, zone=office.read(reader.connection).zone)
    return bool(meant.apply(order_rows(reader, ids=[outgoing.order_id])))


def previewed(
    reader: Reader, outgoing: Outgoing, addresses: Addresses, now: datetime, real_now: datetime
) -> Letter | NotNow | Never:
    """What would be sent of a message now, whatever the hour; what has ended says why it did."""
    if outgoing.state not in STANDING and outgoing.content is None:
        return Never(outgoing.state, outgoing.said or f"it is {outgoing.state.value}")
    if outgoing.content is not None:
        return Letter.of_content(outgoing.content)
    definition = _definition(reader, outgoing)
    if isinstance(definition, Never):
        return definition
    awake, told = replace(definition, quiet=None), read_told(reader, outgoing)
    return _addressed(reader, outgoing, awake, told, addresses, now, real_now)
