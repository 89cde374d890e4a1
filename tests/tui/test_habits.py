"""Every screen writes days and times of day as whoever looks at it has set it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.tui.driving import console, driven
from tests.tui.test_pictures import act
from wom_tui.domain.habits import DayOrder, Habits, take

# Lengths of time are written 0:43 and 9:05, and from ten hours on `28 h`: so these are times of day.
DAY_CLOCK = re.compile(r"(?<![\d:.])(?:0\d|1[3-9]|2[0-3]):[0-5]\d(?!\d)")
DAY_FIRST = re.compile(r"\b\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b")
SCENES = (
    *("board-120", "board-200", "order-120", "lanes-120"),
    *("tray-120", "candidates-120", "proposal-120", "preview-120"),
)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    take(Habits())


def shown(office: str, scene: str) -> str:
    seen: list[str] = []

    async def script() -> None:
        size = (200, 50) if scene.endswith("200") else (120, 35)
        async with console(office, size=size) as c:
            await act(c, scene)
            seen.append(c.text)

    driven(script)
    return seen[0]


@pytest.mark.parametrize("scene", SCENES)
def test_twelve_hours_and_the_month_first_on_every_screen(office: str, scene: str) -> None:
    usual = shown(office, scene)
    take(Habits(DayOrder.MONTH, has_halves=True))

    seen = shown(office, scene)

    assert DAY_CLOCK.search(usual)
    assert DAY_FIRST.search(usual)
    assert not DAY_CLOCK.findall(seen), seen
    assert not DAY_FIRST.findall(seen), seen
    assert re.search(r"\b\d{1,2}:\d\d[ap]\b", seen)
