"""Which windows can a customer be offered for an order, the cheapest first?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.planning.offers import Length, Offer, offers
from wom_tui.queries.placing import placing
from wom_tui.queries.room import Room
from wom_tui.store.days import local_day
from wom_tui.store.reader import Reader

DAYS_AHEAD = 5
COUNT = 5


@dataclass(frozen=True, kw_only=True)
class Offered:
    """The answer for one order.

    Attributes:
        visit: the visit that would be promised; None = a new one.
        violations: why nothing can be offered.
    """

    number: int
    label: str
    title: str
    zone: str
    visit: Visit | None
    offers: tuple[Offer, ...] = ()
    violations: tuple[Violation, ...] = ()


def offered_windows(
    reader: Reader,
    number: int,
    now: datetime,
    room: Room,
    *,
    days: int = DAYS_AHEAD,
    length: Length = Length.TWO_HOURS,
    count: int = COUNT,
    visit: int | None = None,
) -> Offered:
    """The best windows.

    Args:
        days: so many days from today on.
        count: so many windows at the most.
        visit: the visit's id, where the order has several that could be meant.

    Raises:
        NotFound, InvalidInput: as for `placing`.
    """
    asked = placing(reader, number, now, visit=visit)
    found: list[Offer] = []
    if not asked.violations:
        all_days = room.of(reader, local_day(now, asked.zone), days)
        found = offers(
            asked.job, all_days, now, asked.zone, length=length, count=count, without=asked.without
        )
    return Offered(
        number=number,
        label=asked.label,
        title=asked.order.title,
        zone=asked.zone,
        visit=asked.visit,
        offers=tuple(found),
        violations=asked.violations,
    )
