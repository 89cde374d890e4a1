"""What will acts about orders and days ask for? Asked ahead, in a few round trips, where the line is long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from wom_tui.domain.fact import Fact
from wom_tui.domain.site import Customer, Site
from wom_tui.domain.sla.policy import SlaPolicy
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import LIVE, Visit
from wom_tui.domain.work_calendar import Calendar, Holiday
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.store.days import day_questions, declines_question, local_day
from wom_tui.store.driver import has_line
from wom_tui.store.reader import EITHER, Question, Reader

Slot = tuple[int, datetime]  # a technician, and when a visit is to begin
_AROUND: tuple[tuple[type[Fact], str], ...] = (
    (Site, "site_id"),
    (WorkType, "work_type_id"),
    (Customer, "customer_id"),
)


def ask_ahead(
    reader: Reader, orders: Iterable[int], *, visits: Iterable[int] = (), slots: Iterable[Slot] = ()
) -> None:
    """Ask for what acts about these orders will ask for, about these visits, and about these technicians' days.

    What is asked for and not wanted costs little; what is wanted and was not asked for costs a round trip each.
    """
    if not has_line(reader.connection):
        return
    wanted = {(id, start_at) for id, start_at in slots}
    numbers = set(orders)
    if loose := sorted(set(visits)):
        reader.ahead(*((Visit, {"id": id}) for id in loose))
        numbers |= {visit.order_id for id in loose if (visit := reader.find(Visit, id))}
    if not numbers and not wanted:
        return
    reader.ahead(
        *((cls, {}) for cls in (Holiday, SlaPolicy, Calendar)),
        *(question for id in sorted(numbers) for question in _of_order(id)),
        *((Technician, {"id": id}) for id in sorted({id for id, _ in wanted})),
    )
    found = [order for id in sorted(numbers) if (order := reader.find(WorkOrder, id))]
    around = {(cls, id) for order in found for cls, name in _AROUND if (id := getattr(order, name))}
    days = {
        (tech.id, tech.zone, local_day(at, tech.zone))
        for id, at in wanted
        if (tech := reader.find(Technician, id))
    }
    reader.ahead(
        *((cls, {"id": id}) for cls, id in around),
        *(question for id, zone, on in days for question in day_questions(frozenset({id}), zone, on)),
    )
    for cls, id in around:
        reader.find(cls, id)  # known from here on, by whatever condition it is asked for


def _of_order(id: int) -> Iterable[Question]:
    mine = {"order_id": id}
    yield WorkOrder, {"id": id}
    yield Requirement, mine
    for where in (mine, mine | {"status": LIVE}, mine | {"is_withdrawn": EITHER}, declines_question(id)):
        yield Visit, where
