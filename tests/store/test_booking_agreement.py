"""Both databases refuse the same double bookings, step by step, whoever writes."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

import psycopg
import pytest
from sqlalchemy import Connection

from tests.databases import PostgresDatabases, SqliteDatabases, create_schema
from tests.office import KIM, an_order, close_desks, desk_on, number_of, office_facts
from wom_tui.commands.facts import LoadFacts
from wom_tui.domain.visit import VisitStatus

# 10,000 sequences are the promise; how many run is a matter of where.
SEQUENCES = int(os.environ.get("WOM_BOOKING_SEQUENCES", "10000"))
MORNING = datetime(2026, 3, 2, 13, tzinfo=UTC)


@dataclass(frozen=True)
class Step:
    """One write: a new visit, or a change of one that is there."""

    id: int
    is_new: bool
    values: dict[str, object]


def steps(seed: int) -> Iterator[Step]:
    """A few bookings of two technicians in a short morning, so that many of them meet.

    Each seed has a day of its own: what is deleted stays in Postgres' index until the transaction ends.
    """
    random, morning = Random(seed), MORNING + timedelta(days=seed)
    count = 0
    for _ in range(random.randint(3, 6)):
        start_at = morning + timedelta(minutes=5 * random.randint(0, 6))
        values: dict[str, object] = {
            "technician_id": random.choice((KIM, KIM, KIM, 2, None)),
            "start_at": start_at,
            "end_at": start_at + timedelta(minutes=5 * random.randint(1, 6)),
            "status": random.choice(tuple(VisitStatus)[:6]).value,
            "is_withdrawn": random.random() < 0.1,
        }
        if count and random.random() < 0.5:
            some = dict(random.sample(sorted(values.items(), key=lambda item: item[0]), random.randint(1, 3)))
            if "start_at" in some or "end_at" in some:
                some |= {"start_at": values["start_at"], "end_at": values["end_at"]}
            yield Step(random.randint(1, count), False, some)
            continue
        count += 1
        yield Step(count, True, values)


class Writer:
    """Any program that writes visits: it speaks to the driver, so that nothing but the database can refuse."""

    def __init__(self, connection: Connection) -> None:
        self._cursor = connection.connection.cursor()
        self._is_postgres = connection.dialect.name == "postgresql"

    def execute(self, statement: str, values: tuple[object, ...] = ()) -> None:
        if self._is_postgres:
            self._cursor.execute(statement.replace("?", "%s"), values)
        else:
            self._cursor.execute(
                statement, tuple(micros(v) if isinstance(v, datetime) else v for v in values)
            )

    def is_accepted(self, step: Step) -> bool:
        """Write it behind a savepoint; False when the database refuses a double booking."""
        self.execute("SAVEPOINT step")
        try:
            self.execute(*statement_of(step))
        except (sqlite3.IntegrityError, psycopg.errors.ExclusionViolation) as refusal:
            if not self._is_postgres and "double_booking" not in str(refusal):
                raise
            self.execute("ROLLBACK TO SAVEPOINT step")
            return False
        return True


def micros(at: datetime) -> int:
    """An instant as SQLite keeps it."""
    return round(at.timestamp() * 1_000_000)


def statement_of(step: Step) -> tuple[str, tuple[object, ...]]:
    """The SQL of a step, and its values."""
    if step.is_new:
        values = {
            "id": step.id,
            "version": 1,
            "order_id": 1,
            "ordinal": step.id,
            "is_pinned": False,
            **step.values,
        }
        marks = ", ".join("?" * len(values))
        return f"INSERT INTO visit ({', '.join(values)}) VALUES ({marks})", tuple(values.values())
    settings = ", ".join(f"{name} = ?" for name in step.values)
    return f"UPDATE visit SET {settings} WHERE id = ?", (*step.values.values(), step.id)


@pytest.mark.postgres
def test_random_bookings_get_the_same_answer_from_both_databases(
    sqlite_databases: SqliteDatabases, postgres_databases: PostgresDatabases
) -> None:
    with ExitStack() as stack:
        writers = []
        for databases in (sqlite_databases, postgres_databases):
            desk = desk_on(stack.enter_context(databases.fresh(create_schema)))
            stack.callback(close_desks)
            desk.run(LoadFacts(facts=office_facts(), what="office"))
            number_of(desk, an_order())
            connection = stack.enter_context(desk.engine.connect())
            connection.rollback()
            writers.append(Writer(connection))

        refused = 0
        for seed in range(SEQUENCES):
            for writer in writers:
                writer.execute("BEGIN")
            answers = [[writer.is_accepted(step) for step in steps(seed)] for writer in writers]
            assert answers[0] == answers[1], f"seed {seed}"
            refused += answers[0].count(False)
            for writer in writers:
                writer.execute("ROLLBACK")

    assert refused > SEQUENCES // 3
