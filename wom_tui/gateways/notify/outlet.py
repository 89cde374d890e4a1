"""What is handed to whoever carries a message out, and what do they answer?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit

from wom_tui.domain.letter import one_line
from wom_tui.domain.outbox import LONGEST_SAID
from wom_tui.domain.reply_code import hidden
from wom_tui.domain.texts import shortened


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A message that is ready.

    Attributes:
        key: the same at every attempt; the receiver is told it, and can find out that it has this one already.
        written_at: when what it tells was done.
        document: of a webhook, instead of words.
    """

    key: str
    written_at: datetime
    to: str = ""
    subject: str = ""
    body: str = ""
    document: str = ""


class Fate(StrEnum):
    """What became of an attempt."""

    SENT = "sent"
    LATER = "later"  # not now, or nobody knows: again, with the same key
    NEVER = "never"  # whoever was asked will say no again


@dataclass(frozen=True)
class Answer:
    """What whoever was asked to carry a message says.

    Attributes:
        said: in at most 200 characters, without anything that a terminal would obey.
        wait_s: seconds that they ask for.
        is_down: it is about them and not about the message: others need not try either.
        is_unheard: its recipient has certainly not got it by this attempt. Otherwise nobody knows, unless it is sent.
    """

    fate: Fate
    said: str = ""
    wait_s: float | None = None
    is_down: bool = False
    is_unheard: bool = False

    @property
    def may_be_heard(self) -> bool:
        """Its recipient has it, or perhaps has."""
        return not self.is_unheard


class Outlet(Protocol):
    """A way out of the house."""

    def send(self, parcel: Parcel) -> Answer:
        """Try once; never raises for what is wrong out there."""

    def shown(self, parcel: Parcel) -> str:
        """What would be sent, letter by letter, without passwords."""


def told(said: object, *secrets: str) -> str:
    """What somebody out there has said, as it may be kept: short, in one line, without a password or code of ours."""
    text = hidden(" ".join(one_line(str(said)).split()))
    for secret in secrets:
        if secret:
            text = text.replace(secret, "…")
    return shortened(text, LONGEST_SAID)


def address_shown(url: str) -> str:
    """An endpoint as people may see it: where it is, and nothing that lets anybody in."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}"
