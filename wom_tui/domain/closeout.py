"""What do we know of an order that is to be closed, and what is still missing? Drawn from what was noted; nothing is
invented: a time that nobody noted stays open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wom_tui.domain.follow_up import is_failing
from wom_tui.domain.site import Site
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import ENDED_THERE, LIVE, Visit
from wom_tui.domain.work_order import TRANSITIONS, OrderStatus, PartsState, Requirement, WorkOrder
from wom_tui.domain.work_type import INCOMPLETE, WorkType, approval_violations, asked, missing_fields
from wom_tui.errors import Rejected

LONG = timedelta(hours=12)  # on site without an end: somebody forgot to say that they left


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """What was noted of one visit.

    Attributes:
        travel_min: from setting out to arriving; None where one of the two was not noted.
        on_site_min: from arriving to leaving; None as above.
        doubts: what was not noted, or cannot be right.
    """

    visit: Visit
    travel_min: int | None
    on_site_min: int | None
    doubts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An order as it could be closed.

    Attributes:
        labour_min: all time on site; None where that of some visit is not known.
        travel_min: all travel that was noted.
        missing: what has to be said before it can be closed, in words.
        to: where it has to go next: completed, then closed; None = nowhere from where it stands.
    """

    attended: tuple[Attendance, ...]
    labour_min: int | None
    travel_min: int
    missing: tuple[str, ...]
    to: OrderStatus | None


def drafted(
    order: WorkOrder,
    requirement: Requirement | None,
    visits: Iterable[Visit],
    site: Site | None,
    kind: WorkType | None,
) -> Draft:
    """The draft, and what it lacks."""
    there = [visit for visit in visits if visit.status in ENDED_THERE | LIVE]
    attended = tuple(attendance(visit) for visit in there if visit.status in ENDED_THERE)
    labour = order.labour_min if order.labour_min is not None else labour_min(attended)
    doubts = (f"visit {one.visit.label}: {doubt}" for one in attended for doubt in one.doubts)
    under_way = (f"visit {visit.label} is {visit.status.words}" for visit in there if visit.status in LIVE)
    to = next(
        (one for one in (OrderStatus.CLOSED, OrderStatus.COMPLETED) if one in TRANSITIONS[order.status]), None
    )
    never = [] if there or to is not OrderStatus.COMPLETED else ["a visit: nobody was there, or is to come"]
    return Draft(
        to=to,
        attended=attended,
        labour_min=labour,
        travel_min=sum(one.travel_min or 0 for one in attended),
        missing=(*never, *under_way, *doubts, *_missing(order, requirement, site, kind, labour, to)),
    )


def attendance(visit: Visit) -> Attendance:
    """What was noted of a visit that has ended."""
    doubts = []
    if visit.arrived_at is None:
        doubts.append("nobody noted the arrival")
    if visit.ended_at is None:
        doubts.append("nobody noted the end")
    if visit.arrived_at is not None and visit.ended_at is not None:
        if visit.ended_at < visit.arrived_at:
            doubts.append("it ended before it began")
        elif visit.ended_at - visit.arrived_at > LONG:
            doubts.append("more than 12 hours on site")
    return Attendance(
        visit=visit,
        travel_min=_minutes(visit.travelling_at, visit.arrived_at),
        on_site_min=_minutes(visit.arrived_at, visit.ended_at),
        doubts=tuple(doubts),
    )


def _minutes(start_at: datetime | None, end_at: datetime | None) -> int | None:
    if start_at is None or end_at is None or end_at < start_at:
        return None
    return int((end_at - start_at).total_seconds() // 60)


def labour_min(attended: Sequence[Attendance]) -> int | None:
    """All time on site; None where there was no visit, or the time of one is not known."""
    times = [one.on_site_min for one in attended]
    if not times or None in times:
        return None
    return sum(minutes for minutes in times if minutes is not None)


def labour_of_visits(visits: Iterable[Visit]) -> int:
    """The same, for whoever says that it shall be booked.

    That it is not known is the order's state, not a wrong word: of the next order the same line may be right.

    Raises:
        Rejected: it is not known; says of which visit.
    """
    attended = [attendance(visit) for visit in visits if visit.status in ENDED_THERE]
    minutes = labour_min(attended)
    if minutes is None:
        unknown = [one.visit.label for one in attended if one.on_site_min is None]
        why = f"nobody noted how long visit {unknown[0]} took" if unknown else "no visit has ended"
        message = f"labour: {why}; say a time such as 1h30"
        raise Rejected([Violation(code=INCOMPLETE, message=message, facts={"field": "labour_min"})])
    return minutes


def _missing(
    order: WorkOrder,
    requirement: Requirement | None,
    site: Site | None,
    kind: WorkType | None,
    labour: int | None,
    to: OrderStatus | None,
) -> Iterable[str]:
    if to is None:
        return
    known = {"labour_min"} if labour is not None else set()
    if order.parts_state is PartsState.USED:
        known.add("materials")  # closing books what was taken from the stores
    for name in missing_fields(order, requirement, site, kind, to):
        if name not in known:
            yield asked(name)
    for place, item in enumerate(order.checklist, start=1):
        if item.answer is None and item.is_required:
            yield f"point {place} of the checklist: {item.text}"
        elif is_failing(item):
            yield f"point {place} failed: {item.text}, {item.answer}; followup {order.id} keeps it"
    if to is OrderStatus.CLOSED:
        yield from (violation.message for violation in approval_violations(order, kind))
