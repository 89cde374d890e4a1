"""Two visits change places: who comes to the one, and when, comes to the other, and the other way round."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wom_tui.commands import guards
from wom_tui.commands.command import Command
from wom_tui.commands.steps import follow_visits, recalled
from wom_tui.commands.visit import put
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput
from wom_tui.store.days import job_of, local_day, technician_day
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class SwapVisits(Command):
    """Exchange technicians and times of two visits; each takes as long as its technician needs for it."""

    visit: int
    other: int
    expect: int | None = None  # versions that the actor saw
    expect_other: int | None = None

    def check(self) -> None:
        super().check()
        if self.visit == self.other:
            raise InvalidInput("swap", self.visit, "two different visits")

    @property
    def summary(self) -> str:
        return "swap"


def swap_visits(command: SwapVisits, unit: Unit) -> None:
    one = unit.get(Visit, command.visit, expect=command.expect)
    other = unit.get(Visit, command.other, expect=command.expect_other)
    for visit in (one, other):
        unit.heed(_has_no_place(visit))
        unit.heed(guards.movable(visit))
    one_there, other_there = _in_place_of(one, other, unit), _in_place_of(other, one, unit)
    unit.heed(recalled(one, one_there, unit))
    unit.heed(recalled(other, other_there, unit))
    # The first comes to a day without either of them; the second finds the first where it is by then.
    _put_there(one_there, one, other, unit)
    _put_there(other_there, other, None, unit)
    unit.result["swapped"] = f"{one.label} {other.label}"
    for order in dict.fromkeys((one.order_id, other.order_id)):
        follow_visits(order, unit)


def _has_no_place(visit: Visit) -> tuple[Violation, ...]:
    if visit.is_booked:
        return ()
    said = f"visit {visit.label} has no technician or no time yet"
    return (Violation(code="visit.unplanned", message=said, facts={"visit": visit.label}),)


def _in_place_of(visit: Visit, other: Visit, unit: Unit) -> Visit:
    """The visit with the other's technician, from the other's start on."""
    assert visit.technician_id and other.technician_id  # both have a place
    assert visit.start_at and visit.end_at and other.start_at
    before, there = unit.get(Technician, visit.technician_id), unit.get(Technician, other.technician_id)
    took = visit.end_at - visit.start_at
    lasts = took if before.id == there.id else there.lasts(before.usual(took))
    start_at = other.start_at
    return replace(visit, technician_id=there.id, start_at=start_at, end_at=start_at + lasts)


def _put_there(moved: Visit, was: Visit, leaves: Visit | None, unit: Unit) -> None:
    assert moved.technician_id and moved.start_at
    order, there = unit.get(WorkOrder, moved.order_id), unit.get(Technician, moved.technician_id)
    day = technician_day(unit, there, local_day(moved.start_at, there.zone), unit.travel, without=moved.id)
    if leaves is not None:
        day = replace(day, stops=tuple(stop for stop in day.stops if stop.visit.id != leaves.id))
    put(moved, was, order, job_of(unit, order, but=moved.id), day, unit)
