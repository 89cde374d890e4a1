"""Is the head of a part drawn in one way?"""

from __future__ import annotations

import pytest

from wom_tui.present.cells import line_width, plain
from wom_tui.present.heads import head


def test_a_bold_word_how_many_there_are_and_a_rule_to_the_edge() -> None:
    line = head("Put away", 30, "─", number=1204)

    assert plain(line) == "Put away  1,204  " + "─" * 13
    assert [ink for _, ink in line] == ["bold bright", "dim", "", "rule"]


@pytest.mark.parametrize("width", [20, 40, 80])
def test_it_is_as_wide_as_asked_with_a_margin_and_a_note_or_without(width: int) -> None:
    for note in ("", "newest first", (("Tab", "bold bright"), (" all", "dim"))):
        for has_margin in (False, True):
            line = head("Visits", width, "-", note, number=3, indent=3, has_margin=has_margin)
            assert line_width(line) == width
            assert plain(line).startswith("   Visits  3  -")
            assert plain(line).endswith(" ") == has_margin


def test_a_note_that_has_no_room_beside_a_rule_is_left_out() -> None:
    assert "newest first" not in plain(head("Visits", 20, "-", "newest first"))
    assert plain(head("Visits", 40, "-", "newest first")).endswith("--  newest first")
    assert plain(head("Unassigned", 40, "-", more="nothing waits")).startswith(
        "Unassigned  nothing waits  --"
    )
