"""Why is an order where it is, or nowhere; why not with that technician? Sentences with their claims as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wom_tui.domain.event import Event
from wom_tui.domain.habits import clock_text, date_text, weekday_text
from wom_tui.domain.place import TravelTime
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import hard
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import WorkOrder
from wom_tui.planning import why as said
from wom_tui.planning.insertion import as_booked, slot_violations
from wom_tui.planning.openings import Opening, opening
from wom_tui.planning.sentence import Sentence
from wom_tui.queries.placing import Placing, placing, visit_of
from wom_tui.queries.room import Room
from wom_tui.queries.slots import DAYS_AHEAD, openings_for
from wom_tui.queries.why_moved import because
from wom_tui.store import journal, office
from wom_tui.store.days import local_day, technician_day
from wom_tui.store.reader import Reader

_OTHERS = 2  # slots that the booked one is compared with
_FARTHEST = 14  # days that are looked at
_PLACE = frozenset({"technician_id", "start_at"})
_ENDED = frozenset({"order.completed", "order.closed", "order.cancelled"})


@dataclass(frozen=True, kw_only=True)
class Why:
    """The answer: what it is about, and the sentences, the most important first."""

    number: int
    label: str
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What every answer needs.

    Attributes:
        now: aware UTC; nobody sets out before it.
    """

    now: datetime
    travel: TravelTime
    room: Room


def why(reader: Reader, number: int, at: Asking, *, visit: int | None = None, on: date | None = None) -> Why:
    """Why the order is planned as it is, or not at all, or what became of it.

    Args:
        visit: the ordinal of the one visit that is meant.
        on: the day for which nobody has it; None = today.

    Raises:
        NotFound: no such order, or no such visit of it.
    """
    order = reader.get(WorkOrder, number)
    meant = visit_of(reader, number, visit)
    there = sorted(reader.select(Visit, order_id=number), key=lambda v: v.ordinal)
    booked = [v for v in there if v.is_booked and meant in (None, v.id)]
    if not order.is_open:
        sentences = list(_ended(reader, order))
    elif booked:
        sentences = [one for v in booked for one in _of_booked(reader, v, at)]
    else:
        sentences = list(unplanned(reader, placing(reader, number, at.now, visit=meant), at, on))
    label = f"{number}/{visit}" if visit else str(number)
    return Why(number=number, label=label, title=order.title, sentences=tuple(sentences))


def why_not(
    reader: Reader,
    technician: Technician,
    number: int,
    at: Asking,
    *,
    on: date | None = None,
    visit: int | None = None,
) -> Why:
    """Why the technician cannot take the order, every reason; or that they can, and for what price.

    Args:
        on: the day; None = that on which it is planned, or today.
        visit: the ordinal of the one visit that is meant.

    Raises:
        NotFound: no such order, or no such visit of it.
        InvalidInput: the order has several visits to be planned, and none was named.
    """
    asked = placing(reader, number, at.now, visit=visit_of(reader, number, visit))
    meant = asked.visit
    begins_at = meant.start_at if meant and meant.is_booked else None
    day_on = on or local_day(max(begins_at or at.now, at.now), technician.zone)
    sentences = [said.violated(v, {}) for v in asked.violations]
    if meant and begins_at and meant.technician_id == technician.id and _is_on(begins_at, day_on, technician):
        sentences += _of_booked(reader, meant, at)
    else:
        day = technician_day(reader, technician, day_on, at.travel, without=asked.without)
        sentences += said.obstacles(asked.job, day, at.now)
        if not sentences:
            sentences += _able(reader, asked, technician, at, day_on)
    return Why(number=number, label=asked.label, title=asked.order.title, sentences=tuple(sentences))


def _is_on(at: datetime, on: date, technician: Technician) -> bool:
    return local_day(at, technician.zone) == on


def _able(reader: Reader, asked: Placing, technician: Technician, at: Asking, on: date) -> Iterator[Sentence]:
    """When the technician could, against the best of that day."""
    mine, _ = openings_for(reader, asked, at.now, at.room, on, days=1, technician=technician.id, limit=1)
    best, _ = openings_for(reader, asked, at.now, at.room, on, days=1, limit=1)
    if not mine:
        return
    yield said.possible(mine[0], asked.zone)
    if best[0].day.technician.id != technician.id:
        yield said.compared(best[0], mine[0], asked.job, asked.zone, code="slot.than_best")
    else:
        yield said.best(mine[0])


