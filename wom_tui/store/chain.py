"""Has nobody changed, removed or cut off what happened? How the events are chained, and the walk along the chain.

An event that does not match its hash is accounted for when a later one says that personal data was taken out of it, and
what is left of it (`erasing.py`). Hashes are never changed, so that whatever head was noted down holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import Connection, select

from wom_tui.store.bookkeeping import event_table
from wom_tui.store.codec import instant_text

GENESIS = "0" * 64  # the hash before the first event
ERASING = ".erased"  # how the kind of an event ends that takes personal data away
ERASED_EVENTS = (
    "erased_events"  # in such an event's `after`: what is left of those before it, number → digest
)
_NAMES = tuple(column.name for column in event_table.columns)


@dataclass(frozen=True)
class Head:
    """The end of the journal."""

    seq: int
    hash: str


def event_hash(previous: str, row: Mapping[str, Any]) -> str:
    """SHA-256 over the hash before and the row without its own, as canonical JSON.

    `before` and `after` enter as their stored text. Written out, because a journal is hashed event by event, and
    the encoder takes four times as long.
    """
    content = (
        f'{{"actor":{_word(row["actor"])},"after":{encode_basestring(row["after"])},"at":"{instant_text(row["at"])}",'
        f'"before":{encode_basestring(row["before"])},"cause":{_number(row["cause"])},'
        f'"command_id":{_word(row["command_id"])},"door":{_word(row["door"])},"kind":{_word(row["kind"])},'
        f'"on_behalf_of":{_word(row["on_behalf_of"])},"payload_v":{row["payload_v"]},'
        f'"recorded_at":"{instant_text(row["recorded_at"])}","seq":{row["seq"]},'
        f'"subject":{encode_basestring(row["subject"])},"undo_of":{_number(row["undo_of"])},'
        f'"version":{row["version"]}}}'
    )
    return hashlib.sha256((previous + content).encode()).hexdigest()


def digest(row: Mapping[str, Any]) -> str:
    """Of what is left of an event that personal data was taken out of."""
    return event_hash("", row)


@lru_cache(maxsize=256)  # most events of an act share them
def _word(value: str | None) -> str:
    """A short text or nothing as `canonical` writes it."""
    return "null" if value is None else encode_basestring(value)


def _number(value: int | None) -> str:
    return "null" if value is None else str(value)


@dataclass(frozen=True)
class Erasure:
    """An event that accounts for others which do not match their hashes any more.

    Attributes:
        seq: its own number.
        count: for how many events it accounts.
    """

    seq: int
    at: datetime
    actor: str
    subject: str
    count: int


@dataclass(frozen=True)
class Verdict:
    """Whether the journal is whole. `broken_at` is the first event that does not fit, `reason` says how."""

    events: int
    head: Head
    broken_at: int | None = None
    reason: str = ""
    erasures: tuple[Erasure, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def verify(
    connection: Connection,
    expected: Head | None = None,
    *,
    told: Callable[[Mapping[str, Any]], None] | None = None,
) -> Verdict:
    """Walk the chain from the first event to the last.

    Args:
        expected: a head that was noted down before; finds a journal whose end was cut off.
        told: of each event as it is passed, its row: who wants them all reads the journal no second time.
    """
    walk = _Walk(expected)
    every = select(event_table).order_by(event_table.c.seq)
    with connection.execution_options(yield_per=2000).execute(every) as rows:
        for values in rows:
            row = dict(zip(_NAMES, values, strict=True))
            if (said := walk.step(row)) is not None:
                return walk.verdict(row["seq"], said)
            if told is not None:
                told(row)
    return walk.end()


@dataclass
class _Walk:
    """How far the walk has come, and which events wait for one that accounts for them."""

    expected: Head | None
    last: Head = Head(0, GENESIS)
    count: int = 0
    waiting: dict[int, str] = field(default_factory=dict)  # event → digest of how it is
    accounted: set[int] = field(default_factory=set)
    erasures: list[Erasure] = field(default_factory=list)

    def step(self, row: Mapping[str, Any]) -> str | None:
        """Look at the next event; says what is wrong with it."""
        if row["seq"] != self.last.seq + 1:
            return f"event {self.last.seq + 1} is missing"
        if event_hash(self.last.hash, row) != row["hash"]:
            self.waiting[row["seq"]] = digest(row)
        elif row["kind"].endswith(ERASING) and (said := self._account(row)):
            return said
        self.last, self.count = Head(row["seq"], row["hash"]), self.count + 1
        if self.expected and row["seq"] == self.expected.seq and row["hash"] != self.expected.hash:
            return f"event {row['seq']} is not the one noted down"
        return None

    def _account(self, row: Mapping[str, Any]) -> str | None:
        listed = {int(seq): left for seq, left in json.loads(row["after"]).get(ERASED_EVENTS, {}).items()}
        again = [seq for seq in listed if seq not in self.waiting and seq not in self.accounted]
        for seq, left in listed.items():
            if self.waiting.get(seq) == left:
                del self.waiting[seq]
                self.accounted.add(seq)
        if listed:
            self.erasures.append(Erasure(row["seq"], row["at"], row["actor"], row["subject"], len(listed)))
        return f"event {again[0]} holds again what event {row['seq']} erased" if again else None

    def end(self) -> Verdict:
        """Nothing comes any more: is anything still open?"""
        expected = self.expected
        if self.waiting:
            first = min(self.waiting)
            return self.verdict(first, f"event {first} does not match its hash")
        if expected and expected.seq > self.last.seq:
            said = f"the journal ends at {self.last.seq}, before {expected.seq}"
            return self.verdict(self.last.seq + 1, said)
        return Verdict(self.count, self.last, erasures=tuple(self.erasures))

    def verdict(self, broken_at: int, reason: str) -> Verdict:
        """It is broken: there, or where an event before that nobody has accounted for."""
        first = min((*self.waiting, broken_at))
        if first < broken_at:
            reason = f"event {first} does not match its hash"
        return Verdict(self.count, self.last, first, reason)
