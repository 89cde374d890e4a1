"""A large office to measure: so many open orders, their sites, a roster, all written through the desk.

The same seed gives the same office. A database that was made once is kept in the cache folder and copied.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.fact import Fact
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.site import GeocodeQuality, Site, Territory
from wom_tui.domain.sla.policy import SlaPolicy, Target, TargetUnit
from wom_tui.domain.technician import Shift, SkillGrant, Technician
from wom_tui.domain.work_calendar import Calendar, Hours
from wom_tui.domain.work_order import OrderStatus, PolicyChange, Priority, Requirement, SkillNeed, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.folders import cache_folder
from wom_tui.store import schema
from wom_tui.store.engine import database_url, open_engine

ZONE = "America/New_York"
NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # Monday 09:00 in New York
OPENED = NOW - timedelta(days=30)  # all orders were known by then, as far as the journal goes
TYPES, TERRITORIES = 20, 12
_BATCH = 5000


def clock() -> datetime:
    return NOW


class MovingClock:
    """One that stands until it is moved."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


def open_office(address: str) -> Desk:
    """The desk of an admin whose clock stands still."""
    admin = Actor(name="bench", role=Role.ADMIN)
    return Desk(open_engine(database_url(address)), admin, door="bench", session="bench", clock=clock)


def sqlite_office(orders: int, technicians: int, seed: int, folder: Path) -> Path:
    """A SQLite database with that many open orders; the caller's own copy."""
    kept = cache_folder() / "bench" / f"{schema.SCHEMA}-{orders}-{technicians}-{seed}.db"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        making = kept.with_suffix(".making")
        making.unlink(missing_ok=True)
        fill(str(making), orders, technicians, seed)
        making.rename(kept)
    copy = folder / kept.name
    shutil.copyfile(kept, copy)
    return copy


def fill(address: str, orders: int, technicians: int, seed: int) -> None:
    """Make the tables of an empty database, and the office in it."""
    engine = open_engine(database_url(address))
    schema.create(engine)
    engine.dispose()
    desk = open_office(address)
    batch: list[Fact] = []
    for fact in _facts(orders, technicians, Random(seed)):
        batch.append(fact)
        if len(batch) >= _BATCH:
            desk.run(LoadFacts(facts=tuple(batch), what="bench", at=OPENED))
            batch.clear()
            print(f"\r{desk.last_seq():,} facts", end="", file=sys.stderr)
    desk.run(LoadFacts(facts=tuple(batch), what="bench", at=OPENED))
    print(file=sys.stderr)
    desk.close()


def _facts(orders: int, technicians: int, random: Random) -> Iterator[Fact]:
    daytime = (Hours(510, 1020),)
    yield Calendar(id=1, name="business", zone=ZONE, week=(daytime,) * 5 + ((), ()))
    for id in range(1, TERRITORIES + 1):
        yield Territory(id=id, name=f"District {id}", zone=ZONE)
    for id in range(1, TYPES + 1):
        yield WorkType(
            id=id, name=f"Work type {id}", duration_min=60, skills=(SkillNeed(name=f"skill {id % 7}"),)
        )
        yield SlaPolicy(
            id=id,
            name=f"policy {id}",
            work_type_id=id,
            calendar_id=1,
            resolve=Target(1 + id, TargetUnit.BUSINESS_DAYS),
            effective_from_on=date(2020, 1, 1),
        )
    yield from _roster(technicians, random)
    for id in range(1, orders + 1):
        yield from _order(id, random)


def _roster(technicians: int, random: Random) -> Iterator[Fact]:
    for id in range(1, technicians + 1):
        yield Technician(
            id=id,
            code=f"tech{id}",
            name=f"Technician {id}",
            zone=ZONE,
            home_lat=42.3 + random.random() / 10,
            home_lon=-71.1 + random.random() / 10,
            territory_id=1 + id % TERRITORIES,
        )
        yield SkillGrant(id=id, technician_id=id, skill=f"skill {id % 7}", level=3)
        yield Shift(id=id, technician_id=id, weekdays=(0, 1, 2, 3, 4), start_min=480, end_min=990)


_WORK = (
    "Light out",
    "Pole leaning",
    "Sidewalk broken",
    "Tree down",
    "Signal dark",
    "Graffiti",
    "Hydrant leaking",
)


def _order(id: int, random: Random) -> Iterator[Fact]:
    territory = random.randint(1, TERRITORIES)
    yield Site(
        id=id,
        name=f"{random.randint(1, 999)} {random.choice(('Dorchester Ave', 'Blue Hill Ave', 'Tremont St'))}",
        zone=ZONE,
        lat=42.3 + random.random() / 10,
        lon=-71.1 + random.random() / 10,
        territory_id=territory,
        geocode_quality=GeocodeQuality.EXACT,
    )
    opened_at = NOW - timedelta(minutes=random.randint(1, 60 * 24 * 30))
    kind = random.randint(1, TYPES)
    yield WorkOrder(
        id=id,
        title=f"{random.choice(_WORK)} {id}",
        status=OrderStatus.READY,
        priority=Priority(random.randint(1, 4)),
        description="as reported",
        work_type_id=kind,
        source="bench",
        external_id=str(id),
        channel="phone",
        requester="citizen",
        site_id=id,
        territory_id=territory,
        opened_at=opened_at,
        resolve_due_at=opened_at + timedelta(hours=24 * (1 + kind)),
        resolve_warn_at=opened_at + timedelta(hours=18 * (1 + kind)),
        policies=(PolicyChange(at=opened_at, policy_id=kind),),
    )
    yield Requirement(id=id, order_id=id, duration_min=60, skills=(SkillNeed(name=f"skill {kind % 7}"),))
