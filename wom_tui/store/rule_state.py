"""How far the runner has come with each rule, and what rules have done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Dialect, Select, func, select
from sqlalchemy.engine import Row

from wom_tui.domain.rule import Firing, Mark, Outcome
from wom_tui.store import bulk
from wom_tui.store.bookkeeping import action_table, due_table, pending_table
from wom_tui.store.driver import Statement
from wom_tui.store.lookup import mark_of
from wom_tui.store.portions import portions
from wom_tui.store.reader import Reader
from wom_tui.store.receipts import TakenBack

UNDONE = "undone"  # of a firing that was done, and taken back since


class Answer(NamedTuple):
    """What was said to a proposal, by whom, and when in business time.

    Attributes:
        word: `accepted`, `accepted in part`, `rejected`, `made void`; `waits again` where somebody took that back.
        command_id: the act, which can be taken back.
        why: the reason, or what was left out.
    """

    word: str
    by: str
    at: datetime
    command_id: str
    why: str = ""

    @property
    def words(self) -> str:
        """`rejected by ann: she comes after all`."""
        told = f"{self.word} by {self.by}"
        return f"{told}: {self.why}" if self.why else told


WAITS_AGAIN = "waits again"


@dataclass(frozen=True, kw_only=True)
class Action:
    """What became of a firing.

    Attributes:
        undone: who has taken it back since, and when, where somebody has asked for that; None = nobody.
        is_empty: it was done outside of the database, and changed nothing here; the same.
        answer: what was said to it, where it is a proposal; the same.
    """

    key: str
    rule: str
    subject: str
    order: int | None
    due_at: datetime
    recorded_at: datetime
    cause: int | None
    command_id: str
    outcome: Outcome
    said: str
    undone: TakenBack | None = None
    is_empty: bool = False
    answer: Answer | None = None

    @property
    def fate(self) -> str:
        """`done`, or `undone` where that was taken back; of a proposal what was said to it."""
        if self.undone:
            return UNDONE
        return self.answer.word if self.answer else self.outcome.value

    @property
    def undoable(self) -> str:
        """The act to be taken back: its own, or the answer to it; empty where there is none any more."""
        if self.undone or self.is_empty or self.outcome not in (Outcome.DONE, Outcome.PROPOSED):
            return ""
        is_answered = self.answer is not None and self.answer.word != WAITS_AGAIN
        return self.answer.command_id if self.answer and is_answered else self.command_id


def marks(reader: Reader) -> dict[int, Mark]:
    """How far the runner has come, by rule."""
    rows = reader.connection.execute(select(due_table))
    return {row.rule_id: _mark(row) for row in rows}


def _mark(row: Row[Any]) -> Mark:
    return Mark(
        rule_id=row.rule_id,
        done_until=row.done_until,
        seq=row.seq,
        failures=row.failures,
        held=row.held,
    )


def marking(dialect: Dialect, marks: Iterable[Mark]) -> list[Statement]:
    """Write down how far it has come."""
    rows = [vars(mark) for mark in marks]
    if not rows:
        return []
    sign = mark_of(dialect)
    gone = Statement(f"DELETE FROM due WHERE rule_id = {sign}", [(row["rule_id"],) for row in rows])
    return [gone, bulk.insertion(dialect, due_table, rows)]


def acting(
    dialect: Dialect,
    firing: Firing,
    command_id: str,
    recorded_at: datetime,
    outcome: Outcome,
    said: str,
    *,
    order: int | None,
) -> Statement:
    """Write down what became of a firing; that nothing came of it before, the key sees to.

    Args:
        order: the one that it is about, or that came of it.
    """
    row = {
        "key": firing.key,
        "rule": firing.rule,
        "order_id": order,
        "due_at": firing.due_at,
        "recorded_at": recorded_at,
        "cause": firing.cause,
        "command_id": command_id,
        "outcome": outcome.value,
        "said": said,
        "subject": firing.subject,
    }
    return bulk.insertion(dialect, action_table, [row])


def seen_to(reader: Reader, keys: Iterable[str]) -> frozenset[str]:
    """Those of the keys that have had their act."""
    found: set[str] = set()
    for portion in portions(sorted(set(keys))):
        chosen = select(action_table.c.key).where(action_table.c.key.in_(portion))
        found.update(reader.connection.scalars(chosen))
    return frozenset(found)


def acted_since(reader: Reader, at: datetime) -> int:
    """How many firings had their turn since a moment of real time."""
    counted = select(func.count()).select_from(action_table).where(action_table.c.recorded_at > at)
    return int(reader.connection.execute(counted).scalar_one())


def counts_since(reader: Reader, at: datetime) -> dict[str, dict[Outcome, int]]:
    """What became of firings since a moment of real time, by rule."""
    counted = select(action_table.c.rule, action_table.c.outcome, func.count())
    lately = counted.where(action_table.c.recorded_at > at).group_by(
        action_table.c.rule, action_table.c.outcome
    )
    found: dict[str, dict[Outcome, int]] = {}
    for rule, outcome, number in reader.connection.execute(lately):
        found.setdefault(rule, {})[Outcome(outcome)] = int(number)
    return found


def ended_between(connection: Connection, since: datetime, until: datetime) -> list[tuple[str, Outcome, str]]:
    """Rule, outcome and act of every firing that was due in a time, the end not counted."""
    columns = action_table.c.rule, action_table.c.outcome, action_table.c.command_id
    inside = action_table.c.due_at >= since, action_table.c.due_at < until
    rows = connection.execute(select(*columns).where(*inside))
    return [(row.rule, Outcome(row.outcome), row.command_id) for row in rows]


def actions(reader: Reader, rule: str | None, limit: int, until: datetime | None = None) -> list[Action]:
    """What rules have done, or one of them, the last first.

    Args:
        until: only what had come due by a moment of business time.
    """
    chosen = select(action_table).order_by(action_table.c.recorded_at.desc(), action_table.c.key)
    if rule is not None:
        chosen = chosen.where(action_table.c.rule == rule)
    if until is not None:
        chosen = chosen.where(action_table.c.due_at <= until)
    return list(_actions(reader, chosen.limit(limit)))


def done_counts(reader: Reader) -> dict[str, tuple[int, datetime]]:
    """Of each rule that has done something: how often, and when the last time was."""
    counted = select(action_table.c.rule, func.count(), func.max(action_table.c.recorded_at))
    done = counted.where(action_table.c.outcome == Outcome.DONE.value).group_by(action_table.c.rule)
    return {row[0]: (int(row[1]), row[2]) for row in reader.connection.execute(done)}


def pending(reader: Reader) -> dict[tuple[int, str], datetime]:
    """Since when conditions have held that have to hold longer: by rule and subject."""
    rows = reader.connection.execute(select(pending_table))
    return {(row.rule_id, row.subject): row.since_at for row in rows}


def pending_changes(
    dialect: Dialect, gone: Iterable[tuple[int, str]], come: Mapping[tuple[int, str], datetime]
) -> list[Statement]:
    """Write down which conditions have ended or had their alert, and which have begun to hold."""
    sign = mark_of(dialect)
    keys = [*gone, *come]
    rows = [{"rule_id": rule, "subject": about, "since_at": at} for (rule, about), at in come.items()]
    delete = f"DELETE FROM pending WHERE rule_id = {sign} AND subject = {sign}"
    found = [Statement(delete, keys)] if keys else []
    return [*found, bulk.insertion(dialect, pending_table, rows)] if rows else found


def answered(reader: Reader, keys: Iterable[str]) -> dict[str, Action]:
    """What became of those of the firings that have had their act."""
    return {action.key: action for action in _among(reader, action_table.c.key, keys)}


def of_acts(reader: Reader, command_ids: Iterable[str]) -> list[Action]:
    """The firings to which some acts were the answer, by key."""
    return sorted(_among(reader, action_table.c.command_id, command_ids), key=lambda action: action.key)


def _among(reader: Reader, column: ColumnElement[str], values: Iterable[str]) -> Iterator[Action]:
    """The firings with one of these values in a column, however many these are."""
    for portion in portions(sorted(set(values))):
        yield from _actions(reader, select(action_table).where(column.in_(portion)))


def _actions(reader: Reader, chosen: Select[Any]) -> Iterator[Action]:
    for row in reader.connection.execute(chosen):
        values = dict(row._mapping)
        yield Action(order=values.pop("order_id"), outcome=Outcome(values.pop("outcome")), **values)
