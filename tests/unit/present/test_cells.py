"""Does text fill its place, counted in cells?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.present.cells import (
    clip,
    cut,
    fill,
    fit,
    joined,
    line_width,
    plain,
    rule_after,
    spread,
    torn,
    width_of,
)
from wom_tui.present.safe_text import safe

texts = st.text(max_size=40).map(safe)
lines = st.lists(st.tuples(texts, st.sampled_from(["", "dim", "bold late"])), max_size=6)


@given(texts, st.integers(0, 60), st.booleans())
def test_a_fitted_text_is_exactly_as_wide_as_asked(text: str, width: int, right: bool) -> None:
    assert width_of(fit(text, width, right=right)) == width


@given(texts, st.integers(0, 60))
def test_a_cut_text_is_never_wider_and_says_that_it_was_cut(text: str, width: int) -> None:
    shown = cut(text, width)

    assert width_of(shown) <= width
    assert shown == text or shown == "" or shown.endswith("…")


@given(lines, st.integers(0, 80))
def test_lines_are_clipped_and_filled_in_cells(line: list[tuple[str, str]], width: int) -> None:
    assert line_width(clip(line, width)) <= width
    assert line_width(fill(line, width)) == width


def test_wide_signs_are_never_cut_in_half() -> None:
    assert (cut("漏水的消防栓", 6), cut("漏水的消防栓", 5), cut("漏水", 4)) == ("漏水…", "漏水…", "漏水")
    assert fit("漏水", 5) == "漏水 "


def test_both_ends_of_a_line_are_kept_while_there_is_room() -> None:
    left, right = (("today", "bold"),), (("14:32", ""),)

    assert plain(spread(left, right, 20)) == "today          14:32"
    assert plain(spread(left, right, 8)) == "today   "


def test_items_stand_apart_and_empty_ones_leave_no_gap() -> None:
    assert plain(joined(((("a", ""),), (), (("b", ""),)), 3)) == "a   b"


def test_a_rule_runs_to_the_edge_or_to_the_note() -> None:
    head = (("Act now", "bold"),)

    assert plain(rule_after(head, 20, "─")) == "Act now  ───────────"
    assert plain(rule_after(head, 28, "─", (("past due", "dim"),))) == "Act now  ─────────  past due"
    assert plain(rule_after(head, 16, "─", (("past due", "dim"),))) == "Act now  ───────"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("Straßenbeleuchtung", ["Straßenbeleuchtung"]),
        ("Straßenbeleuchtungsmast", ["Straßenbeleuchtung", "smast"]),
        ("水" * 10, ["水" * 9, "水"]),
    ],
)
def test_what_is_torn_fills_each_line_and_loses_nothing(text: str, lines: list[str]) -> None:
    assert torn(text, 18) == lines
