"""Which acts there were: the receipt of each, found by command id, and whose last act can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Select, exists, select

from wom_tui.domain.event import acting
from wom_tui.domain.receipt import Form, Receipt, Refusal
from wom_tui.domain.violation import Violation
from wom_tui.store import bulk, journal, outbox
from wom_tui.store.bookkeeping import event_table
from wom_tui.store.bookkeeping import receipt_table as table
from wom_tui.store.codec import canonical
from wom_tui.store.driver import Statement, fetch_together
from wom_tui.store.lookup import Lookup, lookup
from wom_tui.store.portions import portions

_NAMES = tuple(column.name for column in table.columns)


def insertion(dialect: Dialect, receipt: Receipt) -> Statement:
    """Keep the receipt of an act, in the act's own transaction."""
    row = {
        "command_id": receipt.command_id,
        "recorded_at": receipt.recorded_at,
        "actor": receipt.actor,
        "on_behalf_of": receipt.on_behalf_of,
        "door": receipt.door,
        "session": receipt.session,
        "form": receipt.form.value,
        "summary": receipt.summary,
        "first_seq": receipt.events[0].seq if receipt.events else None,
        "last_seq": receipt.events[-1].seq if receipt.events else None,
        "violations": canonical([_violation_dict(v) for v in receipt.violations]),
        "overrides": canonical([_violation_dict(v) for v in receipt.overrides]),
        "refusals": canonical([r.as_dict() for r in receipt.refusals]),
        "result": canonical(dict(receipt.result)),
        "undo_of": receipt.undo_of,
        "left_at": None,
    }
    return bulk.insertion(dialect, table, [row])


def find(connection: Connection, command_id: str) -> Receipt | None:
    """The receipt of a command, with its events; None when the command was never done."""
    dialect = connection.dialect
    receipt = lookup(dialect, table, _NAMES, {"command_id": command_id})
    happened = journal.question(dialect, command_id=command_id)
    rows, events = fetch_together(connection, (receipt, happened))
    found = [_bare(SimpleNamespace(**dict(zip(_NAMES, row, strict=True)))) for row in receipt.read(rows)]
    return (
        replace(found[0], events=tuple(journal.told(happened.read(events))), is_repeat=True)
        if found
        else None
    )


def standing_question(dialect: Dialect, command_id: str) -> Lookup:
    """The question whether a command has been done, to be asked together with others: a row if it has."""
    return lookup(dialect, table, ("command_id",), {"command_id": command_id})


def find_by_prefix(connection: Connection, prefix: str) -> list[str]:
    """Command ids that begin like this: people do not type 32 digits."""
    statement = (
        select(table.c.command_id).where(table.c.command_id.startswith(prefix, autoescape=True)).limit(5)
    )
    return list(connection.scalars(statement))


def recent(connection: Connection, limit: int = 50) -> list[Receipt]:
    """The last acts that changed something, newest first, without their events."""
    statement = (
        select(table).where(table.c.last_seq.is_not(None)).order_by(table.c.last_seq.desc()).limit(limit)
    )
    return [_bare(row) for row in connection.execute(statement)]


def last_to_undo(connection: Connection, actor: str, session: str) -> str | None:
    """The actor's last act from this session that still stands; something done again is such an act."""
    return next(iter(standing_acts(connection, actor, session, 1)), None)


def standing_acts(connection: Connection, actor: str, session: str, most: int) -> list[str]:
    """The actor's last acts from this session that still stand, the newest first."""
    statement = _mine(actor, session, most).where(table.c.form != Form.UNDO.value)
    return list(connection.scalars(statement.with_only_columns(table.c.command_id)))


def last_to_redo(connection: Connection, actor: str, session: str) -> str | None:
    """The actor's last undo from this session that still stands, unless something else was done since."""
    undo = connection.execute(_mine(actor, session).where(table.c.form == Form.UNDO.value)).first()
    if undo is None:
        return None
    since = select(table.c.command_id).where(
        table.c.actor == actor,
        table.c.session == session,
        table.c.form == Form.ACT.value,
        table.c.last_seq > undo.last_seq,
    )
    return undo.command_id if connection.execute(since.limit(1)).first() is None else None


