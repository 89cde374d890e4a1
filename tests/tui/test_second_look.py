"""A page draws itself anew while a key is on its way: does nobody overwrite what somebody else has just done?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import MINUTE, NOW, desk_at
from tests.tui.test_candidates import LATER, ask_about, visits_of
from tests.tui.test_conflict import on_the_panel, order_of
from tests.tui.test_moving import answered, on_visit, stored
from tests.tui.test_triage import go_to, on_triage, tried
from wom_tui.commands.command import Command
from wom_tui.commands.order import EditOrder, SetPriority
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import AddVisit, AssignVisit
from wom_tui.domain.states import OrderStatus, VisitStatus
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import Priority
from wom_tui.queries.lanes import LanesDay
from wom_tui.tui.screens.candidates import CandidatesView
from wom_tui.tui.screens.order import OrderView
from wom_tui.tui.screens.triage import TriageView

PAOLO = 2
GIVEN = f"order {LATER} has changed since you saw it: byrne gave it to Paolo Costa"


def byrne(address: str, *commands: Command) -> None:
    """Somebody else, at another console."""
    desk_at(address, session="two", actor="byrne").run_all(commands)


def a_visit(address: str, number: int) -> Visit:
    (visit,) = visits_of(address, number)
    return visit


def renamed(number: int) -> EditOrder:
    return EditOrder(order=number, changes=(("title", "Gate motor loud"),))


def is_renamed(view: TriageView) -> bool:
    return view.here is not None and view.here.row.title == "Gate motor loud"


# -- who can take it -------------------------------------------------------------------------------


async def byrne_was_faster(c: Console, office: str) -> CandidatesView:
    """Who can take it is shown; byrne gives it to somebody, and the page is drawn anew."""
    view = await ask_about(c, LATER)
    await c.press("down")
    byrne(office, AssignVisit(order=LATER, technician=PAOLO, start_at=NOW + 30 * MINUTE))
    await c.until(lambda: view.found is not None and view.found.visit is not None, "the page is another")
    await c.shows(GIVEN)
    assert view.candidate is not None
    assert view.candidate.technician != PAOLO
    return view


@pytest.mark.parametrize("key", ["enter", "d"])
def test_the_key_on_an_order_that_somebody_has_just_given_away_only_shows_both(office: str, key: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await byrne_was_faster(c, office)
            await c.press(key)
            await on_the_panel(c)
            assert "byrne gave it to Paolo Costa" in c.text
            await c.press("enter")  # which keeps theirs
            (visit,) = visits_of(office, LATER)
            assert (visit.technician_id, visit.status) == (PAOLO, VisitStatus.PLANNED)

            chosen = view.candidate
            assert chosen is not None
            await c.press(key)
            await c.until(
                lambda: visits_of(office, LATER)[0].technician_id == chosen.technician, "it goes on"
            )

    driven(script)


def test_who_has_come_back_to_the_page_has_read_it_anew(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await byrne_was_faster(c, office)
            await c.press("escape")  # the notice is in nobody's way
            assert c.app.context == "board"
            await c.press("a")
            await c.until(lambda: view.found is not None and bool(view.lanes), "everybody was asked")
            await c.press("down")
            chosen = view.candidate
            assert chosen is not None
            await c.press("enter")

            await c.until(lambda: visits_of(office, LATER)[0].technician_id == chosen.technician, "at once")

    driven(script)


def test_what_is_done_to_another_order_stops_no_key(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await ask_about(c, LATER)
            byrne(office, renamed(4407))
            await c.until(lambda: c.board.model.rows[4407].title == "Gate motor loud", "it is heard of")
            await c.settled()
            assert "has changed since" not in c.text
            await c.press("enter")

            await c.until(lambda: bool(visits_of(office, LATER)), "it is assigned")

    driven(script)


def test_an_act_from_here_stops_no_key(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await ask_about(c, LATER)
            await c.say(f'edit {LATER} title="Gate motor loud"')
            await c.until(
                lambda: view.found is not None and view.found.title == "Gate motor loud", "it is seen"
            )
            await c.settled()
            assert not any("has changed since" in text for text in c.toasts)
            await c.press("enter")

            await c.until(lambda: bool(visits_of(office, LATER)), "it is assigned")

    driven(script)


# -- what needs a decision -------------------------------------------------------------------------


def test_what_is_typed_for_an_order_that_somebody_else_changed_runs_with_the_second_enter(
    office: str,
) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_triage(c)
            await go_to(c, view, 4407)
            line = view.below.line_text
            byrne(office, renamed(4407))
            await c.until(lambda: is_renamed(view), "it is drawn")
            await tried(c, view)
            assert view.below.line_text == line
            assert view.below.trial is not None
            assert view.below.trial.refusal == ""  # what it would do by now is told
            await c.press("enter")
            assert visits_of(office, 4407) == []
            assert c.toasts[-1].startswith(
                "not done: order 4407 has changed since you saw it: byrne changed its title"
            )
            await c.press("enter")

            await c.until(lambda: bool(visits_of(office, 4407)), "it goes on")

    driven(script)


def test_on_triage_the_cursor_that_goes_away_and_back_has_seen_it(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_triage(c)
            await go_to(c, view, 4407)
            byrne(office, renamed(4407))
            await c.until(lambda: is_renamed(view), "it is drawn")
            await c.press("down")
            await go_to(c, view, 4407)
            await c.press("enter")

            await c.until(lambda: bool(visits_of(office, 4407)), "it is assigned")

    driven(script)


def test_the_first_order_of_the_queue_is_read_with_the_queue_and_anew_when_it_is_opened_again(
    office: str,
) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_triage(c)
            number = view.order_here
            assert number is not None
            byrne(office, renamed(number))
            await c.until(lambda: is_renamed(view), "it is drawn")
            await c.say(f"priority {number} 2")
            assert order_of(office, number).priority is Priority.P1

            await c.press("1")
            byrne(office, EditOrder(order=number, changes=(("title", "Quiet again"),)))
            await c.until(lambda: c.board.model.rows[number].title == "Quiet again", "it is heard of")
            await c.press("7")
            await c.until(
                lambda: view.here is not None and view.here.row.title == "Quiet again", "it is drawn"
            )
            await c.say(f"priority {number} 2")
            assert order_of(office, number).priority is Priority.P2

    driven(script)


def test_on_triage_an_act_from_here_on_another_order_swallows_nothing(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_triage(c)
            await go_to(c, view, 4407)
            byrne(office, renamed(4407))
            await c.until(lambda: is_renamed(view), "it is drawn")
            await c.say("priority 4419 2")
            await c.until(lambda: c.board.model.rows[4419].priority == 2, "it is done")
            await tried(c, view)
            await c.press("enter")

            assert visits_of(office, 4407) == []
            assert "byrne changed its title" in c.toasts[-1]

    driven(script)


def test_another_line_than_the_one_that_was_read_waits_for_a_second_enter(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_triage(c)
            await go_to(c, view, 4407)
            before = view.below.answer
            assert before is not None
            assert before.candidate is not None
            away = AddAbsence(
                technician=before.candidate.technician,
                start_at=NOW - MINUTE,
                end_at=NOW + timedelta(days=3),
                reason="ill",
            )
            byrne(office, away, AddVisit(order=4407))  # so that it is looked at anew
            await c.until(lambda: view.below.line_text not in ("", before.line), "another line is typed")
            await tried(c, view)
            now = view.below.line_text
            await c.press("enter")
            assert a_visit(office, 4407).technician_id is None
            assert c.toasts[-1] == f"not done: the line was “{before.line}”, and is “{now}” by now"
            await c.press("enter")

            await c.until(lambda: a_visit(office, 4407).technician_id is not None, "it is sent as it is")

    driven(script)


# -- the page of an order --------------------------------------------------------------------------


async def on_the_page(c: Console, number: int) -> OrderView:
    c.board.go_to(number)
    await c.press("4")
    view = c.app.query_one(OrderView)
    await c.until(lambda: c.app.view.order_here == number, "the order is read")
    return view


def test_a_line_for_the_order_of_the_page_goes_on_when_it_is_said_again(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_the_page(c, LATER)
            byrne(office, SetPriority(order=LATER, priority=Priority.P1))
            await c.shows(f"order {LATER} has changed since you saw it: byrne made it P1")
            await c.until(lambda: view.detail is not None and view.detail.row.priority == 1, "it is drawn")
            await c.press("h")
            await c.type("weather")
            await c.press("enter")
            assert order_of(office, LATER).status is not OrderStatus.ON_HOLD
            assert "byrne made it P1" in c.toasts[-1]
            await c.press("colon", "up", "enter")

            assert order_of(office, LATER).status is OrderStatus.ON_HOLD

    driven(script)


def test_a_visit_that_somebody_has_just_moved_is_not_dispatched_unread(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_the_page(c, 4416)
            visit = a_visit(office, 4416)
            assert visit.start_at is not None
            later = visit.start_at + timedelta(hours=1)
            move = AssignVisit(
                order=4416, visit=visit.id, technician=visit.technician_id or 0, start_at=later
            )
            byrne(office, move)
            await c.until(
                lambda: view.detail is not None and view.detail.row.planned_start_at == later, "it is drawn"
            )
            await c.press("d")
            assert a_visit(office, 4416).status is VisitStatus.PLANNED
            assert "byrne moved it" in c.toasts[-1]
            await c.press("d")

            assert a_visit(office, 4416).status is VisitStatus.DISPATCHED

    driven(script)


def test_an_act_from_here_leaves_unread_what_somebody_else_has_done(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_the_page(c, 4416)
            byrne(office, renamed(4416))
            await c.until(
                lambda: view.detail is not None and view.detail.order.title == "Gate motor loud",
                "it is drawn",
            )
            await c.press("d")  # about the visit, which nobody else has touched; the order changes with it
            assert a_visit(office, 4416).status is VisitStatus.DISPATCHED
            await c.say("priority 4416 2")

            assert order_of(office, 4416).priority is not Priority.P2
            assert "byrne changed its title" in c.toasts[-1]

    driven(script)


def test_acts_from_here_follow_each_other(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await on_the_page(c, 4416)
            await c.press("d")
            await c.say("priority 4416 2")
            await c.say("unassign 4416")
            await c.press("Y", "u")

            assert order_of(office, 4416).priority is Priority.P2
            assert a_visit(office, 4416).status is VisitStatus.DISPATCHED
            assert not any("has changed since" in text for text in c.toasts)

    driven(script)


def test_another_way_to_a_visit_is_told_nobody_and_stops_no_key(office: str) -> None:
    async def script() -> None:
        visit = a_visit(office, 4416)
        assert visit.technician_id is not None
        assert visit.start_at is not None
        who, first = visit.technician_id, visit.start_at
        late = AssignVisit(order=4416, visit=visit.id, technician=who, start_at=first + timedelta(hours=3))
        byrne(office, late)
        async with console(office) as c:
            await on_the_page(c, 4416)
            read = a_visit(office, 4416)
            other = desk_at(office, session="two", actor="byrne")
            other.travel = lambda _from, _to: 600
            other.run(AssignVisit(order=LATER, technician=who, start_at=first))
            assert a_visit(office, 4416).version > read.version
            await c.until(lambda: c.board.model.rows[LATER].technician is not None, "it is heard of")
            await c.settled()
            await c.press("d")

            assert a_visit(office, 4416).status is VisitStatus.DISPATCHED
            await c.say("unassign 4416")
            await c.press("Y")
            assert a_visit(office, 4416).technician_id is None
            assert not any("has changed since" in text for text in c.toasts)

    driven(script)


# -- the lanes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", [("d", "m"), ("m",)])
def test_an_act_of_one_s_own_is_no_change_for_what_is_taken_up(
    office: str, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            late: list[LanesDay] = []
            with monkeypatch.context() as slow:
                slow.setattr(view, "_lanes_came", late.append)  # what the act has left is still to be read
                await c.press(*keys)
                if "d" not in keys:
                    c.app.speech.say(f"dispatch {bar.order}")  # sent before, on a slow database
                await c.until(lambda: bool(late), "it is dispatched")
            await c.press("semicolon")
            await answered(c, view)
            assert view.moving.verdict is not None
            assert view.moving.verdict.no == ()

            view._lanes_came(late[-1])
            await answered(c, view)
            assert "to be dispatched again" in c.text
            await c.press("enter")
            await c.until(lambda: not view.moving.is_on, "it is dropped")
            assert stored(office, bar.visit).start_at == bar.start_at + 15 * MINUTE

    driven(script)
