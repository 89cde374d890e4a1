"""What does a world tell of its own orders, and by which commands does that come about?

An order of a world is told as it stands at the opening. Its history is made by running the commands that lead
there, each at its own moment, so that clocks, journal and guards are the real ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from wom_tui.commands.command import Command
from wom_tui.commands.hold import HoldOrder, ReleaseOrder
from wom_tui.commands.order import CreateOrder
from wom_tui.commands.visit import AdvanceVisit, AssignVisit, DispatchVisit
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.work_order import Hold, OrderStatus, Priority
from wom_tui.domain.worktime import Window
from wom_tui.worlds.roster import number_in, numbers_of
from wom_tui.worlds.row import Row

Tables = Mapping[str, list[Row]]

# How long after an order came in its first visit was planned, where the world does not say.
_PLANNED_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Known:
    """What the numbers are by now of what a step speaks of."""

    order: int
    visits: tuple[int, ...]


@dataclass(frozen=True)
class Step:
    """One act of an order's history. `visit` is its place among the order's visits, from 0."""

    at: datetime
    act: Callable[[Known], Command]


@dataclass(frozen=True, kw_only=True)
class ToldVisit:
    """A visit as the world tells it."""

    technician_id: int
    status: VisitStatus
    start_at: datetime
    end_at: datetime
    promised: Window | None = None
    dispatched_at: datetime | None = None
    accepted_at: datetime | None = None
    travelling_at: datetime | None = None
    arrived_at: datetime | None = None
    ended_at: datetime | None = None

    def steps(self, number: int, opened_at: datetime) -> list[Step]:
        """The acts that lead to where the visit is, the first of them the planning."""
        reports = (
            (self.accepted_at, VisitStatus.ACCEPTED),
            (self.travelling_at, VisitStatus.TRAVELLING),
            (self.arrived_at, VisitStatus.ON_SITE),
            (self.ended_at, VisitStatus.DONE),
        )
        steps = [Step(min(opened_at + _PLANNED_AFTER, self.dispatched_at or self.start_at), self._plan)]
        if self.dispatched_at:
            steps.append(Step(self.dispatched_at, lambda known: DispatchVisit(visit=known.visits[number])))
        steps += [Step(at, _report(number, to)) for at, to in reports if at is not None]
        return steps

    def _plan(self, known: Known) -> Command:
        return AssignVisit(
            order=known.order, technician=self.technician_id, start_at=self.start_at, end_at=self.end_at
        )


def _report(number: int, to: VisitStatus) -> Callable[[Known], Command]:
    return lambda known: AdvanceVisit(visit=known.visits[number], to=to)


@dataclass(frozen=True, kw_only=True)
class ToldOrder:
    """An order as the world tells it, at the opening."""

    external_id: str
    create: CreateOrder
    status: OrderStatus
    holds: tuple[Hold, ...] = ()
    visits: tuple[ToldVisit, ...] = ()

    @property
    def opened_at(self) -> datetime:
        assert self.create.opened_at is not None
        return self.create.opened_at

    def steps(self) -> list[Step]:
        """The acts that lead to where the order is, by time."""
        steps = [Step(self.opened_at, lambda _: self.create)]
        for number, visit in enumerate(self.visits):
            steps += visit.steps(number, self.opened_at)
        for hold in self.holds:
            steps.append(Step(hold.from_at, _hold(hold)))
            if hold.to_at is not None:
                steps.append(Step(hold.to_at, lambda known: ReleaseOrder(order=known.order)))
        return sorted(steps, key=lambda step: step.at)


def _hold(hold: Hold) -> Callable[[Known], Command]:
    until_at = hold.until_at or hold.from_at + timedelta(days=1)
    return lambda known: HoldOrder(order=known.order, reason=hold.reason, until_at=until_at)


def told_orders(tables: Tables, *, source: str) -> tuple[ToldOrder, ...]:
    """The orders that a world tells itself.

    Args:
        source: the system that they come from, where they do not say.

    Raises:
        InvalidInput: a row that cannot be read, or that names what is not there.
    """
    numbers = {table: numbers_of(tables, table) for table in ("work_type", "site", "technician")}
    return tuple(_told(row, numbers, source) for row in tables.get("work_order", ()))


def _told(row: Row, numbers: Mapping[str, Mapping[str, int]], source: str) -> ToldOrder:
    for name, kind in (("site", str), ("work_type", str), ("opened_at", datetime)):
        row.need(name, kind)
    create = row.without("status", "holds", "visits", "site", "work_type", "priority").record(
        CreateOrder,
        work_type=number_in(numbers["work_type"], row, "work_type"),
        site=number_in(numbers["site"], row, "site"),
        priority=row.get("priority", Priority),
        source=row.get("source", str, source),
    )
    return ToldOrder(
        external_id=row.need("external_id", str),
        create=create,
        status=row.need("status", OrderStatus),
        holds=row.get("holds", tuple[Hold, ...], ()),
        visits=tuple(_visit(inner, numbers["technician"]) for inner in row.rows("visits")),
    )


def _visit(row: Row, technicians: Mapping[str, int]) -> ToldVisit:
    row.need("technician", str)
    return row.without("technician").record(
        ToldVisit, technician_id=number_in(technicians, row, "technician")
    )
