"""What may be moved without asking, and what is left to people whatever the office allows?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.office import ALI, HOUR, KIM, MINUTE, T0
from wom_tui.domain.alone import Moved, alone_violations, number_violations
from wom_tui.domain.plan import PlannedVisit, Was
from wom_tui.domain.rule import Alone, Mending
from wom_tui.domain.worktime import Window

FROZEN_UNTIL = T0 + HOUR
ALL = Mending(alone=Alone.WITHIN_LIMITS)
LINE = PlannedVisit(
    order=1,
    visit=1,
    technician=ALI,
    start_at=T0 + 3 * HOUR,
    end_at=T0 + 4 * HOUR,
    travel_s=0,
    was=Was(technician=KIM, start_at=T0 + 2 * HOUR, end_at=T0 + 3 * HOUR),
)
KEPT = Window(start_at=T0 + 2 * HOUR, end_at=T0 + 4 * HOUR)
BROKEN = Window(start_at=T0 + 2 * HOUR, end_at=T0 + 150 * MINUTE)


def codes(mending: Mending = ALL, line: PlannedVisit = LINE, **facts: Any) -> list[str]:
    return [v.code for v in alone_violations(Moved(line=line, **facts), mending, FROZEN_UNTIL)]


@pytest.mark.parametrize(
    ("alone", "promised", "why"),
    [
        (Alone.NOTHING, None, ["repair.asked"]),
        (Alone.UNPROMISED, None, []),
        (Alone.UNPROMISED, KEPT, ["repair.promised"]),
        (Alone.WITHIN_LIMITS, None, []),
        (Alone.WITHIN_LIMITS, KEPT, []),
        (Alone.WITHIN_LIMITS, BROKEN, ["repair.promised"]),
    ],
)
def test_the_office_says_what_a_promise_is_worth(
    alone: Alone, promised: Window | None, why: list[str]
) -> None:
    assert codes(Mending(alone=alone), promised=promised) == why


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"is_pinned": True}, ["repair.pinned"]),
        ({"misses": True}, ["repair.due"]),
        ({"times": 1}, []),
        ({"times": 2}, ["repair.often"]),
    ],
)
def test_some_is_never_done_alone(facts: dict[str, Any], why: list[str]) -> None:
    assert codes(**facts) == why


@pytest.mark.parametrize(
    ("begins", "was", "is_left"),
    [
        (timedelta(minutes=61), timedelta(minutes=61), False),
        (timedelta(minutes=59), timedelta(hours=3), True),
        (timedelta(hours=3), timedelta(minutes=59), True),
        (timedelta(hours=3), -timedelta(minutes=20), True),
    ],
)
def test_what_begins_soon_or_would_is_left_to_people(
    begins: timedelta, was: timedelta, is_left: bool
) -> None:
    assert LINE.was is not None
    line = replace(LINE, start_at=T0 + begins, was=replace(LINE.was, start_at=T0 + was))

    assert codes(line=line) == (["repair.frozen"] if is_left else [])


def test_an_order_that_nobody_had_is_placed_by_the_same_rules() -> None:
    new = replace(LINE, was=None, visit=None)

    assert codes(line=new) == []
    assert codes(line=replace(new, start_at=T0 + 30 * MINUTE)) == ["repair.frozen"]
    assert codes(line=new, promised=BROKEN) == ["repair.promised"]


@pytest.mark.parametrize(
    ("lines", "today", "count"), [(5, 0, 0), (6, 0, 1), (5, 35, 0), (5, 36, 1), (6, 36, 2)]
)
def test_so_many_at_once_and_so_many_a_day(lines: int, today: int, count: int) -> None:
    assert len(list(number_violations(lines, today, ALL))) == count
