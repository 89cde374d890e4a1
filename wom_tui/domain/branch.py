"""A branch: who goes where and when on days that nobody drives yet, beside the live ones.

It holds what it changes, visit by visit, with where each visit stood when the branch first touched it. Laid over the
live day it is the day as it would be; what somebody has moved there meanwhile no longer fits, and is a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wom_tui.domain.fact import Fact
from wom_tui.domain.plan import Plan, PlannedVisit, Unplanned, Was

LIVE = "live"  # no branch is called so: it is the day as it is
LONGEST_NAME = 40


class BranchStatus(StrEnum):
    """What has become of it."""

    OPEN = "open"
    MERGED = "merged"
    DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True)
class BranchLine:
    """What a branch does to one visit.

    Attributes:
        visit: its id; None = one that is not there yet.
        technician, start_at, end_at: where it goes; None = it loses its place.
        was: where it stood on the live day when the branch first touched it; None = nowhere.
    """

    order: int
    visit: int | None = None
    technician: int | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    was: Was | None = None


@dataclass(frozen=True, kw_only=True)
class Branch(Fact):
    """Attributes:
    basis: the last event of the live day when it was made.
    """

    name: str
    status: BranchStatus = BranchStatus.OPEN
    basis: int
    lines: tuple[BranchLine, ...] = ()


def lines_of_plan(plan: Plan) -> Iterator[BranchLine]:
    """What a plan changes: visits that go somewhere, and those that lose their place."""
    for line in plan.visits:
        yield BranchLine(
            order=line.order,
            visit=line.visit,
            technician=line.technician,
            start_at=line.start_at,
            end_at=line.end_at,
            was=line.was,
        )
    for one in plan.unplanned:
        if one.was is not None:
            yield BranchLine(order=one.order, visit=one.visit, was=one.was)


def plan_of(lines: Iterable[BranchLine], on: date, basis: int) -> Plan:
    """The lines as a plan that can be accepted; they may be of several days.

    Args:
        on: the day that the plan is called by.
    """
    visits: list[PlannedVisit] = []
    freed: list[Unplanned] = []
    for line in lines:
        if line.technician is None or line.start_at is None or line.end_at is None:
            freed.append(
                Unplanned(
                    order=line.order, visit=line.visit, was=line.was, reason="the branch takes its place away"
                )
            )
            continue
        visits.append(
            PlannedVisit(
                order=line.order,
                visit=line.visit,
                technician=line.technician,
                start_at=line.start_at,
                end_at=line.end_at,
                travel_s=0,
                was=line.was,
            )
        )
    return Plan(on=on, basis=basis, visits=tuple(visits), unplanned=tuple(freed), travel_s=0)
