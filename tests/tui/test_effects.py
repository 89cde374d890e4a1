"""Does a preview say what follows from an act: who is to be told, whose time is free, which clock stops?"""

from __future__ import annotations

import pytest

from tests.tui.driving import console, driven
from wom_tui.tui.screens.preview import Preview


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("cancel 4416 not needed", ()),
        ("hold 4416 parts tomorrow 9:00", ("the clock stops, look again 25 Nov 09:00",)),
        ("hold 4416 weather tomorrow 9:00", ("the clock goes on: a hold for weather does not stop it",)),
    ],
)
def test_who_counts_on_a_visit_that_is_struck_is_named_before_it_is(
    office: str, line: str, said: tuple[str, ...]
) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("promise 4416 tomorrow 8:00-10:00")
            await c.say("dispatch 4416")
            await c.say(line)
            assert isinstance(c.app.screen, Preview)

            struck = "visit 4416/1 is struck, Amadou Diallo is free 25 Nov 08:52–"
            told = "nobody comes for visit 4416/1, and the customer was promised 25 Nov 08:00–10:00"
            for words in (struck, "tell them, they were sent there", told, *said):
                assert words in c.text

    driven(script)
