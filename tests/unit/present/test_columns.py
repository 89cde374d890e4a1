"""Which columns has the board, and what stands in their cells?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.office import NOW
from tests.tui.rows import DAY, a_row
from wom_tui.domain.order_clock import SlaRules
from wom_tui.domain.states import Sla
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.work_order import OrderStatus
from wom_tui.present.board import SORTS, attention, group_of, stand_of
from wom_tui.present.cells import line_width, plain
from wom_tui.present.columns import ALL_COLUMNS, Column, columns_for, head_line, row_line
from wom_tui.present.group import Group
from wom_tui.present.grouping import By
from wom_tui.present.labels import ASCII, CLOCKS, STATES, WGL4, Signs, state_label
from wom_tui.present.row_cells import CELLS, Setting
from wom_tui.queries.orders import OrderRow

HERE = Setting(NOW, DAY.zone, WGL4, Group.ACT_NOW)


def names(width: int) -> str:
    return " ".join(column.id for column in columns_for(width))


def test_columns_fall_in_a_fixed_order_and_the_five_never_do() -> None:
    assert names(137) == "number priority state due slack used work site technician planned"
    assert names(120) == "number priority state due slack work site technician planned"
    assert names(105) == "number priority state due slack work site technician"
    assert names(80) == "number priority state due slack work technician"
    assert names(40) == "number priority state slack work"


def test_chosen_columns_keep_their_order_and_fall_by_their_weight() -> None:
    chosen = ("number", "customer", "work", "age", "territory", "slack")

    def shown(width: int) -> str:
        return " ".join(column.id for column in columns_for(width, chosen=chosen))

    assert shown(120) == "number customer work age territory slack"
    assert shown(70) == "number work age territory slack"
    assert shown(55) == "number work age slack"
    assert shown(40) == "number work slack"


@given(st.integers(40, 400), st.lists(st.sampled_from(ALL_COLUMNS), max_size=19, unique=True))
def test_whatever_is_chosen_fits(width: int, chosen: list[Column]) -> None:
    columns = columns_for(width, chosen=["number", *(c.id for c in chosen if c.id != "number")])

    line = row_line(a_row(4417, customer="City" * 9), columns, HERE)

    assert columns[0].id == "number"
    assert line_width(line) <= width - 1


def test_every_column_has_a_cell_a_sort_and_a_sentence() -> None:
    assert {column.id for column in ALL_COLUMNS} == CELLS.keys() == SORTS.keys()
    assert [column.id for column in ALL_COLUMNS if not column.said] == []


@pytest.mark.parametrize(
    ("id", "changes", "cell"),
    [
        ("age", {}, "  5:00"),
        ("territory", {"territory": "Roslindale and more"}, "Roslindale an…"),
        ("hold", {"status": "on_hold", "hold_reason": "parts", "held_until_at": NOW}, "parts 14:32    "),
        ("parts", {"parts": "short"}, "short       "),
        ("parts", {"parts": "ready"}, "ready       "),
        ("opened", {}, " 09:32"),
    ],
)
def test_a_column_that_was_chosen_shows_its_fact(id: str, changes: dict[str, Any], cell: str) -> None:
    (column,) = columns_for(200, chosen=[id])

    assert plain(row_line(a_row(1, **changes), [column], HERE))[3:] == cell


@given(st.integers(40, 400), st.sampled_from([WGL4, ASCII]), st.booleans(), st.text(max_size=60))
def test_a_row_is_never_wider_than_the_board(width: int, signs: Signs, is_cursor: bool, title: str) -> None:
    row = a_row(4417, title=title, site=title, technician="kim", technician_name=title)
    setting = replace(HERE, signs=signs, is_cursor=is_cursor)
    columns = columns_for(width)

    heads = head_line(columns, sorted_by="slack", is_reversed=False, chosen="work", signs=signs)
    line = row_line(row, columns, setting, is_marked=True, changed=frozenset({"work", "site"}))

    assert line_width(line) == line_width(heads) == width - 1


@pytest.mark.parametrize(
    ("changes", "slack"),
    [
        ({"due_min": -18}, "‼  −0:18"),
        ({"due_min": 43}, "▲  +0:43"),
        ({"due_min": 118}, "   +1:58"),
        ({"due_min": 118, "planned_end_at": NOW + timedelta(hours=3)}, "≈  +1:58"),
        ({"due_min": 1240}, "   +20 h"),
        ({"due_min": 118, "status": "on_hold", "held_since_at": NOW - timedelta(hours=1)}, "║ paused"),
        ({"due_min": 10, "ended_at": NOW}, "√    met"),
        ({"due_min": -10, "ended_at": NOW}, "‼   late"),
        ({"due_min": None}, "        "),
    ],
)
def test_glyphs_of_the_slack_form_one_column_and_digits_another(changes: dict[str, Any], slack: str) -> None:
    column = next(c for c in columns_for(120) if c.id == "slack")

    assert plain(row_line(a_row(1, **changes), [column], HERE))[3:] == slack


@pytest.mark.parametrize(
    ("changes", "group"),
    [
        ({"due_min": -5}, Group.ACT_NOW),
        ({"due_min": 30}, Group.ACT_NOW),
        ({"state": "declined", "due_min": 3000}, Group.ACT_NOW),
        ({"due_min": 118}, Group.WAITING),
        ({"due_min": None, "priority": 1}, Group.WAITING),
        ({"status": "on_hold", "due_min": 5000}, Group.WAITING),
        ({"status": "dispatched", "state": "travelling", "due_min": 118}, Group.RUNNING),
        ({"due_min": 3000}, Group.LATER),
        ({"status": "scheduled", "due_min": 118}, Group.LATER),
        ({"due_min": None, "priority": 4}, Group.LATER),
        ({"status": "completed", "due_min": -5, "ended_at": NOW}, Group.ENDED),
    ],
)
def test_the_louder_the_trouble_the_higher_the_group(changes: dict[str, Any], group: Group) -> None:
    row = a_row(1, **changes)

    assert group_of(row, row.sla(NOW), DAY.ends_at) is group


def test_every_state_and_every_clock_has_glyph_word_and_ascii_of_one_cell() -> None:
    from rich.cells import cell_len

    for status in (*OrderStatus, *VisitStatus):
        label = STATES[status.value]
        assert (cell_len(label.glyph), len(label.ascii)) == (1, 1)
        assert label.word
        assert label.ascii.isascii()
    assert set(CLOCKS) == set(Sla)
    assert state_label("a_new_one").word == "a new one"


def test_signs_for_plain_terminals_are_ascii() -> None:
    row = a_row(
        4417, due_min=-18, status="on_hold", state="on_hold", technician_name="Kim Ames", technician="kim"
    )
    columns = columns_for(200)
    setting = replace(HERE, signs=ASCII, is_cursor=True)

    assert plain(row_line(row, columns, setting, is_marked=True)).isascii()


def test_attention_counts_only_what_is_there() -> None:
    counts: Counter[str] = Counter()
    for row in (a_row(1, due_min=-5), a_row(2, due_min=-9), a_row(3, due_min=118, status="on_hold")):
        counts.update(stand_of(row, DAY, DAY.ends_at).notices)

    assert plain(attention(counts, WGL4, room=118)) == "‼ 2 past due    ○ 2 no technician    ║ 1 on hold"
    assert plain(attention(counts, ASCII, room=78)) == '! 2 past due   o 2 no tech   " 1 hold'
    assert attention(Counter(), WGL4, room=118) == ()


def test_no_count_falls_off_a_narrow_screen() -> None:
    counts = Counter({"breached": 43, "warning": 9, "at_risk": 1, "declined": 5, "incomplete": 3})
    counts.update({"nobody": 494, "on_hold": 7})

    assert plain(attention(counts, WGL4, room=78)) == (
        "‼ 43 past due  ▲ 9 soon  ≈ 1 risk  ◄ 5 declined  ▼ 3 incompl.  ○ 494  ║ 7"
    )
    assert plain(attention(counts, WGL4, room=38)) == "‼ 43  ▲ 9  ≈ 1  ◄ 5  ▼ 3  ○ 494  ║ 7"


def test_time_used_sorts_by_the_share_that_is_used() -> None:
    """Not by the opening: what was opened long ago may have all its time before it."""
    old = a_row(1, due_min=600, opened_at=NOW - timedelta(hours=2))
    new = a_row(2, due_min=10, opened_at=NOW - timedelta(hours=1))
    day = replace(DAY, rules=SlaRules())

    keys = {
        row.number: stand_of(row, day, day.ends_at, By("used")).key
        for row in (old, new, a_row(3, due_min=None))
    }

    assert sorted(keys, key=lambda number: keys[number]) == [2, 1, 3]


def test_who_needs_a_technician_is_counted_as_the_lanes_do() -> None:
    """Ready orders, also those whose visit failed; a draft is not yet to be given to anybody."""
    failed = a_row(1, state="declined", technician="kim", technician_name="Kim Ames")
    draft, given = a_row(2, status="draft", state="draft"), a_row(3, technician="kim")

    counted = [row.number for row in (failed, draft, given, a_row(4)) if "nobody" in notices(row)]

    assert counted == [1, 4]


def notices(row: OrderRow) -> tuple[str, ...]:
    return stand_of(row, DAY, DAY.ends_at).notices


def test_a_due_from_elsewhere_is_used_by_all_time_since_the_opening() -> None:
    row = a_row(1, due_min=60, opened_at=NOW - timedelta(hours=3))

    assert row.used_share(SlaRules(), NOW) == 0.75
    assert a_row(1, due_min=None).used_share(SlaRules(), NOW) is None


def test_more_than_ten_times_the_time_is_said_to_be_more() -> None:
    column = Column("used", "Time used", 10, right=True)
    setting = replace(HERE, rules=SlaRules())

    def used(hours: float) -> str:
        return plain(
            row_line(a_row(1, due_min=-60, opened_at=NOW - timedelta(hours=hours)), [column], setting)
        )[3:]

    assert used(1.5) == "▄▄▄▄▄ 300%"
    assert used(1.1) == "▄▄▄▄▄>999%"


@pytest.mark.parametrize("signs", [WGL4, ASCII])
@pytest.mark.parametrize("width", [64, 80, 120, 200])
@pytest.mark.parametrize("is_reversed", [False, True])
def test_which_column_is_sorted_and_which_way_round_is_always_seen(
    signs: Signs, width: int, is_reversed: bool
) -> None:
    arrow = signs.down if is_reversed else signs.up
    columns = columns_for(width)
    for column in columns:
        heads = plain(
            head_line(columns, sorted_by=column.id, is_reversed=is_reversed, chosen="", signs=signs)
        )
        assert heads.count(arrow) == 1, column.id

    technician = head_line(columns_for(120), sorted_by="technician", is_reversed=False, chosen="", signs=WGL4)
    assert f"Technici…{WGL4.up}" in plain(technician)
