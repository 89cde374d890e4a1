"""Whether the journal tells the whole story: replayed from the first event, it must give the tables as they are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from wom_tui.domain.fact import Fact
from wom_tui.store import journal
from wom_tui.store.codec import FactCodec, codec_of
from wom_tui.store.privacy import is_veiled
from wom_tui.store.tables import FACT_TABLES, FACTS


@dataclass(frozen=True)
class Difference:
    """A record that the journal tells otherwise than the table."""

    subject: str
    told: Fact | None
    stored: Fact | None

    def __str__(self) -> str:
        if self.told is None or self.stored is None:
            return f"{self.subject} is only in the {'table' if self.told is None else 'journal'}"
        codec = codec_of(type(self.told))
        fields = [n for n in codec.names if getattr(self.told, n) != getattr(self.stored, n)]
        return f"{self.subject} differs in {', '.join(fields)}"


def replayed(connection: Connection) -> dict[type[Fact], dict[int, Fact]]:
    """All facts as the journal tells them, withdrawn ones too. Private fields are at their defaults."""
    told: dict[type[Fact], dict[int, Fact]] = defaultdict(dict)
    for event in journal.events(connection.execution_options(yield_per=2000)):
        cls, number = FACTS[event.noun], event.subject_id
        codec: FactCodec[Any] = codec_of(cls)
        changes = {name: value for name, value in event.after.items() if not is_veiled(value)}
        known = told[cls].get(number)
        told[cls][number] = codec.patch(known, changes if known else {"id": number} | changes, event.version)
    return told


def differences(connection: Connection, limit: int = 20) -> list[Difference]:
    """Where journal and tables disagree; empty when the replay gives the tables."""
    told = replayed(connection)
    found: list[Difference] = []
    for cls, table in FACT_TABLES.items():
        codec: FactCodec[Any] = codec_of(cls)
        left = told.pop(cls, {})
        for row in connection.execution_options(yield_per=2000).execute(select(table)):
            stored = _public(codec, codec.from_row(row))
            mine = left.pop(stored.id, None)
            if mine != stored:
                found.append(Difference(f"{codec.noun}:{stored.id}", mine, stored))
        found += [Difference(f"{codec.noun}:{number}", fact, None) for number, fact in left.items()]
        if len(found) >= limit:
            break
    return found[:limit]


def _public(codec: FactCodec[Any], fact: Fact) -> Fact:
    """The fact without what the journal does not keep."""
    if not codec.private:
        return fact
    blank = codec.cls(id=fact.id)
    return replace(fact, **{name: getattr(blank, name) for name in codec.private})
