"""Is text from outside harmless on the lanes, among the candidates and in a proposal?"""

from __future__ import annotations

import pytest

from tests.tui.driving import console, driven
from tests.tui.hostile import ALL
from tests.tui.office import FIRST, made
from tests.tui.test_hostile import assert_harmless, evil_morning
from wom_tui.tui.screens.candidates import CandidatesView, open_candidates
from wom_tui.tui.screens.lanes import LanesView
from wom_tui.tui.screens.proposal import ProposalView
from wom_tui.tui.view import Target

SIZES = ((120, 35), (40, 12))


@pytest.fixture(scope="module")
def evil_office(tmp_path_factory: pytest.TempPathFactory) -> str:
    return made(tmp_path_factory.mktemp("evil") / "office.db", evil_morning())


@pytest.mark.parametrize("size", SIZES)
def test_the_lanes_show_every_payload_and_obey_none(evil_office: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(evil_office, size=size) as c:
            await c.press("2")
            view = c.app.query_one(LanesView)
            await c.until(lambda: view.is_known, "the day is read")
            for _ in view.model.order:
                view.step(1)
                await c.pilot.pause()
                assert_harmless(c)
            for _ in range(0, len(ALL), max(1, view.tray.rows)):
                view.step(view.tray.rows)
                await c.pilot.pause()
                assert_harmless(c)

            assert view.model.in_tray

    driven(script)


def test_the_candidates_are_harmless_for_every_order(evil_office: str) -> None:
    async def script() -> None:
        async with console(evil_office) as c:
            await open_candidates(c.app, Target(FIRST, 1))
            view = c.app.query_one(CandidatesView)
            for number in range(FIRST, FIRST + len(ALL), 5):
                view.ask_about(Target(number, 1), None)
                await c.until(lambda: view.found is not None, "everybody was asked")
                await c.press("tab")
                assert_harmless(c)

            assert c.app.context == "candidates"

    driven(script)


@pytest.mark.parametrize("size", SIZES)
def test_a_proposal_shows_every_payload_and_obeys_none(evil_office: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(evil_office, size=size) as c:
            await c.press("P")
            view = c.app.query_one(ProposalView)
            await c.until(lambda: view.proposal is not None, "the plan is there")
            assert view.proposal is not None
            for _ in range(0, view.all_lines + 1, 3):
                assert_harmless(c)
                view.step(3)
                await c.pilot.pause()

            assert len(view.proposal.about) >= len(ALL)

    driven(script)
