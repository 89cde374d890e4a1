"""Who is where, when: the visit, its states, and what they make of the order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from wom_tui.domain.fact import Fact
from wom_tui.domain.habits import clock_text
from wom_tui.domain.states import VisitStatus
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_order import OrderStatus
from wom_tui.domain.worktime import Window

__all__ = [
    "ENDED_THERE",
    "LIVE",
    "REROUTED",
    "STARTED",
    "VISIT_TRANSITIONS",
    "Visit",
    "VisitStatus",
    "expected",
    "order_status",
    "promise_violations",
    "replaced_violations",
    "transition_violations",
]

V = VisitStatus
LIVE = frozenset({V.PLANNED, V.DISPATCHED, V.ACCEPTED, V.TRAVELLING, V.ON_SITE})
ENDED_THERE = frozenset({V.DONE, V.INCOMPLETE})
# The event of a visit whose way has become another because of its neighbours. It only follows from what was done
# to them: an undo neither takes it back nor stops at it, and nobody has lost a race by it.
REROUTED = "visit.rerouted"
STARTED = frozenset({V.TRAVELLING, V.ON_SITE, V.DONE, V.INCOMPLETE})

# A technician who forgets a tap must not block the desk, so steps forward may be skipped; steps back go through
# the undo.
VISIT_TRANSITIONS: Mapping[VisitStatus, frozenset[VisitStatus]] = MappingProxyType(
    {
        V.PLANNED: frozenset({V.DISPATCHED, V.CANCELLED, V.MISSED}),
        V.DISPATCHED: frozenset(
            {V.ACCEPTED, V.DECLINED, V.TRAVELLING, V.ON_SITE, V.DONE, V.PLANNED, V.CANCELLED, V.MISSED}
        ),
        V.ACCEPTED: frozenset(
            {V.TRAVELLING, V.ON_SITE, V.DONE, V.DECLINED, V.PLANNED, V.CANCELLED, V.MISSED, V.INCOMPLETE}
        ),
        V.TRAVELLING: frozenset({V.ON_SITE, V.DONE, V.INCOMPLETE, V.CANCELLED, V.MISSED}),
        V.ON_SITE: frozenset({V.DONE, V.INCOMPLETE}),
        V.DONE: frozenset(),
        V.INCOMPLETE: frozenset(),
        V.DECLINED: frozenset(),
        V.CANCELLED: frozenset(),
        V.MISSED: frozenset(),
    }
)


@dataclass(frozen=True, kw_only=True)
class Visit(Fact):
    """One technician's stay at a site for one order. A crew is several visits with one `crew` number."""

    order_id: int
    ordinal: int  # 1, 2, 3 … within its order; `4417/2` names the second
    status: VisitStatus = VisitStatus.PLANNED
    technician_id: int | None = None
    crew: int | None = None
    start_at: datetime | None = None  # planned begin of service
    end_at: datetime | None = None  # planned end of service, > start_at
    travel_s: int | None = None  # planned travel before the start
    is_pinned: bool = False
    promised: Window | None = None  # what the customer was told
    dispatched_at: datetime | None = None
    accepted_at: datetime | None = None
    travelling_at: datetime | None = None
    arrived_at: datetime | None = None
    ended_at: datetime | None = None
    incomplete_reason: str | None = None
    decline_reason: str | None = None
    first_promised: Window | None = (
        None  # kept when the customer is told something else: punctuality counts by it
    )

    @property
    def is_live(self) -> bool:
        """It takes, or may still take, somebody's time."""
        return self.status in LIVE

    @property
    def is_booked(self) -> bool:
        """It stands in somebody's day: no other live visit of that technician may overlap it."""
        return self.is_live and self.technician_id is not None and self.start_at is not None

    @property
    def label(self) -> str:
        return f"{self.order_id}/{self.ordinal}"


