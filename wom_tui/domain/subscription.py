"""Who hears of what? Events, a condition, somebody who is told, a way to reach them, and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum

from wom_tui.domain.fact import Fact

GRACE = timedelta(seconds=10)  # in which an act can be taken back before anything leaves because of it


@dataclass(frozen=True, kw_only=True)
class Subscription(Fact):
    """A notification as the office keeps it: what its file said when somebody switched it on.

    Attributes:
        text: its file, as `domain/subscription_text.py` reads it.
        off_reason: why it is off, where it is off.
    """

    name: str
    text: str
    is_on: bool = True
    off_reason: str | None = None


class Channel(StrEnum):
    """A way to reach somebody."""

    MAIL = "mail"
    SMS = "sms"
    CHAT = "chat"
    WEBHOOK = "webhook"

    @property
    def is_for_people(self) -> bool:
        """What went out this way has been read, and is not called back by another message."""
        return self is not Channel.WEBHOOK


class Audience(StrEnum):
    """Whom a message is for."""

    CUSTOMER = "customer"  # the contact of the order, or the only one of its customer
    TECHNICIAN = "technician"  # of the visit, as it was then
    ROLE = "role"  # every active user of a role
    ADDRESS = "address"  # one that the settings name
    ENDPOINT = "endpoint"  # whoever is at the end of a chat or a webhook


@dataclass(frozen=True)
class Span:
    """From one time of day to another, on the recipient's clock; over midnight where it ends before it begins."""

    begins: time
    ends: time


@dataclass(frozen=True)
class Words:
    """What is said in one language: with `{places}` where values belong."""

    body: str
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What a subscription's file says.

    Attributes:
        says: what it is for, in a sentence.
        kinds: of the events that it answers; `visit.*` = every one of that noun.
        condition: a filter as the board has it; asked when the message is about to leave.
        moved: only where the promise moved by more than that.
        detail: of the audience: the role, or the name of the address.
        endpoint: name of the one in the settings.
        quiet: when nobody is disturbed; None = always welcome.
        urgent: a filter: what meets it does not wait for the quiet to end. None = nothing does.
        keep: what could not be sent by then is not sent any more.
        words: by language; empty only for a webhook, which tells the event itself.
        has_halves: times are written 2:30 PM.
    """

    name: str
    says: str
    kinds: frozenset[str]
    condition: str = ""
    moved: timedelta | None = None
    audience: Audience
    detail: str = ""
    channel: Channel
    endpoint: str
    quiet: Span | None = None
    urgent: str | None = None
    keep: timedelta = timedelta(hours=12)
    words: Mapping[str, Words] = field(default_factory=dict)
    has_halves: bool = False

    def answers(self, kind: str) -> bool:
        """An event of that kind is its business."""
        return kind in self.kinds or f"{kind.partition('.')[0]}.*" in self.kinds

    def in_language(self, language: str) -> tuple[str, Words]:
        """The words for a reader of that language; the first where there are none in it."""
        short = language.partition("-")[0]
        found = next((one for one in (language, short) if one in self.words), next(iter(self.words)))
        return found, self.words[found]


CODE = "code"  # the place of a reply code, which only the technician whose visit it is may have
# What a message may name; nothing else is looked up, and nothing of it is carried out.
PLACES: Mapping[str, str] = {
    "office": "the office's name",
    "order": "the order's number",
    "title": "what is to be done",
    "type": "the work type",
    "priority": "P1 to P4",
    "site": "the name of the place",
    "address": "its address",
    "customer": "the customer's name",
    "contact": "the name of the customer's contact",
    "technician": "who comes",
    "weekday": "the day of the promise, or of the planned visit where nothing is promised, by its name",
    "date": "the same: 2026-03-02",
    "from": "the clock at which it begins",
    "until": "and ends",
    "was_weekday": "the day that was promised before",
    "was_date": "the same: 2026-03-02",
    "was_from": "the clock at which it was to begin",
    "was_until": "and to end",
    "event": "what happened: visit.promised",
    "happened": "the same in words: raised, escalated to manager",
    "reason": "what was said of it: a reason, a note; of an alert what it says",
    "about": "what it is about: order 4417 with its title and site; of an alert also a territory, a rule …",
    "severity": "how much an alert matters: critical, warning, info",
    "rule": "which rule has raised an alert",
    CODE: "the code by which a technician reports on their visit; a line of which there is none is left out",
}

# On the recipient's clock, where a subscription says nothing else.
QUIET: Mapping[Channel, Span | None] = {
    Channel.MAIL: None,
    Channel.SMS: Span(time(21), time(8)),
    Channel.CHAT: None,
    Channel.WEBHOOK: None,
}
