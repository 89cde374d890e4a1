"""What happened: one row of the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload


def acting(actor: str, on_behalf_of: str | None) -> str:
    """The one way to name somebody who may act for another."""
    return f"{actor} as {on_behalf_of}" if on_behalf_of else actor


def ids_in(subjects: Iterable[str], noun: str) -> frozenset[int]:
    """The ids of that noun in `visit:12`, `visit:13`, `work_order:4417`."""
    return frozenset(int(id) for name, _, id in (s.partition(":") for s in subjects) if name == noun)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One change of one fact, as the journal keeps it.

    Attributes:
        seq: place in the journal, 1, 2, 3 … without gaps, in the order of commit.
        recorded_at: real time of writing.
        at: business time of the change; lies in the past for history that an import tells.
        actor: name of the user, or of the rule, that acted.
        on_behalf_of: name of the user for whom an admin acted.
        door: where it came in: `console`, `cli`, `import`, `rule`, `demo` …
        command_id: the command that made it; the receipt has the same id.
        cause: seq of the event that a rule answered, for rules only.
        undo_of: seq of the event that this one takes back.
        kind: noun and past participle: `visit.assigned`.
        subject: `noun:id` of the fact.
        version: the fact's version after the change; (subject, version) is unique.
        before, after: the changed fields only, JSON-ready; before is empty at a creation.
        payload_v: version of the encoding of before and after.
        hash: SHA-256 over the hash before it and this row, hexadecimal.
    """

    seq: int
    recorded_at: datetime
    at: datetime
    actor: str
    on_behalf_of: str | None
    door: str
    command_id: str
    cause: int | None
    undo_of: int | None
    kind: str
    subject: str
    version: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    payload_v: int
    hash: str

    @staticmethod
    def of(values: Mapping[str, Any]) -> Event:
        """The event of a row that has all its fields: an import makes thousands in a second."""
        event = object.__new__(Event)
        vars(event).update(values)
        return event

    @property
    def noun(self) -> str:
        return self.subject.partition(":")[0]

    @property
    def subject_id(self) -> int:
        return int(self.subject.partition(":")[2])

    @property
    def who(self) -> str:
        """Who acted, as people are told: `ann`, or `ann as ben` where an admin acted for another."""
        return acting(self.actor, self.on_behalf_of)

    @property
    def is_creation(self) -> bool:
        return not self.before


class Events(Sequence[Event]):
    """Events of rows, each made when somebody looks at it: an import writes thousands in a second, and nobody does."""

    def __init__(
        self,
        rows: Sequence[Mapping[str, Any]],
        changes: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
    ) -> None:
        """Take rows as they are written, and beside each one (before, after) as data."""
        self._rows, self._changes = rows, changes

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Event]:
        return map(self._event, range(len(self)))

    @overload
    def __getitem__(self, at: int) -> Event: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Event]: ...
    def __getitem__(self, at: int | slice) -> Event | Sequence[Event]:
        if isinstance(at, slice):
            return Events(self._rows[at], self._changes[at])
        return self._event(at)

    def _event(self, at: int) -> Event:
        before, after = self._changes[at]
        return Event.of({**self._rows[at], "before": before, "after": after})