# -- planned ----------------------------------------------------------------------------------------------


def _of_booked(reader: Reader, visit: Visit, at: Asking) -> Iterator[Sentence]:
    asked, mine = slot_of(reader, visit, at)
    yield said.booked(mine, asked.job, asked.zone)
    yield from bent(asked, mine)
    yield from holding(reader, visit, asked.zone, at.now)
    if (
        asked.visit is not None and asked.visit.id == visit.id
    ):  # else it has begun: there is no other slot for it
        yield from others(reader, asked, mine, at)


def slot_of(reader: Reader, visit: Visit, at: Asking) -> tuple[Placing, Opening]:
    """Where a visit stands, and what it costs there."""
    assert visit.start_at is not None
    asked = placing(reader, visit.order_id, at.now, visit=visit.id)
    technician = reader.get(Technician, visit.technician_id or 0)
    day_on = local_day(visit.start_at, technician.zone)
    day = technician_day(reader, technician, day_on, at.travel, without=visit.id)
    return asked, opening(asked.job, as_booked(visit, asked.job, day), day, at.now)


def bent(asked: Placing, mine: Opening) -> Iterator[Sentence]:
    """The rules that it bends there; of a due it was said already."""
    found = slot_violations(asked.job, mine.slot, mine.day)
    yield from (said.violated(v, {}) for v in found if v.code != "sla.late")


def others(reader: Reader, asked: Placing, mine: Opening, at: Asking) -> Iterator[Sentence]:
    """What two other slots would cost."""
    technician = mine.day.technician
    first = local_day(at.now, technician.zone)
    days = max(DAYS_AHEAD, min(_FARTHEST, (mine.day.on - first).days + 1))
    found, _ = openings_for(reader, asked, at.now, at.room, first, days=days, limit=_OTHERS + 1)
    there = [one for one in found if not _is_same(one, mine)][:_OTHERS]
    yield from (said.compared(mine, other, asked.job, asked.zone) for other in there)
    if not there:
        last = first + timedelta(days=days - 1)
        yield Sentence(
            code="slot.only",
            text=f"there is no other slot until {weekday_text(last)}",
            facts={**said.slot_facts(mine), "from_on": first.isoformat(), "to_on": last.isoformat()},
        )


def _is_same(one: Opening, other: Opening) -> bool:
    return one.day.technician.id == other.day.technician.id and one.slot.start_at == other.slot.start_at


def holding(reader: Reader, visit: Visit, zone: str, now: datetime) -> Iterator[Sentence]:
    """Who booked it, pinned it, promised it, sent it: the last event of each kind that still stands."""
    last: dict[str, Event] = {}
    for event in standing(list(journal.events(reader.connection, subject=f"{Visit.noun}:{visit.id}"))):
        if not event.kind.endswith(".undone") or _PLACE & event.after.keys():
            last[event.kind] = event
    given_back, booked = last.get("visit.undone"), last.get("visit.assigned")
    if given_back is not None and booked is not None and booked.seq > given_back.seq:
        del last["visit.undone"]  # it was booked anew since
    for kind, event in sorted(last.items(), key=lambda item: item[1].seq):
        text = _held_by(kind, event, visit, zone, now)
        if text:
            text += because(reader, event, visit.order_id, lambda at: _moment(at, zone, now))
            facts = {"visit": visit.label, "by": event.who, "at": event.at.isoformat(), "seq": event.seq}
            yield Sentence(code=kind, text=text, facts=facts)


def standing(events: Sequence[Event]) -> list[Event]:
    """Those of a fact's events that were not taken back; an undo that was itself taken back is none of them."""
    gone: set[int] = set()
    for event in reversed(events):
        if event.undo_of is not None and event.seq not in gone:
            gone.add(event.undo_of)
    return [event for event in events if event.seq not in gone and not event.kind.endswith(".redone")]


