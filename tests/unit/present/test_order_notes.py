"""Does a note have a place beside other words only where it says something?"""

from __future__ import annotations

import pytest

from wom_tui.present.cells import Line, line_width, plain
from wom_tui.present.order_notes import LEAST, beside

HERE: Line = (("nobody has it", "ready"),)


@pytest.mark.parametrize("room", [LEAST, LEAST + 1, 80])
def test_what_was_said_fills_the_room_that_is_left_and_no_more(room: int) -> None:
    told = beside(HERE, "gate code is 1234, the dog is in the yard until ten", 4, line_width(HERE) + 4 + room)

    assert plain(told).startswith("nobody has it    note gate code")
    assert line_width(told) <= line_width(HERE) + 4 + room


@pytest.mark.parametrize(("said", "room"), [("gate code is 1234", LEAST - 1), ("", 80)])
def test_where_there_is_no_room_or_nothing_was_said_the_line_stays(said: str, room: int) -> None:
    assert beside(HERE, said, 4, line_width(HERE) + 4 + room) == HERE
