"""How far an import has come: its checkpoints, each written in the transaction of its batch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, exists, func, not_, select

from wom_tui.domain.event import Event
from wom_tui.domain.visit import REROUTED
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store.bookkeeping import event_table, import_table, receipt_table
from wom_tui.store.bulk import insertion
from wom_tui.store.codec import canonical
from wom_tui.store.driver import Statement
from wom_tui.store.journal import question, told
from wom_tui.store.lookup import mark_of
from wom_tui.store.portions import portions

IMPORT_DOOR = "import"  # where the words of other systems come in


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """One batch of one file.

    Attributes:
        file_hash: SHA-256 of the file's content, so that a renamed file is still the same.
        preset: by which it was read; another preset is another import.
        line: the last line that the batch read.
        counts: JSON-ready; among them `is_last`.
    """

    file_hash: str
    preset: str
    line: int
    command_id: str
    counts: Mapping[str, Any]


def putting(dialect: Dialect, checkpoint: Checkpoint, *, is_first: bool) -> Iterator[Statement]:
    """Keep a checkpoint; the one of an earlier run over the same lines gives way, with the first all of them."""
    mark = mark_of(dialect)
    forget = f"DELETE FROM {import_table.name} WHERE file_hash = {mark} AND preset = {mark}"
    key = (checkpoint.file_hash, checkpoint.preset)
    yield (
        Statement(forget, [key])
        if is_first
        else Statement(f"{forget} AND line = {mark}", [(*key, checkpoint.line)])
    )
    yield insertion(
        dialect, import_table, [vars(checkpoint) | {"counts": canonical(dict(checkpoint.counts))}]
    )


def last_at(connection: Connection) -> datetime | None:
    """When a batch of a file was taken in last, in real time; None where none ever was."""
    statement = select(func.max(receipt_table.c.recorded_at)).where(
        receipt_table.c.command_id.in_(select(import_table.c.command_id))
    )
    at: datetime | None = connection.scalar(statement)
    return at


def unfinished(connection: Connection, file_hash: str, preset: str) -> list[Checkpoint]:
    """The checkpoints of an import that was cut off, in the order of its lines; none where it can only begin
    anew.

    Where anything at all has been taken back since it began, it begins anew: what it wrote may be among it.
    """
    statement = (
        select(import_table)
        .where(import_table.c.file_hash == file_hash, import_table.c.preset == preset)
        .order_by(import_table.c.line)
    )
    found = [_checkpoint(row) for row in connection.execute(statement)]
    if not found or found[-1].counts["is_last"] or _undone_since(connection, found[0].command_id):
        return []
    return found


def loaded(connection: Connection, file_hashes: Iterable[str]) -> frozenset[str]:
    """Which of these contents have come in: read to their end, and nothing of it taken back.

    One of which every row was put aside once more has not; what is put aside of others lies in a file of its own.
    """
    is_undone = exists().where(receipt_table.c.undo_of == import_table.c.command_id)
    found, wanted = set[str](), sorted(set(file_hashes))
    for portion in portions(wanted):
        statement = (
            select(import_table, is_undone.label("is_undone"))
            .where(import_table.c.file_hash.in_(portion))
            .order_by(import_table.c.file_hash, import_table.c.preset, import_table.c.line)
        )
        rows = connection.execute(statement).all()
        for (file_hash, _), group in groupby(rows, key=lambda row: (row.file_hash, row.preset)):
            batches = list(group)
            counts = [json.loads(row.counts) for row in batches]
            if counts[-1]["is_last"] and any(map(_came_in, counts)) and not any(r.is_undone for r in batches):
                found.add(file_hash)
    return frozenset(found)


def _came_in(counts: Mapping[str, int]) -> int:
    """How many rows of a batch were not put aside; of those whose number occurs again a later one speaks."""
    return counts["created"] + counts["updated"] + counts["unchanged"]


def _checkpoint(row: Any) -> Checkpoint:
    return Checkpoint(
        file_hash=row.file_hash,
        preset=row.preset,
        line=row.line,
        command_id=row.command_id,
        counts=json.loads(row.counts),
    )


def _undone_since(connection: Connection, command_id: str) -> bool:
    began_at = (
        select(receipt_table.c.recorded_at).where(receipt_table.c.command_id == command_id).scalar_subquery()
    )
    undone = select(receipt_table.c.command_id).where(
        receipt_table.c.undo_of.is_not(None), receipt_table.c.recorded_at >= began_at
    )
    return connection.execute(undone.limit(1)).first() is not None


def said_before(
    connection: Connection, ids: Iterable[int], noun: str = WorkOrder.noun
) -> dict[int, dict[str, Any]]:
    """What imports have said of these records up to now, JSON-ready; what was taken back was not said."""
    subjects = [f"{noun}:{id}" for id in ids]
    said: dict[int, dict[str, Any]] = {}
    for portion in portions(subjects):
        statement = (
            select(
                event_table.c.seq,
                event_table.c.subject,
                event_table.c.door,
                event_table.c.after,
                event_table.c.undo_of,
            )
            .where(event_table.c.subject.in_(portion))
            .order_by(event_table.c.seq)
        )
        rows = connection.execute(statement).all()
        taken_back = {row.undo_of for row in rows}
        for row in rows:
            if row.door == IMPORT_DOOR and row.undo_of is None and row.seq not in taken_back:
                said.setdefault(int(row.subject.partition(":")[2]), {}).update(json.loads(row.after))
    return said


def last_heard(connection: Connection, order_ids: Iterable[int]) -> dict[int, datetime]:
    """Up to when imports have told what became of these orders; without those that anybody else has touched."""
    subjects = [f"{WorkOrder.noun}:{id}" for id in order_ids]
    heard: dict[int, datetime] = {}
    event = event_table.c
    for portion in portions(subjects):
        statement = (
            select(event.subject, func.max(event.at))
            .where(event.subject.in_(portion))
            .group_by(event.subject)
            .having(func.min(event.door) == IMPORT_DOOR, func.max(event.door) == IMPORT_DOOR)
            .having(func.count(event.undo_of) == 0)
        )
        heard.update({int(subject.partition(":")[2]): at for subject, at in connection.execute(statement)})
    return heard


def acts_of(connection: Connection, import_id: str, *, standing: bool) -> list[str]:
    """The acts of an import in order; `standing`: only those that changed something and still do."""
    taken_back = receipt_table.alias()
    statement = select(receipt_table.c.command_id).where(_of_import(receipt_table.c.command_id, import_id))
    if standing:
        statement = statement.where(
            receipt_table.c.last_seq.is_not(None),
            ~exists().where(taken_back.c.undo_of == receipt_table.c.command_id),
        )
    return list(connection.scalars(statement.order_by(receipt_table.c.command_id)))


def changed_since(connection: Connection, import_id: str, limit: int = 20) -> list[Event]:
    """What stands on top of an import: the newest change of each record, of at most `limit` records."""
    later, taken_back = event_table.alias(), event_table.alias()
    newest = (
        select(func.max(later.c.seq))
        .join(event_table, (later.c.subject == event_table.c.subject) & (later.c.seq > event_table.c.seq))
        .where(
            _of_import(event_table.c.command_id, import_id),
            not_(_of_import(later.c.command_id, import_id)),
            later.c.undo_of.is_(None),
            later.c.kind != REROUTED,
            ~exists().where(taken_back.c.undo_of == later.c.seq),
        )
        .group_by(later.c.subject)
        .order_by(func.max(later.c.seq).desc())
        .limit(limit)
    )
    seqs = frozenset(connection.scalars(newest))
    return list(told(question(connection.dialect, seq=seqs).ask(connection))) if seqs else []


def _of_import(column: ColumnElement[str], import_id: str) -> ColumnElement[bool]:
    """The ids of an import's acts begin with its own: a range, which the index answers on both databases."""
    return column.between(import_id, import_id + "z")
