"""Can the counts above the queue be read without knowing its signs?"""

from __future__ import annotations

import pytest

from wom_tui.domain.triage import Reason
from wom_tui.present.cells import line_width, plain
from wom_tui.present.labels import WGL4
from wom_tui.present.triage import attention
from wom_tui.queries.triage import Triage

SEEN = Triage(entries=(), count=900, reasons={reason: 100 + place for place, reason in enumerate(Reason)})


@pytest.mark.parametrize("room", [20, 38, 78, 118, 198])
def test_every_count_that_has_room_has_its_word(room: int) -> None:
    line = attention(SEEN, WGL4, room)

    shown = [count.split(maxsplit=2) for count in plain(line).split("  ") if count.strip()]
    assert line_width(line) <= room
    assert all(len(count) == 3 for count in shown)
    assert shown[0][1:] == ["100", "past due"]


def test_where_nothing_waits_nothing_is_counted() -> None:
    assert attention(Triage(entries=(), count=0, reasons={}), WGL4, 118) == ()
