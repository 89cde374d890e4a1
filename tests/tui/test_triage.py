"""Does the queue say what needs somebody, does Enter do what is typed and go on, and does nothing happen unseen?"""

from __future__ import annotations

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from wom_tui.commands.ending import CancelOrder
from wom_tui.domain.triage import Reason
from wom_tui.grammar.intent import verb_named
from wom_tui.grammar.verbs import VERBS
from wom_tui.present.labels import ASCII
from wom_tui.tui.screens.triage import TriageView


async def on_triage(c: Console) -> TriageView:
    await c.until(lambda: c.board.is_loaded, "all orders are read")
    await c.press("7")
    view = c.app.query_one(TriageView)
    await c.until(lambda: view.seen is not None, "the queue is read")
    await tried(c, view)
    return view


async def on_order(c: Console, number: int) -> TriageView:
    """The queue, with the cursor on that order."""
    view = await on_triage(c)
    await go_to(c, view, number)
    return view


async def tried(c: Console, view: TriageView) -> None:
    """The order under the cursor has been read, and what is typed was tried."""
    below = view.below
    await c.until(
        lambda: below.answer is not None and (below.answer.is_open or below.trial is not None),
        "the answer is typed",
    )
    await c.settled()


async def go_to(c: Console, view: TriageView, number: int) -> None:
    await c.press("g")
    while view.order_here != number:
        await c.press("down")
    await tried(c, view)


def reasons(view: TriageView) -> dict[int, list[Reason]]:
    assert view.seen is not None
    return {one.number: [cause.reason for cause in one.causes] for one in view.seen.entries}


