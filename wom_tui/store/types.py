"""How instants are kept: UTC, on both databases, and never without a zone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, TypeDecorator
from sqlalchemy.types import TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class UtcTime(TypeDecorator[datetime]):
    """An aware instant: timestamptz on Postgres, integer microseconds since 1970 on SQLite.

    SQLite's own DateTime is text that forgets the zone, which neither compares nor subtracts.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(
            DateTime(timezone=True) if dialect.name == "postgresql" else BigInteger()
        )

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return _aware(value) if dialect.name == "postgresql" else _microseconds(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        # As for results: called for every value of an import.
        return lambda value: self.process_bind_param(value, dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        # Asked for once per statement, and the answer called for every value: a board reads a million of them.
        return _from_postgres if dialect.name == "postgresql" else _from_sqlite

    def reader(self, dialect: Dialect) -> Callable[[Sequence[Any]], list[datetime | None]]:
        """How a whole column is read: the loop inside, where a board's million values are worth it."""
        return _all_from_postgres if dialect.name == "postgresql" else _all_from_sqlite


def binder(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Sequence[Any]], list[Any]] | None:
    """How a whole column of values is bound; None where they are taken as they are."""
    if isinstance(kind, UtcTime):
        one: Callable[[Any], Any] | None = _aware if dialect.name == "postgresql" else _microseconds
    else:
        one = kind.dialect_impl(dialect).bind_processor(dialect)
    if one is None:
        return None
    return lambda values: [None if value is None else one(value) for value in values]


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no zone; every instant is aware")
    return value


@lru_cache(maxsize=4096)  # of an import's order one moment stands in four fields and three events
def _microseconds(value: datetime) -> int:
    return (_aware(value) - _EPOCH) // _MICROSECOND


def _from_postgres(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


def _from_sqlite(value: int | None) -> datetime | None:
    return None if value is None else _EPOCH + timedelta(microseconds=value)


def _all_from_postgres(values: Sequence[datetime | None]) -> list[datetime | None]:
    return [None if value is None else value.astimezone(UTC) for value in values]


def _all_from_sqlite(values: Sequence[int | None]) -> list[datetime | None]:
    return [None if value is None else _EPOCH + timedelta(0, 0, value) for value in values]
