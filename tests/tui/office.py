"""A morning in Boston, made by hand: one order in every state that a board can show, at a fixed moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.fact import Fact
from wom_tui.domain.order_clock import SlaRules, with_dues, with_policy
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.site import Customer, GeocodeQuality, Site, Territory
from wom_tui.domain.sla.clock import due_at
from wom_tui.domain.sla.policy import SlaPolicy, Target, TargetUnit
from wom_tui.domain.technician import Shift, SkillGrant, Technician
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_calendar import Calendar, Hours, WorkCalendar
from wom_tui.domain.work_order import (
    ChecklistItem,
    Hold,
    HoldReason,
    OrderStatus,
    Priority,
    Requirement,
    SkillNeed,
    WorkOrder,
)
from wom_tui.domain.work_type import WorkType
from wom_tui.store import office, schema
from wom_tui.store.engine import database_url, open_engine

ZONE = "America/New_York"
NOW = datetime(2026, 11, 24, 19, 32, tzinfo=UTC)  # 14:32 in Boston
MINUTE = timedelta(minutes=1)
S, V = OrderStatus, VisitStatus

_PEOPLE = (
    "Maria Keane,Paolo Costa,Rita Silva,Amadou Diallo,Sam Okafor,Linh Tran,Dan Moran,Nadia Haddad,Kate Byrne"
)
_SITES = {
    "Madison Park High, Roxbury": "75 Malcolm X Blvd",
    "Columbia Rd / Dudley St": "",
    "City Hall, Government Center": "1 City Hall Sq",
    "112 Dartmouth St, Back Bay": "",
    "BPL Copley, Back Bay": "700 Boylston St",
    "Blue Hill Ave, Mattapan": "",
    "Tremont St, South End": "",
    "Curley Center, South Boston": "1663 Columbia Rd",
    "Centre St, Jamaica Plain": "",
    "Union Park, South End": "",
    "Mass Ave / Huntington Ave": "",
    "Boston Latin, Fenway": "78 Ave Louis Pasteur",
    "Hyde Park Ave 1179": "",
    "Murphy School, Dorchester": "1 Worrell St",
    "Saratoga St, East Boston": "",
}


@dataclass(frozen=True)
class Line:
    """One order; `due_min` and `start_min` are minutes from now."""

    title: str
    priority: int
    site: int
    due_min: int | None
    status: OrderStatus
    tech: int | None = None
    visit: VisitStatus | None = None
    start_min: int = 60


LINES = (
    Line("Boiler lockout, no heat", 1, 1, -18, S.IN_PROGRESS, 1, V.ON_SITE, -60),
    Line("Signal dark, 4-way", 1, 2, -12, S.READY),
    Line("Elevator stuck at 3", 2, 3, 28, S.READY, 2, V.DECLINED, 10),
    Line("Water main leak, sidewalk", 1, 4, 38, S.DISPATCHED, 1, V.DISPATCHED, 45),
    Line("Chiller alarm, server room", 2, 5, 43, S.READY),
    Line("Streetlight pole leaning", 2, 6, 88, S.DISPATCHED, 3, V.DISPATCHED, 70),
    Line("Catch basin blocked", 3, 7, 118, S.READY),
    Line("Door operator, parts", 3, 8, 148, S.ON_HOLD),
    Line("Hydrant leaking", 2, 9, 1120, S.DISPATCHED, 4, V.TRAVELLING, 40),
    Line("Pump station alarm", 2, 10, 1128, S.IN_PROGRESS, 5, V.ON_SITE, -30),
    Line("Traffic controller swap", 3, 11, 1133, S.IN_PROGRESS, 6, V.ON_SITE, -20),
    Line("Radiator valve", 3, 12, 1140, S.IN_PROGRESS, 7, V.ON_SITE, -10),
    Line("No hot water", 2, 13, 1150, S.DISPATCHED, 8, V.TRAVELLING, 90),
    Line("Streetlights out, 6 poles", 3, 14, 1160, S.DISPATCHED, 9, V.ACCEPTED, 100),
    Line("Exit lights, annual test", 3, 15, 1165, S.DISPATCHED, 2, V.DISPATCHED, 130),
    Line("Backflow test", 3, 1, 1240, S.SCHEDULED, 4, V.PLANNED, 1100),
    Line("Boiler service, yearly", 3, 2, 1250, S.SCHEDULED, 7, V.PLANNED, 1150),
    Line("Sewer camera survey", 4, 3, 1290, S.SCHEDULED, 3, V.PLANNED, 1200),
    Line("Repaint hydrant, flow tag", 4, 4, 1330, S.READY),
    Line("Gate motor noisy", 4, 5, 2600, S.READY),
    Line("Lamp upgrade, lot 4", 4, 6, None, S.DRAFT),
    Line("Burst pipe, ground floor", 2, 7, -60, S.COMPLETED, 1, V.DONE, -200),
    Line("No heat, two rooms", 2, 8, 30, S.COMPLETED, 1, V.DONE, -100),
)
FIRST = 4401
TARGETS = {
    p: Target(minutes, TargetUnit.BUSINESS_MINUTES)
    for p, minutes in {1: 240, 2: 480, 3: 960, 4: 1920}.items()
}


def morning(lines: Iterable[Line] = LINES) -> Iterator[Fact]:
    """The facts of that morning, in an order in which what is pointed to comes first."""
    week = ((Hours(8 * 60 + 30, 17 * 60),),) * 5 + ((), ())
    calendar = Calendar(id=1, name="Boston", zone=ZONE, week=week)
    yield calendar
    yield Territory(id=1, name="West", zone=ZONE)
    yield Customer(id=1, name="Boston Public Library", customer_class="gold")
    yield WorkType(
        id=1,
        name="cooling, corrective",
        duration_min=90,
        skills=(SkillNeed(name="cooling", level=2),),
        checklist=(ChecklistItem(text="Asset tag read", is_required=True), ChecklistItem(text="Photo taken")),
    )
    policies = {
        p: SlaPolicy(
            id=p,
            name=f"P{p}",
            priority=p,
            calendar_id=1,
            resolve=TARGETS[p],
            warn_share=0.9,
            effective_from_on=date(2020, 1, 1),
            pausing_reasons=("parts", "access", "customer"),
        )
        for p in range(1, 5)
    }
    yield from policies.values()
    for id, name in enumerate(_PEOPLE.split(","), start=1):
        yield Technician(id=id, code=name.split()[0].lower(), name=name, zone=ZONE, territory_id=1)
        yield SkillGrant(id=id, technician_id=id, skill="cooling", level=1 + id % 3)
        yield Shift(id=id, technician_id=id, weekdays=(0, 1, 2, 3, 4), start_min=480, end_min=1020)
    for id, (name, address) in enumerate(_SITES.items(), start=1):
        yield Site(
            id=id, name=name, address=address, territory_id=1, zone=ZONE, customer_id=1, lat=42.3 + id / 200,
            lon=-71.1, geocode_quality=GeocodeQuality.EXACT, access_notes="dock on Blagden St, badge desk",
        )  # fmt: skip
    rules = SlaRules(policies=policies, calendars={1: WorkCalendar.of(calendar, ())})
    visit_ids = count(1)
    for number, line in enumerate(lines, start=FIRST):
        yield from _order(number, line, rules, visit_ids)


def _order(number: int, line: Line, rules: SlaRules, visit_ids: Iterator[int]) -> Iterator[Fact]:
    order = WorkOrder(
        id=number,
        title=line.title,
        description=f"{line.title}. Room at 31 °C, caller asks to ring first.",
        status=line.status,
        priority=Priority(line.priority),
        work_type_id=1,
        site_id=line.site,
        customer_id=1,
        territory_id=1,
        requester="facilities desk",
        channel="portal",
        opened_at=_opened_at(line, rules.calendars[1]),
        checklist=(ChecklistItem(text="Asset tag read", is_required=True), ChecklistItem(text="Photo taken")),
    )
    if line.status is S.ON_HOLD:
        began_at = NOW - timedelta(hours=4)
        order = replace(
            order, holds=(Hold(from_at=began_at, reason=HoldReason.PARTS, until_at=NOW + 600 * MINUTE),)
        )
    if line.status is S.COMPLETED:
        order = replace(order, completed_at=NOW - 20 * MINUTE, responded_at=NOW - 60 * MINUTE)
    if line.due_min is not None:
        order = with_dues(with_policy(order, rules.policies[line.priority], order.opened_at), rules, NOW)
    yield order
    yield Requirement(
        id=number, order_id=number, duration_min=90, skills=(SkillNeed(name="cooling", level=2),)
    )
    if line.visit is not None:
        start_at = NOW + line.start_min * MINUTE
        yield Visit(
            id=next(visit_ids), order_id=number, ordinal=1, status=line.visit, technician_id=line.tech,
            start_at=start_at, end_at=start_at + 25 * MINUTE,
            ended_at=NOW - 20 * MINUTE if line.visit is V.DONE else None,
        )  # fmt: skip


def _opened_at(line: Line, calendar: WorkCalendar) -> datetime:
    """When the order was opened, so that it is due when the line says."""
    if line.due_min is None:
        return NOW - timedelta(hours=3)
    wanted = NOW + line.due_min * MINUTE
    low, high = 0, 60 * 24 * 14  # minutes ago: the due comes later, the later the opening
    while low < high:
        ago = (low + high) // 2
        is_late = due_at(NOW - ago * MINUTE, TARGETS[line.priority], calendar) > wanted
        low, high = (ago + 1, high) if is_late else (low, ago)
    return NOW - low * MINUTE


def made(path: Path, facts: Iterable[Fact] | None = None, *, roads: str | None = None) -> str:
    """An office with these facts in a new file, the morning's unless given; returns its address."""
    address = f"sqlite:///{path}"
    engine = open_engine(database_url(address))
    schema.create(engine)
    with engine.connect().execution_options(write=True) as connection:
        office.write(connection, office.Office(name="west", zone=ZONE, world="hand_made", roads=roads))
        connection.commit()
    desk = Desk(engine, Actor(name="setup", role=Role.ADMIN), clock=lambda: NOW - timedelta(days=1))
    desk.run(LoadFacts(facts=tuple(morning() if facts is None else facts), what="the morning"))
    desk.close()
    return address


def desk_at(
    address: str, *, session: str = "one", actor: str = "ortiz", on_behalf_of: str | None = None
) -> Desk:
    """A desk on that office at that moment."""
    return Desk(
        open_engine(database_url(address)),
        Actor(name=actor, role=Role.ADMIN, on_behalf_of=on_behalf_of),
        door="console",
        session=session,
        clock=lambda: NOW,
    )
