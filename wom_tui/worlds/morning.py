"""What has happened on the day of a demonstration before the user sits down: a plan, and what became of it?

Invented, and always the same: the file that a world brings tells of orders, not of who drove where. The day
is planned at dawn by the planner that the user has too; what starts soon is sent out; then see `reports`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.plan import AcceptPlan
from wom_tui.commands.visit import DispatchVisit
from wom_tui.desk import Desk
from wom_tui.domain.plan import Plan
from wom_tui.domain.technician import local_instant
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import HoldReason, OrderStatus, WorkOrder
from wom_tui.store.reader import Range, Reader
from wom_tui.worlds.loader import World

_PLANNED_MIN = 6 * 60 + 30  # local minutes of the day: before the early shift begins
_SENT_MIN = 6 * 60 + 45
_PLANNED_AHEAD = timedelta(hours=3)  # later hours are left for the user to fill
_SENT_AHEAD = timedelta(minutes=90)

_HELD_EVERY = 60  # one of so many orders waits for something
_HOLDS = (HoldReason.PARTS, HoldReason.ACCESS, HoldReason.CUSTOMER, HoldReason.WEATHER)


def planned_at(world: World, at: datetime) -> datetime:
    """When the day of that moment was planned, aware UTC."""
    return local_instant(world.day_of(at), _PLANNED_MIN, world.zone)


def sent_at(world: World, at: datetime) -> datetime:
    """When the first visits of the day were sent out: by this instant they are told from the user's own."""
    return local_instant(world.day_of(at), _SENT_MIN, world.zone)


def hold_some(desk: Desk, world: World, at: datetime) -> None:
    """Put a few older orders on hold: the evening before, until the day after."""
    evening_at = local_instant(world.day_of(at), 0, world.zone) - timedelta(hours=8)
    until_at = local_instant(world.day_of(at), 24 * 60 + 9 * 60, world.zone)
    old = desk.ask(_ready, evening_at - timedelta(days=1))
    desk.run_all(
        [
            HoldOrder(order=number, reason=_HOLDS[number % len(_HOLDS)], until_at=until_at, at=evening_at)
            for number in old
            if number % _HELD_EVERY == 0
        ]
    )


def plan_dawn(desk: Desk, world: World, at: datetime) -> None:
    """Plan the day at dawn, with what was known then; keep what begins soon.

    Args:
        desk: its clock stands at dawn.
        at: the moment that the demonstration opens at.
    """
    plan = _plan(desk, world, at)
    early = [line for line in plan.visits if line.start_at < at + _PLANNED_AHEAD]
    desk.run(AcceptPlan(plan=replace(plan, visits=tuple(early))))


def send_first(desk: Desk, at: datetime) -> None:
    """Send out what begins soon.

    Args:
        desk: its clock stands where the first visits are sent out.
        at: the moment that the demonstration opens at.
    """
    first = desk.ask(_planned, Range(None, at + _SENT_AHEAD))
    desk.run_all([DispatchVisit(visit=id) for id in first])


def _plan(desk: Desk, world: World, at: datetime) -> Plan:
    from wom_tui.planning.solve import solve
    from wom_tui.queries.snapshot import snapshot

    seen = desk.ask(snapshot, world.day_of(at), desk.now(), desk.travel, desk.travel_source)
    known = tuple(ready for ready in seen.jobs if ready.job.order.opened_at <= desk.now())
    return solve(replace(seen, jobs=known))


def _ready(reader: Reader, opened_before: datetime) -> list[int]:
    where = {"status": OrderStatus.READY, "opened_at": Range(None, opened_before)}
    return sorted(row[0] for row in reader.rows(WorkOrder, (), **where))


def _planned(reader: Reader, start_at: Range) -> list[int]:
    where = {"status": VisitStatus.PLANNED, "start_at": start_at}
    return sorted(row[0] for row in reader.rows(Visit, ("technician_id",), **where) if row[1] is not None)
