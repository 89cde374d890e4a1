"""Does moving a visit lead to the fact that was seen, to nothing where it was put back, and never past the rules?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import MINUTE, NOW, desk_at
from tests.tui.test_lanes import on_lanes
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import AssignVisit
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.present.labels import ASCII
from wom_tui.queries.lane import Bar
from wom_tui.tui.key import MOVE
from wom_tui.tui.keys import rows_of
from wom_tui.tui.moving import Moving
from wom_tui.tui.screens.lanes import LanesView
from wom_tui.tui.speech import Speech

DIALLO, MORAN, HADDAD = 4, 7, 8
TOMORROW = date(2026, 11, 25)


async def on_visit(c: Console, technician: int = DIALLO) -> tuple[LanesView, Bar]:
    """Tomorrow's lanes, with the cursor on somebody's planned visit."""
    view = await on_lanes(c)
    await c.press("right_parenthesis")
    await c.until(lambda: view.on == TOMORROW and bool(view.model.lanes[technician].bars), "tomorrow")
    await c.settled()
    bar = next(b for b in view.model.lanes[technician].bars if b.status is VisitStatus.PLANNED)
    view.model.go(technician)
    view.model.bar = bar.visit
    view.draw_all()
    return view, bar


def stored(address: str, visit: int) -> Visit:
    return desk_at(address, session="look").ask(lambda reader: reader.get(Visit, visit))


def status_on(view: LanesView, bar: Bar) -> VisitStatus | None:
    shown = view.model.bar_of(bar.visit)
    return shown.status if shown is not None else None


async def answered(c: Console, view: LanesView) -> None:
    await c.until(lambda: view.moving.verdict is not None, "the rules have answered")


def test_a_visit_is_moved_by_keys_and_booked_by_enter_alone(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            await c.press("m", "semicolon", "semicolon")
            await answered(c, view)

            assert stored(office, bar.visit).start_at == bar.start_at
            assert "moves nobody" in c.text
            await c.press("enter")
            await c.until(lambda: not view.moving.is_on, "it is dropped")
            assert stored(office, bar.visit).start_at == bar.start_at + 30 * MINUTE
            await c.until(lambda: view.model.current_bar is not None, "the cursor is on it")
            assert view.model.bar == bar.visit
            await c.press("u")
            assert stored(office, bar.visit).start_at == bar.start_at

    driven(script)


def test_escape_puts_it_back_and_nothing_was_written(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            before = desk_at(office, session="look").last_seq()
            await c.press("m", "right", "right", "down", "right_curly_bracket")
            await answered(c, view)
            assert view.claimed == bar.order  # as long as it is in the hands, the others are told
            await c.press("escape")

            assert (view.moving.is_on, view.mode) == (False, "lanes")
            assert not view.claimed
            assert (view.model.cursor, view.model.bar) == (DIALLO, bar.visit)
            assert desk_at(office, session="look").last_seq() == before
            assert "Enter drops" not in c.text

    driven(script)


def test_escape_brings_the_cursor_back_in_sight_however_far_it_was_carried(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(120, 16)) as c:
            view, _ = await on_visit(c)
            assert view.chart.size.height < len(view.model.lines)
            view.model.settle()
            line = view.model.cursor_line
            await c.press("m", *["down"] * 12)
            assert line < view.chart.top
            await c.press("escape")

            assert view.chart.top <= view.model.cursor_line < view.chart.top + view.chart.size.height

    driven(script)


def test_up_and_down_give_it_to_somebody_else(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            await c.press("m")
            steps = view.model.order.index(HADDAD) - view.model.order.index(DIALLO)
            await c.press(*["down" if steps > 0 else "up"] * abs(steps))
            await answered(c, view)
            assert view.moving.technician == HADDAD
            assert "N. Haddad" in c.text.splitlines()[view.chart.region.y + view.model.line_of(HADDAD)]
            await c.press("enter")
            await c.until(lambda: not view.moving.is_on, "it is dropped")

            assert stored(office, bar.visit).technician_id == HADDAD
            assert view.model.cursor == HADDAD

    driven(script)


def test_a_length_is_chosen_with_braces(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            await c.press("m", "right_curly_bracket", "right_curly_bracket", "left_curly_bracket")
            await answered(c, view)
            await c.press("enter")
            await c.until(lambda: not view.moving.is_on, "it is dropped")

            visit = stored(office, bar.visit)
            assert visit.end_at is not None
            assert (visit.start_at, visit.end_at) == (bar.start_at, bar.end_at + 15 * MINUTE)

    driven(script)


def test_where_the_rules_say_no_the_ghost_says_so_and_enter_refuses(office: str) -> None:
    async def script() -> None:
        desk_at(office).run(
            AddAbsence(technician=DIALLO, start_at=NOW, end_at=NOW + 2000 * MINUTE, reason="ill")
        )
        async with console(office) as c:
            view, bar = await on_visit(c)
            await c.press("m", "semicolon")
            await answered(c, view)

            assert "is away until" in c.text
            assert "! absent" in c.text
            ghost = view.moving.ghost
            assert ghost is not None
            assert ghost.is_refused
            await c.press("enter")
            assert any("not done" in toast and "away" in toast for toast in c.toasts)
            assert view.moving.is_on
            assert stored(office, bar.visit).start_at == bar.start_at

    driven(script)


def test_who_is_quicker_than_the_rules_is_answered_all_the_same(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            await c.pilot.press("m", "semicolon", "enter")
            await c.until(lambda: not view.moving.is_on, "it is dropped")

            assert stored(office, bar.visit).start_at == bar.start_at + 15 * MINUTE

    driven(script)


def test_when_somebody_else_has_moved_it_meanwhile_that_is_said_and_m_goes_on(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            await c.press("m", "semicolon")
            await answered(c, view)
            other = desk_at(office, session="two", actor="byrne")
            other.run(
                AssignVisit(
                    order=bar.order,
                    visit=bar.visit,
                    technician=DIALLO,
                    start_at=bar.start_at + 60 * MINUTE,
                    end_at=bar.end_at + 60 * MINUTE,
                )
            )
            await c.until(lambda: "changed since you saw it" in c.text, "it is said")
            await c.press("enter")
            assert view.moving.is_on
            assert stored(office, bar.visit).start_at == bar.start_at + 60 * MINUTE

            await c.press("m")
            await answered(c, view)
            await c.press("enter")
            await c.until(lambda: not view.moving.is_on, "it is dropped")
            assert stored(office, bar.visit).start_at == bar.start_at + 15 * MINUTE

    driven(script)


def test_b_leads_from_one_place_to_the_next_best(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            await c.press("m", "b")
            move = view.moving.move
            assert move is not None
            await c.until(lambda: move.has_moved, "a place was found")
            first = move.place
            await c.press("b")

            assert move.place != first
            assert move.what.visit == bar.visit

    driven(script)


def test_an_order_of_the_tray_is_taken_up_and_assigned(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            await c.press("right_parenthesis")
            await c.until(lambda: view.on == TOMORROW, "tomorrow")
            await c.press("tab")
            row = view.model.row
            assert row is not None
            await c.until(lambda: (row.order, row.visit) in view.model.best, "somebody was found")
            best = view.model.best[row.order, row.visit]
            await c.press("m")
            await answered(c, view)
            assert view.moving.technician == best.technician
            await c.press("enter")
            if c.app.screen.is_modal:  # it is late already, and that is shown before
                await c.press("Y")
            await c.until(lambda: not view.moving.is_on, "it is dropped")
            await c.until(
                lambda: any(b.order == row.order for b in view.model.lanes[best.technician or 0].bars),
                "it stands on the lane",
            )

            assert view.model.current_bar is not None
            assert view.model.current_bar.order == row.order

    driven(script)


def test_other_keys_are_dead_while_a_visit_is_moved_and_say_why(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, _ = await on_visit(c)
            await c.press("m", "d", "1", "colon")

            assert (c.app.context, view.mode) == ("lanes", MOVE)
            assert view.moving.is_on
            assert not c.app.line.is_open
            assert "a visit is being moved" in c.toasts
            assert "Enter drop" in c.text.splitlines()[-1]
            assert "Esc put back" in c.text.splitlines()[-1]

    driven(script)


def test_what_has_begun_stays_where_it_is(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            view.model.go(MORAN)
            await c.press("m", "semicolon")

            assert not view.moving.is_on
            assert any("on site" in toast for toast in c.toasts)

    driven(script)


def test_every_key_of_the_move_is_answered() -> None:
    hands = (Moving, LanesView, Speech)

    assert [row.id for row in rows_of(MOVE) if not any(hasattr(one, f"do_{row.id}") for one in hands)] == []


def test_comma_and_semicolon_move_the_visit_at_once_as_often_as_they_are_pressed(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            await c.press("semicolon", "semicolon", "semicolon", "comma")
            await c.until(
                lambda: stored(office, bar.visit).start_at == bar.start_at + 30 * MINUTE, "two quarters later"
            )
            await c.press("u")

            assert stored(office, bar.visit).start_at == bar.start_at + 45 * MINUTE
            assert view.model.bar == bar.visit

    driven(script)


def test_what_was_sent_has_to_be_sent_again_and_that_is_said(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            _, bar = await on_visit(c)
            await c.press("d")
            assert stored(office, bar.visit).status is VisitStatus.DISPATCHED
            await c.press("semicolon")

            assert stored(office, bar.visit).status is VisitStatus.PLANNED
            await c.shows("to be dispatched again")
            assert "d dispatches it again, u takes it back" in c.text
            await c.press("u")
            assert stored(office, bar.visit).status is VisitStatus.DISPATCHED
            assert "dispatched again" not in c.toasts[-1]

    driven(script)


def test_while_it_is_moved_what_was_sent_says_that_it_has_to_be_sent_again(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            await c.press("d")
            await c.until(lambda: status_on(view, bar) is VisitStatus.DISPATCHED, "the lane follows")
            await c.press("m", "semicolon")
            await answered(c, view)
            assert "to be dispatched again" in c.text
            await c.press("escape")

    driven(script)


def test_a_visit_is_pinned_and_unpinned_and_does_not_move_while_it_is(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            await c.press("K")
            assert stored(office, bar.visit).is_pinned
            await c.press("m", "semicolon")
            await answered(c, view)
            assert "is pinned" in c.text
            await c.press("escape", "K")

            assert not stored(office, bar.visit).is_pinned

    driven(script)


def test_the_next_day_is_a_place_as_well(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            await c.press("m", "right_parenthesis")
            await c.until(lambda: view.on == TOMORROW + timedelta(days=1), "the day after")
            await answered(c, view)
            await c.press("enter")
            if c.app.screen.is_modal:
                await c.press("Y")
            await c.until(lambda: not view.moving.is_on, "it is dropped")

            assert stored(office, bar.visit).start_at == bar.start_at + timedelta(days=1)

    driven(script)


def test_in_ascii_the_arrows_that_move_are_called_by_words(office: str) -> None:
    async def script() -> None:
        async with console(office, signs=ASCII) as c:
            await on_visit(c)
            await c.press("m")
            assert "   Left Right move   " in c.text.splitlines()[-1]

    driven(script)


@pytest.mark.parametrize("size", [(200, 60), (120, 35), (80, 24), (40, 12), (24, 8)])
def test_a_move_fits_any_terminal(office: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(office, size=size, look="mono", signs=ASCII) as c:
            view, _ = await on_visit(c)
            await c.press("m", "down", "semicolon")
            await answered(c, view)

            assert c.text.isascii()
            assert len(c.text.splitlines()) <= size[1]

    driven(script)
