"""On a rule's page: is all of its text to be seen, whatever it is about tried out, and a long look back ended?"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from tests.tui.driving import console, driven
from tests.tui.test_rules import on_rule, on_rules, tried_out
from wom_tui.automation.alert_rehearsal import WouldHave
from wom_tui.present.rule_whole import WouldMend
from wom_tui.presets.shipped import shipped_rules


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("maintenance", "0 orders of plans would be made now"),
        ("reassign", "nothing stands against the day's plan"),
    ],
)
def test_of_a_rule_about_no_single_order_it_is_told_what_it_would_come_to(
    rulebook: str, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    # The search itself: `tests/automation/test_whole_rehearsal.py`.
    monkeypatch.setattr("wom_tui.automation.whole_rehearsal.would_mend", lambda *_, **__: WouldMend(()))

    async def script() -> None:
        async with console(rulebook) as c:
            view = await on_rule(c, name, "w")
            tried = await tried_out(c, view)

            assert (tried.trouble, told in tried.told[0], told in c.text) == ("", True, True)

    driven(script)


def test_a_look_back_tells_how_far_it_is_and_esc_ends_it(
    rulebook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_ended, here = Event(), Event()

    def long_look(*given: Any) -> WouldHave:
        found, go_on = WouldHave(looks=7, of=100), given[-1]
        while not here.wait(0.01) and go_on(found):
            pass
        has_ended.set()
        return found

    monkeypatch.setattr("wom_tui.automation.alert_rehearsal.would_have_raised", long_look)

    async def script() -> None:
        async with console(rulebook) as c:
            await on_rules(c, "nobody-has-it")
            await c.pilot.press("w")
            await c.shows("7 of 100 moments, looking back; Esc ends it")

            await c.press("escape")

            await c.until(has_ended.is_set, "the look has ended")
            assert "7 of 100 moments, ended by you" in c.text
            assert c.app.context == "rule"
            await c.press("escape")
            assert c.app.context == "rules"

    try:
        driven(script)
    finally:
        here.set()


def test_a_search_for_a_repair_that_esc_ends_is_not_told_to_go_on(
    rulebook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_begun, has_ended, here = Event(), Event(), Event()

    def long_search(*_: object, watch: Callable[[object], bool]) -> WouldMend:
        has_begun.set()
        while not here.wait(0.01) and watch(None):
            pass
        has_ended.set()
        return WouldMend(())

    monkeypatch.setattr("wom_tui.automation.whole_rehearsal.would_mend", long_search)

    async def script() -> None:
        async with console(rulebook) as c:
            await on_rules(c, "reassign")
            await c.pilot.press("w")
            await c.shows("working out what it would do now")
            while not has_begun.is_set():
                await c.pilot.pause()

            await c.press("escape")

            await c.until(has_ended.is_set, "the search has ended")
            await c.settled()
            assert "nobody has worked out what it would do now" in c.text
            assert "working out what" not in c.text

    try:
        driven(script)
    finally:
        here.set()


@pytest.mark.parametrize("size", [(80, 24), (120, 35), (200, 50)])
def test_no_line_of_the_text_is_cut(rulebook: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(rulebook, size=size) as c:
            sheet = (await on_rule(c, "take-back-unanswered")).sheet
            shown = "".join(row.text for row in sheet.rows)
            assert shown == shipped_rules()["take-back-unanswered"].rstrip("\n").replace("\n", "")
            assert all(row.text.rstrip() in c.text for row in sheet.rows[: sheet.size.height])

    driven(script)
