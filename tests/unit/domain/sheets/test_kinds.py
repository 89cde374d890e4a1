"""What may stand in a cell, how it is read, and how it is written again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.sheets import kinds, terms, times
from wom_tui.domain.sheets.kinds import Kind
from wom_tui.domain.sla.policy import Target, TargetUnit
from wom_tui.domain.states import OrderStatus
from wom_tui.domain.technician import Break
from wom_tui.domain.work_calendar import Hours
from wom_tui.domain.work_order import HoldReason, SkillNeed
from wom_tui.domain.work_type import RequiredFields

NEW_YORK = ZoneInfo("America/New_York")
DAY = (Hours(510, 1020),)

READ = [
    (kinds.whole(0, 60), "7", 7),
    (kinds.whole(0, 60), "7.0", 7),
    (kinds.MONEY, "45.5", 4550),
    (kinds.MONEY, "45", 4500),
    (kinds.YES_NO, "X", True),
    (kinds.YES_NO, "No", False),
    (kinds.PRIORITY, "p2", 2),
    (kinds.DATE, "2026-03-02", date(2026, 3, 2)),
    (kinds.DATE, "2026-03-02 00:00:00", date(2026, 3, 2)),
    (kinds.DATE, "2.3.2026", date(2026, 3, 2)),
    (kinds.LIST, 'en, "fr, ca", es', ("en", "fr, ca", "es")),
    (kinds.LIST_OR_NONE, "none", ()),
    (kinds.SKILLS, "lights:2, trees", (SkillNeed(name="lights", level=2), SkillNeed(name="trees"))),
    (kinds.SKILLS, '"a:b":3', (SkillNeed(name="a:b", level=3),)),
    (kinds.MOMENT, "2026-03-02 08:00", datetime(2026, 3, 2, 13, tzinfo=UTC)),
    (kinds.MOMENT, "2026-03-02T08:00:00+01:00", datetime(2026, 3, 2, 7, tzinfo=UTC)),
    (kinds.MOMENT, "2026-03-02 08:00:00", datetime(2026, 3, 2, 13, tzinfo=UTC)),
    (
        kinds.MOMENT,
        "2026-03-08 02:30",
        datetime(2026, 3, 8, 7, 30, tzinfo=UTC),
    ),  # a time that the clock skips
    (times.SPAN, "7:00 - 15:30", (420, 930)),
    (times.SPAN, "7.00-15.30", (420, 930)),
    (times.SPAN, "22:00-06:00", (1320, 1800)),
    (times.SPAN, "00:00-24:00", (0, 1440)),
    (times.SPAN, "07:00-31:00", (420, 1860)),
    (times.WEEKDAYS, "mon-wed, sat", (0, 1, 2, 5)),
    (times.WEEKDAYS, "Friday-Monday", (0, 4, 5, 6)),
    (times.WEEKDAYS, "daily", (0, 1, 2, 3, 4, 5, 6)),
    (
        times.BREAKS,
        "30m 11:30-13:00; 15 min 15:00-16:00",
        (
            Break(earliest_min=690, latest_min=780, duration_min=30),
            Break(earliest_min=900, latest_min=960, duration_min=15),
        ),
    ),
    (times.WEEK, "mon-fri 08:30-17:00", (DAY,) * 5 + ((), ())),
    (times.WEEK, "closed", ((),) * 7),
    (terms.TARGET, "2 business days", Target(2, TargetUnit.BUSINESS_DAYS)),
    (terms.TARGET, "4 business hours", Target(240, TargetUnit.BUSINESS_MINUTES)),
    (terms.TARGET, "1 hour", Target(60, TargetUnit.MINUTES)),
    (terms.SHARE, "75%", 0.75),
    (terms.several_of(HoldReason), "parts, Access", ("parts", "access")),
    (
        terms.REQUIRED,
        "completed: resolution_code, labour_min; closed: cover",
        (
            RequiredFields(state=OrderStatus.COMPLETED, fields=("resolution_code", "labour_min")),
            RequiredFields(state=OrderStatus.CLOSED, fields=("cover",)),
        ),
    ),
    (terms.BOUNDS, "42.2 -71.2 42.4 -70.9", (42.2, -71.2, 42.4, -70.9)),
]


@pytest.mark.parametrize(("kind", "text", "value"), READ)
def test_a_cell_is_read_and_written_so_that_it_is_read_again(kind: Kind, text: str, value: Any) -> None:
    read = kind.read(text, NEW_YORK)

    assert read == value
    assert kind.read(str(kind.write(read, NEW_YORK)), NEW_YORK) == value


@pytest.mark.parametrize(
    ("kind", "text", "allowed"),
    [
        (times.SPAN, "25:00", "07:00-15:30"),
        (times.SPAN, "07:00-15:99", "07:00-15:30"),
        (times.SPAN, "morning", "07:00-15:30"),
        (times.SPAN, "07:00-07:00", "an end that is not its start; 24 hours are 07:00-31:00"),
        (times.WEEKDAYS, "mon-someday", "mon-fri"),
        (times.WEEKDAYS, "m", "mon-fri"),
        (times.BREAKS, "lunch", "30m 11:30-13:00"),
        (times.BREAKS, "95m 12:00-13:00", "minutes that fit between 12:00 and 13:00"),
        (times.WEEK, "mon 08:00-12:00; mon 13:00-17:00", "each day once; mon is there twice"),
        (times.WEEK, "mon 22:00-06:00", "end at 24:00 at the latest"),
        (times.WEEK, "mon 08:00-12:00 11:00-13:00", "one after the other"),
        (kinds.DATE, "03/04/2026", "2026-03-02"),
        (kinds.DATE, "2026-02-30", "2026-03-02"),
        (kinds.MOMENT, "2026-03-02", "2026-03-02 08:00"),
        (kinds.MOMENT, "2026-03-02 25:00", "2026-03-02 08:00"),
        (kinds.whole(1, 5), "6", "from 1 to 5"),
        (kinds.whole(1, 5), "2.5", "from 1 to 5"),
        (kinds.YES_NO, "maybe", "yes or no"),
        (kinds.ZONE, "Mars/Base", "America/New_York"),
        (kinds.SKILLS, "lights:9", "from 1 to 5"),
        (kinds.TEXT, "a\0b", "without NUL"),
        (terms.TARGET, "soon", "2 business days"),
        (terms.TARGET, "0.5 days", "2 business days"),
        (terms.SHARE, "0", "above 0"),
        (terms.BOUNDS, "1 2 3", "south, west, north, east"),
        (terms.REQUIRED, "done: title", "states are draft"),
        (terms.REQUIRED, "completed: colour", "colour is none"),
    ],
)
def test_a_cell_that_cannot_be_read_says_what_is_allowed(kind: Kind, text: str, allowed: str) -> None:
    with pytest.raises(BadCell) as refused:
        kind.read(text, NEW_YORK)

    assert allowed in refused.value.reason


def test_a_local_time_that_comes_twice_keeps_its_offset() -> None:
    first, second = datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)

    written = [kinds.MOMENT.write(at, NEW_YORK) for at in (first, second)]

    assert written == ["2026-11-01 01:30", "2026-11-01 01:30:00-05:00"]
    assert [kinds.MOMENT.read(str(text), NEW_YORK) for text in written] == [first, second]


def test_a_shift_that_ends_on_the_next_day_is_written_as_people_say_it() -> None:
    assert times.SPAN.write((1320, 1800), NEW_YORK) == "22:00-06:00"
    assert times.SPAN.write((420, 2000), NEW_YORK) == "07:00-33:20"
