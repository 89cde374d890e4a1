"""Does the console say why, over what the dispatcher looks at?"""

from __future__ import annotations

from tests.tui.driving import console, driven
from tests.tui.test_candidates import LATER, READY, ask_about
from wom_tui.tui.screens.why import WhyPanel


def test_w_says_why_and_r_what_would_make_room(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(READY)
            await c.press("W")
            await c.until(lambda: isinstance(c.app.screen, WhyPanel), "it is said why")
            assert f"why {READY}" in c.text
            assert "nobody" in c.text

            await c.press("r")
            await c.until(lambda: f"relax {READY}" in c.text, "it is said what would make room")
            await c.press("escape")

            assert not isinstance(c.app.screen, WhyPanel)

    driven(script)


def test_on_the_page_of_candidates_w_asks_about_whom_the_cursor_is_on(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await ask_about(c, LATER)
            await c.press("tab", "G", "W")
            await c.until(lambda: isinstance(c.app.screen, WhyPanel), "it is said why not")

            assert view.found is not None
            assert f"why not {view.found.refused[-1].code} {LATER}" in c.text

    driven(script)


def test_a_question_about_nobody_is_refused_like_a_line(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("why not nobody 4402")

            assert c.toasts
            assert not isinstance(c.app.screen, WhyPanel)

    driven(script)
