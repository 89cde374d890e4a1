"""All about one order: what a dispatcher asks when the line on the board is not enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from wom_tui.domain import order_clock
from wom_tui.domain.event import Event
from wom_tui.domain.fact import Fact
from wom_tui.domain.feedback import Feedback
from wom_tui.domain.merge import original_of
from wom_tui.domain.message import NOBODY, Me, Message
from wom_tui.domain.site import Asset, Contact, Customer, Site, Territory
from wom_tui.domain.sla.clock import Clock, Course
from wom_tui.domain.sla.ledger import Ledger, ledger
from wom_tui.domain.snooze import Snooze
from wom_tui.domain.states import COMING
from wom_tui.domain.technician import Absence, Technician
from wom_tui.domain.triage import is_missed
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import Approval, OrderStatus, Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType, completeness_percent, missing_fields
from wom_tui.domain.worktime import Window
from wom_tui.queries.approval import ApprovalStep, approval_steps
from wom_tui.queries.attached import OrderFile, OrderNote, order_files, order_notes
from wom_tui.queries.history import order_history
from wom_tui.queries.kin import Kin, kin_of
from wom_tui.queries.messages import MessageRow, order_thread
from wom_tui.queries.names import named
from wom_tui.queries.orders import OrderRow, order_rows
from wom_tui.queries.parts import OrderPart, order_parts
from wom_tui.queries.visit_lines import VisitLine
from wom_tui.queries.visited import VisitHere, last_visits
from wom_tui.store.attached import ATTACHED
from wom_tui.store.reader import EITHER, Range, Reader
from wom_tui.store.rules import read_rules

MANY_RELATED = 20


@dataclass(frozen=True)
class VisitDetail:
    """A visit and who makes it."""

    visit: Visit
    technician: Technician | None


@dataclass(frozen=True)
class ClockDetail:
    """One clock as it stands, and the intervals that it adds up."""

    clock: Clock
    ledger: Ledger
    zone: str  # of its calendar


@dataclass(frozen=True)
class Related:
    """Another order at the same asset or site."""

    number: int
    title: str
    status: str
    opened_at: datetime
    is_same_asset: bool


@dataclass(frozen=True)
class OrderDetail:
    """One order with everything around it.

    Attributes:
        row: the order as the board shows it.
        history: events of the order, its visits and its requirement, newest first.
        respond, resolve: None where nothing was agreed.
        complete_percent: how much of what the order will ever need is there.
        missing: names of fields that the next step asks for.
        related: others on the same asset first, then at the same site, newest first.
        original: the order that goes on in its place; None where it goes on itself.
        merged: the orders in whose place it goes on.
        feedback: what was said of the work, newest first.
        called: the names of what the history tells of, by the field and its id.
        kin: what it belongs to: the order that it follows, those that follow it, the plan that made it.
        approvals: the turns that its approval took, the first one at the beginning.
        away: the absence that takes some of its visit to come; None where none does.
        notes: what was said about it and about those orders, newest first.
        messages: what office and field have said to each other about it, the oldest first.
        files: documents and pictures, those of the orders in whose place it goes on behind its own.
        visited: the last visits on the same asset, else at the same site, for other orders; newest first.
    """

    row: OrderRow
    order: WorkOrder
    requirement: Requirement | None
    work_type: WorkType | None
    site: Site | None
    customer: Customer | None
    contact: Contact | None
    asset: Asset | None
    territory: Territory | None
    visits: tuple[VisitDetail, ...]
    history: tuple[Event, ...]
    respond: ClockDetail | None
    resolve: ClockDetail | None
    complete_percent: int
    missing: tuple[str, ...]
    related: tuple[Related, ...]
    parts: tuple[OrderPart, ...] = ()
    original: int | None = None
    merged: tuple[int, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    called: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    visited: tuple[VisitHere, ...] = ()
    files: tuple[OrderFile, ...] = ()
    notes: tuple[OrderNote, ...] = ()
    messages: tuple[MessageRow, ...] = ()
    away: Window | None = None
    kin: Kin = field(default_factory=Kin)
    approvals: tuple[ApprovalStep, ...] = ()

    @property
    def people(self) -> Mapping[int, str]:
        """The names of the technicians that the history tells of, by id, whoever has a visit today."""
        return self.called.get("technician_id", {})


def order_detail(reader: Reader, number: int, now: datetime, me: Me = NOBODY) -> OrderDetail:
    """Everything about an order.

    Args:
        me: who looks: which messages are new to them.

    Raises:
        NotFound: there is none with that number.
    """
    order = reader.get(WorkOrder, number)
    (row,) = order_rows(reader, ids=[number])
    requirement = next(iter(reader.select(Requirement, order_id=number)), None)
    site = named(reader, Site, order.site_id)
    kind = named(reader, WorkType, order.work_type_id)
    visits = reader.select(Visit, order_id=number)
    technicians = {v.technician_id: named(reader, Technician, v.technician_id) for v in visits}
    rules = read_rules(reader)
    until = None if reader.stored is reader else now  # of the past nothing later is told
    history = order_history(
        reader,
        number,
        _ids(reader, Visit, number),
        requirement.id if requirement else None,
        {cls: _ids(reader, cls, number) for cls in (Snooze, Message, *ATTACHED)},
        until=until,
    )
    there = _related(reader, order)
    return OrderDetail(
        row=row,
        order=order,
        requirement=requirement,
        work_type=kind,
        site=site,
        customer=named(reader, Customer, order.customer_id),
        contact=named(reader, Contact, order.contact_id),
        asset=named(reader, Asset, order.asset_id),
        territory=named(reader, Territory, order.territory_id),
        visits=tuple(VisitDetail(v, technicians[v.technician_id]) for v in visits),
        history=history,
        respond=_clock(order_clock.respond_course(order, rules), order, rules, now),
        resolve=_clock(order_clock.resolve_course(order, rules), order, rules, now),
        complete_percent=completeness_percent(order, requirement, site, kind, _last_asked(order)),
        missing=missing_fields(order, requirement, site, kind, _next_state(order)),
        related=there[:MANY_RELATED],
        parts=order_parts(reader, number, requirement) if order.parts_state is not None else (),
        original=original_number(reader, order),
        merged=tuple(sorted(row[0] for row in reader.rows(WorkOrder, (), duplicate_of_id=number))),
        feedback=_feedback(reader, order),
        called=_called(reader, history) | {"technician_id": _people(reader, history)},
        visited=last_visits(reader, _at_one(there)),
        files=order_files(reader, number),
        notes=order_notes(reader, number),
        messages=order_thread(reader, number, me),
        away=_away(reader, row.visit, now),
        kin=kin_of(reader, order),
        approvals=_approvals(reader, order, until),
    )


def _approvals(reader: Reader, order: WorkOrder, until: datetime | None) -> tuple[ApprovalStep, ...]:
    """Of most orders nobody asks, and no journal is read."""
    return approval_steps(reader, order, until) if order.approval is not Approval.NOT_NEEDED else ()


def _away(reader: Reader, visit: VisitLine | None, now: datetime) -> Window | None:
    """Of several the first to begin."""
    if visit is None or visit.technician_id is None or visit.status not in COMING:
        return None
    if visit.start_at is None or visit.end_at is None:
        return None
    own = reader.select(Absence, technician_id=visit.technician_id, end_at=Range(now, None))
    spells = sorted((one.window for one in own), key=lambda one: one.start_at)
    return next((one for one in spells if is_missed(visit.start_at, visit.end_at, one, now)), None)


def original_number(reader: Reader, order: WorkOrder) -> int | None:
    """The order that goes on in place of this one; None where it goes on itself."""
    original = original_of(order, lambda number: reader.find(WorkOrder, number))
    return None if original.id == order.id else original.id


def _ids(reader: Reader, cls: type[Fact], number: int) -> list[int]:
    """The ids of all that belongs to the order, also of what was taken back: the journal still tells of it."""
    return [row[0] for row in reader.rows(cls, (), order_id=number, is_withdrawn=EITHER)]


def _people(reader: Reader, history: tuple[Event, ...]) -> dict[int, str]:
    sides = (side for event in history for side in (event.before, event.after))
    told = {id for side in sides if (id := side.get("technician_id")) is not None}
    found = (named(reader, Technician, id) for id in told)
    return {technician.id: technician.name for technician in found if technician}


_CALLED: Mapping[str, type[WorkType | Site | Customer | Asset | Territory | Technician]] = {
    "work_type_id": WorkType,
    "site_id": Site,
    "customer_id": Customer,
    "asset_id": Asset,
    "territory_id": Territory,
    "preferred_technician_id": Technician,
}


def _called(reader: Reader, history: tuple[Event, ...]) -> dict[str, Mapping[int, str]]:
    """What the ids in the changes that the history tells of are called."""
    found: dict[str, Mapping[int, str]] = {}
    for name, cls in _CALLED.items():
        told = {side.get(name) for event in history if event.before for side in (event.before, event.after)}
        ids = {id for id in told if isinstance(id, int)}
        records = (named(reader, cls, id) for id in ids)
        found[name] = {one.id: one.name for one in records if one is not None}
    return found


def _at_one(there: Sequence[Related]) -> list[int]:
    """The orders on the same asset; where there are none, those at the same site."""
    asset = [other.number for other in there if other.is_same_asset]
    return asset or [other.number for other in there]


def _clock(
    course: Course | None, order: WorkOrder, rules: order_clock.SlaRules, now: datetime
) -> ClockDetail | None:
    clock = order_clock.read(course, order, rules, now)
    if course is None or clock is None:
        return None
    listed = ledger(course, now=now)
    return ClockDetail(clock, listed, course.calendar.zone) if listed else None


def _feedback(reader: Reader, order: WorkOrder) -> tuple[Feedback, ...]:
    if order.first_completed_at is None:
        return ()
    said = reader.select(Feedback, order_id=order.id)
    return tuple(sorted(said, key=lambda one: one.received_at, reverse=True))


_NEXT = {
    OrderStatus.DRAFT: OrderStatus.READY,
    OrderStatus.READY: OrderStatus.SCHEDULED,
    OrderStatus.SCHEDULED: OrderStatus.DISPATCHED,
    OrderStatus.DISPATCHED: OrderStatus.IN_PROGRESS,
    OrderStatus.IN_PROGRESS: OrderStatus.COMPLETED,
    OrderStatus.ON_HOLD: OrderStatus.READY,
    OrderStatus.COMPLETED: OrderStatus.CLOSED,
}


def _next_state(order: WorkOrder) -> OrderStatus:
    """The state that the order will go to if all goes well."""
    return _NEXT.get(order.status, order.status)


def _last_asked(order: WorkOrder) -> OrderStatus:
    """The state whose fields count as all: what closing asks for is not missed while the work is not done."""
    return OrderStatus.COMPLETED if order.is_open else OrderStatus.CLOSED


_RELATED = ("title", "status", "opened_at")


def _related(reader: Reader, order: WorkOrder) -> tuple[Related, ...]:
    found: dict[int, Related] = {}
    if order.asset_id is not None:
        for number, title, status, opened_at in reader.rows(WorkOrder, _RELATED, asset_id=order.asset_id):
            found[number] = Related(number, title, status, opened_at, is_same_asset=True)
    if order.site_id is not None:
        for number, title, status, opened_at in reader.rows(WorkOrder, _RELATED, site_id=order.site_id):
            found.setdefault(number, Related(number, title, status, opened_at, is_same_asset=False))
    found.pop(order.id, None)
    newest = sorted(found.values(), key=lambda r: (not r.is_same_asset, -r.opened_at.timestamp(), r.number))
    return tuple(newest)
