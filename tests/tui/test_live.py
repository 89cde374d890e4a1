"""Does a console see what another one does: at once, cheaply, and without losing its place?"""

from __future__ import annotations

from typing import Any

import pytest
from textual.geometry import Region

from tests.tui.driving import Console, console, driven
from tests.tui.office import NOW, desk_at
from tests.tui.pictures import lines_of
from wom_tui.commands.order import CreateOrder, EditOrder, SetPriority
from wom_tui.domain.work_order import Priority
from wom_tui.store.reader import Reader
from wom_tui.tui.widgets.line_board import LineBoard
from wom_tui.tui.widgets.lines import Lines


class Spy:
    """Counts rows that are read from the tables, and lines that are drawn again."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows: list[str] = []
        self.lines: list[str] = []
        self._count_rows(monkeypatch, "rows")
        self._count_rows(monkeypatch, "select")
        for widget in (LineBoard, Lines):
            self._count_lines(monkeypatch, widget)

    def _count_rows(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        original = getattr(Reader, name)

        def counted(reader: Reader, cls: type, *args: Any, **where: Any) -> tuple[Any, ...]:
            found = tuple(original(reader, cls, *args, **where))
            self.rows += [cls.__name__] * len(found)
            return found

        monkeypatch.setattr(Reader, name, counted)

    def _count_lines(self, monkeypatch: pytest.MonkeyPatch, widget: type[LineBoard] | type[Lines]) -> None:
        original = widget.refresh

        def counted(this: Any, *regions: Region, **how: Any) -> Any:
            heights = sum(region.height for region in regions) if regions else this.size.height
            self.lines += [type(this).__name__] * heights
            return original(this, *regions, **how)

        monkeypatch.setattr(widget, "refresh", counted)


def test_one_remote_change_reads_three_rows_and_draws_two_lines_at_most(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4401)
            await c.read()
            spy = Spy(monkeypatch)
            other = desk_at(office, session="two", actor="byrne")
            other.run(EditOrder(order=4404, changes=(("title", "Water main burst"),)))
            spy.rows.clear()
            await c.until(lambda: "Water main burst" in c.text, "the other console's change is on the screen")
            assert (len(spy.rows) <= 3, spy.rows) == (True, spy.rows)
            assert (len(spy.lines) <= 2, spy.lines) == (True, spy.lines)

    driven(script)


def test_a_change_that_will_move_a_row_draws_the_row_and_the_counts(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.app.is_frozen = True  # however slow this machine is, nothing settles meanwhile
            await c.read()
            spy = Spy(monkeypatch)
            other = desk_at(office, session="two", actor="byrne")
            other.run(SetPriority(order=4407, priority=Priority.P1))
            await c.until(lambda: c.board.model.rows[4407].priority == 1, "the new priority has come")

            assert sorted(spy.lines) == ["Attention", "LineBoard", "Scope"]
            assert c.board.model.pending == {4407}

    driven(script)


def test_a_new_order_waits_while_somebody_types_and_is_counted(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("down", "down")
            before = (c.board.model.cursor, c.board.model.line)
            other = desk_at(office, session="two", actor="byrne")
            made = other.run(CreateOrder(title="Gas smell in lobby", priority=Priority.P1, opened_at=NOW))
            number = int(made.result["number"])
            c.board.note_key()
            await c.until(lambda: number in c.board.model.pending, "the new order is known")
            assert (c.board.model.cursor, c.board.model.line) == before
            assert "1 moved ." in c.text
            assert "Gas smell" not in c.text
            await c.press("full_stop")

            assert "Gas smell" in c.text
            assert c.board.model.cursor == before[0]

    driven(script)


def test_a_changed_cell_is_underlined_for_a_while(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            other = desk_at(office, session="two", actor="byrne")
            other.run(EditOrder(order=4404, changes=(("title", "Water main burst"),)))
            await c.until(lambda: 4404 in c.board.list.changed, "the change is known")
            assert c.board.list.changed[4404] == {"work"}
            assert underlined(c) == "Water main burst"
            await c.until(lambda: 4404 not in c.board.list.changed, "the line goes away again")

            assert underlined(c) == ""

    driven(script)


def underlined(c: Console) -> str:
    return "".join(
        segment.text
        for line in lines_of(c.app)
        for segment in line
        if segment.style and segment.style.underline
    )


def test_two_consoles_see_each_other(office: str) -> None:
    async def script() -> None:
        async with console(office, session="one") as c:
            other = desk_at(office, session="two", actor="byrne")
            seen = other.last_seq()
            c.board.go_to(4407)
            await c.say("priority 4407 1")

            assert [event.kind for event in other.events(seen)] == ["order.prioritised"]
            await c.until(lambda: c.board.model.rows[4407].priority == 1, "its own board shows it too")

    driven(script)


def test_a_frozen_list_settles_only_when_asked(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("z")
            assert "frozen" in c.text.splitlines()[0]
            desk_at(office, session="two", actor="byrne").run(CreateOrder(title="Gas smell", opened_at=NOW))
            await c.until(lambda: len(c.board.model.pending) == 1, "the new order waits")
            c.board.news.quiet._last_key = 0.0
            c.board.news.quiet._over()
            assert len(c.board.model.pending) == 1
            await c.press("z", "full_stop")

            assert c.board.model.pending == set()

    driven(script)


def test_the_open_order_follows_what_others_do(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("4407")
            await c.until(lambda: "Catch basin blocked" in c.text, "the order is shown")
            desk_at(office, session="two", actor="byrne").run(SetPriority(order=4407, priority=Priority.P1))

            await c.until(lambda: "P3 → P1" in c.text and "by byrne" in c.text, "its history goes on")

    driven(script)


def test_only_a_visit_is_looked_up_by_its_number_among_the_visits(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            seat = c.app.seat
            assert [row.number for row in seat.again("visit:2").rows] == [4403]
            assert seat.again("technician:2").is_empty

    driven(script)
