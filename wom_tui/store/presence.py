"""Who is at this database just now: rows that come and go, and of which no journal tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, delete, func, insert, select

from wom_tui.domain.presence import GONE_S, Present
from wom_tui.store.bookkeeping import presence_table as table
from wom_tui.store.engine import translated, writing
from wom_tui.store.watch import notice

_GONE = timedelta(seconds=GONE_S)


def beat(engine: Engine, key: str, me: Present, *, tells: bool) -> tuple[Present, ...]:
    """Say that a console is there, and with what; answers who else is.

    Args:
        key: of this console, its own among all machines.
        tells: others should look at once; a mere sign of life wakes nobody.

    Raises:
        StoreBusy: somebody writes just now; the next beat will do.
    """
    with writing(engine) as connection:
        now = _now(connection)
        connection.execute(delete(table).where((table.c.key == key) | (table.c.seen_at < now - _GONE)))
        connection.execute(insert(table).values(key=key, who=me.who, order_id=me.order, seen_at=now))
        found = _others(connection, key, now)
        if tells:
            _tell(connection)
    return found


def others(engine: Engine, key: str) -> tuple[Present, ...]:
    """Who else is there."""
    with translated(), engine.connect() as connection:
        return _others(connection, key, _now(connection))


def leave(engine: Engine, key: str) -> None:
    """The console is closed."""
    with writing(engine) as connection:
        connection.execute(delete(table).where(table.c.key == key))
        _tell(connection)


def _tell(connection: Connection) -> None:
    for statement in notice(connection.dialect):
        connection.exec_driver_sql(statement.sql)


def _others(connection: Connection, key: str, now: datetime) -> tuple[Present, ...]:
    where = (table.c.key != key) & (table.c.seen_at >= now - _GONE)
    rows = connection.execute(select(table.c.who, table.c.order_id).where(where).order_by(table.c.key))
    return tuple(Present(who, order) for who, order in rows)


def _now(connection: Connection) -> datetime:
    """By one clock for all: the server's, where the consoles are on several machines."""
    if connection.dialect.name != "postgresql":
        return datetime.now(UTC)
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now
