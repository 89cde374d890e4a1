"""Does the map show the board's orders where they are, follow its filter, and act on the order that is meant?"""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import NOW, desk_at
from tests.tui.pictures import lines_of
from tests.tui.town import in_boston
from wom_tui.commands.order import SetPriority
from wom_tui.domain.work_order import Priority
from wom_tui.present.labels import ASCII
from wom_tui.queries.whereabouts import Seen
from wom_tui.tui.changes import Changes
from wom_tui.tui.look import LOOKS
from wom_tui.tui.map_model import Placed
from wom_tui.tui.screens.map import MapView


@pytest.fixture
def town(tmp_path: Path) -> str:
    """The address of that office."""
    return in_boston(tmp_path / "boston.db")


async def on_map(c: Console, *, has_streets: bool = True) -> MapView:
    await c.press("8")
    view = c.app.query_one(MapView)

    def is_there() -> bool:
        return bool(view.model.people) and (view.model.streets is not None) is has_streets

    await c.until(is_there, "people and streets are read")
    await c.settled()
    return view


async def on_the_way(c: Console, number: int) -> MapView:
    """The map, with the cursor on an order that somebody has, and the route of their day."""
    view = await on_map(c)
    c.board.go_to(number)
    await c.press("8")
    await route_found(c, view)
    return view


async def route_found(c: Console, view: MapView) -> None:
    await c.until(lambda: view.model.route is not None, "the route is found")
    await c.settled()


def placed(view: MapView) -> Placed:
    assert view.model.placed is not None
    return view.model.placed


def orders_on(view: MapView) -> int:
    return sum(one.orders for one in placed(view).clusters)


# ------------------------------------------------------------------------------------------------- what is shown


def test_the_map_shows_streets_orders_people_and_whose_map_it_is(town: str) -> None:
    async def script() -> None:
        async with console(town) as c:
            view = await on_map(c)

            assert c.app.context == "map"
            for words in ("Map   all open orders", "© OpenStreetMap contributors", "past due", " km"):
                assert words in c.text
            assert any("⠀" < char <= "⣿" for char in c.text)
            assert "MK●" in c.text or "NH●" in c.text or "SO●" in c.text
            assert f" {c.board.model.cursor} " in c.text
            assert orders_on(view) == 23

    driven(script)


