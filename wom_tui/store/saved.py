"""What a unit was told to save: the events that come of it, and the rows that it changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, text, update

from wom_tui.domain.fact import Fact
from wom_tui.domain.visit import Visit
from wom_tui.store.bulk import insert_facts
from wom_tui.store.codec import PAYLOAD_VERSION, FactCodec, canonical, codec_of
from wom_tui.store.privacy import veiled
from wom_tui.store.tables import BOOKED, FACT_TABLES

Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """Who, through which door, by which command, when: what every event of a unit carries."""

    actor: str
    on_behalf_of: str | None
    door: str
    command_id: str
    cause: int | None
    at: datetime  # business time
    recorded_at: datetime


class Saved(NamedTuple):
    """One saved change, in the order of saving; a fact may be saved several times."""

    kind: str
    old: Fact | None
    new: Fact
    at: datetime
    undo_of: int | None


class Change(NamedTuple):
    """What becomes of one row: as it was read, None for a new one, and as it shall be."""

    read: Fact | None
    final: Fact


class StaleRow(Exception):
    """A row has not the version that was read."""

    def __init__(self, cls: type[Fact], id: int, version: int) -> None:
        self.cls, self.id, self.version = cls, id, version
        super().__init__(f"{cls.noun} {id} is no longer at version {version}")


def event_rows(stamp: Stamp, saved: Iterable[Saved]) -> tuple[list[Values], list[tuple[Values, Values]]]:
    """The rows of the journal, and beside each one (before, after) as data."""
    rows, changes = [], []
    for one in saved:
        codec: FactCodec[Any] = codec_of(type(one.new))
        before, after = codec.changes(one.old, one.new)
        if codec.private:
            before, after = veiled(codec, one.old, before), veiled(codec, one.new, after)
        changes.append((before, after))
        rows.append(
            {
                "recorded_at": stamp.recorded_at,
                "at": one.at,
                "actor": stamp.actor,
                "on_behalf_of": stamp.on_behalf_of,
                "door": stamp.door,
                "command_id": stamp.command_id,
                "cause": stamp.cause,
                "undo_of": one.undo_of,
                "kind": one.kind,
                "subject": f"{codec.noun}:{one.new.id}",
                "version": one.new.version,
                "before": canonical(before),
                "after": canonical(after),
                "payload_v": PAYLOAD_VERSION,
            }
        )
    return rows, changes


def write_changes(connection: Connection, changes: Mapping[type[Fact], Sequence[Change]]) -> None:
    """Write the rows, those that are pointed to first.

    Raises:
        StaleRow: a row has been changed since it was read.
    """
    parked = _park_visits(connection, changes.get(Visit, ()))
    for cls, table in FACT_TABLES.items():
        mine = changes.get(cls, ())
        insert_facts(connection, table, [c.final for c in mine if c.read is None])
        _update(
            connection, cls, [c for c in mine if c.read is not None], parked if cls is Visit else frozenset()
        )


def _park_visits(connection: Connection, changes: Sequence[Change]) -> frozenset[int]:
    """Take visits that trade places off the board first: a guard sees one row at a time, not the swap.

    Returns the ids of the rows that have no technician just now.
    """
    moving = [c.final.id for c in changes if c.read is not None and _moves(c)]
    arriving = sum(1 for c in changes if c.read is None)
    if not moving or len(moving) + arriving < 2:
        return frozenset()
    # The condition is the guards' own, no text from outside.
    parking = text(f"UPDATE visit SET technician_id = NULL WHERE id = :id AND {BOOKED}")
    connection.execute(parking, [{"id": id} for id in moving])
    return frozenset(moving)


_PLACE = ("technician_id", "start_at", "end_at", "status", "is_withdrawn")


def _moves(change: Change) -> bool:
    return any(getattr(change.read, name) != getattr(change.final, name) for name in _PLACE)


def _update(
    connection: Connection, cls: type[Fact], changes: Sequence[Change], parked: frozenset[int]
) -> None:
    """Change the rows whose version is still the one that was read: versions are compared in SQL."""
    table = FACT_TABLES[cls]
    by_columns: dict[tuple[str, ...], list[Values]] = defaultdict(list)
    for change in changes:
        values = _new_values(change, change.final.id in parked)
        by_columns[tuple(values)].append(values | _key(change))
    for columns, rows in by_columns.items():
        statement = (
            update(table)
            .where(table.c.id == bindparam("the_id"), table.c.version == bindparam("the_version"))
            .values({name: bindparam(name) for name in columns})
        )
        if connection.execute(statement, rows).rowcount != len(rows):
            raise _stale(connection, cls, changes)


def _new_values(change: Change, is_parked: bool) -> Values:
    codec: FactCodec[Any] = codec_of(type(change.final))
    return {
        name: codec.by_name[name].to_column(getattr(change.final, name))
        for name in codec.names
        if getattr(change.final, name) != getattr(change.read, name)
        or (is_parked and name == "technician_id")
    }


def _key(change: Change) -> Values:
    assert change.read is not None
    return {"the_id": change.read.id, "the_version": change.read.version}


def _stale(connection: Connection, cls: type[Fact], changes: Sequence[Change]) -> StaleRow:
    """The first row that another writer has changed."""
    table = FACT_TABLES[cls]
    for change in changes:
        key = _key(change)
        now = connection.scalar(
            table.select().with_only_columns(table.c.version).where(table.c.id == key["the_id"])
        )
        if now not in (key["the_version"], change.final.version):
            return StaleRow(cls, key["the_id"], key["the_version"])
    return StaleRow(cls, changes[0].final.id, changes[0].final.version)
