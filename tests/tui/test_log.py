"""Does the log tell every act, its fields before and after, and the way back?"""

from __future__ import annotations

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from tests.tui.tables import keeps_its_cursor_in_sight
from wom_tui.commands.order import SetPriority
from wom_tui.domain.work_order import Priority
from wom_tui.present.log import NAMED_BY
from wom_tui.tui.screens.log import LogView


async def on_log(c: Console) -> LogView:
    await c.press("9")
    view = c.app.query_one(LogView)
    await c.until(lambda: view.is_read, "the log is read")
    await c.until(lambda: view._detail is not None, "the act under the cursor is spelt out")
    await c.settled()
    return view


def test_one_line_for_an_act_newest_first_and_the_cursor_s_is_spelt_out_field_by_field(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("priority 4407 1")
            view = await on_log(c)

            assert [act.summary for act in view.model.acts] == ["priority 4407 1", "load the morning"]
            assert view.model.acts[0].who == "ortiz"
            words = c.text
            assert "u takes it back" in words
            assert "order 4407   priority P3 → P1" in words
            assert "u takes back priority 4407 1" in words
            lines = words.splitlines()
            assert next(line for line in lines if "the morning" in line).split()[-1].isdecimal()  # events

    driven(script)


def test_an_act_says_what_became_of_it(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("priority 4407 1")
            view = await on_log(c)
            await c.press("u")
            await c.until(lambda: len(view.model.acts) == 3, "the undo came in")
            await c.settled()
            assert "taken back by ortiz 14:32" in c.text
            assert "U does it again" in c.text

            await c.press("U")
            await c.until(lambda: len(view.model.acts) == 4, "done again")
            await c.settled()
            assert "taken back, done again" in c.text
            assert view.own.ways.undo
            assert view.own.ways.undo.command_id == view.model.acts[0].command_id

    driven(script)


def test_another_s_act_is_taken_back_by_the_line_that_e_types_unless_something_stands_on_it(
    office: str,
) -> None:
    async def script() -> None:
        ann = desk_at(office, session="two", actor="ann")
        first = ann.run(SetPriority(order=4407, priority=Priority(1)))
        async with console(office) as c:
            view = await on_log(c)
            assert f"e types undo {first.command_id[:NAMED_BY]}, which takes it back" in c.text
            await c.press("e")
            assert c.app.line.text == f"undo {first.command_id[:NAMED_BY]}"
            await c.press("escape")

            second = ann.run(SetPriority(order=4407, priority=Priority(2)))
            await c.until(lambda: len(view.model.acts) == 3, "the other act came in")
            assert view.model.cursor == second.command_id  # on the newest it stays with the newest
            await c.press("down")
            assert view.model.cursor == first.command_id
            await c.shows("cannot be taken back: order 4407 has changed since: ann made it P2")

    driven(script)


def test_enter_opens_the_order_and_an_act_without_one_says_so(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("assign 4405 okafor 15:15")
            if c.app.screen is not c.app.screen_stack[0]:
                await c.press("Y")
            await on_log(c)
            await c.press("enter")
            await c.until(lambda: c.app.context == "order", "the order is open")
            await c.settled()

            assert "4405" in c.text.splitlines()[1]
            await c.press("escape")
            assert c.app.context == "log"

    driven(script)


def test_the_filter_of_the_log_is_its_own(office: str) -> None:
    async def script() -> None:
        desk_at(office, actor="ann").run(SetPriority(order=4407, priority=Priority(1)))
        async with console(office) as c:
            await c.say("priority 4405 3")
            await c.say("priority 4407 2")
            view = await on_log(c)
            for text, count in (
                ("who=ann", 1),
                ("order=4407", 3),
                ("4407", 3),
                ("priority", 3),
                ("door=con 4405", 1),
            ):
                await c.press("slash")
                c.app.line.input.write(text)
                await c.press("enter")
                await c.until(lambda: view.is_read and not view._is_reading, "read")

                assert len(view.model.acts) == count, text
                assert c.board.filter_text == ""
            await c.press("escape")
            assert (view.filter_text, c.app.context) == ("", "log")
            await c.press("slash")
            c.app.line.input.write("whom=ann")
            await c.press("enter")
            assert "expected one of who=, door=, order=, since=, or words" in c.text

    driven(script)


def test_older_acts_are_read_as_the_cursor_comes_near_the_end(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script() -> None:
        desk = desk_at(office, actor="ann")
        for turn in range(60):
            desk.run(SetPriority(order=4407, priority=Priority(1 + turn % 2)))
        monkeypatch.setattr("wom_tui.queries.log.PAGE", 50)
        async with console(office) as c:
            view = await on_log(c)
            assert (len(view.model.acts), view.model.is_all) == (50, False)
            assert "50 acts, older ones as you go" in c.text
            await c.press("G")
            await c.until(lambda: view.model.is_all, "all of them are read")

            assert view.model.acts[-1].summary == "load the morning"
            assert view.model.act == view.model.acts[-1]
            numbers = [act.last_seq for act in view.model.acts]
            assert numbers == sorted(numbers, reverse=True)
            await c.press("g")
            assert view.model.act == view.model.acts[0]

    driven(script)


def test_opened_again_it_shows_the_newest_unless_the_cursor_was_moved_to_an_older_one(office: str) -> None:
    async def script() -> None:
        desk = desk_at(office, actor="ann")

        def acts(count: int) -> str:
            done = [desk.run(SetPriority(order=4407, priority=Priority(1 + n % 2))) for n in range(count)]
            return done[-1].command_id

        acts(6)
        async with console(office) as c:
            view = await on_log(c)
            await c.press("1")
            newest = acts(40)
            await c.press("9")
            await c.until(lambda: len(view.model.acts) == 47, "the acts since came in")
            assert (view.model.cursor, view.list.top) == (newest, 0)

            await c.press("down", "down")
            older = view.model.cursor
            await c.press("1")
            acts(40)
            await c.press("9")
            await c.until(lambda: len(view.model.acts) == 87, "the acts since came in")
            assert view.model.cursor == older
            assert view.list.top <= view.cursor_line < view.list.top + view.list.size.height

    driven(script)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 35), (200, 50)])
def test_the_cursor_stays_in_sight_at_any_size(office: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        desk = desk_at(office, actor="ann")
        for turn in range(60):
            desk.run(SetPriority(order=4407, priority=Priority(1 + turn % 2)))
        async with console(office, size=size) as c:
            await c.press("9")
            view = c.app.query_one(LogView)
            await c.until(lambda: view.is_read, "the log is read")
            await keeps_its_cursor_in_sight(c, view)

    driven(script)
