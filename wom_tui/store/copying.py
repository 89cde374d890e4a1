"""How a growing office moves from one database to another: everything, in one transaction, and proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, func, insert, select, text, update

from wom_tui.errors import StoreError
from wom_tui.store import journal, schema
from wom_tui.store.engine import scalar_int, translated
from wom_tui.store.replay import differences
from wom_tui.store.tables import FACT_TABLES, event_table, import_table, office_table, receipt_table

# In the order in which rows may be written: what is pointed to comes first.
TABLES: tuple[Table, ...] = (office_table, *FACT_TABLES.values(), event_table, receipt_table, import_table)
_BATCH = 1000
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Copied:
    """What was copied and proved: rows of each table, and the end of the journal."""

    rows: dict[str, int]
    head: journal.Head


def copy(source: Engine, target: Engine, progress: Progress = lambda _table, _rows: None) -> Copied:
    """Copy an office into an empty database.

    The copy is counted, its journal is walked and replayed before it is committed.

    Args:
        progress: called with the name of a table and how many of its rows are there.

    Raises:
        StoreError: the target has tables already, or the copy is not the same as the source; nothing is left of it.
    """
    schema.check(source)
    schema.create(target)
    try:
        with translated(), source.connect() as reading, target.connect() as plain:
            read = _one_moment(reading)
            write = plain.execution_options(write=True)
            write.begin()
            rows = {table.name: _copy_table(read, write, table, progress) for table in TABLES}
            _continue_counters(write)
            head = _prove(read, write, rows)
            write.commit()
            return Copied(rows, head)
    except BaseException:
        schema.drop(target)
        raise


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


def _prove(read: Connection, write: Connection, rows: dict[str, int]) -> journal.Head:
    for table in TABLES:
        there = scalar_int(write, select(func.count()).select_from(table))
        here = scalar_int(read, select(func.count()).select_from(table))
        if not there == here == rows[table.name]:
            raise StoreError(f"the copy of {table.name} has {there} rows, the original {here}")
    verdict = journal.verify(write, journal.head(read))
    if not verdict.is_whole:
        raise StoreError(f"the copied journal is not whole: {verdict.reason}")
    if found := differences(write):
        raise StoreError(f"the copied journal does not tell the copied facts: {found[0]}")
    return verdict.head
