"""What does a technician have to do today, what comes next, and what has been said to them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from wom_tui.domain.message import Me
from wom_tui.domain.report import WAITS_FOR, Act, current, meant, meant_of_order, visit_label
from wom_tui.domain.site import Site
from wom_tui.domain.technician import Technician, local_instant
from wom_tui.domain.visit import ENDED_THERE, LIVE, Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.queries.day_sheet import DaySheet, SheetStop, day_sheets, stops_of
from wom_tui.queries.messages import LATELY, MessageRow, technician_thread
from wom_tui.store.days import local_day
from wom_tui.store.reader import Range, Reader


@dataclass(frozen=True, kw_only=True)
class MyDay:
    """One technician's day.

    Attributes:
        sheet: the shifts, and the visits by start.
        current: the visit that they are at, or on the way to, or that comes next today; of whichever day it is.
        messages: what was said to them lately and they have not seen, or not acknowledged; the oldest first.
    """

    technician: Technician
    on: date
    sheet: DaySheet
    current: SheetStop | None
    messages: tuple[MessageRow, ...]


def my_day(reader: Reader, technician_id: int, me: Me, now: datetime, on: date | None = None) -> MyDay:
    """All that somebody needs who goes from visit to visit.

    Args:
        me: who looks.
        on: the day; None = today, as it is for the technician.

    Raises:
        NotFound: there is no such technician.
    """
    technician = reader.get(Technician, technician_id)
    day = on or local_day(now, technician.zone)
    (sheet,) = day_sheets(reader, day, technician=technician.code)
    here = current(_visits(reader, technician_id, now), _end_of_day(technician, now))
    said = technician_thread(reader, technician_id, me, since=now - LATELY)
    asked = (row for row in said if row.is_unread or technician.code in row.waits_for)
    return MyDay(
        technician=technician,
        on=day,
        sheet=sheet,
        current=next(iter(stops_of(reader, [here])), None) if here else None,
        messages=tuple(asked),
    )


def my_stop(reader: Reader, technician_id: int, label: str, now: datetime) -> SheetStop:
    """One of a technician's visits, by `4417` or `4417/2`; of several to an order the last.

    Raises:
        InvalidInput: that is no order or visit.
        NotFound: the technician has none to that order.
    """
    return stops_of(reader, [_own(reader, technician_id, label, now)[-1]])[0]


class Meant(NamedTuple):
    """The visit that a report is about, and the zone of the clock that hangs there."""

    visit: Visit
    zone: str


def my_visit(reader: Reader, technician_id: int, act: Act, label: str, now: datetime) -> Meant:
    """The visit that a technician's report means.

    Args:
        label: `4417` or `4417/2`; empty = the one that they are at, or are going to.

    Raises:
        InvalidInput: it is not said which of several is meant, or no visit of today is.
        NotFound: the technician has none to that order.
    """
    technician = reader.get(Technician, technician_id)
    if not label:
        found = meant(act, _visits(reader, technician_id, now), _end_of_day(technician, now))
        if found is None:
            why = f"no visit of yours waits {WAITS_FOR[act]}"
            raise InvalidInput("order", "", "one that `wom my` shows", why=why)
        return Meant(found, zone_of_visit(reader, found, technician))
    own = _own(reader, technician_id, label, now)
    fit = meant_of_order(act, own)
    if len(fit) > 1:
        raise InvalidInput("order", label, f"one of the visits {', '.join(one.label for one in fit)}")
    visit = fit[0] if fit else own[-1]  # which says itself why it cannot
    return Meant(visit, zone_of_visit(reader, visit, technician))


def zone_of_visit(reader: Reader, visit: Visit, technician: Technician | None) -> str:
    """The zone of the site; where it has none, or the work is done from anywhere, of the technician."""
    order = reader.get(WorkOrder, visit.order_id)
    site = reader.find(Site, order.site_id)
    mine = technician.zone if technician else "UTC"
    return site.zone if site is not None and not site.is_remote else mine


def _own(reader: Reader, technician_id: int, label: str, now: datetime) -> Sequence[Visit]:
    number, ordinal = visit_label(label, "order")
    own = reader.select(Visit, order_id=number, technician_id=technician_id)
    own = tuple(visit for visit in own if ordinal in (None, visit.ordinal))
    if not own:
        mine = {visit.order_id for visit in _visits(reader, technician_id, now)}
        raise NotFound("visit of yours", label, sorted(mine)[:5])
    return sorted(own, key=lambda visit: visit.ordinal)


def _visits(reader: Reader, technician_id: int, now: datetime) -> tuple[Visit, ...]:
    """Those that are to be made, whenever, and those that were made lately."""
    lately = Range(now - LATELY, None)
    made = reader.select(Visit, technician_id=technician_id, status=ENDED_THERE, start_at=lately)
    return (*reader.select(Visit, technician_id=technician_id, status=LIVE), *made)


def _end_of_day(technician: Technician, now: datetime) -> datetime:
    return local_instant(local_day(now, technician.zone), 1440, technician.zone)
