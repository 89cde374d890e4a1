"""Does `u` go on where others have overtaken one's last act, and does the log say only what is so?"""

from __future__ import annotations

from collections.abc import Iterable

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from tests.tui.test_log import on_log
from wom_tui.commands.order import SetPriority
from wom_tui.commands.undo import Undo
from wom_tui.domain.work_order import Priority
from wom_tui.tui.plain_lines import PlainLines
from wom_tui.tui.seat import Seat

OLDER, NEWEST = 4405, 4407  # both were P2, P3


def priority(c: Console, number: int) -> int:
    return int(c.board.model.rows[number].priority)


async def two_acts(c: Console) -> None:
    await c.say(f"priority {OLDER} 4")
    await c.say(f"priority {NEWEST} 1")


def overtake(address: str) -> None:
    """Ann changes what the newest act did."""
    desk_at(address, session="two", actor="ann").run(SetPriority(order=NEWEST, priority=Priority(4)))


async def u(c: Console) -> None:
    """What was refused before stands no longer."""
    await c.press("escape", "u")


def test_u_says_who_has_overtaken_the_last_act_and_goes_on_to_the_one_before_it(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await two_acts(c)
            overtake(office)
            await c.until(lambda: priority(c, NEWEST) == 4, "ann's act is here")
            await c.press("u")
            assert c.toasts[-1].startswith("not done: order 4407 has changed since: ann made it P4")
            refused = c.app.toasts.past[-1]
            assert refused.advice == f"u again is about the act before it: priority {OLDER} 4"
            assert (priority(c, OLDER), priority(c, NEWEST)) == (4, 4)
            await u(c)

            await c.until(lambda: priority(c, OLDER) == 2, "the older act is taken back")
            assert priority(c, NEWEST) == 4

    driven(script)


def test_once_nothing_stands_in_its_way_the_last_act_is_next_again(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await two_acts(c)
            ann = desk_at(office, session="two", actor="ann")
            ann.run(SetPriority(order=NEWEST, priority=Priority(4)))
            await c.until(lambda: priority(c, NEWEST) == 4, "ann's act is here")
            await c.press("u")
            ann.run(Undo())
            await c.until(lambda: priority(c, NEWEST) == 1, "ann has taken it back")
            await u(c)

            await c.until(lambda: priority(c, NEWEST) == 3, "the newest act is taken back")
            assert priority(c, OLDER) == 4

    driven(script)


def test_where_no_act_is_before_it_that_is_said_and_u_begins_anew(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say(f"priority {NEWEST} 1")
            overtake(office)
            await c.until(lambda: priority(c, NEWEST) == 4, "ann's act is here")
            for _ in range(2):
                await u(c)
                refused = c.app.toasts.past[-1]
                assert "ann made it P4" in refused.text
                assert refused.advice == "there is no act of yours before it; 9 lists all that was done"

    driven(script)


def test_an_act_that_is_named_is_not_passed_over(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await two_acts(c)
            overtake(office)
            view = await on_log(c)
            named = next(act.command_id for act in view.model.acts if act.summary == f"priority {NEWEST} 1")
            for _ in range(2):
                await c.say(f"undo {named}")
                assert "ann made it P4" in c.toasts[-1]
            assert priority(c, OLDER) == 4

    driven(script)


def test_the_log_shows_u_only_at_the_act_that_it_takes_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await two_acts(c)
            view = await on_log(c)
            assert f"u takes back priority {NEWEST} 1" in c.text
            c.app.toasts.shown = []  # which said that it can be taken back, and could be
            overtake(office)
            await c.until(lambda: len(view.model.acts) == 4, "ann's act came in")
            await c.settled()
            assert "u takes" not in c.text
            assert f"priority {NEWEST} 1 stays: order {NEWEST} has changed since: ann made it P4" in c.text
            assert "changed since by ann" in c.text
            await c.press("u")
            await c.until(lambda: f"u takes back priority {OLDER} 4" in c.text, "the one before it is next")
            await u(c)

            await c.until(lambda: priority(c, OLDER) == 2, "it is taken back")

    driven(script)


def test_at_an_earlier_moment_the_log_offers_nothing_that_cannot_be_done_there(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await two_acts(c)
            await c.say("as-of 14:32")
            await c.until(lambda: "AS OF" in c.text, "the past")
            c.app.toasts.shown = []
            await on_log(c)

            assert "u takes" not in c.text

    driven(script)


def test_a_conversation_without_a_screen_goes_on_the_same_way(office: str) -> None:
    told = list[str]()

    def conversation(lines: Iterable[str]) -> None:
        feed = iter(lines)
        PlainLines(Seat(lambda: desk_at(office)), lambda _prompt: next(feed, None), told.append).run()

    def overtaken_between() -> Iterable[str]:
        yield f"priority {OLDER} 4"
        yield f"priority {NEWEST} 1"
        overtake(office)
        yield from ("undo", "undo")

    conversation(overtaken_between())

    assert "undo again is about the act before it: priority 4405 4" in told[-3] + told[-4]
    assert f"Done: undo priority {OLDER} 4." in told


def test_a_console_that_was_started_anew_says_where_what_was_done_before_can_be_taken_back(
    office: str,
) -> None:
    async def script() -> None:
        async with console(office, session="before") as c:
            await c.say("priority 4407 1")
        async with console(office, session="after") as c:
            await c.press("u")

            assert "nothing was done from this console that could be taken back" in c.text
            assert "9 lists all that was done, and `undo ID` takes any of it back" in c.text

    driven(script)


def test_a_notice_does_not_offer_to_take_back_what_somebody_else_has_changed_since(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("priority 4407 1")
            assert "u takes it back" in c.text
            theirs = desk_at(office, session="two", actor="byrne")
            theirs.run(SetPriority(order=4420, priority=Priority.P2))
            await c.until(
                lambda: c.board.model.rows[4420].priority == 2, "an order that is not meant has changed"
            )
            assert "u takes it back" in c.text
            theirs.run(SetPriority(order=4407, priority=Priority.P2))

            await c.shows("u cannot take it back: order 4407 has changed since: byrne")
            assert "u takes it back" not in c.text

    driven(script)
