"""What a customer is told: the window in which somebody comes. The first one is kept: punctuality counts by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from wom_tui.commands.command import Command
from wom_tui.commands.visit import new_visit
from wom_tui.domain import visit, work_order
from wom_tui.domain.habits import clock_text, weekday_and_clock
from wom_tui.domain.site import Site
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import LIVE, Visit
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.domain.worktime import Window
from wom_tui.errors import InvalidInput
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class PromiseWindow(Command):
    """Tell a customer when somebody comes, or take that back.

    An order without a visit gets one that waits for its technician. Another promise replaces the one before and says so
    (`visit.replaced`); the first one is kept for the numbers. A planned visit that begins outside of it is asked about
    (`window.promised`), now and whenever it is moved.
    """

    order: int
    visit: int | None = None  # the visit's id; None = a new visit for the order
    window: Window | None = None  # None = nothing is promised any more
    expect: int | None = None  # version of the visit that the actor saw

    def check(self) -> None:
        super().check()
        if self.window is not None and self.window.start_at >= self.window.end_at:
            raise InvalidInput("window", self.window, "a window that ends after its beginning")

    @property
    def summary(self) -> str:
        return f"promise {self.order}"


def promise_window(command: PromiseWindow, unit: Unit) -> None:
    order = unit.get(WorkOrder, command.order)
    found = _visit_for(command, order, unit)
    if found.promised == command.window:
        return  # it is so already
    if command.window is not None and command.window.end_at <= unit.at:
        raise InvalidInput("window", command.window.end_at, "a window that is not over")
    if not found.is_live:
        unit.heed(_ended(found))
    told = replace(
        found,
        promised=command.window,
        first_promised=found.first_promised or found.promised or command.window,
    )
    site = unit.find(Site, order.site_id)
    unit.heed(_replaced(found, command.window, site.zone if site else "UTC"))
    unit.heed(visit.promise_violations(told, site.zone if site else "UTC"))
    kind = "visit.promised" if command.window is not None else "visit.unpromised"
    unit.result["visit"] = unit.save(told, kind).label


def _visit_for(command: PromiseWindow, order: WorkOrder, unit: Unit) -> Visit:
    if command.visit is not None:
        found = unit.get(Visit, command.visit, expect=command.expect)
        if found.order_id != order.id:
            raise InvalidInput("visit", found.label, f"a visit of order {order.id}")
        return found
    waiting = [v for v in unit.select(Visit, order_id=order.id, status=LIVE) if not v.is_booked]
    if waiting:
        return waiting[0]
    unit.heed(work_order.transition_violations(order, OrderStatus.SCHEDULED))
    return new_visit(order.id, unit)


def _ended(found: Visit) -> Iterator[Violation]:
    yield Violation(
        code="visit.started",
        message=f"visit {found.label} is {found.status.words}; what was promised for it stands",
        facts={"visit": found.label, "status": found.status.value},
    )


def _replaced(found: Visit, window: Window | None, zone: str) -> Iterator[Violation]:
    """Soft: somebody has told the customer something else before."""
    if found.promised is None:
        return
    was = _clocks(found.promised, zone)
    becomes = f"now it is {_clocks(window, zone)}" if window else "now nothing is promised"
    yield Violation(
        code="visit.replaced",
        message=f"order {found.order_id} was promised {was}; {becomes}",
        hard=False,
        facts={"visit": found.label, "field": "promised", "was": found.promised.start_at.isoformat()},
    )


def _clocks(window: Window, zone: str) -> str:
    start, end = (at.astimezone(ZoneInfo(zone)) for at in (window.start_at, window.end_at))
    return f"{weekday_and_clock(start)}–{clock_text(end)}"
