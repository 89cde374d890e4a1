"""Does the terminal show exactly what Textual meant, for fewer bytes?"""

from __future__ import annotations

from typing import Any

import pytest
from rich.console import Console as RichConsole
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from tests.tui import emulator
from tests.tui.driving import console, driven
from wom_tui.tui.app import WomApp
from wom_tui.tui.output import TerminalModel
from wom_tui.tui.terminal import ThriftyUpdate, has_frames, install_guard


class Screens:
    """The same frames on two terminals: as Textual sends them, and as we do."""

    def __init__(self, width: int, height: int) -> None:
        self.plain, self.thrifty = emulator.Screen(width, height), emulator.Screen(width, height)
        self.streams = emulator.Stream(self.plain), emulator.Stream(self.thrifty)
        self.model = TerminalModel()
        self.model.resize(width, height)
        self.sent = [0, 0]

    def frame(self, update: LayoutUpdate | ChopsUpdate, rich: RichConsole) -> None:
        # Textual's frames may begin anywhere, so its lines begin with a carriage return for the terminal.
        whole = update.render_segments(rich).replace("\n", "\r\n")
        size = (self.plain.columns, self.plain.lines)
        lean = ThriftyUpdate(update, self.model, *size).render_segments(rich)
        for number, (stream, text) in enumerate(zip(self.streams, (whole, lean), strict=True)):
            stream.feed(text)
            self.sent[number] += len(text.encode())

    def differing(self) -> list[tuple[int, int, Any, Any]]:
        """Cells that the two terminals show differently."""
        return [
            (y, x, self.plain.buffer[y][x], self.thrifty.buffer[y][x])
            for y in range(self.plain.lines)
            for x in range(self.plain.columns)
            if seen(self.plain.buffer[y][x]) != seen(self.thrifty.buffer[y][x])
        ]


def seen(cell: Any) -> Any:
    """The cell as an eye sees it: where nothing stands, no ink and no weight can be told."""
    is_empty = cell.data == " " and not (cell.underscore or cell.reverse or cell.strikethrough)
    return cell._replace(fg="default", bold=False) if is_empty else cell


@pytest.mark.parametrize(("size", "look"), [((120, 35), "dark"), ((200, 50), "light"), ((80, 24), "mono")])
def test_both_terminals_show_the_same_after_every_key(
    office: str, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], look: str
) -> None:
    frames: list[LayoutUpdate | ChopsUpdate] = []

    def kept(app: WomApp, screen: Any, update: Any) -> None:
        if isinstance(update, LayoutUpdate | ChopsUpdate):
            frames.append(update)
        original(app, screen, update)

    original = WomApp._display
    monkeypatch.setattr(WomApp, "_display", kept)

    async def script() -> None:
        screens = Screens(*size)
        async with console(office, size=size, look=look) as c:
            for key in (
                "down",
                "down",
                "space",
                "G",
                "g",
                "s",
                "z",
                "question_mark",
                "escape",
                "enter",
                "escape",
            ):
                await c.press(key, *["down"] * 3)
                for update in frames:
                    screens.frame(update, c.app.console)
                frames.clear()

                assert screens.differing() == [], key
        assert screens.sent[1] < screens.sent[0] / 2

    driven(script)


def strip(text: str, **style: Any) -> Strip:
    return Strip([Segment(text, Style(**style))])


def lines(model: TerminalModel, *texts: str) -> str:
    return model.frame((y, 0, strip(text)) for y, text in enumerate(texts))


def a_model(width: int, height: int) -> TerminalModel:
    model = TerminalModel()
    model.resize(width, height)
    return model


def test_what_stands_there_already_is_not_sent() -> None:
    model = a_model(10, 2)
    lines(model, "0123456789", "abcdefghij")

    assert lines(model, "0123456789", "abcdefghij") == ""
    assert lines(model, "0123456789", "abcdeFghij") == "\x1b[2;6HF"


def test_a_list_that_rolls_is_moved_by_the_terminal() -> None:
    model = a_model(60, 8)
    rows = [f"row {n} of a list that rolls by one line at a time ".ljust(60, ".") for n in range(9)]
    lines(model, *rows[:8])

    sent = lines(model, *rows[1:9])

    assert "\x1b[1;8r" in sent
    assert len(sent) < 110


def test_after_another_has_written_everything_is_sent_again() -> None:
    model = a_model(4, 1)
    lines(model, "same")
    model.forget()
    model.resize(4, 1)

    assert lines(model, "same") == "\x1b[1Hsame"


def test_wide_signs_are_sent_whole() -> None:
    model = a_model(6, 1)
    lines(model, "漏水的")

    assert lines(model, "漏火的") == "\x1b[1;3H火"
    assert "漏" in lines(model, "x漏水 ")


def test_what_a_terminal_would_obey_does_not_pass_here_either() -> None:
    model = a_model(20, 1)

    assert "\x1b[2J" not in model.frame([(0, 0, Strip([Segment("EVIL\x1b[2J", Style())]))])


def test_this_textual_has_what_the_hooks_need() -> None:
    assert install_guard()
    assert has_frames()
