"""What does a repair come to: how many visits move, which promises it breaks, which dues it saves?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from wom_tui.domain.plan import Plan, PlannedVisit, Unplanned
from wom_tui.domain.words import some
from wom_tui.domain.work_order import WorkOrder
from wom_tui.planning.day_prices import begin_by
from wom_tui.planning.repair import Repair
from wom_tui.planning.snapshot import Ready


@dataclass(frozen=True, kw_only=True)
class Mended:
    """Attributes:
    moved: visits that were booked and go elsewhere, or begin at another time.
    placed: visits that nobody had.
    lost: visits that lose their place.
    broken: promises to customers that are not kept by it.
    saved: orders that meet a due of that day by it, and would miss it.
    missed: orders that miss by it a due that they would meet.
    """

    moved: int
    placed: int
    lost: int
    broken: int
    saved: int
    missed: frozenset[int]

    @property
    def words(self) -> str:
        """`moves 3, breaks 0 promises, saves 2 breaches`."""
        parts = [f"moves {self.moved}"]
        parts += [f"places {self.placed}"] if self.placed else []
        parts += [f"leaves {self.lost} without a place"] if self.lost else []
        parts += [f"breaks {some(self.broken, 'promise')}", f"saves {some(self.saved, 'breach', 'breaches')}"]
        parts += [f"misses {some(len(self.missed), 'due')}"] if self.missed else []
        return ", ".join(parts)


def mended(found: Repair, plan: Plan, orders: Mapping[int, WorkOrder]) -> Mended:
    """What comes of a plan that is the repair's, or a part of it.

    Args:
        orders: those of the plan, with their true dues: in the search an emergency is overdue at once.
    """
    jobs = found.snapshot.by_key
    dues = [(line, _in_time(line, _true(jobs[line.key], orders), found)) for line in plan.visits]
    lost = [one for one in plan.unplanned if one.was is not None]
    return Mended(
        moved=sum(line.was is not None for line in plan.visits),
        placed=sum(line.was is None for line in plan.visits),
        lost=len(lost),
        broken=sum(map(_breaks, plan.visits)) + sum(map(_breaks, lost)),
        saved=sum(after and not before for _, (before, after) in dues),
        missed=frozenset(line.order for line, (before, after) in dues if before and not after),
    )


def _breaks(line: PlannedVisit | Unplanned) -> bool:
    told = line.was.promised if line.was is not None else None
    if told is None:
        return False
    return isinstance(line, Unplanned) or not told.start_at <= line.start_at <= told.end_at


def _true(ready: Ready, orders: Mapping[int, WorkOrder]) -> Ready:
    order = orders.get(ready.job.order.id, ready.job.order)
    return replace(ready, job=replace(ready.job, order=order))


def _in_time(line: PlannedVisit, ready: Ready, found: Repair) -> tuple[bool, bool]:
    """Whether it meets its due as it stands, and by the repair; one that is due on a later day meets it anyway."""
    last_at = begin_by(ready.job)
    if last_at is None or last_at >= max(_ends(found), default=last_at):
        return True, True
    stays = ready.was is not None and not ready.is_loose and ready.was.start_at <= last_at
    return stays, line.start_at <= last_at


def _ends(found: Repair) -> Iterator[datetime]:
    """When the shifts of the day are over."""
    return (day.spans[-1].window.end_at for day in found.snapshot.days.values() if day.spans)
