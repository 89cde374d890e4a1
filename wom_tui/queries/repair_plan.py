"""What would a repair that waits do to the day as it is now? As a plan, with the facts that it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from wom_tui.domain.branch import Branch, BranchLine, plan_of
from wom_tui.domain.place import TravelTime
from wom_tui.domain.plan import Plan
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.planning.repair import with_loose
from wom_tui.planning.snapshot import Ready, Snapshot
from wom_tui.planning.solve import with_visits
from wom_tui.queries.branches import days_of
from wom_tui.queries.movable import as_job
from wom_tui.queries.repairs import proposed_repair
from wom_tui.queries.snapshot import jobs_of, snapshot
from wom_tui.store import office
from wom_tui.store.reader import Reader


class ProposedPlan(NamedTuple):
    """A repair that waits, as the console shows any plan.

    Attributes:
        plan: its lines that can still be shown: the visits are there, and those who have them.
        seen: the day, with these visits as jobs.
    """

    branch: Branch
    plan: Plan
    seen: Snapshot


def plan_of_repair(
    reader: Reader, name: str, now: datetime, travel: TravelTime, travel_source: str
) -> ProposedPlan:
    """The repair of that name.

    Raises:
        NotFound: nothing of that name waits.
    """
    branch = proposed_repair(reader, name, now).branch
    on = _day_of(reader, branch, now)
    new = frozenset(line.order for line in branch.lines if line.visit is None)
    day = snapshot(reader, on, now, travel, travel_source, only=new)
    jobs = {ready.key: ready for ready in _jobs(reader, branch.lines, day)}
    lines = [line for line in branch.lines if (line.order, line.visit) in jobs and _is_known(line, day)]
    seen = with_loose(_without_stops(replace(day, jobs=tuple(jobs.values()))))
    plan = plan_of(lines, on, branch.basis)
    in_order = sorted(plan.visits, key=lambda line: (line.technician, line.start_at, line.order))
    return ProposedPlan(branch, with_visits(plan, in_order, seen), seen)


def _day_of(reader: Reader, branch: Branch, now: datetime) -> date:
    zone = ZoneInfo(office.read(reader.connection).zone)
    return next(iter(days_of(branch, zone)), now.astimezone(zone).date())


def _jobs(reader: Reader, lines: Sequence[BranchLine], day: Snapshot) -> Iterator[Ready]:
    """The visits of the lines as they stand, and orders that have none yet."""
    visits = reader.many(Visit, {line.visit for line in lines})
    orders = reader.many(WorkOrder, {line.order for line in lines})
    jobs = {job.order.id: job for job in jobs_of(reader, orders.values())}
    for line in (line for line in lines if line.order in jobs):
        visit = visits.get(line.visit or 0)
        if visit is not None and visit.is_booked and visit.technician_id in day.days:
            yield as_job(jobs[line.order], visit, day)
        elif line.visit is None or visit is not None:
            yield Ready(job=jobs[line.order], visit=line.visit)


def _is_known(line: BranchLine, day: Snapshot) -> bool:
    return line.technician is None or line.technician in day.days


def _without_stops(day: Snapshot) -> Snapshot:
    ids = {ready.visit for ready in day.jobs}
    days = {
        id: replace(own, stops=tuple(stop for stop in own.stops if stop.visit.id not in ids))
        for id, own in day.days.items()
    }
    return replace(day, days=days)
