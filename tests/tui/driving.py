"""A console for a test: started, driven by keys, looked at. Nothing sleeps; it waits for what it names."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any
from unittest.mock import patch

from textual.pilot import Pilot

from tests.tui.office import NOW, desk_at
from tests.tui.pictures import text_of
from wom_tui.config import Config, ConsoleConfig
from wom_tui.present.labels import WGL4, Signs
from wom_tui.tui.app import WomApp
from wom_tui.tui.own_files import NOTHING_KEPT, OwnFiles
from wom_tui.tui.screens.board import BoardView
from wom_tui.tui.seat import Seat, midnight
from wom_tui.tui.settings import Wishes
from wom_tui.tui.widgets.command_line import CommandLine
from wom_tui.tui.widgets.toasts import Toasts

PATIENCE_S = 20.0  # how long something that must happen may take on a busy machine


@dataclass
class Console:
    """One console under test."""

    app: WomApp
    pilot: Pilot[Any]

    @property
    def board(self) -> BoardView:
        return self.app.board

    @property
    def text(self) -> str:
        """The screen as text."""
        return text_of(self.app)

    @property
    def toasts(self) -> list[str]:
        """The notices that were shown so far."""
        return [toast.text for toast in self.app.query_one(Toasts).past]

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, and let what they start come to its end."""
        await self.pilot.press(*keys)
        await self.settled()

    async def type(self, text: str) -> None:
        """Type a text into the open line."""
        names = {" ": "space", "/": "slash", "<": "less_than_sign", "=": "equals_sign", ":": "colon"}
        await self.pilot.press(*(names.get(char, char) for char in text))

    async def say(self, line: str) -> None:
        """`:`, a line, Enter."""
        await self.pilot.press("colon")
        command = self.app.query_one(CommandLine)
        command.open(":", line)
        await self.press("enter")

    async def settled(self) -> None:
        """All that was asked for is done, and drawn."""
        for _ in range(2):
            await self.app.workers.wait_for_complete()
            # Every message that is on its way has arrived; nobody waits for the clock.
            await self.pilot.pause(0)
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def read(self) -> None:
        """The order under the cursor has been read, and nothing more will be."""
        reading = self.board.reading
        await self.until(
            lambda: not reading.rest.is_waited_for and reading.detail is not None, "the order is read"
        )
        await self.settled()

    async def shows(self, words: str) -> None:
        """Wait for words on the screen, also while somebody is still at work."""
        end = monotonic() + PATIENCE_S
        while words not in self.text:
            assert monotonic() < end, f"never shown: {words}\n{self.text}"
            await self.pilot.pause()

    async def until(self, is_so: Callable[[], bool], what: str) -> None:
        """Wait for something that must happen."""
        end = monotonic() + PATIENCE_S
        while not is_so():
            assert monotonic() < end, f"never happened: {what}\n{self.text}"
            await self.settled()
            await asyncio.sleep(0)


@asynccontextmanager
async def console(
    address: str,
    *,
    size: tuple[int, int] = (120, 35),
    look: str = "dark",
    signs: Signs = WGL4,
    picture: Path | None = None,
    draft: Path | None = None,
    session: str = "one",
    seat: Seat | None = None,
    own: OwnFiles = NOTHING_KEPT,
    wishes: Wishes | None = None,
    reads_ahead: bool = False,
) -> AsyncIterator[Console]:
    """A console on an office, live and loaded."""
    seat = seat or Seat(lambda: desk_at(address, session=session))
    chosen = Config(console=ConsoleConfig(look=look, signs="ascii" if signs.is_ascii else "all"))
    wishes = wishes or Wishes(chosen)
    app = WomApp(seat, wishes=wishes, picture=picture, own=own, draft=draft, reads_ahead=reads_ahead)
    async with app.run_test(size=size) as pilot:
        driven = Console(app, pilot)

        def is_up() -> bool:
            return app.seat._watcher is not None or bool(app.live.problem)

        await driven.until(is_up, "the console comes to life")
        await driven.settled()
        yield driven
        await driven.settled()


@contextmanager
def real_time_stands() -> Iterator[None]:
    """It really is the moment that business time says; by it is counted what was done lately."""

    def real_day(seat: Seat) -> tuple[datetime, datetime]:
        return NOW, midnight(NOW, seat.zone)

    with patch.object(Seat, "real_day", real_day):
        yield


def driven(script: Callable[..., Coroutine[Any, Any, None]], *args: Any, **kwargs: Any) -> None:
    """Run a test's script to its end."""
    asyncio.run(script(*args, **kwargs))
