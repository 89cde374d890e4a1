"""How facts are read: by id, by simple conditions, or only some columns of them.

A reader may carry an overlay: facts that stand in place of rows. The unit of work lays its unsaved changes over the
tables, and "as of 10:40" lays the past over them; both answer with the same code as the live tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    func,
    or_,
    select,
    text,
)

from wom_tui.domain.fact import Fact
from wom_tui.errors import NotFound
from wom_tui.store.codec import codec_of
from wom_tui.store.tables import FACT_TABLES

F = TypeVar("F", bound=Fact)

_PIECE = 1_000  # rows made at once: under a millisecond
_CHUNK = 900  # ids in one IN list: below SQLite's oldest limit on parameters


@dataclass(frozen=True)
class Range:
    """From `low` (included) to `high` (not included); None = open."""

    low: Any = None
    high: Any = None

    def holds(self, value: Any) -> bool:
        if value is None:
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value < self.high)


Condition = Any  # a value = equals, None = is empty, a set = is one of, a Range = lies inside


class Reader:
    """Reads on one connection, with an overlay (fact class → id → fact) on top of the tables."""

    def __init__(
        self, connection: Connection, overlay: Mapping[type[Fact], Mapping[int, Fact | None]] | None = None
    ):
        self.connection = connection
        self._overlay: Mapping[type[Fact], Mapping[int, Fact | None]] = overlay if overlay is not None else {}

    @property
    def stored(self) -> Reader:
        """A reader of the tables as they are, without the overlay; itself where there is none."""
        return Reader(self.connection) if self._overlay else self

    def get(self, cls: type[F], id: int) -> F:
        """The fact with that id.

        Raises:
            NotFound: there is none, or it was withdrawn.
        """
        fact = self.find(cls, id)
        if fact is None or fact.is_withdrawn:
            raise NotFound(codec_of(cls).noun.replace("_", " "), id, self._nearest(cls, id))
        return fact

    def find(self, cls: type[F], id: int | None) -> F | None:
        """The fact with that id, withdrawn or not, or None."""
        if id is None:
            return None
        laid = self._overlay.get(cls, {})
        if id in laid:
            return laid[id]  # type: ignore[return-value]  # the overlay keeps facts under their own class
        row = self.connection.execute(_by_id(FACT_TABLES[cls]), {"the_id": id}).first()
        return None if row is None else codec_of(cls).from_row(row)

    def many(self, cls: type[F], ids: Iterable[int | None], **where: Condition) -> dict[int, F]:
        """Facts by id; ids that are not there, and None, are left out."""
        wanted = sorted({i for i in ids if i is not None})
        found: dict[int, F] = {}
        for start in range(0, len(wanted), _CHUNK):
            found |= {
                fact.id: fact
                for fact in self.select(cls, id=frozenset(wanted[start : start + _CHUNK]), **where)
            }
        return found

    def select(self, cls: type[F], **where: Condition) -> tuple[F, ...]:
        """Facts that meet every condition, by id. Withdrawn ones only when the condition asks for them."""
        where.setdefault("is_withdrawn", False)
        stored, laid = self._stored(cls, where), self._overlay.get(cls)
        if not laid:
            return stored
        found = [fact for fact in stored if fact.id not in laid]
        # The overlay keeps facts under their own class.
        found += [cast("F", fact) for fact in laid.values() if fact is not None and _matches(fact, where)]
        return tuple(sorted(found, key=lambda fact: fact.id))

    def _stored(self, cls: type[F], where: Mapping[str, Condition]) -> tuple[F, ...]:
        """The rows that meet every condition, as facts, by id."""
        table = FACT_TABLES[cls]
        rows = self.connection.execute(_filtered(select(table), cls, where).order_by(table.c.id))
        return tuple(map(codec_of(cls).from_row, rows))

    def rows(self, cls: type[F], columns: tuple[str, ...], **where: Condition) -> Iterator[tuple[Any, ...]]:
        """Only these fields of the facts that meet every condition, `id` first, in no order: for large views.

        Values are those of the fact for plain fields; enums come as their value, structured fields as JSON text.
        """
        where.setdefault("is_withdrawn", False)
        table, laid, codec = FACT_TABLES[cls], self._overlay.get(cls, {}), codec_of(cls)
        names = ("id", *columns)
        statement = _filtered(select(*(table.c[name] for name in names)), cls, where)
        # Piece by piece: a cursor that is asked row by row takes twice as long, and while very many rows are made,
        # or thrown away, at once, no other thread comes to its turn.
        pieces = list(self.connection.execute(statement).partitions(_PIECE))
        pieces.reverse()
        while pieces:
            piece = pieces.pop()
            yield from (row for row in piece if row[0] not in laid) if laid else piece
        writers = [(name, codec.by_name[name].to_column) for name in names]
        for fact in laid.values():
            if fact is not None and _matches(fact, where):
                yield tuple(write(getattr(fact, name)) for name, write in writers)

    def lowest(self, cls: type[Fact], by: str, limit: int, **where: Condition) -> list[int]:
        """Ids of the facts whose field is lowest among those that meet every condition; empty ones come last."""
        if self._overlay.get(cls):
            rows = sorted((row[1] is None, row[1], row[0]) for row in self.rows(cls, (by,), **where))
            return [id for *_, id in rows[:limit]]
        where.setdefault("is_withdrawn", False)
        table = FACT_TABLES[cls]
        field = table.c[by]
        statement = _filtered(select(table.c.id), cls, where).order_by(field.is_(None), field, table.c.id)
        return list(self.connection.scalars(statement.limit(limit)))

    def count(self, cls: type[Fact], **where: Condition) -> int:
        """How many facts meet every condition."""
        if self._overlay.get(cls):
            return sum(1 for _ in self.rows(cls, (), **where))
        where.setdefault("is_withdrawn", False)
        table = FACT_TABLES[cls]
        return int(
            self.connection.execute(_filtered(select(func.count(table.c.id)), cls, where)).scalar_one()
        )

    def _nearest(self, cls: type[Fact], id: int) -> list[int]:
        """Ids next to one that is not there: what the user may have meant."""
        table = FACT_TABLES[cls]
        near = select(table.c.id).where(~table.c.is_withdrawn, table.c.id.between(id - 50, id + 50))
        found = [row[0] for row in self.connection.execute(near)]
        return sorted(found, key=lambda other: (abs(other - id), other))[:3]


# In the words of the partial indexes, or SQLite would not use them.
_STANDS = text("NOT is_withdrawn")


@cache
def _by_id(table: Table) -> Select[Any]:
    """Made once per table: building a statement costs more than running this one."""
    return select(table).where(table.c.id == bindparam("the_id"))


def _filtered(statement: Select[Any], cls: type[Fact], where: Mapping[str, Condition]) -> Select[Any]:
    table = FACT_TABLES[cls]
    if where.get("is_withdrawn") is False:
        statement = statement.where(_STANDS)
        where = {name: wanted for name, wanted in where.items() if name != "is_withdrawn"}
    return statement.where(*(_sql(table.c[name], wanted) for name, wanted in where.items()))


def _sql(column: Column[Any], wanted: Condition) -> ColumnElement[bool]:
    match wanted:
        case None:
            return column.is_(None)
        case bool():
            return column if wanted else ~column
        case Range(low=low, high=high):
            bounds = [column >= _plain(low)] if low is not None else []
            bounds += [column < _plain(high)] if high is not None else []
            return and_(*bounds)
        case set() | frozenset():
            values = sorted(_plain(v) for v in wanted if v is not None)
            listed = column.in_(values)
            return or_(listed, column.is_(None)) if None in wanted else listed
        case _:
            is_wanted: ColumnElement[bool] = column == _plain(wanted)
            return is_wanted


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _matches(fact: Fact, where: Mapping[str, Condition]) -> bool:
    for name, wanted in where.items():
        value = getattr(fact, name)
        match wanted:
            case Range():
                if not wanted.holds(value):
                    return False
            case set() | frozenset():
                if value not in wanted:
                    return False
            case _:
                if value != wanted:
                    return False
    return True
