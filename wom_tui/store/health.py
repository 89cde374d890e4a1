"""How is a database that is in use: is its clock right, was an import cut off, does somebody hold it up?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select, text

from wom_tui.store.bookkeeping import import_table


@dataclass(frozen=True)
class Sessions:
    """The other programs at a Postgres database, and those of them that keep a transaction open while they rest."""

    others: int
    resting: int


def skew_s(connection: Connection) -> float | None:
    """By how many seconds the server's clock is ahead of this machine's; None where they are the same clock."""
    if connection.dialect.name != "postgresql":
        return None
    connection.execute(text("SELECT 1"))  # the line is open now: the question takes one round trip
    before = datetime.now(UTC)
    there: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    after = datetime.now(UTC)
    return (there - (before + (after - before) / 2)).total_seconds()


def cut_off(connection: Connection) -> list[tuple[str, int]]:
    """Imports that did not come to their end: the preset, and the last line that was read."""
    last = select(
        import_table.c.file_hash, import_table.c.preset, func.max(import_table.c.line).label("line")
    ).group_by(import_table.c.file_hash, import_table.c.preset)
    ends = last.subquery()
    rows = connection.execute(
        select(import_table.c.preset, import_table.c.line, import_table.c.counts).join(
            ends,
            (ends.c.file_hash == import_table.c.file_hash)
            & (ends.c.preset == import_table.c.preset)
            & (ends.c.line == import_table.c.line),
        )
    )
    return [(row.preset, row.line) for row in rows if not json.loads(row.counts)["is_last"]]


def sessions(connection: Connection) -> Sessions | None:
    """Who else is there; None on SQLite, which does not know."""
    if connection.dialect.name != "postgresql":
        return None
    row = connection.execute(
        text(
            "SELECT count(*), count(*) FILTER (WHERE state LIKE 'idle in transaction%' "
            "AND state_change < clock_timestamp() - interval '10 seconds') FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    ).one()
    return Sessions(row[0], row[1])
