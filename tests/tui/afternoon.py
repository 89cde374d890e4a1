"""The same morning's office with what a dispatcher's hours bring: who called, what begins soon, what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.tui.office import LINES, MINUTE, NOW, Line, S, V, desk_at, made, morning
from tests.tui.town import there
from wom_tui.commands.command import Command
from wom_tui.commands.order import SetPriority
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.fact import Fact
from wom_tui.domain.site import Contact, Customer
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import Priority, SkillNeed, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.gateways.travel import travel_source

ROADS = "boston_may"
HOUR = timedelta(hours=1)
COLLEGE, CALLER, RESCUE = 2, 1, 2
PHONE = "+1 617 555 0117"
OF_THE_COLLEGE = (4406, 4415, 4420, 4425)
CALLED = 4407  # the order about which somebody called
LINES_TOO = (
    Line("Lock of the side door", 3, 11, 1300, S.SCHEDULED, 2, V.PLANNED, 35),
    Line("Thermostat reads 40", 3, 14, 1310, S.SCHEDULED, 5, V.PLANNED, 50),
    Line("Vent rattles", 3, 12, 1320, S.SCHEDULED, 7, V.PLANNED, 55),
    Line("Lift stuck between floors", 1, 15, 60, S.COMPLETED, 4, V.DONE, -240),
    Line("Handrail loose", 3, 6, 1340, S.DISPATCHED, 8, V.TRAVELLING, -20),
)
REPORTED = 4427  # its visit was reported from and to, so that labour is known
SOON = (4424, 4425, 4426)  # they begin within the hour


def _told(fact: Fact) -> Fact:
    if isinstance(fact, WorkOrder) and fact.id in OF_THE_COLLEGE:
        fact = replace(fact, customer_id=COLLEGE)
    if isinstance(fact, WorkOrder) and "stuck" in fact.title:
        fact = replace(fact, work_type_id=RESCUE)
    if isinstance(fact, WorkOrder) and fact.id == CALLED:
        fact = replace(fact, contact_id=CALLER)
    if isinstance(fact, Visit) and fact.order_id == REPORTED and fact.start_at is not None:
        fact = replace(fact, arrived_at=fact.start_at, ended_at=fact.start_at + 40 * MINUTE)
    return there(fact)


def _facts() -> Iterator[Fact]:
    yield WorkType(
        id=RESCUE, name="rescue", duration_min=30, priority=Priority.P1, skills=(SkillNeed(name="cooling"),)
    )
    yield Customer(id=COLLEGE, name="Roxbury Community College")
    yield Contact(id=CALLER, customer_id=1, name="Lena Ortiz", phone=PHONE)
    yield from map(_told, morning((*LINES, *LINES_TOO)))


def _act(address: str, ago_min: int, *commands: Command, session: str = "one") -> None:
    """Acts of a console, one after the other, so many minutes ago."""
    desk = desk_at(address, session=session)
    desk.clock = lambda: NOW - ago_min * MINUTE
    for command in commands:
        desk.run(command)
    desk.close()


def desk_on_roads(address: str) -> Desk:
    """The dispatcher's desk, which knows how long the drives through Boston take."""
    desk = desk_at(address)
    desk.travel = travel_source(ROADS)
    return desk


def afternoon(path: Path) -> str:
    """14:32 on the day of `office.py`, on Boston's streets."""
    return made(path, _facts(), roads=ROADS)


def busy_morning(path: Path) -> str:
    """The same, where two orders were changed since eight."""
    address = afternoon(path)
    _act(address, 300, SetPriority(order=4407, priority=Priority.P2), session="two")
    _act(address, 60, AssignVisit(order=4419, technician=4, start_at=NOW + 20 * HOUR), session="two")
    return address


def three_acts(path: Path) -> str:
    """The same, where this console has given three orders another priority."""
    address = afternoon(path)
    _act(address, 5, *(SetPriority(order=number, priority=Priority.P1) for number in (4406, 4407, 4420)))
    return address


WORLDS: Mapping[str, Callable[[Path], str]] = {
    "afternoon": afternoon,
    "busy morning": busy_morning,
    "three acts": three_acts,
}
