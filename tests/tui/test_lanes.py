"""Does the dispatcher see the day of everybody, keep the place, and find the one to act on?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from textual.geometry import Region

from tests.tui.driving import Console, console, driven
from tests.tui.office import MINUTE, NOW, desk_at
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import AdvanceVisit, AssignVisit, UnassignVisit
from wom_tui.domain.visit import VisitStatus
from wom_tui.present.labels import ASCII
from wom_tui.present.lanes import short_name
from wom_tui.tui.screens.candidates import CandidatesView
from wom_tui.tui.screens.lanes import LanesView
from wom_tui.tui.widgets.lane_chart import LaneChart

BYRNE = 9


def names_of(view: LanesView) -> list[str]:
    return [short_name(lane.name, 11) for lane in view.model.lanes.values()]


async def on_lanes(c: Console) -> LanesView:
    """Go to the lanes and wait for the day."""
    await c.press("2")
    view = c.app.query_one(LanesView)
    await c.until(lambda: bool(view.model.order), "the day is read")
    return view


def test_the_lanes_show_everybody_worst_trouble_first(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)

            lines = c.text.splitlines()
            assert "Technician" in c.text
            assert "14:32" in c.text
            first = view.model.lanes[view.model.order[0]]
            assert first.watch.minutes > 0
            assert short_name(first.name, 11) in lines[5]
            assert f"{first.watch.order} late" in lines[5]
            assert [n for n in names_of(view) if n not in c.text] == []
            assert "no technician" in lines[2]

    driven(script)


def test_on_a_small_screen_the_axis_reaches_to_the_edge_and_no_word_of_line_2_is_cut(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(40, 12)) as c:
            await on_lanes(c)

            assert [line for line in c.text.splitlines()[1:9] if "…" in line[14:]] == []

    driven(script)


def test_the_cursor_goes_from_lane_to_lane_and_from_visit_to_visit(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            model = view.model
            await c.press("down", "down", "up")
            assert model.line == 1

            model.go(1)
            visits = [bar.visit for bar in model.lanes[1].bars]
            assert len(visits) >= 3
            await c.press(*["left"] * len(visits))
            assert (model.is_on_name, model.current_bar, view.targets()) == (True, None, ())
            await c.press("right")
            assert model.bar == visits[0]
            await c.press("right")
            assert model.bar == visits[1]
            bar = model.current_bar
            assert bar is not None
            assert f"{bar.label}  {bar.title}" in c.text
            assert [(t.number, t.visit_id) for t in view.targets()] == [(bar.order, bar.visit)]

    driven(script)


def test_tab_goes_to_what_nobody_has_and_shows_where_it_would_go(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            await c.press("tab")
            row = view.model.row
            assert row is not None
            await c.until(lambda: (row.order, row.visit) in view.model.best, "somebody was found")
            await c.settled()

            best = view.model.best[row.order, row.visit]
            assert best.window is not None
            assert best.name in c.text
            assert f"[{row.order}" in c.text
            assert view.targets()[0].number == row.order
            await c.press("tab")
            assert view.model.row is None

    driven(script)


def test_down_from_the_last_lane_leads_into_the_tray_and_up_leads_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            await c.press("G", "down")
            assert view.model.in_tray
            await c.press("up")
            assert not view.model.in_tray
            assert view.model.line == len(view.model.order) - 1

    driven(script)


def test_what_others_do_is_shown_at_once_and_only_on_that_lane(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            await c.press("G")
            await c.settled()  # or what the view itself still draws would be counted
            cursor, order = view.model.cursor, list(view.model.order)
            drawn: list[int] = []
            original = LaneChart.refresh

            def counted(this: LaneChart, *regions: Region, **how: bool) -> object:
                drawn.extend(region.y + this.top for region in regions) if regions else drawn.append(-1)
                return original(this, *regions, **how)

            monkeypatch.setattr(LaneChart, "refresh", counted)
            bar = view.model.lanes[BYRNE].bars[0]
            other = desk_at(office, session="two", actor="byrne")
            other.run(AdvanceVisit(visit=bar.visit, to=VisitStatus.TRAVELLING))
            await c.until(
                lambda: view.model.lanes[BYRNE].bars[0].status is VisitStatus.TRAVELLING, "the lane follows"
            )
            await c.settled()

            assert set(drawn) == {order.index(BYRNE)}
            assert view.model.cursor == cursor

    driven(script)


def test_lanes_keep_their_place_while_somebody_types_and_settle_on_request(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            await c.press("G")
            last = view.model.cursor
            assert last is not None
            before = list(view.model.order)
            other = desk_at(office, session="two", actor="byrne")
            other.run(
                AddAbsence(technician=last, start_at=NOW - MINUTE, end_at=NOW + 300 * MINUTE, reason="ill")
            )
            await c.until(lambda: bool(view.model.lanes[last].absences), "the absence is read")

            assert view.model.cursor == last
            await c.press("full_stop")
            assert view.model.cursor == last
            assert view.model.order.index(last) < before.index(last)

    driven(script)


def test_days_zoom_and_pan(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            axis = view.axis
            await c.press("equals_sign")
            assert view.axis.step_min < axis.step_min
            await c.press("underscore", "underscore")
            assert view.axis.step_min > axis.step_min
            await c.press("L")
            assert view.axis.start_at > axis.start_at
            await c.press("0")
            assert 0 <= view.axis.cell(NOW) < view.axis.cells

            await c.press("right_parenthesis")
            await c.until(lambda: view.on == date(2026, 11, 25), "tomorrow")
            await c.settled()
            assert "Wed 25 Nov" in c.text
            assert "14:32 " not in c.text.splitlines()[4]
            tomorrow = {bar.order for lane in view.model.lanes.values() for bar in lane.bars}
            assert tomorrow
            await c.press("left_parenthesis")
            await c.until(lambda: view.on == date(2026, 11, 24), "today")

    driven(script)


def test_enter_opens_the_order_and_a_shows_who_can_take_it(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            number = view.targets()[0].number
            await c.press("enter")
            assert c.app.context == "order"
            await c.press("2")
            assert c.app.context == "lanes"
            await c.press("a")
            assert c.app.context == "candidates"
            assert c.app.query_one(CandidatesView).target == view.targets()[0]
            assert view.targets()[0].number == number

    driven(script)


def test_a_visit_that_somebody_books_elsewhere_appears_on_its_lane(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            row = view.model.tray[0]
            other = desk_at(office, session="two", actor="byrne")
            start_at = NOW + timedelta(hours=20)
            other.run(AssignVisit(order=row.order, technician=8, start_at=start_at))
            await c.until(lambda: row not in view.model.tray, "it has left the tray")
            await c.press("right_parenthesis")
            await c.until(
                lambda: any(bar.order == row.order for bar in view.model.lanes[8].bars),
                "it stands on the lane",
            )

    driven(script)


@pytest.mark.parametrize("size", [(200, 60), (120, 35), (80, 24), (60, 16), (40, 12), (24, 8)])
def test_the_lanes_fit_any_terminal(office: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(office, size=size, look="mono", signs=ASCII) as c:
            await on_lanes(c)
            await c.press("down", "right", "tab", "down", "G", "g")

            assert c.text.isascii()
            assert len(c.text.splitlines()) <= size[1]

    driven(script)


def test_a_dispatch_from_a_lane_is_sent_for_the_visit_under_the_cursor(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            await c.press("right_parenthesis")
            await c.until(lambda: view.on == date(2026, 11, 25), "tomorrow")
            await c.settled()
            id, bar = next(
                (id, bar)
                for id, lane in view.model.lanes.items()
                for bar in lane.bars
                if bar.status is VisitStatus.PLANNED
            )
            view.model.go(id)
            view.model.bar = bar.visit
            await c.press("d")
            await c.until(
                lambda: any(b.status is VisitStatus.DISPATCHED for b in view.model.lanes[id].bars),
                "it is sent",
            )

    driven(script)


def test_several_days_stand_on_one_axis_and_a_visit_of_tomorrow_among_them(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            before = view.model.cursor, view.model.bar
            await c.press("underscore", "underscore", "underscore")
            await c.until(
                lambda: len(view.sight.dates) == 3 and view.dates_read == view.sight.dates, "three days"
            )
            await c.settled()

            assert "Tue 24 Nov – Thu 26 Nov" in c.text
            assert "Wed 25 Nov" in c.text.splitlines()[4]
            assert (view.model.cursor, view.model.bar) == before
            view.model.go(4)
            days = {bar.start_at.date() for bar in view.model.lanes[4].bars}
            assert {date(2026, 11, 24), date(2026, 11, 25)} <= days
            await c.press("underscore")
            await c.until(lambda: len(view.dates_read) > 3, "a week")
            await c.press("equals_sign", "equals_sign")
            await c.until(lambda: len(view.dates_read) == 1, "a day again")

    driven(script)


def test_what_others_do_on_a_later_day_is_shown_where_days_are_shown(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            await c.press("underscore", "underscore", "underscore")
            await c.until(lambda: len(view.dates_read) == 3, "three days")
            row = view.model.tray[0]
            other = desk_at(office, session="two", actor="byrne")
            other.run(AssignVisit(order=row.order, technician=8, start_at=NOW + timedelta(hours=43)))

            await c.until(
                lambda: any(bar.order == row.order for bar in view.model.lanes[8].bars), "it is there"
            )

    driven(script)


def test_the_lanes_open_at_the_order_that_was_chosen_on_the_board(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            assert (view.model.lane and view.model.lane.name) == "Maria Keane"
            await c.press("1")
            c.board.go_to(4414)
            await c.press("2")
            assert view.targets()[0].number == 4414
            await c.press("up", "1", "2")
            assert view.targets()[0].number != 4414, (
                "the board's cursor is where it was: so is that of the lanes"
            )
            await c.press("1")
            c.board.go_to(4402)
            await c.press("2")

            assert view.model.in_tray
            assert view.targets()[0].number == 4402

    driven(script)


def test_who_loses_the_visit_under_the_cursor_acts_on_none_until_a_key_chooses(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            c.board.go_to(4414)
            await c.press("1", "2")
            other = desk_at(office, session="two")
            visit = view.targets()[0].visit_id
            assert visit is not None
            other.run(UnassignVisit(visit=visit))
            await c.until(lambda: view.model.current_bar is None, "somebody else took it away")

            assert view.targets() == ()
            before = other.last_seq()
            await c.press("d", "semicolon")
            assert other.last_seq() == before
            await c.press("up")
            assert view.targets() != ()

    driven(script)
