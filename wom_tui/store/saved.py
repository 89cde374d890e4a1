"""What a unit was told to save: the events that come of it, and the statements that change its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Dialect

from wom_tui.domain.fact import Fact
from wom_tui.domain.visit import Visit
from wom_tui.store.bulk import insertion_of_facts
from wom_tui.store.chain import ERASED_EVENTS, ERASING
from wom_tui.store.codec import PAYLOAD_VERSION, FactCodec, canonical, codec_of
from wom_tui.store.driver import Statement
from wom_tui.store.lookup import bound, mark_of, quoted
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
    """One saved change, in the order of saving; a fact may be saved several times.

    `erased`: the events that this one accounts for, with a digest of what is left of each.
    """

    kind: str
    old: Fact | None
    new: Fact
    at: datetime
    undo_of: int | None
    erased: Mapping[str, str] | None = None


class Change(NamedTuple):
    """What becomes of one row: as it was read, None for a new one, and as it shall be."""

    read: Fact | None
    final: Fact


def event_rows(stamp: Stamp, saved: Iterable[Saved]) -> tuple[list[Values], list[tuple[Values, Values]]]:
    """The rows of the journal, and beside each one (before, after) as data."""
    rows, changes = [], []
    for one in saved:
        codec: FactCodec[Any] = codec_of(type(one.new))
        before, after = codec.changes(one.old, one.new)
        if one.kind.endswith(ERASING):
            before = {name: after[name] for name in before}  # what was there is what has to go
        elif codec.private:
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
                "after": canonical(after | {ERASED_EVENTS: one.erased} if one.erased else after),
                "payload_v": PAYLOAD_VERSION,
            }
        )
    return rows, changes


def statements_of(dialect: Dialect, changes: Mapping[type[Fact], Sequence[Change]]) -> Iterator[Statement]:
    """What writes the rows, those that are pointed to first. Versions are compared in SQL."""
    parked = _to_park(changes.get(Visit, ()))
    if parked:
        # The condition is the guards' own, no text from outside.
        parking = f"UPDATE visit SET technician_id = NULL WHERE id = {mark_of(dialect)} AND {BOOKED}"
        yield Statement(parking, [(id,) for id in parked])
    for cls, table in FACT_TABLES.items():
        mine = changes.get(cls, ())
        if new := [change.final for change in mine if change.read is None]:
            yield insertion_of_facts(dialect, table, new)
        moved = [change for change in mine if change.read is not None]
        yield from _updates(dialect, cls, moved, parked if cls is Visit else ())


def _to_park(changes: Sequence[Change]) -> Sequence[int]:
    """Visits that trade places, to be taken off the board first: a guard sees one row at a time, not the swap."""
    moving = [c.final.id for c in changes if c.read is not None and _moves(c)]
    arriving = sum(1 for c in changes if c.read is None)
    return moving if len(moving) + arriving > 1 else ()


_PLACE = ("technician_id", "start_at", "end_at", "status", "is_withdrawn")


def _moves(change: Change) -> bool:
    return any(getattr(change.read, name) != getattr(change.final, name) for name in _PLACE)


def _updates(
    dialect: Dialect, cls: type[Fact], changes: Sequence[Change], parked: Sequence[int]
) -> Iterator[Statement]:
    """Change the rows whose version is still the one that was read."""
    table, mark, off = FACT_TABLES[cls], mark_of(dialect), frozenset(parked)
    by_columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for change in changes:
        values = _new_values(change, change.final.id in off)
        key = (change.final.id, 0 if change.read is None else change.read.version)
        row = (bound(dialect, table, name, value) for name, value in values.items())
        by_columns[tuple(values)].append((*row, *key))
    for names, rows in by_columns.items():
        settings = ", ".join(f"{quoted(dialect, name)} = {mark}" for name in names)
        sql = f"UPDATE {quoted(dialect, table.name)} SET {settings} WHERE id = {mark} AND version = {mark}"
        yield Statement(sql, rows, is_exact=True)


def _new_values(change: Change, is_parked: bool) -> Values:
    codec: FactCodec[Any] = codec_of(type(change.final))
    return {
        name: codec.by_name[name].to_column(getattr(change.final, name))
        for name in codec.names
        if getattr(change.final, name) != getattr(change.read, name)
        or (is_parked and name == "technician_id")
    }
