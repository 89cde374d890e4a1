"""Is a technician's page right, does it stay so while others work, and does each line of it lead to its change?"""

from __future__ import annotations

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from tests.tui.rosters import worked_on
from tests.tui.test_lanes import on_lanes
from wom_tui.grammar.line import commands_of
from wom_tui.tui.screens.technician import TechnicianView


@pytest.fixture
def roster(office: str) -> str:
    return worked_on(office)


async def on_page(c: Console, called: str = "rita") -> TechnicianView:
    await c.say(f"technician {called}")
    await c.until(lambda: c.app.context == "technician", "the page is in front")
    view = c.app.query_one(TechnicianView)
    await c.until(lambda: view.detail is not None, "the technician is read")
    await c.settled()
    return view


def skills(view: TechnicianView) -> list[str]:
    return [grant.skill for grant in view.detail.grants] if view.detail else []


def test_a_page_tells_days_shifts_absences_skills_and_the_van(roster: str) -> None:
    async def script() -> None:
        async with console(roster, size=(120, 50)) as c:
            await on_page(c, "Rita S")

            for words in (
                "Rita Silva", "overtime up to 60 min", "en, pt", "Tue 24 Nov", "break 30m 11:30-13:00", "dentist",
                "until 30 Nov 2026", "from 1 Jan 2027", "VALVE-9", "at least 3", "2 in the way",
            ):  # fmt: skip
                assert words in c.text

    driven(script)


def test_a_visit_in_the_way_is_named_and_leads_on(roster: str) -> None:
    async def script() -> None:
        async with console(roster) as c:
            view = await on_page(c)
            await c.press("down")

            assert [target.number for target in view.targets()] == [4406]
            assert "4406/1" in c.text
            assert "Rita Silva is away until 16:30: dentist" in c.text
            await c.press("e")
            assert c.app.line.text == "reassign 4406/1 "
            await c.press("escape", "a")
            assert c.app.context == "candidates"
            await c.press("escape")
            assert c.app.context == "technician"
            await c.press("enter")
            assert c.app.context == "order"

    driven(script)


def test_every_line_gives_the_lines_that_change_it_remove_it_and_add_another(roster: str) -> None:
    async def script() -> None:
        async with console(roster) as c:
            view = await on_page(c)
            before = {entry.key: entry for entry in view.entries if entry.key}
            edits = [
                entry.edit
                for entry in before.values()
                if entry.key.split()[0] in ("shift", "absence", "skill", "van") and entry.edit
            ]
            assert len(edits) == 8
            desk = desk_at(roster, session="other")
            for line in edits:  # as it stands, each says what is so already
                assert desk.run_all(commands_of(line, desk)).events == ()

            removals = [e.remove for e in before.values() if e.remove and e.key != "who"]
            assert len(removals) == 7
            for line in removals:
                desk.run_all(commands_of(line, desk))
            desk.close()
            await c.shows("none")
            await c.until(
                lambda: "no Skills" in {e.key for e in view.entries}, "another desk's acts are drawn"
            )
            view.cursor = "no Skills"
            await c.press("plus")

            assert c.app.line.text == "skill rita "

    driven(script)


def test_the_cursor_stays_on_its_line_while_another_console_works(roster: str) -> None:
    async def script() -> None:
        async with console(roster) as c:
            view = await on_page(c)
            view.cursor = next(e.key for e in view.entries if e.edit.startswith("skill rita lifts"))
            desk = desk_at(roster, session="other")
            desk.run_all(commands_of("absent rita 7 dec reason=flu", desk))
            desk.close()

            await c.shows("flu")
            assert view.entry is not None
            assert view.entry.edit.startswith("skill rita lifts")
            await c.press("X", "enter")
            await c.until(lambda: "lifts" not in skills(view), "the skill is gone")
            await c.press("u")
            await c.until(lambda: "lifts" in skills(view), "undo brings it back")

    driven(script)


def test_an_absence_that_breaks_a_visit_is_shown_before_it_is_said(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_page(c)
            await c.press("o")
            await c.type("15:30 to 16:30 reason=dentist")
            await c.press("enter")

            await c.shows("visit 4406/1")
            await c.press("Y")
            await c.shows("is away until 16:30: dentist")
            await c.press("u")
            await c.until(
                lambda: view.detail is not None and not view.detail.absences, "undo takes the absence back"
            )

    driven(script)


def test_the_name_on_a_lane_opens_its_technician(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            lanes = await on_lanes(c)
            await c.press(*["left"] * 9)
            who = lanes.model.cursor
            await c.press("enter")
            await c.until(lambda: c.app.context == "technician", "the page is in front")
            assert c.app.query_one(TechnicianView).technician == who
            await c.press("escape")
            assert c.app.context == "lanes"
            await c.press("right", "T")

            assert c.app.context == "technician"

    driven(script)


def test_the_parts_of_an_order_have_keys_that_type_the_line(roster: str) -> None:
    async def script() -> None:
        async with console(roster) as c:
            await c.say("4405")
            await c.shows("R reserve")
            lines = []
            for key in ("R", "i", "O"):
                await c.press(key)
                lines.append(c.app.line.text)
                await c.press("escape")

            assert lines == ["reserve 4405 1 BELT-12", "use 4405 1 FAN-2", "unreserve 4405 FAN-2"]

    driven(script)
