"""When has a console nothing left to do? When its loop has: what remains waits for time, a thread or a key.

Textual's pilot asks another way: it sends every widget a message and waits for all of them, then sleeps until the
process has been idle for a moment. The one is a quarter of a test's work, the other half of its time, and on a busy
machine neither is sure.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

import pytest
from textual.pilot import Pilot

MOMENT_S = 0.001  # so that whoever looks again and again leaves the processor to the thread that it waits for
TURNS = 10_000  # of the loop; whatever still moves after as many moves for ever, as a spinner does


async def nothing_left() -> None:
    """Let everybody have turns until nobody wants one, also not what is due by now."""
    loop: Any = asyncio.get_running_loop()
    ready: deque[Any] = loop._ready  # no public way to see it
    quiet = 0
    for _ in range(TURNS):
        await asyncio.sleep(0)
        quiet = 0 if ready else quiet + 1
        if quiet == 2:
            return


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the pilot wait for what is to be done, and for nothing else."""

    async def turn(*_: float) -> None:
        await asyncio.sleep(0)

    async def moment(*_: float) -> None:
        await asyncio.sleep(MOMENT_S)

    async def screen_is_done(_: Pilot[Any], timeout: float = 0.0) -> bool:
        await nothing_left()
        return True

    monkeypatch.setattr("textual.app.wait_for_idle", turn)
    monkeypatch.setattr("textual.pilot.wait_for_idle", moment)
    monkeypatch.setattr(Pilot, "_wait_for_screen", screen_is_done)
