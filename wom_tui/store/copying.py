"""How a growing office moves from one database to another: everything, in one transaction, and proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, func, insert, select, text, update

from wom_tui.errors import StoreError
from wom_tui.store import journal, schema
from wom_tui.store.bookkeeping import (
    action_table,
    due_table,
    event_table,
    import_table,
    message_read_table,
    office_table,
    outbox_table,
    pending_table,
    receipt_table,
)
from wom_tui.store.engine import hold_writers, scalar_int, translated, writing
from wom_tui.store.garbage import no_collection
from wom_tui.store.replay import Told
from wom_tui.store.tables import FACT_TABLES

# In the order in which rows may be written: what is pointed to comes first.
TABLES: tuple[Table, ...] = (
    office_table,
    *FACT_TABLES.values(),
    event_table,
    receipt_table,
    import_table,
    due_table,
    pending_table,
    action_table,
    outbox_table,
    message_read_table,
)
_BATCH = 1000
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Copied:
    """What was copied and proved: rows of each table, and the end of the journal."""

    rows: dict[str, int]
    head: journal.Head


def copy(
    source: Engine,
    target: Engine,
    progress: Progress = lambda _table, _rows: None,
    *,
    replace: bool = False,
) -> Copied:
    """Copy an office into an empty database, in one transaction: nobody ever sees half of it.

    The copy is counted, its journal is walked and replayed before it is committed.

    Args:
        progress: called with the name of a table and how many of its rows are there.
        replace: the target's own tables give way, in the same transaction.

    Raises:
        StoreError: the target has tables already, or the copy is not the same as the source; the target is as it was.
    """
    schema.prepare_file(target)
    with translated(), source.connect() as reading, writing(target) as write:
        read = _one_moment(reading)
        if replace:
            hold_writers(write)
            schema.drop_in(write)
        schema.create_in(write)
        rows = {table.name: _copy_table(read, write, table, progress) for table in TABLES}
        _continue_counters(write)
        _count(read, rows)
        copied = prove(write, journal.head(read))
        if copied.rows != rows:
            raise StoreError("the copy has not the rows that were written to it")
        return copied


def _one_moment(connection: Connection) -> Connection:
    """A reading transaction that sees one moment, whatever others commit meanwhile."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    return connection


def _copy_table(read: Connection, write: Connection, table: Table, progress: Progress) -> int:
    own = [c.name for c in table.c for key in c.foreign_keys if key.column.table is table]
    later: list[dict[str, Any]] = []
    count = 0
    for batch in _batches(read, table):
        for row in batch:
            # A record may point to a later one of its own table; those links follow when all are there.
            if any(row[name] is not None for name in own):
                later.append({"the_id": row["id"], **{name: row[name] for name in own}})
                row.update(dict.fromkeys(own))
        write.execute(insert(table), batch)
        count += len(batch)
        progress(table.name, count)
    if later:
        write.execute(
            update(table).where(table.c.id == bindparam("the_id")).values({n: bindparam(n) for n in own}),
            later,
        )
    return count


def _batches(read: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    order = table.primary_key.columns
    result = read.execution_options(yield_per=_BATCH).execute(select(table).order_by(*order))
    for partition in result.mappings().partitions():
        yield [dict(row) for row in partition]


def _continue_counters(write: Connection) -> None:
    if write.dialect.name != "postgresql":
        return
    for table in FACT_TABLES.values():
        last = scalar_int(write, select(func.max(table.c.id)))
        if last:
            write.execute(text(f"SELECT setval('{table.name}_id_seq', :last)"), {"last": last})


def _count(read: Connection, rows: dict[str, int]) -> None:
    for name, here in counted(read).items():
        if here != rows[name]:
            raise StoreError(f"the copy of {name} has {rows[name]} rows, the original {here}")


def counted(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {table.name: scalar_int(connection, select(func.count()).select_from(table)) for table in TABLES}


def prove(connection: Connection, expected: journal.Head | None = None) -> Copied:
    """Count an office, walk its journal, and replay it.

    Args:
        expected: where its journal has to end.

    Raises:
        StoreError: the journal is not whole, or does not tell the facts.
    """
    told = Told()
    with no_collection():
        verdict = journal.verify(connection, expected, told=told.hear)
        if not verdict.is_whole:
            raise StoreError(f"the copied journal is not whole: {verdict.reason}")
        if expected is not None and verdict.head != expected:
            raise StoreError(f"the copied journal ends at {verdict.head.seq}, the original at {expected.seq}")
        found = told.differences(connection, limit=1)
    if found:
        raise StoreError(f"the copied journal does not tell the copied facts: {found[0]}")
    return Copied(counted(connection), verdict.head)