def transition_violations(visit: Visit, to: VisitStatus) -> Iterator[Violation]:
    """Say why the visit cannot go to that state; nothing when it can."""
    if to is visit.status or to in VISIT_TRANSITIONS[visit.status]:
        return
    yield Violation(
        code="visit.transition",
        message=f"visit {visit.label} is {visit.status.words}, it cannot become {to.words}",
        facts={"visit": visit.label, "from": visit.status.value, "to": to.value},
    )


def replaced_violations(visit: Visit, was: Mapping[str, object]) -> Iterator[Violation]:
    """Soft: what was noted already and is put right, so that nobody does it by a slip.

    Args:
        was: the old value of each field that gets another.
    """
    for name, value in was.items():
        if value is not None:
            is_time = isinstance(value, datetime)
            word = name.removesuffix("_at").replace("_", " ")
            yield Violation(
                code="visit.replaced",
                message=f"visit {visit.label} is {visit.status.words} already; another {word} is noted"
                + ("" if is_time else f" instead of “{value}”"),
                hard=False,
                facts={
                    "visit": visit.label,
                    "field": name,
                    "was": value.isoformat() if isinstance(value, datetime) else value,
                },
            )


def expected(visit: Visit, now: datetime) -> tuple[datetime, datetime]:
    """From when to when: as it was where that is known, else as planned; not over before it is over."""
    assert visit.start_at is not None and visit.end_at is not None
    length = visit.end_at - visit.start_at
    match visit.status:
        case V.ON_SITE:
            return on_site(visit.start_at, visit.end_at, visit.arrived_at, now)
        case V.DONE | V.INCOMPLETE:
            begun_at = visit.arrived_at or visit.start_at
            ended_at = visit.ended_at or visit.end_at
            return (begun_at, ended_at) if begun_at < ended_at else (ended_at - length, ended_at)
        case _:
            return visit.start_at, visit.end_at


def on_site(
    start_at: datetime, end_at: datetime, arrived_at: datetime | None, now: datetime
) -> tuple[datetime, datetime]:
    """Since when somebody is there, and until when: as long as it was planned, and not over before it is over."""
    begun_at = min(arrived_at or start_at, now)
    return begun_at, max(begun_at + (end_at - start_at), now)


def promise_violations(visit: Visit, zone: str) -> Iterator[Violation]:
    """Soft: service would begin outside of what the customer was told.

    Args:
        zone: in which the customer reads the clock.
    """
    told, start_at = visit.promised, visit.start_at
    if told is None or start_at is None or told.start_at <= start_at <= told.end_at:
        return
    there = ZoneInfo(zone)
    clocks = [clock_text(at.astimezone(there)) for at in (start_at, told.start_at, told.end_at)]
    yield Violation(
        code="window.promised",
        message=f"order {visit.order_id} was promised {clocks[1]}–{clocks[2]}, and the visit begins at {clocks[0]}",
        hard=False,
        facts={"visit": visit.label, "start": start_at.isoformat(), "from": told.start_at.isoformat()},
    )


def order_status(visits: Sequence[Visit]) -> OrderStatus:
    """The state that the visits give to their order, as long as nobody holds, ends or cancels it.

    Ended visits count only when none is live: an order whose work is done waits in `in_progress` for its
    completion; one whose last visit failed is `ready` for the next.
    """
    live = [v for v in visits if v.is_live and v.is_booked]
    states = {v.status for v in live}
    if V.ON_SITE in states:
        return OrderStatus.IN_PROGRESS
    if states & {V.DISPATCHED, V.ACCEPTED, V.TRAVELLING}:
        return OrderStatus.DISPATCHED
    if V.PLANNED in states:
        return OrderStatus.SCHEDULED
    ended = [v for v in visits if v.status in (V.DONE, V.INCOMPLETE)]
    if ended and max(ended, key=lambda v: (v.ended_at is not None, v.ended_at, v.ordinal)).status is V.DONE:
        return OrderStatus.IN_PROGRESS
    return OrderStatus.READY