def test_the_morning_s_queue_begins_with_what_is_late_and_names_each_reason(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_triage(c)

            found = reasons(view)
            assert list(found)[:5] == [4401, 4402, 4403, 4405, 4404]
            assert found[4401] == [Reason.PAST_DUE, Reason.OVER]
            assert found[4402] == [Reason.PAST_DUE, Reason.NOBODY]
            assert found[4403] == [Reason.WARNING, Reason.FAILED]
            assert found[4421] == [Reason.DRAFT]
            for words in ("running over 0:35", "no technician", "declined", "draft", "to decide"):
                assert words in c.text

    driven(script)


def test_who_asked_for_it_is_not_called_the_customer(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await on_order(c, 4407)

            assert "Asked by facilities desk" in " ".join(c.text.split())

    driven(script)


def test_the_best_candidate_is_typed_and_what_it_does_is_said_before(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_order(c, 4407)

            answer = view.below.answer
            assert answer is not None
            assert answer.line.startswith("assign 4407 ")
            assert f":{answer.line}" in c.text
            assert "+  visit " in c.text
            assert "before the resolve clock ends" in c.text
            assert c.app.board.model.rows[4407].technician is None

    driven(script)


def test_enter_runs_what_is_typed_and_goes_to_the_next(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_order(c, 4407)
            candidate = view.below.answers[0].candidate
            assert candidate is not None

            await c.press("enter")
            await c.until(lambda: c.app.board.model.rows[4407].technician is not None, "it is assigned")

            assert c.app.board.model.rows[4407].technician == candidate.code
            assert view.order_here == 4419
            assert "1 decided here" in c.text
            await c.until(lambda: Reason.NOBODY not in reasons(view).get(4407, []), "the queue is another")

    driven(script)


def test_what_bends_a_rule_is_shown_before_it_runs_as_everywhere(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_order(c, 4405)
            assert "!  order 4405 would be" in c.text
            await c.press("enter")
            await c.press("escape")

            assert (view.order_here, view.decided) == (4405, 0)
            assert c.app.board.model.rows[4405].technician is None

    driven(script)


def test_enter_before_the_answer_is_there_does_nothing(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_triage(c)
            before = c.app.seat.desk.last_seq()
            view.below.look_at(None)
            view.do_open()
            view.do_edit()
            await c.settled()

            assert not c.app.line.is_open
            assert c.app.seat.desk.last_seq() == before
            assert c.toasts[-1].startswith("one moment")

    driven(script)


def test_b_types_the_next_answer_and_comes_round(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_order(c, 4402)
            lines = [answer.line for answer in view.below.answers]
            assert len(lines) > 2

            seen = [view.below.line_text]
            for _ in lines:
                await c.press("b")
                seen.append(view.below.line_text)

            assert seen == [*lines, lines[0]]
            assert "Other answers" in c.text

    driven(script)


def test_the_colon_opens_an_empty_line_as_everywhere(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await on_triage(c)
            await c.press("colon")
            assert (c.app.line.is_open, c.app.line.text) == (True, "")
            await c.type("lanes")
            await c.press("enter")

            assert c.app.context == "lanes"

    driven(script)


def test_e_goes_into_the_answer_and_escape_leaves_it_as_it_was(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_triage(c)
            assert "e edit it" in c.text
            typed = view.below.line_text
            shown = c.text.count(typed)
            await c.press("e")
            assert (c.app.line.is_open, c.app.line.text) == (True, typed)
            assert c.text.count(typed) == shown
            await c.press("escape")
            assert not c.app.line.is_open
            await c.press("escape")

            assert c.app.context == "board"

    driven(script)


def test_what_lacks_something_opens_the_line_instead_of_running(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_order(c, 4421)
            before = c.app.seat.desk.last_seq()
            await c.press("enter")

            assert c.app.line.is_open
            assert c.app.line.text == view.below.line_text
            assert c.app.seat.desk.last_seq() == before

    driven(script)


def test_z_puts_an_order_away_with_a_reason_and_undo_brings_it_back(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(120, 50)) as c:
            view = await on_order(c, 4402)
            await c.press("Z")
            assert c.app.line.text == "snooze 4402 until=+1h reason="
            await c.type("they call back")
            await c.press("enter")
            await c.until(lambda: 4402 not in reasons(view), "it is away")

            assert "Put away  1" in c.text
            assert "until 15:32  they call back" in c.text
            await c.press("u")
            await c.until(lambda: 4402 in reasons(view), "it is back")

    driven(script)


def test_what_is_done_to_another_order_leaves_the_cursor_where_it_is(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_order(c, 4402)
            await c.say("priority 4419 2")
            await c.until(lambda: c.app.board.model.rows[4419].priority == 2, "it is done")

            assert (view.order_here, view.decided) == (4402, 0)

    driven(script)


def test_what_is_put_away_is_taken_up_again_with_enter(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(120, 50)) as c:
            view = await on_triage(c)
            await c.say("snooze 4402 until=+2h reason=later")
            await c.until(lambda: view.seen is not None and len(view.seen.away) == 1, "it is away")
            await c.press("G")
            await tried(c, view)
            assert view.below.line_text == "wake 4402"
            await c.press("enter")

            await c.until(lambda: 4402 in reasons(view), "it is back")

    driven(script)


def test_every_answer_is_a_line_that_the_grammar_knows(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_triage(c)
            for number in list(reasons(view)):
                await go_to(c, view, number)
                lines = [answer.line for answer in view.below.answers]
                assert len(set(lines)) == len(lines) > 0
                for line in lines:
                    assert verb_named(line.split()[0], VERBS).name == line.split()[0]
                    assert str(number) in line.split()

    driven(script)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 35), (200, 50), (20, 5)])
def test_the_cursor_stays_in_sight_at_any_size(office: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(office, size=size) as c:
            view = await on_triage(c)
            await c.press("G")
            assert view.list.top <= view.cursor_line < view.list.top + max(1, view.list.size.height)
            await c.press("g")

            assert view.cursor_line == 0
            assert all(len(line) <= size[0] for line in c.text.splitlines())

    driven(script)


def test_without_signs_of_its_own_the_queue_is_ascii(office: str) -> None:
    async def script() -> None:
        async with console(office, signs=ASCII, look="mono") as c:
            await on_triage(c)

            assert not set(c.text) & set("‼▲≈●►»○◦√×║│▌…–−")

    driven(script)


def test_what_somebody_else_decides_leaves_enter_without_a_line_until_a_key_chooses(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_order(c, 4407)
            desk_at(office, session="two").run(CancelOrder(order=4407, reason="called off"))
            await c.until(lambda: 4407 not in reasons(view), "it has left the queue")
            before = c.app.seat.desk.last_seq()

            await c.press("enter")
            assert c.app.seat.desk.last_seq() == before
            assert view.order_here is None
            await c.press("down")
            assert view.order_here == 4419

    driven(script)
