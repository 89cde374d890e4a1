"""What about an order needs a person, and whose turn is first?

An order has a place by the loudest that is wrong with it: a clock that has run out, one that is about to, a day that
goes otherwise than planned, all that can wait. Pure: the facts come from `queries/triage.py`, the words are in
`present/triage.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from wom_tui.domain.states import COMING, Sla, VisitStatus
from wom_tui.domain.visit import on_site
from wom_tui.domain.worktime import Window


class Reason(StrEnum):
    """Why an order waits for a decision, the worst first."""

    PAST_DUE = "past_due"
    CRITICAL = "critical"  # an alert of that severity, to which nobody has said a word
    WARNING = "warning"
    ALERT = "alert"  # any other alert that nobody has acknowledged or put away
    FAILED = "failed"  # declined, missed, not done: nobody has it any more
    OVER = "running_over"  # on site past the end of the visit
    ABSENT = "absent"  # the technician is away for some of the visit
    OVERLAP = "overlap"  # the visit before it, or the way from there, ends after its start
    LATE = "late"  # accepted or on the way, past the planned start
    SILENT = "silent"  # dispatched and nothing heard at the planned start
    UNSENT = "unsent"  # the planned start has come, and nobody was sent
    AT_RISK = "at_risk"
    PARTS = "parts"
    NOBODY = "nobody"
    DRAFT = "draft"
    DUPLICATE = "duplicate"
    HOLD_DUE = "hold_due"
    APPROVAL = "approval"
    NOT_CLOSED = "not_closed"


RANK: Mapping[Reason, int] = MappingProxyType({reason: rank for rank, reason in enumerate(Reason)})
CLOCKS: Mapping[Sla, Reason] = MappingProxyType(
    {Sla.BREACHED: Reason.PAST_DUE, Sla.WARNING: Reason.WARNING, Sla.AT_RISK: Reason.AT_RISK}
)
CLOCK_REASONS = frozenset(CLOCKS.values())
# What goes wrong at this moment; it brings an order back that was put away with less.
LOUD = frozenset(reason for reason in Reason if RANK[reason] <= RANK[Reason.AT_RISK])
GRACE = timedelta(minutes=5)  # a technician who is so late needs nobody's decision
_LEVELS: Mapping[Reason, int] = MappingProxyType(
    {
        **dict.fromkeys(Reason, 3),
        **dict.fromkeys(LOUD, 2),
        Reason.PAST_DUE: 0,
        Reason.CRITICAL: 1,
        Reason.WARNING: 1,
        Reason.NOT_CLOSED: 4,
    }
)
_PAST_DUE = 0
_NEVER = float("inf")


class Cause(NamedTuple):
    """One thing that is wrong with an order.

    Attributes:
        minutes: by how much: over, shared, late; 0 where that says nothing.
        other: the order that it is about too: the visit before, the original of a duplicate.
        free_at: when the technician could be there, of an overlap.
        rule: by which an alert was raised.
        missing: names of the fields that keep a draft one, as far as somebody has looked.
    """

    reason: Reason
    minutes: int = 0
    other: int | None = None
    free_at: datetime | None = None
    rule: str = ""
    missing: tuple[str, ...] = ()


Causes = tuple[Cause, ...]
Place = tuple[int, float, float, int]


def level_of(causes: Sequence[Cause]) -> int:
    """How loud the order is: 0 past due … 4 no more than a matter of the books."""
    if len(causes) == 1:
        return _LEVELS[causes[0].reason]
    return min(_LEVELS[cause.reason] for cause in causes)


def in_turn(causes: Iterable[Cause]) -> Causes:
    """The worst first."""
    return tuple(sorted(causes, key=lambda cause: RANK[cause.reason]))


def place_of(causes: Sequence[Cause], *, due_at: datetime | None, priority: int, number: int) -> Place:
    """Where in the queue it stands, its level first: sorts.

    What is late already is late: there what matters more comes first. All else goes by what is due sooner. An
    emergency to which no clock runs yet, a draft mostly, is due at once.
    """
    if priority == 1 and due_at is None and level_of(causes) == _LEVELS[Reason.DRAFT]:
        return _LEVELS[Reason.FAILED], 0, priority, number
    level, due = level_of(causes), due_at.timestamp() if due_at else _NEVER
    first, second = (priority, due) if level == _PAST_DUE else (due, priority)
    return level, first, second, number


def is_worse(causes: Iterable[Cause], seen: Collection[str]) -> bool:
    """Whether something is wrong by now that is louder than all that was when the order was put away."""
    known = min((RANK[reason] for reason in Reason if reason.value in seen), default=len(RANK))
    return any(cause.reason in LOUD and RANK[cause.reason] < known for cause in causes)


@dataclass(frozen=True, slots=True)
class Stay:
    """A visit that is planned or under way.

    Attributes:
        end_at: as planned.
        travel_s: the way to it.
        arrived_at: when it began, of one on site.
    """

    order: int
    technician: int
    status: VisitStatus
    start_at: datetime
    end_at: datetime
    travel_s: int = 0
    arrived_at: datetime | None = None

    def over_at(self, now: datetime) -> datetime:
        """When the technician is done with it, as far as one can know."""
        if self.status is not VisitStatus.ON_SITE:
            return self.end_at
        return on_site(self.start_at, self.end_at, self.arrived_at, now)[1]


def stay_cause(status: VisitStatus, start_at: datetime, end_at: datetime, now: datetime) -> Cause | None:
    """What is wrong with a visit by itself: nothing heard, nobody sent, late, longer than planned."""
    match status:
        case VisitStatus.ON_SITE:
            return _by(Reason.OVER, end_at, now, GRACE)
        case VisitStatus.ACCEPTED | VisitStatus.TRAVELLING:
            return _by(Reason.LATE, start_at, now, GRACE)
        case VisitStatus.DISPATCHED:
            return _by(Reason.SILENT, start_at, now, timedelta(0))
        case VisitStatus.PLANNED:
            return _by(Reason.UNSENT, start_at, now, timedelta(0))
        case _:
            return None


def _by(reason: Reason, at: datetime, now: datetime, grace: timedelta) -> Cause | None:
    return Cause(reason, int((now - at).total_seconds() // 60)) if now >= at + grace else None


def stay_causes(stays: Iterable[Stay], now: datetime) -> Iterator[tuple[int, Cause]]:
    """Order and cause for all that is wrong with these visits, by themselves and with each other."""
    by_technician: dict[int, list[Stay]] = {}
    for stay in stays:
        by_technician.setdefault(stay.technician, []).append(stay)
        if (cause := stay_cause(stay.status, stay.start_at, stay.end_at, now)) is not None:
            yield stay.order, cause
    for own in by_technician.values():
        yield from _overlaps(sorted(own, key=lambda stay: (stay.start_at, stay.order)), now)


def is_missed(start_at: datetime, end_at: datetime, away: Window, now: datetime) -> bool:
    """Whether an absence that is not over takes some of a visit to come; one that is overdue may begin at once."""
    return away.end_at > now and start_at < away.end_at and max(end_at, now) > away.start_at


def absence_causes(
    stays: Iterable[Stay], absences: Mapping[int, Sequence[Window]], now: datetime
) -> Iterator[tuple[int, Cause]]:
    """Order and cause for visits to come whose technician is away meanwhile.

    Args:
        absences: by technician.
    """
    for stay in stays:
        own = absences.get(stay.technician, ()) if stay.status in COMING else ()
        if any(is_missed(stay.start_at, stay.end_at, away, now) for away in own):
            yield stay.order, Cause(Reason.ABSENT)


def _overlaps(stays: Sequence[Stay], now: datetime) -> Iterator[tuple[int, Cause]]:
    """Visits to come that begin before the technician can be there, each with the visit that is in the way.

    A visit that nobody has begun is in the way for as long as it was planned, not for what has become of its time:
    that it is late is told of itself.
    """
    before: Stay | None = None
    free_at: datetime | None = None
    for stay in stays:
        if before is not None and free_at is not None and stay.status in COMING:
            there_at = free_at + timedelta(seconds=stay.travel_s)
            shared = there_at - stay.start_at
            if shared >= GRACE and stay.end_at > now:
                minutes = int(shared.total_seconds() // 60)
                yield stay.order, Cause(Reason.OVERLAP, minutes, before.order, there_at)
        if free_at is None or stay.over_at(now) > free_at:
            before, free_at = stay, stay.over_at(now)
