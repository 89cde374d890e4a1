"""What has come between the running day and its plan, as things stand now?

Most of it is seen in the visits of the day: one look at narrow rows, whatever has happened. Only what comes in new is
read off the journal: thousands of orders may wait that nobody has, and are no news.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from wom_tui.domain.event import Event
from wom_tui.domain.rule import Mending
from wom_tui.domain.setback import Setback, SetbackKind
from wom_tui.domain.states import COMING, TOLD, OrderStatus, PartsState, VisitStatus
from wom_tui.domain.technician import Absence, Technician, local_instant
from wom_tui.domain.triage import is_missed
from wom_tui.domain.visit import LIVE, Visit
from wom_tui.domain.work_order import Priority, Requirement, WorkOrder
from wom_tui.domain.worktime import Window
from wom_tui.store import journal, office
from wom_tui.store.days import first_ends_of, local_day, predecessors_of
from wom_tui.store.reader import Range, Reader

PUSHED_STEP = timedelta(minutes=30)  # of a visit that takes longer and longer: so often it is looked at anew
_FAILED = frozenset({VisitStatus.DECLINED.value, VisitStatus.MISSED.value})
_OF_THE_DAY = frozenset(one.value for one in LIVE) | _FAILED
_STAY = ("order_id", "ordinal", "technician_id", "status", "start_at", "end_at", "travel_s", "arrived_at")
_WAITED = frozenset({OrderStatus.DRAFT.value, OrderStatus.ON_HOLD.value})
_NONE = "[]"  # most orders come after nothing, and nobody need read that


class _Stay(NamedTuple):
    """A visit of the day, as far as it counts here."""

    id: int
    order: int
    ordinal: int
    technician: int
    status: VisitStatus
    start_at: datetime
    end_at: datetime
    travel_s: int
    arrived_at: datetime | None

    @property
    def label(self) -> str:
        return f"{self.order}/{self.ordinal}"


class Found(NamedTuple):
    """A setback, and the record by whose last event it came."""

    setback: Setback
    subject: str


@dataclass(frozen=True)
class _Day:
    """The visits of the day in order, and when it is."""

    reader: Reader
    now: datetime
    grace: timedelta
    stays: Sequence[_Stay]

    def coming(self) -> Iterator[_Stay]:
        """Those that nobody has begun. What was never sent, and is past, may have been done and not told."""
        for stay in self.stays:
            if stay.status in COMING and (stay.status in TOLD or stay.end_at > self.now):
                yield stay

    def found(
        self,
        kind: SetbackKind,
        stay: _Stay,
        occasion: str,
        said: str,
        subject: str = "",
        longer: int | None = None,
    ) -> Found:
        """The setback of a visit."""
        setback = Setback(
            kind=kind,
            order=stay.order,
            visit=stay.id,
            occasion=f"{kind.value} {occasion}",
            said=said,
            at=self.now,
            longer=longer,
        )
        return Found(setback, subject or f"visit:{stay.id}")


def setbacks(reader: Reader, now: datetime, mending: Mending, happened: Iterable[Event] = ()) -> list[Found]:
    """All that stands against today's plan, one for each visit and thing that is wrong; the worst thing first.

    Args:
        happened: events in which orders may have come in.
    """
    found = [*_seen(reader, now, mending), *_came_in(reader, now, _news(happened))]
    return list({one.setback.order: one for one in reversed(found)}.values())[::-1]


def still_standing(
    reader: Reader, now: datetime, mending: Mending, known: Iterable[Setback]
) -> frozenset[str]:
    """Which of these setbacks stand still, by `occasion`."""
    news = {one.order: one.kind for one in known if one.visit is None}
    found = [*_seen(reader, now, mending), *_came_in(reader, now, news)]
    return frozenset(one.setback.occasion for one in found)


def with_causes(reader: Reader, found: Iterable[Found]) -> list[Setback]:
    """The same, each with the event that it goes back to."""
    return [
        replace(
            one.setback, cause=last.seq if (last := journal.last_of(reader.connection, one.subject)) else None
        )
        for one in found
    ]


def _stays(reader: Reader, now: datetime) -> list[_Stay]:
    zone = office.read(reader.connection).zone
    on = local_day(now, zone)
    inside = Range(local_instant(on, 0, zone), local_instant(on, 1440, zone))
    rows = reader.rows(Visit, _STAY, start_at=inside, status=_OF_THE_DAY)
    found = [_stay(row) for row in rows if row[3] is not None]
    return sorted(found, key=lambda stay: (stay.start_at, stay.id))


def _stay(row: tuple[Any, ...]) -> _Stay:
    id, order, ordinal, technician, status, start_at, end_at, travel_s, arrived_at = row
    return _Stay(
        id, order, ordinal, technician, VisitStatus(status), start_at, end_at, travel_s or 0, arrived_at
    )


# ------------------------------------------------------------------------------------------- what is seen


def _seen(reader: Reader, now: datetime, mending: Mending) -> Iterator[Found]:
    """The worst thing first."""
    day = _Day(reader, now, mending.grace, _stays(reader, now))
    for look in (_absent, _given_back, _late, _pushed, _first_late, _parts_late):
        yield from look(day)


def _absent(day: _Day) -> Iterator[Found]:
    away: dict[int, list[tuple[int, Window]]] = defaultdict(list)
    coming = {"start_at": Range(None, day.now + timedelta(days=1)), "end_at": Range(day.now, None)}
    for id, technician, start_at, end_at in day.reader.rows(
        Absence, ("technician_id", "start_at", "end_at"), **coming
    ):
        away[technician].append((id, Window(start_at, end_at)))
    if not away:
        return
    names = _names(day.reader, away)
    for stay in day.coming():
        for id, window in away.get(stay.technician, ()):
            if is_missed(stay.start_at, stay.end_at, window, day.now):
                said = f"{names.get(stay.technician, '')} is absent"
                yield day.found(SetbackKind.ABSENT, stay, f"{id} {stay.id}", said, f"absence:{id}")
                break


def _names(reader: Reader, ids: Iterable[int]) -> dict[int, str]:
    return dict(reader.rows_among(Technician, ("name",), "id", ids))


def _given_back(day: _Day) -> Iterator[Found]:
    failed = {stay.order: stay for stay in day.stays if stay.status in _FAILED}
    for number in _orders(day.reader, failed, status=OrderStatus.READY):
        stay = failed[number]
        said = f"visit {stay.label} was {stay.status.words}"
        yield day.found(SetbackKind.GIVEN_BACK, stay, str(stay.id), said)


def _orders(reader: Reader, numbers: Iterable[int], **where: Any) -> list[int]:
    return [row[0] for row in reader.rows_among(WorkOrder, (), "id", numbers, **where)]


def _late(day: _Day) -> Iterator[Found]:
    for stay in day.coming():
        if stay.start_at + day.grace <= day.now:
            yield day.found(
                SetbackKind.LATE,
                stay,
                f"{stay.id} {stay.start_at.isoformat()}",
                f"nobody is there for {stay.label}",
            )


def _pushed(day: _Day) -> Iterator[Found]:
    """Whom a visit that takes longer keeps from the next ones; what nobody has begun is told of by itself."""
    by_technician: dict[int, list[_Stay]] = defaultdict(list)
    for stay in day.stays:
        if stay.status in LIVE:
            by_technician[stay.technician].append(stay)
    for own in by_technician.values():
        yield from _pushed_of(own, day)


def _pushed_of(own: Sequence[_Stay], day: _Day) -> Iterator[Found]:
    longer: _Stay | None = None
    free_at = day.now
    for stay in own:
        if stay.status in (VisitStatus.ON_SITE, VisitStatus.TRAVELLING):
            longer, free_at = stay, _over_at(stay, day.now)
        elif longer is not None and stay.start_at >= day.now:
            there_at = free_at + timedelta(seconds=stay.travel_s)
            if there_at - stay.start_at < day.grace:
                return
            steps = max(timedelta(0), free_at - longer.end_at) // PUSHED_STEP
            said = f"{longer.label} takes longer, and {stay.label} cannot begin in time"
            occasion = f"{stay.id} by {longer.id} {steps}"
            yield day.found(SetbackKind.PUSHED, stay, occasion, said, f"visit:{longer.id}", longer.id)
            free_at = there_at + (stay.end_at - stay.start_at)


def _over_at(stay: _Stay, now: datetime) -> datetime:
    """When it is over at the earliest: as long as it was planned, from when it began, and not before now."""
    length = stay.end_at - stay.start_at
    if stay.status is VisitStatus.ON_SITE:
        return max(stay.end_at, now, (stay.arrived_at or stay.start_at) + length)
    return max(stay.end_at, now + length)


def _first_late(day: _Day) -> Iterator[Found]:
    coming = {stay.order: stay for stay in day.coming()}
    after = _firsts_of(day.reader, coming)
    if not after:
        return
    known = predecessors_of(day.reader, {first for firsts in after.values() for first in firsts})
    ends = first_ends_of(day.reader, known.values())
    running = {
        stay.order: _over_at(stay, day.now) for stay in day.stays if stay.status not in COMING | _ENDED
    }
    for number, firsts in after.items():
        stay = coming[number]
        for first in (known[id] for id in firsts if id in known and known[id].completed_at is None):
            ends_at = running.get(first.id, ends.get(first.id))
            if ends_at is None or ends_at > stay.start_at:
                said = f"order {first.id} comes before {number}, and is over only later"
                occasion = f"{first.id} {stay.id} {stay.start_at.isoformat()}"
                yield day.found(SetbackKind.FIRST_LATE, stay, occasion, said, f"work_order:{first.id}")
                break


_ENDED = frozenset(VisitStatus) - LIVE


def _firsts_of(reader: Reader, numbers: Iterable[int]) -> dict[int, list[int]]:
    """What has to be done before each of these; most come after nothing."""
    found: dict[int, list[int]] = {}
    columns = "order_id", "after_order_ids"
    for _, number, text in reader.rows_among(Requirement, columns, "order_id", numbers):
        if text and text != _NONE:
            found[number] = json.loads(text)
    return found


def _parts_late(day: _Day) -> Iterator[Found]:
    coming = {stay.order: stay for stay in day.coming() if stay.start_at >= day.now}
    for number, ready_at in day.reader.rows_among(
        WorkOrder, ("parts_ready_at",), "id", coming, parts_state=PartsState.WAITING
    ):
        stay = coming[number]
        if ready_at is None or ready_at <= day.now or ready_at > stay.start_at:
            known = ready_at.isoformat() if ready_at else "unknown"
            said = f"the parts of order {number} are not there by then"
            yield day.found(SetbackKind.PARTS_LATE, stay, f"{stay.id} {known}", said, f"work_order:{number}")


# --------------------------------------------------------------------------------------- what has come in


def _news(happened: Iterable[Event]) -> dict[int, SetbackKind]:
    """Orders that may be urgent and new, or whose parts have come; whoever took one off knows why."""
    found: dict[int, SetbackKind] = {}
    for event in happened:
        if event.noun != WorkOrder.noun:
            continue
        is_new = event.is_creation or event.before.get("status") in _WAITED or "priority" in event.after
        if is_new:
            found[event.subject_id] = SetbackKind.EMERGENCY
        elif event.after.get("parts_state") == PartsState.READY.value:
            found.setdefault(event.subject_id, SetbackKind.PARTS_THERE)
    return found


def _came_in(reader: Reader, now: datetime, news: dict[int, SetbackKind]) -> Iterator[Found]:
    if not news:
        return
    on = local_day(now, office.read(reader.connection).zone)
    for number, priority in reader.rows_among(WorkOrder, ("priority",), "id", news, status=OrderStatus.READY):
        kind = news[number]
        if kind is SetbackKind.EMERGENCY and priority != Priority.P1:
            continue
        said = (
            f"order {number} is urgent, and nobody has it"
            if kind is SetbackKind.EMERGENCY
            else f"the parts of order {number} are there"
        )
        setback = Setback(kind=kind, order=number, occasion=f"{kind.value} {on}", said=said, at=now)
        yield Found(setback, f"work_order:{number}")
