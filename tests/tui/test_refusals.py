"""Is a refusal said once, where it belongs, with the way on?"""

from __future__ import annotations

import pytest

from tests.tui.driving import console, driven
from wom_tui.tui.widgets.toasts import Toasts


def test_a_refusal_stays_until_esc_and_the_next_one_takes_its_place(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            for number in (99998, 99999):
                await c.say(f"dispatch {number}")
            toasts = c.app.query_one(Toasts)
            assert [toast.text for toast in toasts.shown] == ["not done: no work order 99999"]
            assert len(toasts.past) == 2
            await c.press("escape")

            assert toasts.shown == []

    driven(script)


@pytest.mark.parametrize("keys", [("2",), ("enter",), ("enter", "escape")])
def test_a_refusal_does_not_follow_into_another_view(office: str, keys: tuple[str, ...]) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("dispatch 99999")
            await c.press(*keys)

            assert c.app.toasts.shown == []

    driven(script)


def test_what_is_done_at_last_takes_the_refusal_away(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("hold 4407 prts")
            await c.say("hold 4407 parts +2h")

            assert [toast.text for toast in c.app.toasts.shown] == ["hold 4407 parts +2h"]

    driven(script)


def test_a_wrong_time_is_refused_on_the_offices_clock_and_the_line_can_be_had_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("colon")
            await c.type("hold 4407 parts 8:30am")
            await c.press("enter")

            assert c.toasts == [
                "not done: until 08:30 cannot be; it has to be a time to come: when somebody looks at it again"
            ]
            assert ": and ↑ bring the line back" in c.text
            await c.press("colon", "up")
            assert c.app.line.text == "hold 4407 parts 8:30am"

    driven(script)


def test_what_a_key_has_asked_for_is_no_line_that_could_come_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4407)
            await c.press("d")

            assert c.toasts
            assert "bring the line back" not in c.text

    driven(script)


@pytest.mark.parametrize(
    "line", ["plan DAY", "as-of DAY", "diff DAY", "move 4405 DAY", "hold 4407 parts until DAY"]
)
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_nobody_can_mean_is_refused_with_those_that_can_be_meant(
    office: str, line: str, day: str
) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say(line.replace("DAY", day))
            await c.until(lambda: bool(c.toasts), "it is refused")

            assert "1900 to 2199" in c.toasts[-1]
            assert "went wrong inside" not in c.text

    driven(script)


def test_a_verb_that_there_is_not_leads_to_the_help_of_the_console_and_not_to_a_shell(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("frobnicate 1")

            assert c.toasts[-1].endswith("expected one that ? lists")

    driven(script)
