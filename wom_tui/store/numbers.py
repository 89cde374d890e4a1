"""Which numbers do new records get? Such as no record of the class has had."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from wom_tui.domain.fact import Fact
from wom_tui.store.driver import fetch, has_line
from wom_tui.store.engine import scalar_int
from wom_tui.store.tables import FACT_TABLES

_TAKE = "SELECT min(n), max(n) FROM (SELECT nextval(%s) AS n FROM generate_series(1, %s)) AS taken"


class Numbers:
    """The numbers that one unit hands out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next: dict[type[Fact], int] = {}  # SQLite only: there is one writer at a time
        self._reserved: dict[type[Fact], range] = {}  # Postgres only

    def take(self, cls: type[Fact], count: int) -> range:
        """As many new numbers as asked for, one after the other."""
        if count == 0:
            return range(0)
        if self._connection.dialect.name == "postgresql":
            reserved = self._reserved.get(cls, range(0))
            if len(reserved) < count:
                return self._taken(cls, count)
            self._reserved[cls] = reserved[count:]
            return reserved[:count]
        if cls not in self._next:
            self._next[cls] = self._last(cls) + 1
        first = self._next[cls]
        self._next[cls] = first + count
        return range(first, first + count)

    def reserve(self, cls: type[Fact], count: int) -> None:
        """Have so many ready, where each number would be a round trip; those left over belong to nobody."""
        if has_line(self._connection) and count:
            self._reserved[cls] = self._taken(cls, count)

    def _taken(self, cls: type[Fact], count: int) -> range:
        """On Postgres numbers are handed out before the lock is taken, so they come from a counter of their own."""
        while True:
            ((first, last),) = fetch(self._connection, _TAKE, (_counter(cls), count))
            if last - first + 1 == count:
                return range(first, last + 1)
            # Another writer took some in between: take a block of one piece.

    def keep(self, cls: type[Fact], up_to: int) -> None:
        """Never hand out these numbers: facts that brought their own have them."""
        if self._connection.dialect.name == "postgresql":
            counter = _counter(cls)
            raised = f"SELECT setval(%s, GREATEST(%s, (SELECT last_value FROM {counter})))"
            fetch(self._connection, raised, (counter, up_to))
            return
        self._next[cls] = max(self._next.get(cls, self._last(cls) + 1), up_to + 1)

    def _last(self, cls: type[Fact]) -> int:
        return scalar_int(self._connection, select(func.max(FACT_TABLES[cls].c.id)))


def _counter(cls: type[Fact]) -> str:
    return f"{FACT_TABLES[cls].name}_id_seq"