def test_a_town_without_streets_is_shown_without(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await on_map(c, has_streets=False)

            assert "OpenStreetMap" not in c.text
            assert f" {c.board.model.cursor} " in c.text

    driven(script)


def test_ascii_means_ascii_on_the_map_too(town: str) -> None:
    async def script() -> None:
        async with console(town, size=(80, 24), look="mono", signs=ASCII) as c:
            view = await on_map(c)
            await c.press("down", "down", "down")
            await c.settled()

            assert c.text.isascii()
            assert "(c) OpenStreetMap contributors" in c.text
            assert view.model.placed is not None

    driven(script)


def test_who_has_the_order_and_the_way_of_the_day_are_told(town: str) -> None:
    async def script() -> None:
        async with console(town) as c:
            await on_the_way(c, 4409)

            assert "Amadou Diallo  on the way to 4409" in c.text
            assert "straight lines" in c.text
            c.board.go_to(4405)
            await c.press("8")
            assert "nearest " in c.text

    driven(script)


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (80, 24), (120, 35), (200, 50), (300, 80)])
def test_the_map_fits_any_terminal(town: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(town, size=(120, 35)) as c:
            view = await on_map(c)
            await c.pilot.resize_terminal(*size)
            await c.settled()
            await c.press("down", "right", "left", "equals_sign", "H", "L", "pageup", "pagedown", "0")

            assert view.model.sight is not None
            assert (view.model.sight.cols, view.model.sight.rows) == tuple(view.chart.size)
            assert max(map(len, c.text.splitlines())) <= size[0]

    driven(script)


# ------------------------------------------------------------------------------------- keys, and what they mean


def test_up_and_down_go_through_the_board_s_list(town: str) -> None:
    async def script() -> None:
        async with console(town) as c:
            view = await on_map(c)
            listed = list(c.board.model.shown)
            await c.press("g", *["down"] * 6)

            assert view.order_here == listed[6]
            await c.press("1")
            assert c.board.model.cursor == listed[6]

    driven(script)


def test_left_and_right_go_to_what_lies_there_and_back_again(town: str) -> None:
    async def script() -> None:
        async with console(town) as c:
            view = await on_map(c)
            seen = [view.model.cursor_point]
            for _ in range(5):
                await c.press("right")
                seen.append(view.model.cursor_point)

            xs = [point.x for point in seen if point is not None]
            assert xs == sorted(xs)
            assert len(set(xs)) > 2
            await c.press("left")
            after = view.model.cursor_point
            assert after is not None
            assert after.x <= xs[-1]

    driven(script)


def test_the_cursor_is_kept_in_sight_and_pans_do_not_move_it(town: str) -> None:
    async def script() -> None:
        async with console(town) as c:
            view = await on_map(c)
            await c.press("equals_sign", "equals_sign", "equals_sign", "equals_sign", "equals_sign")
            cursor = view.order_here
            await c.press("L", "L", "pagedown")
            assert view.order_here == cursor
            for key in ("down", "down", "up", "right", "down"):
                await c.press(key)
                point = view.model.cursor_point
                assert point is not None
                assert placed(view).sight.shows(point)
            await c.press("0")

            assert orders_on(view) == 23

    driven(script)


def test_the_map_follows_the_board_s_filter_and_the_filter_stays_on_the_map(town: str) -> None:
    async def script() -> None:
        async with console(town) as c:
            view = await on_map(c)
            await c.press("slash")
            await c.type("status=ready")
            await c.press("enter")

            assert c.app.context == "map"
            assert "6 of 23" in c.text
            assert orders_on(view) == 6
            assert {one.worst.status for one in placed(view).clusters} == {"ready"}
            await c.press("escape")
            assert "23 of 23" in c.text
            assert orders_on(view) == 23

    driven(script)


def test_marks_are_the_board_s_and_verbs_act_on_them(town: str) -> None:
    async def script() -> None:
        async with console(town) as c:
            view = await on_map(c)
            c.board.go_to(4407)
            await c.press("space")
            c.board.go_to(4419)
            await c.press("space")

            assert c.board.model.marks == {4407, 4419}
            assert [target.number for target in view.targets()] == [4407, 4419]
            assert "2 marked" in c.text
            await c.press("h")
            assert c.app.line.input.value == "hold 4407,4419 "
            await c.press("escape", "escape")
            assert c.board.model.marks == set()

    driven(script)


def test_enter_opens_the_order_and_escape_leads_back_to_the_map(town: str) -> None:
    async def script() -> None:
        async with console(town) as c:
            await on_map(c)
            c.board.go_to(4405)
            await c.press("enter")
            await c.until(lambda: "Chiller alarm" in c.text, "the order is shown")
            assert c.app.context == "order"
            await c.press("escape")

            assert c.app.context == "map"

    driven(script)


def test_a_click_is_the_cursor_on_what_is_nearest(town: str) -> None:
    async def script() -> None:
        async with console(town) as c:
            view = await on_map(c)
            one = next(one for one in placed(view).clusters if one.worst.number != c.board.model.cursor)
            await c.pilot.click("#chart", offset=(one.col, one.row))
            await c.settled()

            assert view.order_here == one.worst.number

    driven(script)


def test_the_wheel_zooms_at_the_pointer_and_a_drag_pans(town: str) -> None:
    async def script() -> None:
        async with console(town) as c:
            view = await on_map(c)
            before = view.model.sight
            assert before is not None
            view.on_map_chart_rolled(view.chart.Rolled(30, 10, 1))
            nearer = view.model.sight
            assert nearer is not None
            assert nearer.metres < before.metres
            view.on_map_chart_dragged(view.chart.Dragged(5, -2))

            assert view.model.sight == nearer.panned(5, -2)

    driven(script)


# -------------------------------------------------------------------------------------------------------- news


def test_a_change_by_somebody_else_is_drawn_where_it_is(town: str) -> None:
    async def script() -> None:
        async with console(town) as c:
            view = await on_map(c)
            cursor = view.order_here
            other = desk_at(town, session="two", actor="byrne")
            other.run(SetPriority(order=4419, priority=Priority.P1))
            await c.until(lambda: c.board.model.rows[4419].priority == 1, "the news have come")

            assert view.order_here == cursor
            shown = view.model.placed.clusters if view.model.placed else ()
            assert all(one.worst == c.board.model.rows[one.worst.number] for one in shown)

    driven(script)


def test_no_change_of_others_puts_another_order_under_the_cursor(town: str) -> None:
    async def script() -> None:
        async with console(town) as c:
            view = await on_map(c)
            drawn = random.Random(5)
            keys = ("down", "up", "right", "left", "equals_sign", "underscore", "H", "0")
            for turn in range(1_000):
                meant = view.order_here
                rows = c.board.model.rows
                number = drawn.choice(sorted(rows))
                row = rows[number]
                moved = row._replace(
                    version=row.version + 1,
                    lat=(row.lat or 42.3) + drawn.gauss(0, 0.002),
                    resolve_due_at=NOW + timedelta(minutes=drawn.randint(-200, 900)),
                )
                gone = frozenset({number}) if drawn.random() < 0.02 and number != meant else frozenset()
                c.board.rows_changed(
                    Changes(
                        rows=() if gone else (moved,),
                        gone=gone,
                        subjects=frozenset({f"work_order:{number}"}),
                    )
                )

                assert view.order_here == meant
                (target,) = view.targets()
                assert (target.number, target.version) == (meant, c.board.model.rows[meant or 0].version)
                if turn % 25 == 0:
                    await c.pilot.press(drawn.choice(keys))
            await c.settled()

    driven(script)


def test_who_reports_from_elsewhere_is_drawn_there(town: str) -> None:
    async def script() -> None:
        async with console(town) as c:
            view = await on_map(c)
            diallo = next(one for one in view.model.people if one.code == "amadou")
            assert (diallo.seen, diallo.order) == (Seen.TRAVELLING, 4409)
            await c.say("arrive 4409")
            await c.until(
                lambda: any(one.seen is Seen.ON_SITE and one.order == 4409 for one in view.model.people),
                "the report is read",
            )

    driven(script)


def test_where_nothing_can_be_read_yet_it_says_so(town: str) -> None:
    async def script() -> None:
        async with console(town) as c:
            view = await on_map(c)
            c.board.model.rows.clear()
            c.board.is_loaded = False
            view.draw()
            await c.settled()

            assert "reading the orders" in c.text

    driven(script)


# ------------------------------------------------------------------------------------------------------- the look


@pytest.mark.parametrize("look", LOOKS)
def test_every_ink_of_the_map_is_known_to_every_look(town: str, look: str) -> None:
    async def script() -> None:
        async with console(town, look=look) as c:
            await on_the_way(c, 4409)

            assert lines_of(c.app)

    driven(script)
