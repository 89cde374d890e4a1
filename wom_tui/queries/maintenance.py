"""Which work comes back, when is it due, and which orders are to be made now?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wom_tui.domain.maintenance import (
    Known,
    MaintenanceDue,
    MaintenancePlan,
    PlanState,
    forecast,
    moved_on,
    wanted,
)
from wom_tui.domain.site import Asset
from wom_tui.domain.work_order import WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import NotFound
from wom_tui.store.reader import EITHER, Reader
from wom_tui.store.upkeep import known_of, places_of, today_at, zones_of

AHEAD = timedelta(days=366)  # within this the next due day is looked for


@dataclass(frozen=True)
class WantedOrder:
    """An order that is to be made now."""

    plan: MaintenancePlan
    due_on: date


def wanted_orders(reader: Reader, now: datetime) -> list[WantedOrder]:
    """The orders that plans want at that moment, those due first at the beginning."""
    plans = reader.select(MaintenancePlan, state=frozenset({PlanState.RUNNING, PlanState.PAUSED}))
    zones = zones_of(reader, plans)
    known = known_of(reader, plans, zones)
    found = [
        WantedOrder(plan, due_on)
        for plan in plans
        for due_on in wanted(plan, known[plan.id], today_at(now, zones[plan.id]))
    ]
    return sorted(found, key=lambda one: (one.due_on, one.plan.id))


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A due day to come.

    Attributes:
        due_on: as days off have moved it; `nominal_on` by the plan's interval.
        made_on: when its order is made.
    """

    plan: str
    title: str
    work_type: str
    site: str
    due_on: date
    nominal_on: date
    made_on: date
    last_on: date


def coming(reader: Reader, now: datetime, days: int, name: str | None = None) -> list[Coming]:
    """The orders that plans would make, as far ahead as so many days, the earliest first.

    Raises:
        NotFound: there is no such plan.
    """
    plans = _named(reader, name)
    zones, places = zones_of(reader, plans), places_of(reader, plans)
    known = known_of(reader, plans, zones)
    kinds = {kind.id: kind.name for kind in reader.select(WorkType)}
    found: list[Coming] = []
    for plan in plans:
        today, site = today_at(now, zones[plan.id]), places.get(plan.id)
        for nominal_on in forecast(plan, known[plan.id], today, today + timedelta(days=days)):
            due_on = moved_on(plan, known[plan.id], nominal_on)
            one = Coming(
                plan=plan.name,
                title=plan.title or plan.name,
                work_type=kinds.get(plan.work_type_id, ""),
                site=site.name if site else "",
                due_on=due_on,
                nominal_on=nominal_on,
                made_on=max(today, plan.made_on(due_on)),
                last_on=plan.last_on(due_on),
            )
            found.append(one)
    return sorted(found, key=lambda one: (one.due_on, one.plan))


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """A plan, and what comes of it.

    Attributes:
        next_on: the next due day that has no order yet; None where none can be told.
        open: numbers of its orders that are still open.
        last: the due day for which it made an order last.
    """

    plan: MaintenancePlan
    work_type: str
    asset: str
    site: str
    next_on: date | None
    last_on: date | None
    open: tuple[int, ...]


def plan_rows(reader: Reader, now: datetime) -> list[PlanRow]:
    """All plans, by name."""
    plans = _named(reader, None)
    zones, places = zones_of(reader, plans), places_of(reader, plans)
    known, kinds = known_of(reader, plans, zones), {kind.id: kind.name for kind in reader.select(WorkType)}
    assets, still = reader.many(Asset, (plan.asset_id for plan in plans)), _open(reader)
    rows = []
    for plan in plans:
        asset, site = assets.get(plan.asset_id or 0), places.get(plan.id)
        row = PlanRow(
            plan=plan,
            work_type=kinds.get(plan.work_type_id, ""),
            asset=asset.name if asset else "",
            site=site.name if site else "",
            next_on=_next(plan, known[plan.id], today_at(now, zones[plan.id])),
            last_on=max(known[plan.id].taken, default=None),
            open=still.get(plan.id, ()),
        )
        rows.append(row)
    return rows


def _next(plan: MaintenancePlan, known: Known, today: date) -> date | None:
    """Looked for a little at a time: a plan that is due every day need not be followed for a year."""
    span = timedelta(days=31)
    while span <= AHEAD * 2:
        if found := forecast(plan, known, today, today + span):
            return moved_on(plan, known, found[0])
        span *= 4
    return None


@dataclass(frozen=True, kw_only=True)
class MadeOrder:
    """An order of a plan."""

    number: int
    due_on: date
    status: str
    completed_at: datetime | None
    is_taken_back: bool


def made_orders(reader: Reader, plan: int) -> list[MadeOrder]:
    """The orders that a plan has made, the last due first."""
    dues = reader.select(MaintenanceDue, plan_id=plan, is_withdrawn=EITHER)
    orders = reader.many(WorkOrder, (due.order_id for due in dues), is_withdrawn=EITHER)
    found = [
        MadeOrder(
            number=order.id,
            due_on=due.due_on,
            status=order.status.value,
            completed_at=order.completed_at,
            is_taken_back=order.is_withdrawn,
        )
        for due in dues
        if (order := orders.get(due.order_id)) is not None
    ]
    return sorted(found, key=lambda one: one.due_on, reverse=True)


def _open(reader: Reader) -> dict[int, tuple[int, ...]]:
    dues = reader.select(MaintenanceDue)
    orders = reader.many(WorkOrder, (due.order_id for due in dues))
    found: dict[int, tuple[int, ...]] = {}
    for due in dues:
        if due.order_id in orders and orders[due.order_id].is_open:
            found[due.plan_id] = (*found.get(due.plan_id, ()), due.order_id)
    return found


def _named(reader: Reader, name: str | None) -> Sequence[MaintenancePlan]:
    plans = sorted(reader.select(MaintenancePlan), key=lambda plan: plan.name.casefold())
    if name is None:
        return plans
    found = [plan for plan in plans if plan.name.casefold() == name.strip().casefold()]
    if not found:
        raise NotFound("maintenance plan", name, [plan.name for plan in plans][:5])
    return found
