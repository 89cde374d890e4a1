"""Can a newcomer go through the tour by doing what it says, and nothing else?"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pexpect
import pytest

from tests.tui.driving import Console, driven
from wom_tui.config import Config, ConsoleConfig
from wom_tui.tui.app import WomApp
from wom_tui.tui.key import key_name
from wom_tui.tui.keys import KEYS
from wom_tui.tui.seat import Seat
from wom_tui.tui.settings import Wishes
from wom_tui.tui.start import _is_first_start, _town
from wom_tui.tui.tour import STEPS, Tour

_NAMES = {key_name(key): key for row in KEYS for key in row.key.split(",")}


@asynccontextmanager
async def tour(
    size: tuple[int, int] = (120, 35), wishes: Wishes | None = None
) -> AsyncIterator[tuple[Console, Tour]]:
    """The tour, on its town."""
    with _town() as address:
        app = WomApp(Seat.at(address), wishes=wishes or Wishes(), is_tour=True)
        async with app.run_test(size=size) as pilot:
            c = Console(app, pilot)
            await c.until(lambda: app.seat._watcher is not None, "the town is there")
            await c.settled()
            assert app.tour is not None
            yield c, app.tour
            await c.settled()


def has_come_to(guide: Tour, step: int) -> bool:
    return guide.at == step


async def obey(c: Console, step: str) -> None:
    """Do what the strip says, word for word: keys between backquotes; what stands behind `type` is typed."""
    for before, said in re.findall(r"([^`]*)`([^`]*)`", step):
        if before.strip(" ,").endswith("type"):
            await c.type(said)
        elif before.strip().endswith("or"):
            continue  # another key for the same
        else:
            await c.press(_NAMES[said])
    await c.settled()


def test_whoever_does_what_each_step_says_comes_to_the_end(office: str) -> None:
    async def script() -> None:
        async with tour() as (c, guide):
            for number in range(1, len(STEPS)):
                assert f"{number} of {len(STEPS)}" in c.text, c.text
                text = guide.step.text.replace("{order}", str(guide._an_order()))
                for _ in range(3):  # `Esc` may have more than one thing to clear
                    if guide.at == number - 1:
                        await obey(c, text)
                        await c.settled()
                await c.until(partial(has_come_to, guide, number), f"step {number}: {text}")
            assert f"{len(STEPS)} of {len(STEPS)}" in c.text
            await c.press("escape", "1", "q")

            assert c.app.return_code == 0
            assert not c.app.is_running or c.app._exit

    driven(script)


def test_a_step_waits_for_what_it_names_and_takes_nothing_else(office: str) -> None:
    async def script() -> None:
        async with tour() as (c, guide):
            await c.press("k", "G", "y", "u")
            assert guide.at == 0
            await c.press("j")
            assert guide.at == 1

    driven(script)


def test_escape_on_the_board_ends_it_when_nothing_is_left_to_clear(office: str) -> None:
    async def script() -> None:
        async with tour() as (c, _):
            await c.press("space", "escape", "escape")
            assert (c.app._exit, c.toasts[-1]) == (False, "Esc again ends the tour")
            await c.press("j", "escape")
            assert not c.app._exit
            await c.press("escape")
            assert c.app._exit

    driven(script)


@pytest.mark.parametrize("size", [(80, 24), (120, 35), (200, 50)])
def test_every_step_can_be_read_whole(office: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with tour(size) as (c, guide):
            for at, step in enumerate(STEPS):
                guide.at = at
                guide.draw()
                await c.settled()
                shown = c.text.splitlines()[-3]

                assert shown.endswith(step.text.replace("`", "").replace("{order}", str(guide._an_order())))
            assert c.text.splitlines()[-2].strip().startswith("a town of its own")

    driven(script)


def test_in_ascii_the_tour_names_no_key_that_does_something_else(office: str) -> None:
    async def script() -> None:
        async with tour(wishes=Wishes(Config(console=ConsoleConfig(signs="ascii")))) as (c, _):
            assert "j or Down goes down." in c.text

    driven(script)


def test_every_key_that_is_told_is_a_key(office: str) -> None:
    told = {said for step in STEPS for before, said in re.findall(r"([^`]*)`([^`]*)`", step.text)}
    typed = {said for said in told if " " in said or "=" in said}

    assert told - typed <= _NAMES.keys()


def test_the_town_is_gone_with_the_tour() -> None:
    with _town() as address:
        assert Path(address).is_file()
    assert not Path(address).parent.exists()


def test_the_tour_is_offered_once(tmp_path: Path) -> None:
    assert _is_first_start(tmp_path / "wom")
    assert not _is_first_start(tmp_path / "wom")
    (tmp_path / "file").touch()
    assert not _is_first_start(tmp_path / "file" / "wom")


@pytest.mark.pty
def test_the_word_leads_to_the_tour_and_its_end_back_to_the_own_office(office: str, tmp_path: Path) -> None:
    from tests.tui.test_terminal import ended, started

    child: pexpect.spawn = started(office, tmp_path, size=(24, 100))
    child.send(":tour\r")
    child.expect("1 of 12")
    child.send("q")
    child.expect("Boiler")
    child.send("q")
    ended(child)

    assert child.exitstatus == 0
