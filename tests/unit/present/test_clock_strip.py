"""Does what a clock shows add up, however long it runs?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from wom_tui.domain.sla.clock import Course, Pause, clock
from wom_tui.domain.sla.ledger import ledger as book_of
from wom_tui.domain.sla.policy import Target, TargetUnit
from wom_tui.domain.worktime import Hours, WorkCalendar
from wom_tui.present.board import Day
from wom_tui.present.cells import line_width, plain
from wom_tui.present.clock_strip import ledger, whole
from wom_tui.present.labels import WGL4
from wom_tui.queries.order import ClockDetail

ZONE = ZoneInfo("America/New_York")
CALENDAR = WorkCalendar("America/New_York", ((Hours(0, 1440),),) * 6 + ((),), frozenset({date(2015, 5, 25)}))
OPENED_AT = datetime(2015, 5, 18, 9, 7, tzinfo=ZONE).astimezone(UTC)


def a_detail(days: int, target_min: int = 5 * 1440) -> tuple[ClockDetail, Day]:
    """A clock that has run so long, with a hold of some odd hours in it."""
    hold = Pause(
        start_at=OPENED_AT + timedelta(hours=31),
        end_at=OPENED_AT + timedelta(hours=42, minutes=3),
        reason="parts",
        stops_clock=True,
    )
    target = Target(target_min, TargetUnit.BUSINESS_MINUTES)
    course = Course(opened_at=OPENED_AT, target=target, calendar=CALENDAR, pauses=(hold,))
    now = OPENED_AT + timedelta(days=days, minutes=11)
    reading, book = clock(course, now=now), book_of(course, now=now)
    assert reading is not None
    assert book is not None
    return ClockDetail(reading, book, "America/New_York"), Day(now, ZONE)


def minutes(text: str) -> int:
    """`76:10` → 4570."""
    hours, _, rest = text.strip().partition(":")
    return int(hours.replace(",", "")) * 60 + int(rest)


@pytest.mark.parametrize("days", [1, 3, 9, 40, 900])
@pytest.mark.parametrize("width", [44, 60, 78, 110])
def test_the_counts_of_a_ledger_add_up_to_what_is_used_and_left(days: int, width: int) -> None:
    detail, at = a_detail(days)

    lines = [plain(line) for line in ledger(detail, at, width, WGL4)]
    body, (target, left) = lines[1:-3], lines[-2:]
    counts = [text for line in body if (text := line[-22:-11].strip()) != WGL4.dash]
    used = [minutes(line[-11:]) for line in body]

    assert sum(map(minutes, counts)) == used[-1]
    assert used == sorted(used)
    assert minutes(target[-11:]) - used[-1] == detail.clock.left_min
    assert minutes(left[-11:]) == abs(detail.clock.left_min)


@pytest.mark.parametrize("width", [36, 44, 60, 78, 110])
def test_a_clock_is_never_wider_than_its_room(width: int) -> None:
    detail, at = a_detail(6)

    assert max(line_width(line) for line in whole("Resolve clock", detail, at, width, WGL4)) <= width
