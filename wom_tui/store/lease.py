"""The lease: one holder at a time, by a row in the office's own database.

Its clock is one that no wall clock moves: on SQLite, where all programs are on one machine, the time since it was
booted; on Postgres the server's. The row says who may act; a token that grows with each holder proves it, in the
transaction of every write, for a holder may have been asleep since it looked.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, text

from wom_tui.domain.lease import LEADER, Fence
from wom_tui.errors import LostLease
from wom_tui.store.driver import Missed, Statement, fetch, send
from wom_tui.store.engine import translated, writing_at_once
from wom_tui.store.lookup import mark_of

_SERVER_MS = "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)"


@dataclass(frozen=True)
class Standing:
    """Who holds it just now.

    Attributes:
        left_s: seconds until it ends by itself; 0 or less = it has.
    """

    holder: str
    token: int
    left_s: float


@dataclass(frozen=True)
class Leases:
    """The lease of one name in one database."""

    engine: Engine
    name: str = LEADER

    def standing(self) -> Standing | None:
        """Who holds it, or held it last; None where nobody ever has."""
        with translated(), self.engine.connect() as connection:
            return self.standing_in(connection)

    def standing_in(self, connection: Connection) -> Standing | None:
        """The same, as a connection sees it."""
        sql = f"SELECT holder, token, expires_ms - {self._now} FROM lease WHERE name = :name AND {self._same}"
        row = connection.execute(text(sql), self._values).first()
        return Standing(row[0], int(row[1]), int(row[2]) / 1000) if row else None

    def take(self, holder: str, ttl_s: float, *, is_hinted: bool) -> Fence | None:
        """Become the holder, if nobody is.

        Args:
            holder: a name that nobody has had.
            is_hinted: the holder has the lock that its death would let go of. Whoever had it before has died, then,
                and what is left of its time need not be waited for.

        Returns:
            What to write with; None while somebody else holds it.
        """
        if not self.is_free(is_hinted=is_hinted):
            return None  # found out by reading: who waits disturbs no writer
        values = self._values | {"holder": holder, "ttl": round(ttl_s * 1000), "hinted": is_hinted}
        with writing_at_once(self.engine) as connection:
            token = connection.execute(text(self._taking), values).scalar()
        return None if token is None else Fence(self.name, holder, int(token))

    def renew(self, fence: Fence, ttl_s: float, *, is_hinted: bool) -> bool:
        """Hold it for another while; False when somebody else holds it by now."""
        values = self._values | {"ttl": round(ttl_s * 1000), "hinted": is_hinted}
        sql = f"UPDATE lease SET expires_ms = {self._now} + :ttl, boot = {self._boot}, is_hinted = :hinted"
        return self._change(fence, sql, values)

    def release(self, fence: Fence) -> bool:
        """Let it go at once; False when it had been lost already."""
        return self._change(fence, "UPDATE lease SET expires_ms = 0", {})

    def _change(self, fence: Fence, sql: str, values: dict[str, Any]) -> bool:
        """Change the row as long as it is the fence's; False when it is not."""
        mine = "WHERE name = :name AND token = :token AND holder = :holder"
        with writing_at_once(self.engine) as connection:
            return connection.execute(text(f"{sql} {mine}"), values | fence._asdict()).rowcount == 1

    def is_free(self, *, is_hinted: bool) -> bool:
        """Whether it could be taken, a moment ago; by who has the lock, or by who has not."""
        sql = f"SELECT count(*) FROM lease WHERE name = :name AND NOT ({self._nobody})"
        with translated(), self.engine.connect() as connection:
            values = self._values | {"hinted": is_hinted}
            return not connection.execute(text(sql), values).scalar_one()

    @property
    def _taking(self) -> str:
        return (
            "INSERT INTO lease (name, holder, token, expires_ms, boot, is_hinted) "
            f"VALUES (:name, :holder, 1, {self._now} + :ttl, {self._boot}, :hinted) "
            "ON CONFLICT (name) DO UPDATE SET holder = :holder, token = lease.token + 1, "
            f"expires_ms = {self._now} + :ttl, boot = {self._boot}, is_hinted = :hinted "
            f"WHERE {self._nobody} RETURNING token"
        )

    @property
    def _nobody(self) -> str:
        """Its time is over, or its holder has died, or the machine has been booted since."""
        return f"lease.expires_ms <= {self._now} OR (:hinted AND lease.is_hinted) OR NOT ({self._same})"

    @property
    def _is_here(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def _now(self) -> str:
        return ":now" if self._is_here else _SERVER_MS

    @property
    def _boot(self) -> str:
        return ":boot" if self._is_here else "''"

    @property
    def _same(self) -> str:
        return f"lease.boot = {self._boot}"

    @property
    def _values(self) -> dict[str, Any]:
        if not self._is_here:
            return {"name": self.name}
        return {"name": self.name, "now": int(since_boot_s() * 1000), "boot": boot_id()}


def since_boot_s() -> float:
    """Seconds since the machine was booted, those asleep included; nobody can set this clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@cache
def boot_id() -> str:
    """Names the time since the machine was last booted."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""  # a system that has no such name: leases outlive a restart by what is left of them


def fencing(dialect: Dialect, fence: Fence) -> Statement:
    """Goes before the writes of an act: without that very holder none of them holds.

    On Postgres the row stays as it is until the act is committed; on SQLite nobody else writes meanwhile.
    """
    mine = _mine(dialect)
    if dialect.name == "postgresql":
        held = f"(SELECT 1 FROM lease WHERE {mine} FOR SHARE) AS held"
        return Statement(f"SELECT 1 / count(*) FROM {held}", [fence])  # divides by zero: `Missed`
    return Statement(f"UPDATE lease SET token = token WHERE {mine}", [fence], is_exact=True)


def holds(connection: Connection, fence: Fence) -> bool:
    """That holder is the holder still."""
    sql = f"SELECT 1 FROM lease WHERE {_mine(connection.dialect)}"
    return bool(fetch(connection, sql, fence))


def _mine(dialect: Dialect) -> str:
    """The row is that of a fence, whose values are bound in its own order."""
    mark = mark_of(dialect)
    return f"name = {mark} AND holder = {mark} AND token = {mark}"


def write_fenced(engine: Engine, fence: Fence, statements: Sequence[Statement]) -> bool:
    """Write what is no act of anybody's, by the same right.

    Returns:
        Whether all was as it was to be; False where an exact statement found another row, and nothing is written.

    Raises:
        LostLease: somebody else holds it by now; nothing was written.
    """
    with translated(), engine.connect() as plain:
        connection = plain.execution_options(write=True)
        connection.begin()
        try:
            send(connection, [fencing(engine.dialect, fence), *statements], commit=True)
        except Missed as missed:
            connection.rollback()
            if not holds(connection, fence):
                raise LostLease from missed
            return False
    return True
