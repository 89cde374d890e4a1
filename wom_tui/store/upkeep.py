"""What has become of maintenance plans so far: due days that have had their order, work that was done, meters.

Asked by the act that makes an order as well as by whoever looks at plans.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wom_tui.domain.maintenance import (
    CountsFrom,
    Known,
    MaintenanceDue,
    MaintenancePlan,
    MeterReading,
)
from wom_tui.domain.maintenance_days import OffDays
from wom_tui.domain.maintenance_use import used_since
from wom_tui.domain.site import Asset, Site
from wom_tui.domain.work_calendar import Calendar, Holiday, WorkCalendar
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store import office
from wom_tui.store.reader import EITHER, Reader


def places_of(reader: Reader, plans: Iterable[MaintenancePlan]) -> dict[int, Site]:
    """Where the work of each plan is done: its own site, else that of its asset; plans without are left out."""
    told = list(plans)
    assets = reader.many(Asset, (plan.asset_id for plan in told if plan.site_id is None))
    where = {plan.id: plan.site_id or _site_of(assets.get(plan.asset_id or 0)) for plan in told}
    sites = reader.many(Site, where.values())
    return {plan: sites[site] for plan, site in where.items() if site in sites}


def _site_of(asset: Asset | None) -> int | None:
    return asset.site_id if asset else None


def zones_of(reader: Reader, plans: Iterable[MaintenancePlan]) -> dict[int, ZoneInfo]:
    """By which calendar the days of each plan go: that of its site, else the office's."""
    told = list(plans)
    places, usual = places_of(reader, told), office.read(reader.connection).zone
    return {plan.id: ZoneInfo(places[plan.id].zone if plan.id in places else usual) for plan in told}


def known_of(
    reader: Reader, plans: Sequence[MaintenancePlan], zones: Mapping[int, ZoneInfo]
) -> dict[int, Known]:
    """What has become of each plan."""
    dues = _dues(reader, plans)
    last = {plan.id: max(dues[plan.id], key=lambda due: due.due_on, default=None) for plan in plans}
    ended = _ended(reader, [last[plan.id] for plan in plans if plan.counts_from is CountsFrom.DONE])
    readings, calendars = _readings(reader, plans), _calendars(reader, plans)
    found: dict[int, Known] = {}
    for plan in plans:
        due, zone = last[plan.id], zones[plan.id]
        done_on = open_due_on = None
        if due is not None and due.order_id in ended:
            is_open, at = ended[due.order_id]
            open_due_on = due.due_on if is_open else None
            done_on = None if is_open else at.astimezone(zone).date() if at else due.due_on
        used = [(at.astimezone(zone).date(), value) for at, value in readings[plan.asset_id]]
        found[plan.id] = Known(
            taken=frozenset(one.due_on for one in dues[plan.id]),
            done_on=done_on,
            open_due_on=open_due_on,
            used=used_since(used, plan.first_due_on) if plan.meter_every is not None else (),
            calendar=calendars.get(plan.calendar_id or 0),
        )
    return found


def _dues(reader: Reader, plans: Sequence[MaintenancePlan]) -> dict[int, list[MaintenanceDue]]:
    """Also those that were taken back: somebody did not want them, and they are not made again."""
    found: dict[int, list[MaintenanceDue]] = defaultdict(list)
    for due in reader.among(MaintenanceDue, "plan_id", (plan.id for plan in plans), is_withdrawn=EITHER):
        found[due.plan_id].append(due)
    return found


def _ended(reader: Reader, dues: Iterable[MaintenanceDue | None]) -> dict[int, tuple[bool, datetime | None]]:
    """Of each order whether it is still open, and when it was completed."""
    orders = reader.many(WorkOrder, (due.order_id for due in dues if due is not None), is_withdrawn=EITHER)
    return {
        id: (order.is_open and not order.is_withdrawn, None if order.is_withdrawn else order.completed_at)
        for id, order in orders.items()
    }


def _readings(
    reader: Reader, plans: Sequence[MaintenancePlan]
) -> dict[int | None, list[tuple[datetime, float]]]:
    metered = (plan.asset_id for plan in plans if plan.meter_every is not None and plan.asset_id is not None)
    found: dict[int | None, list[tuple[datetime, float]]] = defaultdict(list)
    for one in reader.among(MeterReading, "asset_id", metered):
        found[one.asset_id].append((one.read_at, one.value))
    for readings in found.values():
        readings.sort()
    return found


def _calendars(reader: Reader, plans: Sequence[MaintenancePlan]) -> dict[int, WorkCalendar]:
    """Those by which due days are moved."""
    asked = {plan.calendar_id for plan in plans if plan.off_days not in (None, OffDays.KEEP)}
    found = reader.many(Calendar, asked)
    holidays = reader.select(Holiday) if found else ()
    return {id: WorkCalendar.of(calendar, holidays) for id, calendar in found.items()}


def today_at(at: datetime, zone: ZoneInfo) -> date:
    """The day that it is there."""
    return at.astimezone(zone).date()
