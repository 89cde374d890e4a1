"""Is every act on alerts, messages, rules and the outbox recorded as its line, and done again when it is played?"""

from __future__ import annotations

import pytest

from tests.tui.alarms import alarmed
from tests.tui.driving import console, driven
from tests.tui.letters import written
from tests.tui.office import desk_at
from tests.tui.posts import DEAD, DROPPED, TO_ERP, WAITING, posted
from tests.tui.tables import on_row, put_cursor
from tests.tui.test_alerts import alert, on_alerts
from tests.tui.test_macros import ended, record
from tests.tui.test_outbox import now_is, on_outbox
from wom_tui.domain.alert import AlertStatus
from wom_tui.domain.message import Message
from wom_tui.domain.outbox import OutgoingState
from wom_tui.queries.rules import rules_on
from wom_tui.queries.rules_seen import Standing
from wom_tui.store.reader import Reader
from wom_tui.tui.screens.messages import MessagesView
from wom_tui.tui.screens.rules import RulesView


@pytest.mark.parametrize(
    ("keys", "said", "line"),
    [
        ("A", "", "alert ack ."),
        ("Z", 'they "call" back', 'alert snooze . "they \\"call\\" back" until=+1h'),
        ("Z", "+2h at noon", "alert snooze . at noon until=+2h"),
        ("X", "it is so = well", 'alert clear . "it is so = well"'),
    ],
)
def test_what_a_key_does_to_an_alert_is_a_line_that_does_it_to_another(
    office: str, keys: str, said: str, line: str
) -> None:
    alarms = alarmed(office)

    async def script() -> None:
        async with console(alarms) as c:
            view = await on_alerts(c, 1)
            await record(c, "seen")
            await c.press(keys)
            if said:
                await c.type(said)
                await c.press("enter")
            await c.until(lambda: alert(alarms, 1).version > 1, "it is done")
            recording = c.app.macros.recording
            assert recording is not None
            await c.until(lambda: recording.lines != [], "its line is heard")
            assert await ended(c, "seen") == (line,)

            put_cursor(view, "2")
            await c.press("ampersand")
            await c.until(lambda: "macro seen: 1 line done" in c.toasts, "it is played")

    driven(script)
    one, two = alert(alarms, 1), alert(alarms, 2)
    assert (two.status, two.snoozed_until_at, two.cleared_why) == (
        one.status,
        one.snoozed_until_at,
        one.cleared_why,
    )
    assert one.status is not AlertStatus.OPEN


def test_who_sees_to_an_alert_is_a_line_and_marks_are_what_it_is_about(office: str) -> None:
    alarms = alarmed(office)

    async def script() -> None:
        async with console(alarms) as c:
            view = await on_alerts(c, 1)
            await record(c, "mine")
            await c.press("a")
            await c.shows("whoever sits here")
            await c.press("enter")
            await c.until(lambda: alert(alarms, 1).version > 1, "it is given")
            assert await ended(c, "mine") == ("alert assign . me",)

            view.marks = {"2", "4"}
            await c.press("ampersand")
            await c.until(lambda: "will be done" in c.text, "several are shown before they are done")
            await c.press("Y")
            await c.until(lambda: "macro mine: 1 line done" in c.toasts, "it is played")

    driven(script)
    assert alert(alarms, 2).assignee == alert(alarms, 4).assignee == alert(alarms, 1).assignee


def test_a_macro_goes_to_the_alerts_and_waits_until_they_are_read(office: str) -> None:
    alarms = alarmed(office)

    async def script() -> None:
        async with console(alarms) as c:
            await record(c, "first")
            await on_alerts(c, 1)
            await c.press("A")
            await c.until(lambda: alert(alarms, 1).version > 1, "it is done")
            assert await ended(c, "first") == ("alerts", "alert ack .")
        async with console(alarms) as c:
            c.app.macros.own.known["first"] = ("alerts", "alert ack .")
            await c.say("macro play first")
            await c.until(lambda: "macro first: 2 lines done" in c.toasts, "it is played")
            known = [number for number in range(1, 7) if alert(alarms, number).acknowledged_at is not None]
            assert len(known) > 2

    driven(script)


@pytest.mark.parametrize("line", ["acknowledge .", "ACK .", "ale ack ."])
def test_what_is_meant_here_is_a_point_after_any_name_of_the_verb(office: str, line: str) -> None:
    alarms = alarmed(office)

    async def script() -> None:
        async with console(alarms) as c:
            await on_alerts(c, 1)
            await c.say(line)
            await c.until(lambda: alert(alarms, 1).acknowledged_at is not None, "it is done")

    driven(script)


def test_that_a_message_is_known_is_a_line_about_whichever_is_meant(office: str) -> None:
    letters = written(office)

    async def script() -> None:
        async with console(letters) as c:
            await c.say("messages")
            view = await on_row(c, MessagesView, f"{3:09}")
            await record(c, "got")
            await c.press("A")
            await c.until(lambda: message(letters, 3).acknowledged != (), "it is known")
            assert await ended(c, "got") == ("got .",)
            put_cursor(view, f"{2:09}")
            await c.press("ampersand")
            await c.until(lambda: "macro got: 1 line done" in c.toasts, "it is played")
            assert message(letters, 2).acknowledged != ()

    driven(script)


def message(address: str, number: int) -> Message:
    return desk_at(address).ask(Reader.get, Message, number)


def test_a_rule_that_is_switched_is_a_line_with_its_name(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("rules")
            view = await on_row(c, RulesView, "close-completed")
            await record(c, "on")
            await c.press("space")
            await c.until(lambda: desk_at(office).ask(rules_on) == 1, "it is on")
            assert await ended(c, "on") == ("rule enable close-completed",)
            assert "without words" not in c.text
            await c.until(lambda: view.row is not None and view.row.standing is Standing.ON, "it is seen")
            await c.press("space")
            await c.until(lambda: desk_at(office).ask(rules_on) == 0, "it is off")
            await c.settled()
            await c.press("ampersand")
            await c.until(lambda: desk_at(office).ask(rules_on) == 1, "it is on again")

    driven(script)


@pytest.mark.usefixtures("real_time")
def test_what_becomes_of_a_message_that_is_to_leave_is_a_line(office: str) -> None:
    posts = posted(office)

    async def script() -> None:
        async with console(posts) as c:
            view = await on_outbox(c, WAITING)
            await record(c, "unsent")
            await c.press("X")
            await c.type("they were called")
            await c.press("enter")
            await c.until(lambda: now_is(posts, WAITING).state is OutgoingState.DROPPED, "it is dropped")
            assert await ended(c, "unsent") == ("outbox drop . they were called",)
            put_cursor(view, DEAD.dedupe_key)
            await c.press("ampersand")
            await c.until(lambda: "macro unsent: 1 line done" in c.toasts, "it is played")
            assert now_is(posts, DEAD).said.endswith("they were called")

            await record(c, "again")
            await c.press("d")
            await c.until(lambda: now_is(posts, DEAD).state is OutgoingState.WAITING, "it waits again")
            assert await ended(c, "again") == ("outbox retry .",)
            view.marks = {DROPPED.dedupe_key, TO_ERP.dedupe_key}
            await c.press("ampersand")
            await c.until(lambda: "will be done" in c.text, "several are shown before they are done")
            await c.press("Y")
            await c.until(lambda: "macro again: 1 line done" in c.toasts, "it is played")
            assert now_is(posts, TO_ERP).state is now_is(posts, DROPPED).state is OutgoingState.WAITING

    driven(script)
