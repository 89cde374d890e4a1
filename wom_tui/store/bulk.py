"""The statement that inserts rows, one or thousands, without paying for each one what only the first one costs.

How the values of each column are bound is asked of SQLAlchemy once per table; the driver gets plain tuples. On
a batch of an import that costs a third of what SQLAlchemy's own `insert` with dictionaries costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, Table

from wom_tui.domain.fact import Fact
from wom_tui.store.codec import codec_of
from wom_tui.store.driver import Statement
from wom_tui.store.lookup import mark_of

Bind = Callable[[Any], Any]


@dataclass(frozen=True)
class _Insert:
    """One table's statement on one dialect.

    Attributes:
        take: the values of a row, in the order of the columns.
        binds: place of a column → how its values are bound; most need nothing, and None never does.
    """

    sql: str
    take: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    binds: tuple[tuple[int, Bind], ...]

    def bound(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """The row as the driver takes it."""
        values = list(self.take(row))
        for place, bind in self.binds:
            if values[place] is not None:
                values[place] = bind(values[place])
        return tuple(values)


def insertion(dialect: Dialect, table: Table, rows: Iterable[Mapping[str, Any]]) -> Statement:
    """Insert rows that all have a value for every column of the table; at least one."""
    insert = _insert(dialect, table, None)
    return Statement(insert.sql, [insert.bound(row) for row in rows])


def insertion_of_facts(dialect: Dialect, table: Table, facts: Sequence[Fact]) -> Statement:
    """Insert facts of one class, whose table it is; at least one."""
    cls: Any = type(facts[0])
    insert = _insert(dialect, table, cls)
    return Statement(insert.sql, [insert.bound(vars(fact)) for fact in facts])


@lru_cache(maxsize=256)
def _insert(dialect: Dialect, table: Table, cls: Any) -> _Insert:
    """The statement for a fact class, or for rows of any kind where `cls` is None."""
    quote, mark = dialect.identifier_preparer.quote, mark_of(dialect)
    columns = [column.name for column in table.columns]
    names, marks = ", ".join(map(quote, columns)), ", ".join([mark] * len(columns))
    to_column = codec_of(cls).to_column if cls else {}
    binds = [
        (
            place,
            _chained(to_column.get(column.name), column.type.dialect_impl(dialect).bind_processor(dialect)),
        )
        for place, column in enumerate(table.columns)
    ]
    return _Insert(
        f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})",
        itemgetter(*columns),
        tuple((place, bind) for place, bind in binds if bind is not None),
    )


def _chained(first: Bind | None, then: Bind | None) -> Bind | None:
    if first is None or then is None:
        return first or then
    return lambda value: then(first(value))
