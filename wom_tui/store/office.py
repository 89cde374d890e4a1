"""What the office itself is: its name and zone, its users, and in a demonstration its world and its clock."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from wom_tui.domain.policy import Actor, Role, User, allows
from wom_tui.domain.violation import Violation
from wom_tui.errors import Forbidden, NotFound
from wom_tui.store.bookkeeping import office_table
from wom_tui.store.reader import Reader


@dataclass(frozen=True)
class DemoClock:
    """Time in a demonstration: begins at a moment of the past and runs as fast as one likes.

    Kept in the database, so that two consoles on it see the same time.
    """

    began_at: datetime  # business time at the start
    started_at: datetime  # real time at the start
    speed: float = 1.0  # business seconds per real second
    first_started_at: datetime | None = None  # of one that is gone on with

    @property
    def demonstration_at(self) -> datetime:
        """What tells the demonstration from any other of its world: when it was started for the first time."""
        return self.first_started_at or self.started_at

    def now(self) -> datetime:
        """Business time."""
        return self.began_at + (datetime.now(UTC) - self.started_at) * self.speed


@dataclass(frozen=True)
class Office:
    """The office's own settings.

    Attributes:
        zone: the zone in which the office reads its clock.
        world: the sample world that a demonstration shows; None for an office that works for real.
        roads: the name of a road graph that came with a world, or None for straight lines.
    """

    name: str = "office"
    zone: str = "UTC"
    world: str | None = None
    roads: str | None = None
    demo_clock: DemoClock | None = None


def read(connection: Connection) -> Office:
    """The settings; defaults where nothing was set."""
    values: dict[str, Any] = {
        row.key: json.loads(row.value) for row in connection.execute(select(office_table))
    }
    clock = values.pop("demo_clock", None)
    return Office(
        **values,
        demo_clock=DemoClock(
            datetime.fromisoformat(clock["began_at"]),
            datetime.fromisoformat(clock["started_at"]),
            clock["speed"],
            datetime.fromisoformat(first) if (first := clock.get("first_started_at")) else None,
        )
        if clock
        else None,
    )


def write(connection: Connection, settings: Office) -> None:
    """Store the settings."""
    clock = settings.demo_clock
    values: dict[str, Any] = {
        "name": settings.name,
        "zone": settings.zone,
        "world": settings.world,
        "roads": settings.roads,
        "demo_clock": {
            "began_at": clock.began_at.isoformat(),
            "started_at": clock.started_at.isoformat(),
            "speed": clock.speed,
            "first_started_at": clock.first_started_at.isoformat() if clock.first_started_at else None,
        }
        if clock
        else None,
    }
    connection.execute(delete(office_table))
    connection.execute(insert(office_table), [{"key": k, "value": json.dumps(v)} for k, v in values.items()])


def actor_of(reader: Reader, os_user: str, on_behalf_of: str | None = None) -> Actor:
    """Who the operating system's user is here.

    A database without users has just been made: whoever opens it first is its admin. With users, an unknown one
    is refused.

    Raises:
        Forbidden: nobody here has that name, or may act for another.
        NotFound: the user acted for is none of the office.
    """
    users = reader.select(User)
    if not users:
        return Actor(name=os_user, role=Role.ADMIN, on_behalf_of=on_behalf_of)
    known = [u for u in users if os_user in (u.os_user, u.name) and u.is_active]
    if not known:
        raise Forbidden(
            [
                Violation(
                    code="actor.unknown",
                    message=f"{os_user} is no user of this office; ask an admin for `wom user add {os_user}`",
                    facts={"os_user": os_user},
                )
            ]
        )
    user = known[0]
    if on_behalf_of and not allows(user.role, Role.ADMIN):
        raise Forbidden(
            [
                Violation(
                    code="actor.role",
                    message=f"{user.name} may not act for {on_behalf_of}; that needs admin",
                    facts={"actor": user.name, "on_behalf_of": on_behalf_of},
                )
            ]
        )
    meant = next((u for u in users if u.name == (on_behalf_of or user.name) and u.is_active), None)
    if meant is None:
        raise NotFound("user", on_behalf_of, [other.name for other in users][:5])
    return Actor(name=user.name, role=user.role, on_behalf_of=on_behalf_of, technician_id=meant.technician_id)
