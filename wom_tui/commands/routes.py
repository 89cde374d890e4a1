"""Keeping the ways right: whatever an act does to a technician's day, the way to each stop of it is what it is now.

Called once for each act, after its handlers: assigning, moving, striking, holding, accepting a plan and taking any of
it back all change the stop that follows, and the gap that is left behind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import replace
from datetime import date, timedelta

from wom_tui.domain.feasibility import TechnicianDay
from wom_tui.domain.part import Reservation, Stock, Warehouse
from wom_tui.domain.route import leg_of, trips_s
from wom_tui.domain.site import Site
from wom_tui.domain.technician import Technician, local_instant
from wom_tui.domain.visit import REROUTED, Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store.days import local_day, place_of, technician_days
from wom_tui.store.unit import Unit

Day = tuple[int, date]  # technician, local day
_DAY = timedelta(days=1)


def settle_routes(unit: Unit) -> None:
    """Renew the travel of every stop on the days that the act has touched."""
    touched = {day for visit in _touched(unit) if (day := _day_of(visit, unit))}
    after = {(day.technician.id, day.on + _DAY) for day in _settle(touched, unit) if _runs_into_next(day)}
    _settle(after - touched, unit)


def _settle(days: Set[Day], unit: Unit) -> list[TechnicianDay]:
    """Put these days right; those of one date are read together."""
    together: dict[tuple[date, str], list[Technician]] = defaultdict(list)
    for id, on in sorted(days):
        if (who := unit.find(Technician, id)) is not None:
            together[on, who.zone].append(who)
    settled = [
        day
        for (on, _), whose in together.items()
        for day in technician_days(unit, whose, on, unit.travel).values()
    ]
    for day in settled:
        trips = trips_s(day)
        for stop in day.stops:
            trip_s = trips.get(stop.visit.id)
            if stop.visit.is_live and trip_s is not None and stop.visit.travel_s != trip_s:
                unit.save(replace(stop.visit, travel_s=trip_s), REROUTED)
    return settled


def _runs_into_next(day: TechnicianDay) -> bool:
    """A night shift: what follows after midnight may set out from a stop before it."""
    midnight = local_instant(day.on, 1440, day.technician.zone)
    return any(span.window.end_at > midnight for span in day.spans)


def _touched(unit: Unit) -> Iterator[Visit]:
    """Visits as they were and as they are, where the act has moved them on a route or on the map."""
    for before, after in unit.changed(Visit):
        if (leg_of(before) if before else None) != leg_of(after):
            yield from (visit for visit in (before, after) if visit is not None)
    moved = {new.id for old, new in unit.changed(WorkOrder) if old is not None and old.site_id != new.site_id}
    for was, site in unit.changed(Site):
        if was is not None and place_of(was) != place_of(site):
            moved |= {row[0] for row in unit.rows(WorkOrder, (), site_id=site.id)}
    moved |= set(_by_another_warehouse(unit))
    if moved:
        yield from unit.select(Visit, order_id=frozenset(moved))


def _by_another_warehouse(unit: Unit) -> Iterator[int]:
    """Orders for which something is to be fetched elsewhere, or no more."""
    for before, after in unit.changed(Reservation):
        if after.stock_id is not None and (before is not None and before.quantity > 0) != (
            after.quantity > 0
        ):
            yield after.order_id
    for was, warehouse in unit.changed(Warehouse):
        if was is not None and was.pick_up != warehouse.pick_up:
            stocks = frozenset(stock.id for stock in unit.select(Stock, warehouse_id=warehouse.id))
            yield from (kept.order_id for kept in unit.select(Reservation, stock_id=stocks) if kept.quantity)


def _day_of(visit: Visit, unit: Unit) -> Day | None:
    if leg_of(visit) is None or visit.technician_id is None or visit.start_at is None:
        return None
    who = unit.find(Technician, visit.technician_id)
    return (who.id, local_day(visit.start_at, who.zone)) if who else None
