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
from sqlalchemy.types import TypeEngine

from wom_tui.domain.fact import Fact
from wom_tui.store.codec import codec_of
from wom_tui.store.driver import Statement
from wom_tui.store.lookup import mark_of
from wom_tui.store.types import binder

Bind = Callable[[Any], Any]
BindAll = Callable[[Sequence[Any]], Sequence[Any]]


@dataclass(frozen=True)
class _Insert:
    """One table's statement on one dialect.

    Attributes:
        take: the values of a row, in the order of the columns.
        binds: place of a column → how its values are bound; most are taken as they are.
    """

    sql: str
    take: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    binds: tuple[tuple[int, BindAll], ...]

    def of(self, rows: Iterable[Mapping[str, Any]]) -> Statement:
        """The statement with these rows as the driver takes them, bound column by column."""
        columns: list[Sequence[Any]] = list(zip(*map(self.take, rows), strict=True))
        for place, bind in self.binds:
            columns[place] = bind(columns[place])
        return Statement(self.sql, list(zip(*columns, strict=True)))


def insertion(dialect: Dialect, table: Table, rows: Iterable[Mapping[str, Any]]) -> Statement:
    """Insert rows that all have a value for every column of the table; at least one."""
    return _insert(dialect, table, None).of(rows)


def insertion_of_facts(dialect: Dialect, table: Table, facts: Sequence[Fact]) -> Statement:
    """Insert facts of one class, whose table it is; at least one."""
    cls: Any = type(facts[0])
    return _insert(dialect, table, cls).of(map(vars, facts))


@lru_cache(maxsize=256)
def _insert(dialect: Dialect, table: Table, cls: Any) -> _Insert:
    """The statement for a fact class, or for rows of any kind where `cls` is None."""
    quote, mark = dialect.identifier_preparer.quote, mark_of(dialect)
    columns = [column.name for column in table.columns]
    names, marks = ", ".join(map(quote, columns)), ", ".join([mark] * len(columns))
    to_column = codec_of(cls).to_column if cls else {}
    binds = [
        (place, _bind_all(to_column.get(column.name), column.type, dialect))
        for place, column in enumerate(table.columns)
    ]
    return _Insert(
        f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})",
        itemgetter(*columns),
        tuple((place, bind) for place, bind in binds if bind is not None),
    )


def _bind_all(write: Bind | None, kind: TypeEngine[Any], dialect: Dialect) -> BindAll | None:
    """How a whole column is bound: as its field is written, then as its type is."""
    then = binder(kind, dialect)
    if write is None:
        return then

    def bind(values: Sequence[Any]) -> Sequence[Any]:
        written = [None if value is None else write(value) for value in values]
        return then(written) if then else written

    return bind
