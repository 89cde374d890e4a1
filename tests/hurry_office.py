"""The office in which the lines of the corpus are read: people whose names are alike, orders in every state.

It is Monday 2 March 2026, 9:00 in New York, where the office reads its clock. The cursor stands on order 4417.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.office import HOUR, KIM, T0, ZONE, desk_on, office_facts
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk, create_office
from wom_tui.domain.alert import Alert, Severity
from wom_tui.domain.attachment import Attachment
from wom_tui.domain.fact import Fact
from wom_tui.domain.inbound import Inbound, Why
from wom_tui.domain.message import Message
from wom_tui.domain.part import Part, PurchaseEta, Warehouse
from wom_tui.domain.site import Site
from wom_tui.domain.technician import Absence, Shift, SkillGrant, Technician
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import (
    Approval,
    ChecklistItem,
    Hold,
    HoldReason,
    OrderStatus,
    Requirement,
    SkillNeed,
    WorkOrder,
)
from wom_tui.domain.work_type import WorkType
from wom_tui.grammar.intent import Here
from wom_tui.grammar.targets import Target

ORDER = 4417
HERE = Here(cursor=Target(ORDER))
LIGHTS, TREES, PLUMBING = 1, 2, 3
PEOPLE = {
    "kim": "Kim Moran",
    "ali": "Ali Diallo",
    "lor": "Luis Ortega",
    "mob": "María O'Brien",
    "js1": "John Smith",
    "js2": "Joan Smith",
    "tpn": "Thanh Phan Nguyen",
    "keb": "Kevin Byrne",
    "kie": "Kieran Walsh",
}
SITES = ("12 Main St", "Town Hall", "14 Main St", "St. Mary's Hospital", "Harbor Rd 7")
PARTS = {"PUMP-3": "Circulation pump", "BELT": "Drive belt", "VALVE": "Check valve"}
WAREHOUSES = ("main", "north")

CHECKLIST = (ChecklistItem(text="Power off"), ChecklistItem(text="Gate locked"))

S, V = OrderStatus, VisitStatus
# Each with its visits: status, technician, day and hour on the office's clock.
_Booked = tuple[VisitStatus, str, int, int]
ORDERS: dict[int, tuple[OrderStatus, tuple[_Booked, ...]]] = {
    1430: (S.READY, ()),
    4417: (S.READY, ()),
    4418: (S.READY, ()),
    4419: (S.SCHEDULED, ((V.PLANNED, "kim", 2, 10),)),
    4420: (S.SCHEDULED, ((V.PLANNED, "ali", 2, 11),)),
    4421: (S.DISPATCHED, ((V.DISPATCHED, "kim", 2, 13),)),
    4422: (S.SCHEDULED, ((V.PLANNED, "kim", 3, 9), (V.PLANNED, "ali", 3, 9))),
    4423: (S.ON_HOLD, ()),
    4424: (S.COMPLETED, ((V.DONE, "ali", 2, 8),)),
    4425: (S.READY, ()),
    4426: (S.IN_PROGRESS, ((V.ON_SITE, "js1", 2, 8),)),
    4427: (S.READY, ()),
    4428: (S.READY, ()),
    4429: (S.SCHEDULED, ((V.PLANNED, "lor", 2, 15),)),
}


def hurried_office(folder: Path) -> Desk:
    """The desk of a new office in that folder."""
    address = str(folder / "hurry.db")
    create_office(address, name="Hurry", zone=ZONE, admin="admin")
    desk = desk_on(address)
    desk.run(LoadFacts(facts=(*_roster(), *_places(), *_orders(), *_talk()), what="office"))
    return desk


def id_of(code: str) -> int:
    """The technician of a code; numbers begin at 1, in the order of the list."""
    return list(PEOPLE).index(code) + 1


def _roster() -> Iterator[Fact]:
    given = office_facts()
    yield from (fact for fact in given if not isinstance(fact, Technician | SkillGrant | Shift | Site))
    yield WorkType(
        id=PLUMBING, name="Plumbing", duration_min=60, resolution_codes=("fixed", "replaced", "no_fault")
    )
    kim = next(fact for fact in given if isinstance(fact, Technician) and fact.id == KIM)
    shift = next(fact for fact in given if isinstance(fact, Shift) and fact.technician_id == KIM)
    for code, name in PEOPLE.items():
        yield replace(kim, id=id_of(code), code=code, name=name)
        yield SkillGrant(id=id_of(code), technician_id=id_of(code), skill="lights", level=3)
        yield replace(shift, id=id_of(code), technician_id=id_of(code))
    yield Absence(id=1, technician_id=id_of("kie"), start_at=T0 - HOUR, end_at=T0 + 6 * HOUR)


def _places() -> Iterator[Fact]:
    given = {fact.id: fact for fact in office_facts() if isinstance(fact, Site)}
    yield from (replace(given[id], name=name) for id, name in enumerate(SITES, start=1))
    yield from (Part(id=id, code=code, name=name) for id, (code, name) in enumerate(PARTS.items(), start=1))
    yield from (Warehouse(id=id, name=name) for id, name in enumerate(WAREHOUSES, start=1))
    yield Attachment(id=1, order_id=4425, name="pole-12.jpg", place="https://photos.example/pole-12.jpg")
    yield Alert(
        id=12,
        rule="late",
        subject="order:4421",
        order_id=4421,
        severity=Severity.WARNING,
        says="Late.",
        since_at=T0,
        raised_at=T0,
    )
    yield PurchaseEta(id=1, part_id=1, warehouse_id=1, quantity=4, ordered_at=T0)


def _orders() -> Iterator[Fact]:
    visits = 0
    for number, (status, booked) in ORDERS.items():
        yield WorkOrder(
            id=number,
            title=f"Order {number}",
            description="as reported",
            status=status,
            work_type_id=PLUMBING if status is S.IN_PROGRESS else LIGHTS,
            site_id=1,
            territory_id=1,
            requester="citizen",
            channel="phone",
            opened_at=T0 - 24 * HOUR,
            holds=(Hold(from_at=T0 - HOUR, reason=HoldReason.PARTS),) if status is S.ON_HOLD else (),
            approval=Approval.PENDING if number == 4427 else Approval.NOT_NEEDED,
            checklist=CHECKLIST if number == 4425 else (),
            completed_at=T0 if status is S.COMPLETED else None,
        )
        yield Requirement(
            id=number, order_id=number, duration_min=60, skills=(SkillNeed(name="lights"),), crew_size=2
        )
        for ordinal, (state, code, day, hour) in enumerate(booked, start=1):
            visits += 1
            start_at = datetime(2026, 3, day, hour, tzinfo=ZoneInfo(ZONE))
            yield Visit(
                id=visits,
                order_id=number,
                ordinal=ordinal,
                status=state,
                technician_id=id_of(code),
                start_at=start_at,
                end_at=start_at + timedelta(hours=1),
                is_pinned=number == 4429,
            )


def _talk() -> Iterator[Fact]:
    """A message of somebody in the field, and something that came in and waits."""
    yield Message(
        id=12,
        order_id=4417,
        author="kim",
        from_technician_id=id_of("kim"),
        text="which cellar?",
        sent_at=T0,
        to_office=True,
        needs_ack=True,
    )
    yield Inbound(
        id=12,
        channel="mail",
        source="a.eml",
        text="I am there",
        why=Why.UNKNOWN,
        reason="not understood",
        received_at=T0,
    )
