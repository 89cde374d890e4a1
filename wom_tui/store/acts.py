"""What was done, act by act, newest first, and what became of each: the receipts by their place in the journal.

A page begins where the one before ended, by number: however long the journal, the next page costs the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from wom_tui.domain.event import acting
from wom_tui.domain.receipt import Form
from wom_tui.store.bookkeeping import event_table, receipt_table

_CHUNK = 900  # values in one IN list: below SQLite's oldest limit on parameters


class LoggedAct(NamedTuple):
    """One act, without its events.

    Attributes:
        at: business time of its last event.
        first_seq, last_seq: its events lie in the journal one after the other, between these two.
        undo_of: the act that it took back.
        left_at: when something left the house because of it.
        undone_by, undone_at: who took it back, and when.
        is_done_again: and that was taken back as well.
    """

    command_id: str
    at: datetime
    actor: str
    on_behalf_of: str | None
    door: str
    session: str
    form: Form
    summary: str
    first_seq: int
    last_seq: int
    undo_of: str | None
    left_at: datetime | None
    undone_by: str | None
    undone_at: datetime | None
    is_done_again: bool

    @property
    def who(self) -> str:
        """Who acted, as people are told."""
        return acting(self.actor, self.on_behalf_of)

    @property
    def changes(self) -> int:
        """How many events it wrote."""
        return self.last_seq - self.first_seq + 1


class Wanted(NamedTuple):
    """Which acts; see `domain.log_filter`.

    Attributes:
        subjects: they touched one of these records; None = whatever they touched.
        until: what had happened by then, in business time.
    """

    words: tuple[str, ...] = ()
    who: str = ""
    door: str = ""
    subjects: frozenset[str] | None = None
    until: datetime | None = None


def page(
    connection: Connection,
    wanted: Wanted,
    limit: int,
    *,
    before: int | None = None,
    after: int | None = None,
) -> list[LoggedAct]:
    """So many acts, newest first.

    Args:
        before, after: only acts whose last event has a lower, a higher number than this.
    """
    statement = _acts().order_by(receipt_table.c.last_seq.desc()).limit(limit)
    for condition in _conditions(connection, wanted):
        statement = statement.where(condition)
    if before is not None:
        statement = statement.where(receipt_table.c.last_seq < before)
    if after is not None:
        statement = statement.where(receipt_table.c.last_seq > after)
    return [_act(row) for row in connection.execute(statement)]


def one(connection: Connection, command_id: str) -> LoggedAct | None:
    """One act; None where it was never done, or changed nothing."""
    row = connection.execute(_acts().where(receipt_table.c.command_id == command_id)).first()
    return None if row is None else _act(row)


def _acts() -> Select[Any]:
    act, done = receipt_table, event_table.alias()
    undone, undoing, again = receipt_table.alias(), event_table.alias(), receipt_table.alias()
    return (
        select(
            act.c.command_id, done.c.at, act.c.actor, act.c.on_behalf_of, act.c.door, act.c.session, act.c.form,
            act.c.summary, act.c.first_seq, act.c.last_seq, act.c.undo_of, act.c.left_at,
            undone.c.actor, undone.c.on_behalf_of, undoing.c.at, again.c.command_id,
        )
        .select_from(act)
        .join(done, done.c.seq == act.c.last_seq)
        .outerjoin(undone, undone.c.undo_of == act.c.command_id)
        .outerjoin(undoing, undoing.c.seq == undone.c.last_seq)
        .outerjoin(again, again.c.undo_of == undone.c.command_id)
    )  # fmt: skip


def _act(row: Any) -> LoggedAct:
    *own, by, on_behalf_of, undone_at, again = row
    values = dict(zip(LoggedAct._fields, own, strict=False))
    return LoggedAct(
        **values | {"form": Form(values["form"])},
        undone_by=acting(by, on_behalf_of) if by else None,
        undone_at=undone_at,
        is_done_again=again is not None,
    )


def _conditions(connection: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    act = receipt_table.c
    found = [or_(_has(act.summary, word), _has(act.actor, word)) for word in wanted.words]
    if wanted.who:
        found.append(or_(_begins(act.actor, wanted.who), _begins(act.on_behalf_of, wanted.who)))
    if wanted.door:
        found.append(_begins(act.door, wanted.door))
    if wanted.until is not None:
        at = select(event_table.c.at).where(event_table.c.seq == act.last_seq).scalar_subquery()
        found.append(at <= wanted.until)
    if wanted.subjects is not None:
        found.append(act.command_id.in_(_touching(connection, sorted(wanted.subjects))))
    return found


def _has(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    return func.lower(column).contains(word.lower(), autoescape=True)


def _begins(column: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    return func.lower(column).startswith(word.lower(), autoescape=True)


def _touching(connection: Connection, subjects: Sequence[str]) -> list[str]:
    """The last acts that touched one of these records."""
    event = event_table.c
    statement = (
        select(event.command_id)
        .where(event.subject.in_(subjects[:_CHUNK]))
        .group_by(event.command_id)
        .order_by(func.max(event.seq).desc())
        .limit(_CHUNK)
    )
    return list(connection.scalars(statement))
