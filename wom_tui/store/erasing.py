"""How does personal data leave the journal, when nobody may change the journal?

The values are taken out of the events that hold them; their hashes stay, so that the chain and every head that was
noted down hold. The event that records the erasure lists each of them with a digest of what is left, and is itself in
the chain: `journal.verify` takes an event that does not match its hash only when a later one accounts for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, or_, select

from wom_tui.domain import erasure
from wom_tui.domain.fact import Fact
from wom_tui.domain.receipt import SAID
from wom_tui.store.bookkeeping import event_table, receipt_table
from wom_tui.store.chain import digest
from wom_tui.store.codec import FactCodec, canonical, codec_of
from wom_tui.store.driver import Statement
from wom_tui.store.guards import lifted
from wom_tui.store.lookup import mark_of, quoted
from wom_tui.store.portions import portions

_MOST = 400  # subjects or commands in one IN list
_SHORT = 3  # a text of fewer letters would be found everywhere
_TEXTS = ("summary", "violations", "overrides", "refusals", "result")  # of a receipt


@dataclass(frozen=True)
class History:
    """What has to be written to take facts out of the journal.

    Attributes:
        digests: of each event that changes, by its number as text: what is left of it.
        receipts: how many acts' receipts named what is erased.
    """

    digests: dict[str, str]
    receipts: int
    statements: tuple[Statement, ...]


def erase_history(connection: Connection, facts: Sequence[Fact]) -> History:
    """Read what the journal and the receipts hold of these facts, and say how they read without it."""
    events: list[tuple[str, str, int]] = []
    digests: dict[str, str] = {}
    commands: set[str] = set()
    gone: set[str] = set()
    for row, codec in _events_of(connection, facts):
        commands.add(row["command_id"])  # also of an undo, whose receipt repeats what it took back
        left = {side: _blanked(codec, row[side], gone) for side in ("before", "after")}
        if (left["before"], left["after"]) != (row["before"], row["after"]):
            events.append((left["before"], left["after"], row["seq"]))
            digests[str(row["seq"])] = digest(row | left)
    receipts = list(_receipts(connection, sorted(commands), gone))
    return History(digests, len(receipts), tuple(_statements(connection.dialect, events, receipts)))


def once_had(connection: Connection, cls: type[Fact], name: str, value: int) -> frozenset[int]:
    """Ids of the facts of which the journal tells that a field of theirs had that value."""
    told = f'"{name}":{value}'
    sides = (event_table.c.before, event_table.c.after)
    likely = or_(*(side.contains(f"{told}{end}", autoescape=True) for side in sides for end in ",}"))
    rows = connection.execute(
        select(event_table.c.subject, *sides).where(event_table.c.subject.startswith(f"{cls.noun}:"), likely)
    )
    return frozenset(
        int(subject.partition(":")[2])
        for subject, before, after in rows
        if value in (json.loads(before).get(name), json.loads(after).get(name))
    )


def _events_of(
    connection: Connection, facts: Sequence[Fact]
) -> Iterator[tuple[dict[str, Any], FactCodec[Any]]]:
    codecs: dict[str, FactCodec[Any]] = {
        f"{fact.noun}:{fact.id}": codec_of(type(fact)) for fact in facts if fact.version
    }
    for chunk in portions(list(codecs), _MOST):
        rows = connection.execute(select(event_table).where(event_table.c.subject.in_(chunk)))
        yield from ((dict(row), codecs[row["subject"]]) for row in rows.mappings())


def _blanked(codec: FactCodec[Any], text: str, gone: set[str]) -> str:
    """One side of an event without what is personal; what was there is added to `gone`."""
    values: dict[str, Any] = json.loads(text)
    blanks = {
        name: codec.by_name[name].to_json(blank)
        for name, blank in erasure.BLANKS[codec.cls].items()
        if not erasure.is_empty(values.get(name))
    }
    gone.update(value for name in blanks if isinstance(value := values[name], str) and value != blanks[name])
    return canonical(values | blanks) if blanks else text


def _receipts(connection: Connection, commands: Sequence[str], gone: set[str]) -> Iterator[tuple[str, ...]]:
    """The receipts that name something of it, as they read without."""
    said = gone | {word[:SAID] for word in gone}
    words = sorted((word for word in said if len(word) >= _SHORT), key=len, reverse=True)
    columns = [receipt_table.c[name] for name in (*_TEXTS, "command_id")]
    for chunk in portions(commands, _MOST):
        for row in connection.execute(select(*columns).where(receipt_table.c.command_id.in_(chunk))):
            left = tuple(_without(text, words) for text in row[:-1])
            if left != tuple(row[:-1]):
                yield (*left, row[-1])


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        for form in {word, json.dumps(word, ensure_ascii=False)[1:-1]}:
            text = text.replace(form, erasure.ERASED)
    return text


def _statements(
    dialect: Dialect, events: Sequence[tuple[str, str, int]], receipts: Sequence[tuple[str, ...]]
) -> Iterator[Statement]:
    mark = mark_of(dialect)
    if events:
        change = f"UPDATE event SET {_settings(dialect, ('before', 'after'))} WHERE seq = {mark}"
        off, on = lifted(dialect.name)
        if dialect.name == "sqlite":
            yield Statement("PRAGMA secure_delete = ON")  # no trace in the pages that become free
        yield Statement(off)
        yield Statement(change, events)
        yield Statement(on)
    if receipts:
        change = f"UPDATE receipt SET {_settings(dialect, _TEXTS)} WHERE command_id = {mark}"
        yield Statement(change, receipts)


def _settings(dialect: Dialect, names: Iterable[str]) -> str:
    return ", ".join(f"{quoted(dialect, name)} = {mark_of(dialect)}" for name in names)