def _mine(actor: str, session: str, most: int = 1) -> Select[Any]:
    """The last receipts of a session that nobody has taken back."""
    taken_back = table.alias()
    return (
        select(table)
        .where(
            table.c.actor == actor,
            table.c.session == session,
            table.c.last_seq.is_not(None),
            ~exists().where(taken_back.c.undo_of == table.c.command_id),
        )
        .order_by(table.c.last_seq.desc())
        .limit(most)
    )


@dataclass(frozen=True)
class Fate:
    """What became of an act.

    Attributes:
        undone_by: who took it back, and the command with which.
        left_at: when something left the house because of it: a message cannot be called back.
        is_leaving: something is on its way just now, and nobody knows yet what becomes of it.
    """

    undone_by: tuple[str, str] | None
    left_at: datetime | None
    is_leaving: bool = False


def fate(connection: Connection, command_id: str) -> Fate:
    """Whether the act still stands, and whether it can be taken back at all."""
    dialect = connection.dialect
    undoing = lookup(dialect, table, ("actor", "command_id"), {"undo_of": command_id})
    left = lookup(dialect, table, ("left_at",), {"command_id": command_id})
    questions = (undoing, left, outbox.leaving_question(dialect, command_id))
    undone, gone, leaving = fetch_together(connection, questions)
    return Fate(undone[0] if undone else None, left.read(gone)[0][0] if gone else None, bool(leaving))


class TakenBack(NamedTuple):
    """Who has undone an act, and when, in business time."""

    by: str
    at: datetime


def taken_back(
    connection: Connection, command_ids: Iterable[str], until: datetime | None = None
) -> dict[str, TakenBack]:
    """Those of the acts that were undone, by whomever, and not done again since.

    Args:
        until: as that stood at a moment of business time.
    """
    columns = (table.c.undo_of, table.c.command_id, table.c.actor, table.c.on_behalf_of, event_table.c.at)
    asked = select(*columns).join(event_table, event_table.c.seq == table.c.last_seq)
    if until is not None:
        asked = asked.where(event_table.c.at <= until)
    undoing: dict[str, tuple[str, TakenBack]] = {}
    for portion in portions(sorted(set(command_ids))):
        rows = connection.execute(asked.where(table.c.undo_of.in_(portion)))
        for undone, by, actor, on_behalf_of, at in rows:
            undoing[by] = undone, TakenBack(acting(actor, on_behalf_of), at)
    again = taken_back(connection, undoing, until) if undoing else {}
    return {undone: told for by, (undone, told) in undoing.items() if by not in again}


def without_events(connection: Connection, command_ids: Iterable[str]) -> frozenset[str]:
    """Those of the acts that changed nothing here: there is nothing to be taken back."""
    found: set[str] = set()
    for portion in portions(sorted(set(command_ids))):
        mine = select(table.c.command_id).where(table.c.command_id.in_(portion))
        found.update(connection.scalars(mine.where(table.c.first_seq.is_(None))))
    return frozenset(found)


def _bare(row: Any) -> Receipt:
    return Receipt(
        command_id=row.command_id,
        recorded_at=row.recorded_at,
        actor=row.actor,
        on_behalf_of=row.on_behalf_of,
        door=row.door,
        session=row.session,
        summary=row.summary,
        violations=tuple(_violation(v) for v in json.loads(row.violations)),
        overrides=tuple(_violation(v) for v in json.loads(row.overrides)),
        refusals=tuple(Refusal(**r) for r in json.loads(row.refusals)),
        result=json.loads(row.result),
        undo_of=row.undo_of,
        form=Form(row.form),
    )


def _violation_dict(violation: Violation) -> dict[str, Any]:
    return violation.as_dict() | {"can_override": violation.can_override}


def _violation(data: dict[str, Any]) -> Violation:
    return Violation(**data)
