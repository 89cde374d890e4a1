"""Can the counts above the queue be read without knowing its signs?"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from wom_tui.domain.branch import Branch
from wom_tui.domain.triage import Reason
from wom_tui.grammar.answers import usual
from wom_tui.present.at import At
from wom_tui.present.cells import line_width, plain
from wom_tui.present.labels import WGL4
from wom_tui.present.triage import attention, counted_line, items
from wom_tui.queries.repairs import Proposed
from wom_tui.queries.triage import Triage

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)

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


def test_what_waits_for_a_yes_stands_first_and_says_how_it_is_shown() -> None:
    waits = Proposed(
        name="reassign-3",
        branch=Branch(id=3, name="reassign-3", basis=1),
        made_at=NOW,
        said="moves 2, breaks 0 promises, saves 1 breach",
        setbacks=("K. Moran is \x1b[2Jabsent",),
        asks=(),
        orders=(),
        lines=(),
        overtaken=(),
    )
    seen = Triage(entries=(), count=0, reasons={}, repairs=(waits,))

    first, second = (plain(item.line) for item in items(seen, At(NOW, ZoneInfo("UTC")), 100, usual))

    assert first == "↔ reassign-3: moves 2, breaks 0 promises, saves 1 breach   `repair` shows it"
    assert "\x1b" not in second
    assert "1 repair to accept" in plain(counted_line(seen))
