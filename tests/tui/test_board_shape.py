"""Can the board be made another: columns, groups, the room of the reading area?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.tui.driving import Console, console, driven
from wom_tui.present import columns
from wom_tui.present.arrangement import Head
from wom_tui.present.grouping import Grouping
from wom_tui.tui.widgets import line_board


def heads(c: Console) -> list[str]:
    shown = c.board.model.shown
    entries = [shown.at(line) for line in range(shown.line_count)]
    return [entry.part.name for entry in entries if isinstance(entry, Head)]


def test_the_key_groups_by_the_next_thing_and_comes_round(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4412)
            before, seen = heads(c), []
            for _ in Grouping:
                await c.press("C")
                seen.append(c.board.model.by.grouping.value)
                assert c.board.model.cursor == 4412
                assert c.board.list.top <= c.board.model.line

            assert seen == ["priority", "territory", "technician", "work_type", "none", "urgency"]
            assert heads(c) == before

    driven(script)


def test_a_group_has_its_name_and_count_and_line_2_says_by_what(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("C")

            assert "by priority" in c.text.splitlines()[1]
            assert heads(c) == [f"Priority {number}" for number in sorted(c_priorities(c))]
            count = sum(row.priority == 1 for row in c.board.model.rows.values())
            assert f"Priority 1  {count} " in c.text

    driven(script)


def c_priorities(c: Console) -> set[int]:
    return {row.priority for row in c.board.model.rows.values()}


def test_an_order_that_gets_another_priority_waits_and_then_goes_to_its_group(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("C")
            number = c.board.model.cursor
            assert number is not None
            await c.say("priority 4")
            assert c.board.model.shown.part_of(number).name == "Priority 1"
            await c.press("full_stop")

            assert c.board.model.shown.part_of(number).name == "Priority 4"

    driven(script)


def test_many_rows_are_grouped_on_a_worker_and_what_was_wished_for_last_counts(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wom_tui.tui.board_news.MANY_ROWS", 3)
    monkeypatch.setattr("wom_tui.tui.board_shape.MANY_ROWS", 3)

    async def script() -> None:
        async with console(office) as c:
            await c.press("slash")
            await c.type("pri<=2")
            await c.press("enter", "C", "C", "C")
            await c.until(lambda: "No technician" in heads(c), "they are grouped")

            assert all(row.priority <= 2 for row in map(c.board.model.rows.__getitem__, c.board.model.shown))
            await c.press("escape", "C", "C", "C")
            await c.until(lambda: len(c.board.model.shown) == c.board.model.total, "all are shown")
            assert c.board.model.by.grouping is Grouping.URGENCY
            assert heads(c)[0] == "Act now"

    driven(script)


def test_columns_are_chosen_on_a_panel_and_seen_behind_it_at_once(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("c")
            assert "columns" in c.text
            await c.press("G", "up", "up", "up", "up", "up", "up", "up", "space")  # territory
            await c.until(lambda: "Territory" in c.text.splitlines()[4], "the column is seen")
            assert c.board.list.chosen[-1] == "territory"
            await c.press("enter")

            assert "Territory" in c.text.splitlines()[4]

    driven(script)


def test_a_column_moves_and_escape_puts_all_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            before = c.text.splitlines()[4]
            await c.press("c")
            await c.press("down", "semicolon", "semicolon")
            assert [column.id for column in c.board.list.columns][:4] == [
                "number",
                "state",
                "due",
                "priority",
            ]
            await c.press("escape")

            assert (c.board.list.chosen, c.text.splitlines()[4]) == ((), before)

    driven(script)


def test_the_number_stays_and_the_board_s_own_columns_come_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("c")
            await c.press("space", "space")
            assert [column.id for column in c.board.list.columns][:2] == ["number", "state"]
            await c.press("backspace", "enter")

            assert c.board.list.chosen == ()

    driven(script)


@pytest.mark.parametrize("size", [(120, 35), (200, 50), (80, 24)])
def test_the_inspector_leaves_its_room_to_the_list(office: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(office, size=size) as c:
            reading = c.board.reading
            before = c.board.list.size
            await c.press("I")
            assert (reading.below.display, reading.beside.display) == (False, False)
            await c.until(lambda: c.board.list.size != before, "the list is larger")
            await c.press("I")

            await c.until(lambda: c.board.list.size == before, "it is as it was")

    driven(script)


def test_what_is_no_filter_goes_on_being_typed_so_that_no_key_acts_on_all(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("slash")
            await c.type("st=ready")
            await c.press("enter", "M")

            assert (c.app.line.is_open, c.app.line.text) == (True, "st=readyM")
            assert c.board.model.marks == set()
            await c.press("escape")
            assert not c.app.line.is_open
            assert "cannot be used" not in c.text

    driven(script)


def test_lines_near_those_in_sight_are_made_before_somebody_goes_there(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, original = list[int](), columns.row_line

    def counting(row: Any, *rest: Any, **how: Any) -> Any:
        made.append(row.number)
        return original(row, *rest, **how)

    monkeypatch.setattr(line_board, "row_line", counting)

    async def script() -> None:
        async with console(office, size=(80, 24)) as c:
            await c.until(lambda: len(set(made)) == len(c.board.model.rows), "all lines are made")
            made.clear()
            left = c.board.model.cursor
            await c.press("pagedown")
            assert c.board.list.top > 0
            assert c.board.model.cursor in made
            assert set(made) <= {left, c.board.model.cursor}

    driven(script)
