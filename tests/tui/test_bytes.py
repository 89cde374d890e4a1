"""How many bytes does a console send for a key, for a rest, for a minute?

Counted, not timed: every frame goes through a model of its own.
"""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import Any

import pytest
from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, LayoutUpdate

from tests.tui.alarms import alarmed
from tests.tui.driving import Console, console, driven
from tests.tui.office import NOW
from tests.tui.rulebook import ruled
from tests.tui.test_alerts import on_alerts
from tests.tui.test_rules import on_rule
from wom_tui.tui.app import WomApp
from wom_tui.tui.output import TerminalModel
from wom_tui.tui.screens import rule as screens_rule
from wom_tui.tui.terminal import spans_of
from wom_tui.tui.widgets import reading


class Line:
    """Everything that goes over the line to the terminal."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], *, erases: bool = False
    ) -> None:
        self.colours = ColorSystem.TRUECOLOR  # of the terminal
        self._model = TerminalModel(erases=erases)
        self._model.resize(*size)
        self._sent = 0
        original = WomApp._display

        def counted(app: WomApp, screen: Any, update: Any) -> None:
            if isinstance(update, LayoutUpdate | ChopsUpdate):
                self._model.color_system = min(self.colours, app.most_colours)
                self._sent += len(self._model.frame(spans_of(update)).encode())
            original(app, screen, update)

        monkeypatch.setattr(WomApp, "_display", counted)

    def sent(self) -> int:
        """Bytes since the last time."""
        sent, self._sent = self._sent, 0
        return sent


async def walk(c: Console, line: Line, keys: int) -> list[tuple[int, int]]:
    """Bytes of each of so many keys, and of the order that is read when the cursor has rested."""
    await c.press("g")
    line.sent()
    counted = []
    for _ in range(keys):
        await c.pilot.press("down")
        await c.pilot.pause()
        key = line.sent()
        c.board.reading.rested()
        await c.until(lambda: c.board.reading.detail is not None, "the order is read")
        counted.append((key, line.sent()))
    return counted


def counted(
    office: str, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], *, erases: bool = False
) -> tuple[list[int], list[int]]:
    """Bytes of twelve keys down the board, and of the orders that were read after each."""
    line = Line(monkeypatch, size, erases=erases)
    monkeypatch.setattr(reading, "REST_S", 3600.0)  # the cursor has rested when the test says so
    found = list[tuple[int, int]]()

    async def script() -> None:
        async with console(office, size=size) as c:
            found.extend(await walk(c, line, 12))

    driven(script)
    return [key for key, _ in found], [rest for _, rest in found]


# Here every order is in another state: two lines, each in nine inks. Most offices need a little less.
@pytest.mark.parametrize(("erases", "most"), [(False, 610), (True, 600)])
def test_a_key_in_view_sends_600_bytes(
    office: str, monkeypatch: pytest.MonkeyPatch, erases: bool, most: int
) -> None:
    keys, _ = counted(office, monkeypatch, (200, 50), erases=erases)

    assert (median(keys) <= most, keys) == (True, keys)
    assert (max(keys) <= 660, keys) == (True, keys)


@pytest.mark.parametrize("erases", [False, True])
def test_the_order_below_the_list_sends_700_bytes_and_only_after_a_rest(
    office: str, monkeypatch: pytest.MonkeyPatch, erases: bool
) -> None:
    keys, rests = counted(office, monkeypatch, (120, 35), erases=erases)

    assert (max(keys) <= 600, keys) == (True, keys)
    assert (max(rests) <= 700, rests) == (True, rests)


def test_the_order_beside_the_list_sends_what_is_another_in_it(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, rests = counted(office, monkeypatch, (200, 50), erases=True)

    # 45 lines without a word in common; two orders of a real office share half of it.
    assert (median(rests) <= 1600, rests) == (True, rests)


def test_a_minute_sends_600_bytes_and_the_seconds_between_none(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(monkeypatch, (200, 50))
    passed = timedelta(0)
    monkeypatch.setattr(WomApp, "now", lambda _: NOW + passed)

    async def script() -> None:
        nonlocal passed
        async with console(office, size=(200, 50)) as c:
            await c.read()
            for minute in range(1, 6):
                line.sent()
                passed = timedelta(minutes=minute)
                c.app.tick()
                await c.settled()
                at_the_minute = line.sent()
                for second in (1, 30, 59):
                    passed = timedelta(minutes=minute, seconds=second)
                    c.app.tick()
                    await c.settled()

                assert 0 < at_the_minute <= 600
                assert line.sent() == 0

    driven(script)


def test_a_letter_of_a_rule_s_text_and_a_row_of_alerts_send_little(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = ruled(alarmed(office))
    line = Line(monkeypatch, (120, 35))
    monkeypatch.setattr(screens_rule, "_TYPED_S", 3_600.0)  # it is tried out when the test says so
    letters: list[int] = []
    rows: list[int] = []

    async def script() -> None:
        async with console(address) as c:
            view = await on_alerts(c)
            line.sent()
            for key in ("down", "down", "up"):
                await c.pilot.press(key)
                await c.pilot.pause()
                rows.append(line.sent())
            assert view.cursor
            await on_rule(c, "nightly", "e")
            for key in ("down", *"abc", "backspace"):
                line.sent()
                await c.pilot.press(key)
                await c.pilot.pause()
                letters.append(line.sent())

    driven(script)
    assert (max(letters[1:]) <= 250, letters) == (True, letters)
    assert (max(rows) <= 1_200, rows) == (True, rows)  # two lines, and the words below of another alert
