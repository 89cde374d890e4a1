"""A small office for tests: two technicians, two work types, five sites on a line, one calendar.

Builders make one fact each, with defaults that are right for most tests: `a_site(lat=…)`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.order import CreateOrder
from wom_tui.desk import Clock, Desk
from wom_tui.domain.fact import Fact
from wom_tui.domain.place import Place
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.site import GeocodeQuality, Site, Territory
from wom_tui.domain.sla.policy import SlaPolicy, Target, TargetUnit
from wom_tui.domain.technician import Break, Shift, SkillGrant, Technician
from wom_tui.domain.travel_hours import USUAL, HourFactors
from wom_tui.domain.work_calendar import Calendar, Hours
from wom_tui.domain.work_order import OrderStatus, Priority, SkillNeed
from wom_tui.domain.work_type import RequiredFields, WorkType
from wom_tui.store import schema
from wom_tui.store.engine import database_url, open_engine

ZONE = "America/New_York"
MONDAY = date(2026, 3, 2)
T0 = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # Monday 09:00 in New York
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DAYTIME = (Hours(510, 1020),)
ADMIN = Actor(name="admin", role=Role.ADMIN)
KIM, ALI = 1, 2
LIGHTS, TREES = 1, 2


class StraightLine:
    """Travel for tests: 60 s for each hundredth of a degree, so that times can be told in the head."""

    name = "a straight line"

    def __init__(self, hours: HourFactors = USUAL) -> None:
        self.hours = hours

    def __call__(self, a: Place, b: Place) -> int:
        return round((abs(a.lat - b.lat) + abs(a.lon - b.lon)) * 6000)


straight_line = StraightLine()


def office_facts() -> tuple[Fact, ...]:
    """Everything but orders."""
    weekly = (DAYTIME,) * 5 + ((), ())
    return (
        Calendar(id=1, name="business", zone=ZONE, week=weekly),
        Territory(id=1, name="West", zone=ZONE),
        Territory(id=2, name="East", zone=ZONE),
        WorkType(
            id=LIGHTS,
            name="Street light",
            duration_min=60,
            skills=(SkillNeed(name="lights"),),
            priority=Priority.P2,
            required=(RequiredFields(state=OrderStatus.COMPLETED, fields=("resolution_code",)),),
        ),
        WorkType(id=TREES, name="Tree", duration_min=90, skills=(SkillNeed(name="trees", level=2),)),
        SlaPolicy(
            id=1,
            name="lights",
            work_type_id=LIGHTS,
            calendar_id=1,
            respond=Target(120, TargetUnit.BUSINESS_MINUTES),
            resolve=Target(1, TargetUnit.BUSINESS_DAYS),
            effective_from_on=date(2020, 1, 1),
            pausing_reasons=("parts", "customer", "access"),
        ),
        *(a_site(i) for i in range(1, 6)),
        Technician(
            id=KIM, code="kim", name="K. Moran", home_lat=42.30, home_lon=-71.05, zone=ZONE, territory_id=1
        ),
        Technician(
            id=ALI,
            code="ali",
            name="A. Diallo",
            home_lat=42.30,
            home_lon=-71.05,
            zone=ZONE,
            territory_ids=(1, 2),
        ),
        SkillGrant(id=1, technician_id=KIM, skill="lights", level=3),
        SkillGrant(id=2, technician_id=ALI, skill="lights", level=1),
        SkillGrant(id=3, technician_id=ALI, skill="trees", level=2, valid_to_on=date(2026, 12, 31)),
        *(
            Shift(
                id=i,
                technician_id=i,
                weekdays=(0, 1, 2, 3, 4),
                start_min=480,
                end_min=990,
                breaks=(Break(earliest_min=690, latest_min=780, duration_min=30),),
            )
            for i in (KIM, ALI)
        ),
    )


def a_site(id: int, *, lat: float | None = None, territory: int = 1) -> Site:
    """A site; they lie one minute apart on a line to the north of the technicians' home."""
    return Site(
        id=id,
        name=f"Site {id}",
        zone=ZONE,
        lat=42.30 + id / 100 if lat is None else lat,
        lon=-71.05,
        territory_id=territory,
        geocode_quality=GeocodeQuality.EXACT,
    )


def an_order(**given: Any) -> CreateOrder:
    """The command for a complete street-light order."""
    defaults: dict[str, Any] = {
        "title": "Light out",
        "work_type": LIGHTS,
        "site": 1,
        "requester": "citizen",
        "channel": "phone",
    }
    return CreateOrder(**(defaults | given))


class ManualClock:
    """Business time that moves when the test says so."""

    def __init__(self, now: datetime = T0) -> None:
        self.at = now

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


def new_office(
    url: str, *, actor: Actor = ADMIN, clock: ManualClock | None = None, facts: bool = True
) -> Desk:
    """An office in an empty database."""
    engine = open_engine(database_url(url))
    schema.create(engine)
    desk = desk_on(url, actor=actor, clock=clock)
    engine.dispose()
    return filled(desk) if facts else desk


def made(url: str) -> None:
    """The small office in an empty database, for tests to begin with a copy of it."""
    desk = new_office(url)
    _OPEN.remove(desk)
    desk.close()


def filled(desk: Desk) -> Desk:
    """The small office in a database that is empty but for its tables."""
    desk.run(LoadFacts(facts=office_facts(), what="office"))
    return desk


def desk_on(url: str, *, actor: Actor = ADMIN, clock: Clock | None = None, session: str = "test") -> Desk:
    """A desk on a database that is there already; `close_desks` ends its connections."""
    desk = Desk(
        open_engine(database_url(url)),
        actor,
        door="test",
        session=session,
        clock=clock or ManualClock(),
        travel=straight_line,
    )
    _OPEN.append(desk)
    return desk


_OPEN: list[Desk] = []


def close_desks() -> None:
    """Close every desk that a test has opened."""
    while _OPEN:
        _OPEN.pop().close()


def number_of(desk: Desk, command: CreateOrder) -> int:
    """Create an order and answer its number."""
    return int(desk.run(command).result["number"])
