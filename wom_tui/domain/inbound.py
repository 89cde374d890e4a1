"""What comes in from the field without a person at a console: a report, or something that somebody has to look at.

A report says who, about which visit, what, and when. What cannot be understood, or must not be believed, is kept with
its words and the reason, and waits for a person; nothing of it is ever guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.fact import Fact
from wom_tui.domain.report import Act
from wom_tui.domain.violation import Violation
from wom_tui.domain.words import WordEnum

DOOR = "inbound"
ACTOR = "inbound"  # in the journal; with the technician's code behind it, where that is known: `inbound:kim`
LINE = "line"  # the channel whose text is JSON: nobody's words
LONGEST_SAID = 2_000  # characters of what came in that are kept
MOST_WAITING = 1_000  # then nothing more is taken in, until somebody has looked


class InboundStatus(WordEnum):
    """What has become of it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


class Why(WordEnum):
    """Why it waits for a person."""

    NO_CODE = "no_code"
    FORGED = "forged"
    EXPIRED = "expired"
    SEVERAL = "several"  # codes, or visits that may be meant
    UNKNOWN = "unknown"  # words that say nothing that can be done, or a record that there is not
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    REFUSED = "refused"  # the trade says no to what was meant
    AUTOMATIC = "automatic"  # an answer that no person wrote
    ID_USED = "id_used"  # something else has come in with its id before


@dataclass(frozen=True, kw_only=True)
class Inbound(Fact):
    """Something that came in and waits for a person, or did.

    Attributes:
        channel: line, mail or cli.
        source: the file that it came in, with its line; made safe.
        sender: who says so; nothing proves it.
        text: the words as they came, cut and made safe.
        why, reason: what is in the way; the reason in a sentence.
        act, order_id, visit_id: what was meant, as far as that is known: what `accept` does without another word.
        said: the words that belong to the act.
        said_at: when it happened, if it said so.
        decision: what came of it; who has decided stands in the journal.
    """

    channel: str
    source: str
    sender: str = ""
    text: str
    why: Why
    reason: str
    received_at: datetime
    status: InboundStatus = InboundStatus.WAITING
    act: Act | None = None
    order_id: int | None = None
    visit_id: int | None = None
    said: str = ""
    said_at: datetime | None = None
    decided_at: datetime | None = None
    decision: str = ""


def decided_violations(inbound: Inbound) -> Iterator[Violation]:
    """What has been decided stands; an undo takes it back."""
    if inbound.status is not InboundStatus.WAITING:
        yield Violation(
            code="inbound.decided",
            message=f"what came in as {inbound.id} was {inbound.status.words} already",
            facts={"inbound": inbound.id, "status": inbound.status.value},
        )
