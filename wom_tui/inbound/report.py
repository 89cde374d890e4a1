"""What does something that came in say, before anything is looked up?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.inbound import Why
from wom_tui.domain.reply_code import Claim
from wom_tui.domain.report_words import Said


@dataclass(frozen=True)
class Doubt:
    """Why something is not done by itself."""

    why: Why
    reason: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """One thing that came in.

    Attributes:
        id: what comes in with the same id is the same thing.
        channel: line, mail or cli.
        source: the file that it came in, and where in it.
        sender: who says so, by their own words.
        text: all that it says, as it came.
        said: what is understood of it; None = nothing.
        at: when it happened, where it says so with day and zone.
        order, ordinal: the order, and which visit of it.
        technician: whose report it is: a code.
        claims: codes in it, genuine or not.
        doubt: what is wrong with it whatever it is about.
    """

    id: str
    channel: str
    source: str
    sender: str = ""
    text: str
    said: Said | None = None
    at: datetime | None = None
    order: int | None = None
    ordinal: int | None = None
    technician: str | None = None
    claims: tuple[Claim, ...] = ()
    doubt: Doubt | None = None

    @property
    def command_id(self) -> str:
        """The id of the one act that may come of it."""
        return hashlib.sha256(f"inbound:{self.id}".encode("utf-8", "replace")).hexdigest()[:32]

    @property
    def digest(self) -> str:
        """The same for two that say the same."""
        what = (self.said, self.at, self.order, self.ordinal, self.technician, self.claims, self.text)
        return hashlib.sha256(repr(what).encode("utf-8", "replace")).hexdigest()[:16]
