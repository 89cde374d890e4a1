"""What happened, in order: appending to the journal and reading it. That nobody has changed it proves `chain.py`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Select, func, or_, select

from wom_tui.domain.event import Event
from wom_tui.store import bulk
from wom_tui.store.bookkeeping import event_table
from wom_tui.store.chain import ERASED_EVENTS, GENESIS, Head, Verdict, event_hash, verify
from wom_tui.store.driver import Statement
from wom_tui.store.engine import scalar_int
from wom_tui.store.lookup import Condition, Lookup, Range, lookup
from wom_tui.store.portions import portions

__all__ = ["GENESIS", "Head", "Verdict", "event_hash", "verify"]  # of the chain, which is the journal's too


def head(connection: Connection) -> Head:
    """The last event's number and hash; zero and genesis for an empty journal."""
    return head_of(head_question(connection.dialect).ask(connection))


def first_hash(connection: Connection) -> str:
    """The hash of the first event, which no other journal has; empty for an empty one."""
    first = select(event_table.c.hash).order_by(event_table.c.seq).limit(1)
    return str(connection.execute(first).scalar() or "")


def head_question(dialect: Dialect) -> Lookup:
    """The question where the journal ends, to be asked together with others; `head_of` reads the answer."""
    return lookup(dialect, event_table, ("seq", "hash"), {}, order="seq DESC", limit=1)


def head_of(rows: Sequence[Sequence[Any]]) -> Head:
    """The head that the rows of the answer tell."""
    return Head(*rows[0]) if rows else Head(0, GENESIS)


def since_question(dialect: Dialect, seq: int) -> Lookup:
    """The question what changed after an event: rows of one subject each."""
    return lookup(dialect, event_table, ("subject",), {"seq": Range(seq + 1)})


def chained(rows: Sequence[dict[str, Any]], last: Head) -> list[dict[str, Any]]:
    """The rows with their numbers and hashes, following on from the end of the journal."""
    previous = last.hash
    for number, row in enumerate(rows, start=last.seq + 1):
        row["seq"] = number
        row["hash"] = previous = event_hash(previous, row)
    return list(rows)


def insertion(dialect: Dialect, rows: Sequence[dict[str, Any]]) -> Statement:
    """Write events that are `chained` to the end of the journal, under its lock."""
    return bulk.insertion(dialect, event_table, rows)


def events(
    connection: Connection,
    *,
    since: int = 0,
    subject: str | None = None,
    from_version: int = 0,
    command_id: str | None = None,
    until: datetime | None = None,
    limit: int | None = None,
) -> Iterator[Event]:
    """Events with seq > `since`: of one subject, from a version on; or of one command; the first so many of them.

    Args:
        until: only of what had happened by then, in business time.
    """
    statement: Select[Any] = select(event_table).where(event_table.c.seq > since)
    if subject is not None:
        statement = statement.where(event_table.c.subject == subject, event_table.c.version >= from_version)
    if command_id is not None:
        statement = statement.where(event_table.c.command_id == command_id)
    if until is not None:
        statement = statement.where(event_table.c.at <= until)
    yield from told(connection.execute(statement.order_by(event_table.c.seq).limit(limit)))


def latest(connection: Connection, most: int, until: datetime | None = None) -> list[Event]:
    """The last events, oldest first; of what had happened by a moment of business time."""
    statement: Select[Any] = select(event_table).order_by(event_table.c.seq.desc()).limit(most)
    if until is not None:
        statement = statement.where(event_table.c.at <= until)
    return list(told(connection.execute(statement)))[::-1]


def changed_at(connection: Connection, subjects: Iterable[str]) -> dict[str, datetime]:
    """When each subject was changed last, in business time."""
    wanted = sorted(set(subjects))
    found: dict[str, datetime] = {}
    for portion in portions(wanted):
        is_one = event_table.c.subject.in_(portion)
        latest = select(event_table.c.subject, func.max(event_table.c.at)).where(is_one)
        found |= {row[0]: row[1] for row in connection.execute(latest.group_by(event_table.c.subject))}
    return found


def last_of(connection: Connection, subject: str, version: int | None = None) -> Event | None:
    """The last event of a subject, or the one that made a version of it."""
    statement = select(event_table).where(event_table.c.subject == subject)
    if version is not None:
        statement = statement.where(event_table.c.version == version)
    row = connection.execute(statement.order_by(event_table.c.version.desc()).limit(1)).first()
    return next(told([row])) if row else None


