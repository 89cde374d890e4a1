"""What do the technicians of a demonstration report, and when?

They work off what was sent out at dawn, each in turn, a little early or late; now and then one forgets to
report, is not let in, or declines. All of it follows from the visit's own facts, so it comes out the same in
every run, and a report that is in the tables is not made again. What the user sends out is the user's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from wom_tui.commands.command import Command
from wom_tui.commands.ending import CompleteOrder
from wom_tui.commands.order import EditOrder
from wom_tui.commands.visit import AdvanceVisit, FailVisit
from wom_tui.domain.visit import LIVE, Visit, VisitStatus
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store.reader import Reader

_MINUTE = timedelta(minutes=1)
_PROGRESS = {status: rank for rank, status in enumerate(VisitStatus)}


@dataclass(frozen=True)
class Report:
    """What is said of a visit, and when."""

    at: datetime
    visit: Visit
    to: VisitStatus
    reason: str = ""


def due_reports(reader: Reader, sent_at: datetime, since: datetime, until: datetime) -> list[Command]:
    """What has been reported by a moment and is not in the tables yet, as commands in the order of time.

    Args:
        sent_at: the instant at which the visits were sent out that the demonstration tells about.
        since: no report is dated before it: up to there everything is told.
    """
    visits = reader.select(Visit, dispatched_at=sent_at)
    orders = reader.many(WorkOrder, {visit.order_id for visit in visits})
    due = [report for report in _reports(visits) if report.at <= until and _is_new(report)]
    commands: list[Command] = []
    for report in sorted(due, key=lambda r: (r.at, r.visit.id, _PROGRESS[r.to])):
        at = max(report.at, since)
        commands += _commands(replace(report, at=at), orders[report.visit.order_id])
    return commands


def _is_new(report: Report) -> bool:
    return report.visit.status in LIVE and _PROGRESS[report.to] > _PROGRESS[report.visit.status]


def _commands(report: Report, order: WorkOrder) -> Iterator[Command]:
    visit, at = report.visit, report.at
    if report.to in (VisitStatus.DECLINED, VisitStatus.INCOMPLETE):
        yield FailVisit(visit=visit.id, to=report.to, reason=report.reason, at=at)
        return
    yield AdvanceVisit(visit=visit.id, to=report.to, at=at)
    if report.to is VisitStatus.DONE:
        answered = tuple(replace(item, answer=item.answer or "yes") for item in order.checklist)
        yield EditOrder(order=order.id, changes=(("checklist", answered),), at=at)
        yield CompleteOrder(order=order.id, resolution_code="resolved", at=at)


def _reports(visits: Iterable[Visit]) -> Iterator[Report]:
    by_technician: dict[int | None, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.start_at is not None and visit.end_at is not None:
            by_technician[visit.technician_id].append(visit)
    for route in by_technician.values():
        yield from _route(sorted(route, key=lambda v: (v.start_at, v.id)))


def _route(route: Sequence[Visit]) -> Iterator[Report]:
    """One technician's day: nobody sets out for a visit before the one before it is over."""
    free_at: datetime | None = None
    for visit in route:
        told = list(_visit(visit, free_at))
        yield from told
        free_at = told[-1].at


def _visit(visit: Visit, free_at: datetime | None) -> Iterator[Report]:
    assert visit.start_at is not None
    assert visit.end_at is not None
    assert visit.dispatched_at is not None
    chance = Random(f"{visit.order_id}/{visit.ordinal}")  # the same in every run, not a secret
    fate, travel = chance.random(), timedelta(seconds=visit.travel_s or 0)
    if fate < 0.03:
        yield Report(visit.dispatched_at + 9 * _MINUTE, visit, VisitStatus.DECLINED, "van in the workshop")
        return
    planned_leave_at = visit.start_at - travel + chance.uniform(-2, 6) * _MINUTE
    leave_at = max(planned_leave_at, free_at or visit.dispatched_at)
    arrive_at = leave_at + travel * chance.uniform(0.9, 1.3) + _MINUTE
    end_at = arrive_at + (visit.end_at - visit.start_at) * chance.uniform(0.7, 1.3)
    is_silent = fate > 0.94  # forgets to say so, until the work is done
    if not is_silent:
        yield Report(_whole(leave_at), visit, VisitStatus.TRAVELLING)
        yield Report(_whole(arrive_at), visit, VisitStatus.ON_SITE)
    if 0.03 <= fate < 0.06:
        yield Report(_whole(arrive_at + 8 * _MINUTE), visit, VisitStatus.INCOMPLETE, "nobody let me in")
        return
    yield Report(_whole(end_at), visit, VisitStatus.DONE)


def _whole(at: datetime) -> datetime:
    """The second, without its fractions."""
    return at.replace(microsecond=0)
