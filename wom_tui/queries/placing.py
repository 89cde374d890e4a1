"""Which visit of an order is to be placed, what does it ask for, and may it be placed at all?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.feasibility import Job
from wom_tui.domain.plannable import unplannable
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation, hard
from wom_tui.domain.visit import LIVE, STARTED, Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.store.days import job_of
from wom_tui.store.reader import Reader


@dataclass(frozen=True, kw_only=True)
class Placing:
    """One order that looks for a slot.

    Attributes:
        visit: the visit that would be planned, booked or not; None = a new one.
        violations: why nobody can take it, whoever it be.
    """

    job: Job
    visit: Visit | None
    zone: str
    violations: tuple[Violation, ...] = ()

    @property
    def order(self) -> WorkOrder:
        return self.job.order

    @property
    def label(self) -> str:
        return self.visit.label if self.visit else str(self.order.id)

    @property
    def without(self) -> int | None:
        """The visit whose own time counts as free."""
        return self.visit.id if self.visit else None


def placing(reader: Reader, number: int, now: datetime, *, visit: int | None = None) -> Placing:
    """The order with what the rules ask about.

    Raises:
        NotFound: no such order.
        InvalidInput: the order has several visits to be planned, and none was named.
    """
    order = reader.get(WorkOrder, number)
    meant = _visit_meant(reader, order, visit)
    job = job_of(reader, order, but=meant.id if meant else None)
    kind = reader.find(WorkType, order.work_type_id)
    return Placing(
        job=job,
        visit=meant,
        zone=job.site.zone if job.site else _zone_of_all(reader),
        violations=hard(unplannable(order, job.requirement, job.site, kind, now)),
    )


def visit_of(reader: Reader, number: int, ordinal: int | None) -> int | None:
    """The id of the visit with that number within its order; None where none is named.

    Raises:
        NotFound: the order has no such visit.
    """
    if ordinal is None:
        return None
    there = reader.select(Visit, order_id=number)
    found = next((visit.id for visit in there if visit.ordinal == ordinal), None)
    if found is None:
        raise NotFound("visit", f"{number}/{ordinal}", sorted(visit.label for visit in there))
    return found


def _zone_of_all(reader: Reader) -> str:
    return next((str(zone) for _, zone in reader.rows(Technician, ("zone",), is_active=True)), "UTC")


def _visit_meant(reader: Reader, order: WorkOrder, wanted: int | None) -> Visit | None:
    """The visit to plan: the one named, else the one without a technician, else the one not begun."""
    if wanted is not None:
        found = reader.get(Visit, wanted)
        if found.order_id != order.id:
            raise InvalidInput("visit", found.label, f"a visit of order {order.id}")
        if found.is_live and found.status not in STARTED:
            return found
    live = [v for v in reader.select(Visit, order_id=order.id, status=LIVE) if v.status not in STARTED]
    loose = [v for v in live if not v.is_booked]
    several = loose or live
    if len(several) > 1:
        raise InvalidInput("visit", str(order.id), " or ".join(v.label for v in several))
    return several[0] if several else None
