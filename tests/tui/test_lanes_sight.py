"""Which hours of a day do the lanes show at first?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from wom_tui.domain.worktime import Window
from wom_tui.tui.lanes_sight import LanesSight

ZONE = ZoneInfo("America/New_York")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def test_a_night_shift_of_the_evening_before_does_not_move_the_morning_out_of_sight() -> None:
    night = Window(local("2015-05-12T22:00"), local("2015-05-13T06:30"))
    days = Window(local("2015-05-13T07:00"), local("2015-05-13T15:30"))
    sight = LanesSight()
    sight.show(date(2015, 5, 13))
    sight.look(local("2015-05-12T09:00"), ZONE, is_flat=False, is_ascii=False)

    sight.fit([night, days], 80)

    assert sight.axis.start_at == days.start_at
