"""How one table is asked: the text of a SELECT, the values in it, and how the columns that come back are read.

Written out here, because building such a statement with SQLAlchemy costs ten times what SQLite takes to answer it.
The names in it are those of our own tables; a value never becomes text, it is always bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Dialect, Float, Table

from wom_tui.store.driver import Row, fetch
from wom_tui.store.types import UtcTime

Bind = Callable[[Any], Any]
ReadAll = Callable[[Sequence[Any]], list[Any]]
Condition = Any  # a value = equals, None = is empty, a set = is one of, a Range = lies inside
EITHER = frozenset({True, False})  # for a condition on `is_withdrawn`: there or not
# In the words of the partial indexes, or SQLite would not use them.
_STANDS = "NOT is_withdrawn"


@dataclass(frozen=True)
class Range:
    """From `low` (included) to `high` (not included); None = open."""

    low: Any = None
    high: Any = None

    def holds(self, value: Any) -> bool:
        if value is None:
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value < self.high)


class Lookup(NamedTuple):
    """A question, ready to be sent.

    Attributes:
        reads: place of a column → how its values are read; most are taken as they come.
    """

    sql: str
    values: tuple[Any, ...] = ()
    reads: tuple[tuple[int, ReadAll], ...] = ()

    def columns(self, rows: Sequence[Row]) -> list[Sequence[Any]]:
        """The answer column by column; nothing at all where there is no row."""
        found: list[Sequence[Any]] = list(zip(*rows, strict=True))
        if found:
            for place, read in self.reads:
                found[place] = read(found[place])
        return found

    def read(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The answer row by row."""
        return list(zip(*self.columns(rows), strict=True)) if self.reads else rows

    def ask(self, connection: Connection) -> Sequence[Row]:
        """Send the question alone."""
        return self.read(fetch(connection, self.sql, self.values))


def lookup(
    dialect: Dialect,
    table: Table,
    names: tuple[str, ...],
    where: Mapping[str, Condition],
    *,
    order: str = "",
    limit: int | None = None,
) -> Lookup:
    """The question for some columns of the rows that meet every condition.

    Args:
        names: of the columns; none at all asks how many rows there are.
        order: as SQL says it; names of columns and its own words only.
    """
    begin, reads = _select(dialect, table, names)
    terms = _Terms(dialect, table)
    for name, wanted in where.items():
        terms.add(name, wanted)
    sql = begin + terms.sql
    if order:
        sql += f" ORDER BY {order}"
    if limit is not None:
        sql += f" LIMIT {limit:d}"
    return Lookup(sql, tuple(terms.values), reads)


@lru_cache(maxsize=512)
def _select(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    quote = dialect.identifier_preparer.quote
    reads = ((place, _reader(dialect, table.c[name])) for place, name in enumerate(names))
    return (
        f"SELECT {', '.join(map(quote, names)) or 'count(*)'} FROM {quote(table.name)}",
        tuple((place, read) for place, read in reads if read is not None),
    )


def _reader(dialect: Dialect, column: Column[Any]) -> ReadAll | None:
    if isinstance(column.type, UtcTime):
        return column.type.reader(dialect)
    if isinstance(column.type, Float):
        return None  # psycopg's type wants to be told a number's code; as a float it comes in any case
    one = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return None if one is None else lambda values: list(map(one, values))


class _Terms:
    """The conditions of one question, and the values in them."""

    def __init__(self, dialect: Dialect, table: Table) -> None:
        self._dialect, self._table = dialect, table
        self._mark = mark_of(dialect)
        self._has_arrays = dialect.name == "postgresql"
        self._said: list[str] = []
        self.values: list[Any] = []

    @property
    def sql(self) -> str:
        return f" WHERE {' AND '.join(self._said)}" if self._said else ""

    def add(self, name: str, wanted: Condition) -> None:
        column, bind = _column(self._dialect, self._table, name)
        match wanted:
            case None:
                self._said.append(f"{column} IS NULL")
            case bool():
                said = _STANDS if name == "is_withdrawn" else f"NOT {column}"
                self._said.append(column if wanted else said)
            case Range(low=low, high=high):
                self._bound(f"{column} >=", bind, low)
                self._bound(f"{column} <", bind, high)
            case set() | frozenset():
                if wanted != EITHER:
                    self._said.append(self._one_of(column, bind, wanted))
            case _:
                self._bound(f"{column} =", bind, wanted)

    def _bound(self, said: str, bind: Bind | None, value: Any) -> None:
        if value is not None:
            self._said.append(f"{said} {self._mark}")
            self.values.append(_bound(bind, value))

    def _one_of(self, column: str, bind: Bind | None, wanted: Iterable[Any]) -> str:
        values = sorted(_bound(bind, value) for value in wanted if value is not None)
        if self._has_arrays:
            listed = f"{column} = ANY(%s)"
            self.values.append(values)
        else:
            listed = f"{column} IN ({', '.join('?' * len(values))})"
            self.values += values
        return f"({listed} OR {column} IS NULL)" if None in wanted else listed


def _bound(bind: Bind | None, value: Any) -> Any:
    plain = value.value if isinstance(value, Enum) else value
    return plain if bind is None else bind(plain)


@lru_cache(maxsize=1024)
def _column(dialect: Dialect, table: Table, name: str) -> tuple[str, Bind | None]:
    """A column's name as SQL says it, and how its values are bound."""
    return quoted(dialect, name), table.c[name].type.dialect_impl(dialect).bind_processor(dialect)


def quoted(dialect: Dialect, name: str) -> str:
    """The name of a table or column as SQL says it."""
    return str(dialect.identifier_preparer.quote(name))


def mark_of(dialect: Dialect) -> str:
    """What stands in a statement for a value."""
    return "?" if dialect.paramstyle == "qmark" else "%s"


def bound(dialect: Dialect, table: Table, name: str, value: Any) -> Any:
    """A value as the driver takes it for that column."""
    return _bound(_column(dialect, table, name)[1], value)