def later(connection: Connection, last: Mapping[str, Event]) -> dict[str, list[Event]]:
    """What happened to each subject after an event of its own, oldest first; subjects without are left out."""
    found: dict[str, list[Event]] = {}
    subjects = sorted(last)
    for portion in portions(subjects):
        since = min(last[subject].seq for subject in portion)
        asked = question(connection.dialect, subject=frozenset(portion), seq=Range(since + 1))
        for event in told(asked.ask(connection)):
            if event.version > last[event.subject].version:
                found.setdefault(event.subject, []).append(event)
    return found


_NAMES = tuple(column.name for column in event_table.columns)


def question(dialect: Dialect, **where: Condition) -> Lookup:
    """The question for whole events, oldest first; `told` reads the answer."""
    return lookup(dialect, event_table, _NAMES, where, order="seq")


def told(rows: Iterable[Sequence[Any]]) -> Iterator[Event]:
    """The events of whole rows."""
    for row in rows:
        values = dict(zip(_NAMES, row, strict=True))
        values["before"], values["after"] = json.loads(values["before"]), json.loads(values["after"])
        values["after"].pop(ERASED_EVENTS, None)  # about the journal, not about the fact
        yield Event.of(values)


def telling(
    connection: Connection, noun: str, words: Sequence[str], *, since: int, until: int
) -> Iterator[Event]:
    """Events of one noun with `since` < seq <= `until` in whose changes one of these words of JSON stands."""
    columns = (event_table.c.before, event_table.c.after)
    said = or_(*(column.contains(word, autoescape=True) for word in words for column in columns))
    inside = event_table.c.seq > since, event_table.c.seq <= until
    mine = event_table.c.subject.startswith(f"{noun}:", autoescape=True)
    statement = select(event_table).where(*inside, mine, said)
    yield from told(connection.execute(statement.order_by(event_table.c.seq)))


class Act(NamedTuple):
    """Of an event only who did what, when, to which record, and by which door it came in."""

    at: datetime
    actor: str
    kind: str
    subject: str
    command_id: str
    door: str
    seq: int
    undo_of: int | None


def acts(connection: Connection, since: datetime, until: datetime) -> list[Act]:
    """What was done from one business time to another, both included, in the order of writing."""
    inside = {"at": Range(since, until + timedelta(microseconds=1))}
    asked = lookup(connection.dialect, event_table, Act._fields, inside, order="seq")
    return [Act(*row) for row in asked.ask(connection)]


def booked_by(connection: Connection, actor: str, since: datetime) -> list[str]:
    """The visits, each as often as an actor has booked it from a business time on; by subject."""
    mine = event_table.c.actor == actor, event_table.c.kind == "visit.assigned", event_table.c.at >= since
    return list(
        connection.scalars(select(event_table.c.subject).where(*mine, event_table.c.undo_of.is_(None)))
    )


def seq_before(connection: Connection, at: datetime, *, is_business: bool) -> int:
    """The number of the last event before a moment: written down before it, or by business time."""
    moment = event_table.c.at if is_business else event_table.c.recorded_at
    return scalar_int(connection, select(func.coalesce(func.max(event_table.c.seq), 0)).where(moment < at))


def count(connection: Connection) -> int:
    """How many events there are: they are numbered without gaps."""
    return scalar_int(connection, select(event_table.c.seq).order_by(event_table.c.seq.desc()).limit(1))


def first_at(connection: Connection) -> datetime | None:
    """The earliest business time of any event; None for an empty journal."""
    earliest: datetime | None = connection.scalar(select(func.min(event_table.c.at)))
    return earliest


def last_at(connection: Connection) -> datetime | None:
    """The latest business time of any event; None for an empty journal."""
    latest: datetime | None = connection.scalar(select(func.max(event_table.c.at)))
    return latest


def taken_back(connection: Connection, at: datetime) -> dict[str, tuple[dict[str, Any], bool]]:
    """What takes back everything after a business time.

    Returns:
        Of each subject the values to put back, and whether the record was not there yet.
    """
    after = {"at": Range(at + timedelta(microseconds=1))}
    asked = lookup(connection.dialect, event_table, ("subject", "before"), after, order="seq DESC")
    back: dict[str, tuple[dict[str, Any], bool]] = {}
    for subject, before in asked.ask(connection):
        values, _ = back.get(subject, ({}, False))
        back[subject] = (values | json.loads(before), before == "{}")
    return back
