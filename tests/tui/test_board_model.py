"""Do cursor, marks and lines stay on their orders, whatever others do?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.office import NOW
from tests.tui.rows import DAY, a_row
from wom_tui.present.arrangement import Head
from wom_tui.present.board import Day
from wom_tui.present.group import Group
from wom_tui.present.grouping import By, Grouping
from wom_tui.queries.orders import OrderRow
from wom_tui.tui.board_model import BoardModel
from wom_tui.tui.prepared import prepared


def a_board(*rows: OrderRow) -> BoardModel:
    model = BoardModel()
    model.load(prepared(rows, DAY))
    return model


def _name(head: Head) -> str:
    return head.part.name if head.part.group is None else head.part.group.name


def shown(model: BoardModel) -> list[int | str | None]:
    """Every line: an order's number, a group's name, or nothing."""
    entries = [model.shown.at(line) for line in range(model.shown.line_count)]
    return [_name(entry) if isinstance(entry, Head) else entry for entry in entries]


def test_what_is_due_first_stands_first_in_the_loudest_group() -> None:
    dues = {1: 3000, 2: 90, 3: -5, 4: 30, 5: -9}
    model = a_board(*(a_row(number, due_min=due) for number, due in dues.items()))

    assert shown(model) == ["ACT_NOW", 5, 3, 4, "WAITING", 2, "LATER", 1]


def test_the_cursor_steps_over_heads_and_stops_at_the_ends() -> None:
    model = a_board(a_row(1, due_min=-5), a_row(2, due_min=90), a_row(3, due_min=3000))

    seen = []
    for step in (1, 1, 1, -1, -1, -1):
        model.move(step)
        seen.append(model.cursor)

    assert seen == [2, 3, 3, 2, 1, 1]


def test_a_row_that_left_stays_as_a_tombstone_until_it_is_settled() -> None:
    model = a_board(a_row(1, due_min=-5), a_row(2, due_min=-4), a_row(3, due_min=-3))
    model.go(2)

    model.patch([], [2], DAY)
    assert (model.cursor, 2 in model.shown, model.is_gone(2), len(model.pending)) == (2, True, True, 1)
    model.settle(keep_cursor=True)
    assert (model.cursor, 2 in model.shown) == (2, True)
    model.settle(keep_cursor=False)

    assert (model.cursor, 2 in model.shown, model.pending) == (3, False, set())


def test_a_tombstone_is_not_counted_among_what_is_shown() -> None:
    model = a_board(a_row(1, due_min=-5), a_row(2, due_min=-4))
    model.settle(keep_cursor=True)
    assert model.standing_shown == 2

    model.patch([], [1], DAY)
    model.settle(keep_cursor=True)

    assert (model.cursor, len(model.shown)) == (1, 2)
    assert (model.standing_shown, model.total) == (1, 1)


def test_a_new_row_waits_and_then_takes_its_place() -> None:
    model = a_board(a_row(1, due_min=-5), a_row(3, due_min=90))

    patch = model.patch([a_row(2, due_min=-9)], [], DAY)
    assert (patch.numbers, shown(model)) == (frozenset(), ["ACT_NOW", 1, "WAITING", 3])
    model.settle(keep_cursor=True)

    assert shown(model) == ["ACT_NOW", 2, 1, "WAITING", 3]
    assert model.cursor == 1


def test_a_change_is_drawn_where_the_row_stands_and_says_which_cells() -> None:
    model = a_board(a_row(1, due_min=-5), a_row(2, due_min=90))

    patch = model.patch([a_row(2, due_min=-20, version=2, title="Hydrant broken")], [], DAY)

    assert patch.numbers == {2}
    assert patch.columns[2] == {"work", "due"}
    assert shown(model) == ["ACT_NOW", 1, "WAITING", 2]
    assert model.pending == {2}


def test_time_alone_moves_a_row_that_becomes_late() -> None:
    model = a_board(a_row(1, due_min=90), a_row(2, due_min=200))

    model.tick(Day(NOW + timedelta(minutes=31), DAY.zone))
    assert model.pending == {1}
    model.settle(keep_cursor=True)

    assert shown(model) == ["ACT_NOW", 1, "WAITING", 2]
    assert model.counts["warning"] == 1


def test_marks_survive_filter_sort_and_refresh() -> None:
    model = a_board(*(a_row(n, due_min=n, title=f"row {n}") for n in range(1, 9)))
    model.marks = {2, 5}

    model.filter(lambda row: row.number > 3)
    assert (model.hidden_marks, model.chosen()) == (1, [5, 2])
    model.by = By("work")
    model.load(prepared(model.standing(), DAY, model.by))
    model.filter(None)

    assert model.marks == {2, 5}
    assert model.chosen() == [2, 5]


def test_a_range_marks_all_between_and_follows_the_cursor_back() -> None:
    model = a_board(*(a_row(n, due_min=-n) for n in range(1, 9)))
    model.go(7)

    model.range()
    model.move(3)
    assert model.marks == {7, 6, 5, 4}
    model.move(-2)

    assert model.marks == {7, 6}


def test_invert_and_mark_all_touch_only_what_is_shown() -> None:
    model = a_board(*(a_row(n, due_min=-n) for n in range(1, 7)))
    model.marks = {1, 4}
    model.filter(lambda row: row.number > 3)

    model.invert()
    assert model.marks == {1, 5, 6}
    model.mark_all()

    assert model.marks == {1, 4, 5, 6}


def test_turning_the_order_round_keeps_groups_and_cursor() -> None:
    model = a_board(a_row(1, due_min=-5), a_row(2, due_min=-9), a_row(3, due_min=90))
    model.go(1)

    model.reverse()

    assert shown(model) == ["ACT_NOW", 1, 2, "WAITING", 3]
    assert (model.cursor, model.line) == (1, 1)


def test_an_order_that_ended_today_goes_to_the_last_group() -> None:
    model = a_board(a_row(1, due_min=-5), a_row(2, due_min=90))

    model.patch([a_row(1, due_min=-5, status="completed", state="completed", ended_at=NOW)], [], DAY)
    model.settle(keep_cursor=False)

    assert shown(model) == ["WAITING", 2, "ENDED", 1]
    assert model.counts["breached"] == 0


_updates = st.lists(
    st.tuples(
        st.sampled_from(["change", "gone", "new", "quiet", "time", "group"]),
        st.integers(1, 24),
        st.integers(-200, 3000),
        st.sampled_from(["ready", "dispatched", "on_hold"]),
    ),
    max_size=30,
)
_TERRITORIES = ("West", "East", "", "west")
_groupings = st.sampled_from(list(Grouping))


def regroup(model: BoardModel, grouping: Grouping, minutes: int) -> None:
    """What the board does at `C`."""
    model.by = By(model.by.sort, grouping)
    day = Day(NOW + timedelta(minutes=minutes), DAY.zone)
    model.load(prepared(model.standing(), day, model.by, matches=model.matches))


@given(
    start=st.integers(1, 12),
    moves=st.lists(st.integers(-4, 4), max_size=4),
    updates=_updates,
    grouping=_groupings,
)
def test_no_change_of_others_puts_another_order_under_the_next_key(
    start: int, moves: list[int], updates: list[tuple[str, int, int, str]], grouping: Grouping
) -> None:
    rows = [a_row(n, due_min=n * 50 - 100, territory=_TERRITORIES[n % 4]) for n in range(1, 13)]
    model = a_board(*rows)
    model.go(start)
    regroup(model, grouping, 0)
    assert model.cursor == start
    for step in moves:
        model.move(step)
    model.marks = {start, 3}
    target, marks, minutes = model.cursor, set(model.marks), 0

    for what, number, due_min, status in updates:
        match what:
            case "gone":
                model.patch([], [number], DAY)
            case "quiet":
                model.settle(keep_cursor=True)
            case "time":
                minutes += 7
                model.tick(Day(NOW + timedelta(minutes=minutes), DAY.zone))
            case "group" if target in {row.number for row in model.standing()}:
                regroup(model, list(Grouping)[number % len(Grouping)], minutes)
            case "group":  # of a tombstone only the line is left, and all lines are new now
                continue
            case _:
                changed: dict[str, Any] = {"status": status, "state": status, "priority": 1 + due_min % 4}
                if due_min % 3:
                    changed |= {"technician": "kim", "technician_name": "Kim"}
                territory = _TERRITORIES[due_min % 4]
                model.patch([a_row(number, due_min=due_min, territory=territory, **changed)], [], DAY)

        assert model.cursor == target
        assert model.marks <= marks
        assert model.shown.at(model.line) == target
    assert_sound(model)


def assert_sound(model: BoardModel) -> None:
    """Lines and numbers are each other's inverse, groups are in order, and counts are right."""
    lines = {number: model.shown.line_of(number) for number in model.shown}
    assert all(model.shown.at(line) == number for number, line in lines.items())
    assert len(set(lines.values())) == len(lines)
    model.settle(keep_cursor=False)
    parts = [model.shown.part_of(number) for number in model.shown]
    assert parts == sorted(parts)
    assert set(model.shown) == {row.number for row in model.standing()}
    waiting = sum(1 for row in model.standing() if row.status == "on_hold")
    assert model.counts["on_hold"] == waiting
    assert [model.shown.at(line) for line in range(model.shown.line_count)].count(None) == 0
    if model.by.grouping is Grouping.URGENCY:
        groups = [model.group_of(number) for number in model.shown]
        assert Group.ACT_NOW not in groups or groups[0] is Group.ACT_NOW