def _held_by(kind: str, event: Event, visit: Visit, zone: str, now: datetime) -> str:
    who, at = event.who, _moment(event.at, zone, now)
    match kind:
        case "visit.assigned":
            return f"{who} booked it, {at}"
        case "visit.undone":
            return f"it stands there again: what had changed that was taken back by {who}, {at}"
        case "visit.pinned" if visit.is_pinned:
            return f"{who} pinned it, {at}"
        case "visit.promised" if visit.promised is not None:
            begin, end = (_clock(t, zone) for t in (visit.promised.start_at, visit.promised.end_at))
            return f"{who} promised {weekday_text(visit.promised.start_at)} {begin}–{end}, {at}"
        case "visit.dispatched" if visit.dispatched_at is not None:
            return f"{who} sent it, {at}"
        case "visit.accepted" if visit.accepted_at is not None:
            return f"it was accepted, {at}"
        case "visit.travelling" if visit.status is VisitStatus.TRAVELLING:
            return f"the technician is on the way, since {at}"
        case "visit.arrived" if visit.status is VisitStatus.ON_SITE:
            return f"the technician is on site, since {at}"
        case _:
            return ""


# -- not planned ------------------------------------------------------------------------------------------


def unplanned(reader: Reader, asked: Placing, at: Asking, on: date | None) -> Iterator[Sentence]:
    """Who could take it, or that nobody can; and why the others cannot."""
    if asked.violations:
        yield from (said.violated(v, {}) for v in hard(asked.violations))
        return
    first = on or local_day(at.now, asked.zone)
    days = 1 if on else DAYS_AHEAD
    found, _ = openings_for(reader, asked, at.now, at.room, first, days=days, limit=1)
    last = first + timedelta(days=days - 1)
    if found:
        yield Sentence(
            code="order.unplanned",
            text=f"nobody has planned order {asked.order.id}",
            facts={"number": asked.order.id},
        )
        yield said.possible(found[0], asked.zone)
    else:
        yield Sentence(
            code="slot.none",
            text=f"nobody can from {weekday_text(first)} to {weekday_text(last)}"
            if days > 1
            else f"nobody can on {weekday_text(first)}",
            facts={"from_on": first.isoformat(), "to_on": last.isoformat()},
        )
    room = at.room.of(reader, first, days)
    yield from said.counted(asked.job, (day for day in room.days if day.on == first), at.now)


# -- over -------------------------------------------------------------------------------------------------


def _ended(reader: Reader, order: WorkOrder) -> Iterator[Sentence]:
    """Who ended it, when, and as what."""
    zone, last = _zone(reader, order), None
    for event in journal.events(reader.connection, subject=f"{WorkOrder.noun}:{order.id}"):
        last = event if event.kind in _ENDED or event.kind == "order.imported" else last
    why = order.cancel_reason or order.resolution_code or ""
    because = f" ({why})" if why else ""
    at = order.cancelled_at or order.closed_at or order.completed_at
    when = f", {_day_and_clock(at, zone)}" if at else ""
    by = f" by {last.who}" if last else ""
    yield Sentence(
        code=f"order.{order.status.value}",
        text=f"order {order.id} is {order.status.words}{because}{by}{when}",
        facts={"number": order.id, "by": last.who if last else None, "at": at.isoformat() if at else None},
    )
    if order.duplicate_of_id is not None:
        yield Sentence(
            code="order.repeats",
            text=f"it repeats order {order.duplicate_of_id}",
            facts={"number": order.id, "original": order.duplicate_of_id},
        )


def _zone(reader: Reader, order: WorkOrder) -> str:
    return office.read(reader.connection).zone


def _clock(at: datetime, zone: str) -> str:
    return clock_text(at.astimezone(ZoneInfo(zone)))


def _day_and_clock(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{date_text(local)} {clock_text(local)}"


def _moment(at: datetime, zone: str, now: datetime) -> str:
    local = at.astimezone(ZoneInfo(zone))
    is_today = local.date() == now.astimezone(ZoneInfo(zone)).date()
    return clock_text(local) if is_today else f"{weekday_text(local)} {clock_text(local)}"
