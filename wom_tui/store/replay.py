"""Whether the journal tells the whole story: replayed from the first event, it must give the tables as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import Connection, select

from wom_tui.domain.fact import Fact
from wom_tui.store.bookkeeping import event_table
from wom_tui.store.chain import ERASED_EVENTS
from wom_tui.store.codec import FactCodec, codec_of
from wom_tui.store.privacy import VEIL, is_veiled
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


class Told:
    """All facts as the journal tells them, withdrawn ones too; event by event, in the journal's order.

    The values stay the journal's own until a record is asked for: of most records the table's say the same.
    """

    def __init__(self) -> None:
        self._said: dict[str, tuple[dict[str, Any], int]] = {}  # subject → values, version

    def hear(self, event: Mapping[str, Any]) -> None:
        """Take in the next row of the journal."""
        text, subject = event["after"], event["subject"]
        values: dict[str, Any] = json.loads(text)
        if VEIL in text or ERASED_EVENTS in text:
            values = {n: v for n, v in values.items() if not is_veiled(v) and n != ERASED_EVENTS}
        if (known := self._said.get(subject)) is not None:
            values = known[0] | values
        self._said[subject] = values, event["version"]

    def differences(self, connection: Connection, limit: int = 20) -> list[Difference]:
        """Where the tables say something else; empty when the replay gives the tables. Used up by it."""
        found: list[Difference] = []
        for cls, table in FACT_TABLES.items():
            codec: FactCodec[Any] = codec_of(cls)
            for row in connection.execution_options(yield_per=2000).execute(select(table)):
                stored = _public(codec, codec.from_row(row))
                subject = f"{codec.noun}:{stored.id}"
                said = self._said.pop(subject, None)
                if said is None or said != (codec.changes(None, stored)[1], stored.version):
                    # A value that is back at its default is told, and no difference.
                    mine = None if said is None else _fact(subject, *said)
                    if mine != stored:
                        found.append(Difference(subject, mine, stored))
            if len(found) >= limit:
                return found[:limit]
        found += [Difference(subject, _fact(subject, *said), None) for subject, said in self._said.items()]
        return found[:limit]


def differences(connection: Connection, limit: int = 20) -> list[Difference]:
    """Where journal and tables disagree; empty when the replay gives the tables."""
    told, event = Told(), event_table.c
    names = ("subject", "version", "after")
    every = select(*(event[name] for name in names)).order_by(event.seq)
    for row in connection.execution_options(yield_per=2000).execute(every):
        told.hear(dict(zip(names, row, strict=True)))
    return told.differences(connection, limit)


def _fact(subject: str, values: Mapping[str, Any], version: int) -> Fact:
    """A record as the journal tells it. Private fields are at their defaults."""
    noun, _, id = subject.partition(":")
    codec: FactCodec[Any] = codec_of(FACTS[noun])
    return cast("Fact", codec.patch(None, {"id": int(id)} | dict(values), version))


def _public(codec: FactCodec[Any], fact: Fact) -> Fact:
    """The fact without what the journal does not keep."""
    if not codec.private:
        return fact
    blank = codec.cls(id=fact.id)
    return replace(fact, **{name: getattr(blank, name) for name in codec.private})
