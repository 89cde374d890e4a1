"""Does the terminal show exactly what Textual meant, for fewer bytes?"""

from __future__ import annotations

import io
from typing import Any

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console as RichConsole
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.strip import Strip

from tests.tui import emulator
from tests.tui.driving import console, driven
from tests.tui.rooms import enter
from wom_tui.tui.app import WomApp
from wom_tui.tui.output import TerminalModel
from wom_tui.tui.terminal import ThriftyUpdate, has_frames, install_guard, render_what_changes, spans_of
from wom_tui.tui.view import PLACES

_RICH = RichConsole(file=io.StringIO(), force_terminal=True, color_system="truecolor", no_color=False)


class Screens:
    """The same frames on two terminals: as Textual sends them, and as we do."""

    def __init__(self, width: int, height: int, erases: bool) -> None:
        self.plain, self.thrifty = emulator.Screen(width, height), emulator.Screen(width, height)
        self.streams = pyte.Stream(self.plain), pyte.Stream(self.thrifty)
        self.model = TerminalModel(erases=erases)
        self.model.resize(width, height)
        self.sent = [0, 0]

    def frame(self, update: LayoutUpdate | ChopsUpdate, rich: RichConsole) -> None:
        # Textual's frames may begin anywhere, so its lines begin with a carriage return for the terminal.
        whole = update.render_segments(rich).replace("\n", "\r\n")
        size = (self.plain.columns, self.plain.lines)
        lean = ThriftyUpdate(spans_of(update), self.model, *size).sequences(rich)
        for number, (stream, text) in enumerate(zip(self.streams, (whole, lean), strict=True)):
            stream.feed(text)
            self.sent[number] += len(text.encode())

    def take(self, frames: list[LayoutUpdate | ChopsUpdate], app: WomApp) -> bool:
        """Show these; answers whether all stands there that the app draws when it draws everything."""
        for update in frames:
            self.frame(update, app.console)
        frames.clear()
        return [*self.model.rows] == whole_screen(app, self.model)

    def differing(self) -> list[tuple[int, int, Any, Any]]:
        """Cells that the two terminals show differently."""
        return [
            (y, x, plain, thrifty)
            for y in range(self.plain.lines)
            for x in range(self.plain.columns)
            for plain, thrifty in ((self.plain.buffer[y][x], self.thrifty.buffer[y][x]),)
            if plain != thrifty and seen(plain) != seen(thrifty)
        ]


def seen(cell: Any) -> Any:
    """The cell as an eye sees it: where nothing stands, no ink and no weight can be told."""
    is_empty = cell.data == " " and not (cell.underscore or cell.reverse or cell.strikethrough)
    return cell._replace(fg="default", bold=False) if is_empty else cell


_BOARD = "down down space G g s z question_mark escape enter escape 2 1"  # what is pressed there
_ANYWHERE = "down G g pagedown right question_mark escape colon escape"
_SIZES = [
    ((120, 35), "dark", False),
    ((200, 50), "light", True),
    ((200, 50), "dark", True),
    ((80, 24), "mono", True),
    ((120, 35), "contrast", True),
]


@pytest.mark.parametrize(("size", "look", "erases"), _SIZES)
def test_both_terminals_show_the_same_after_every_key_in_every_view(
    office: str, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], look: str, erases: bool
) -> None:
    frames: list[LayoutUpdate | ChopsUpdate] = []

    def kept(app: WomApp, screen: Any, update: Any) -> None:
        if isinstance(update, LayoutUpdate | ChopsUpdate):
            frames.append(update)
        original(app, screen, update)

    original = WomApp._display
    monkeypatch.setattr(WomApp, "_display", kept)

    async def script() -> None:
        screens = Screens(*size, erases)
        async with console(office, size=size, look=look) as c:

            async def compare(after: str) -> None:
                if not screens.take(frames, c.app):  # what was found just now is drawn with the next frame
                    await c.settled()
                assert screens.take(frames, c.app), after
                assert screens.differing() == [], after

            for key in _BOARD.split():
                await c.press(key, *["down"] * 3)
                await compare(key)
            assert screens.sent[1] < screens.sent[0] / 2
            for name in PLACES:
                await enter(c, name)
                for key in _ANYWHERE.split():
                    await c.press(key)
                    await compare(f"{name}: {key}")

    driven(script)


def whole_screen(app: WomApp, model: TerminalModel) -> list[list[Any]]:
    """The lines that Textual draws when it makes all of them, and leaves no widget out."""
    sparing: Any = Compositor._get_renders
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "_get_renders", sparing.__wrapped__)
        return [model.cells(strip) for strip in app.screen._compositor.render_strips()]


def drawn(screen: emulator.Screen) -> list[list[Any]]:
    return [[seen(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)]


# Few of each, so that lines are often alike, and move.
_STYLES = (
    Style(),
    Style(bold=True, color="#ffffff", bgcolor="#0e1217"),
    Style(color="#8d98a5", bgcolor="#0e1217"),
    Style(color="#8d98a5", bgcolor="#243044"),
    Style(dim=True),
    Style(bold=True, underline=True, color="red"),
    Style(reverse=True),
    Style(italic=True, strike=True, bgcolor="#0e1217"),
)
_TEXTS = ("", " " * 3, " " * 14, "WO-4417", "leak", "─" * 9, "漏水", "é", "a\u0301b", "== ==", "x" * 12)
_pieces = st.tuples(st.sampled_from(_TEXTS), st.sampled_from(_STYLES))
_lines = st.lists(st.lists(_pieces, max_size=5), min_size=8, max_size=8)
_grounds = st.sampled_from(_STYLES[:4])


def _full_line(pieces: list[tuple[str, Style]], width: int, ground: Style) -> Strip:
    """Nothing in the last column: the emulator takes a mark over the letter there for a letter too many."""
    strip = Strip([Segment(*piece) for piece in pieces]).adjust_cell_length(width - 1, ground)
    return strip.adjust_cell_length(width, ground)


@given(
    frames=st.lists(st.tuples(_lines, _grounds, st.integers(-3, 3)), min_size=1, max_size=5),
    erases=st.booleans(),
)
def test_any_frames_leave_what_they_say(
    frames: list[tuple[list[list[tuple[str, Style]]], Style, int]], erases: bool
) -> None:
    width, height = 32, 8
    model = TerminalModel(erases=erases)
    model.resize(width, height)
    lean = emulator.Screen(width, height)
    stream, shown = pyte.Stream(lean), list[Strip]()
    for said, ground, shift in frames:
        fresh = [_full_line(line, width, ground) for line in said]
        # Often the lines of before, moved: then the terminal is asked to move them.
        lines = [(y + shift) % height for y in range(height)]
        shown = [shown[line] if shown and line % 5 else fresh[y] for y, line in enumerate(lines)]
        stream.feed(model.frame((y, 0, line) for y, line in enumerate(shown)))

        whole = emulator.Screen(width, height)
        for y, line in enumerate(shown):
            pyte.Stream(whole).feed(f"\x1b[{y + 1}H\x1b[0m" + line.render(_RICH))
        assert drawn(lean) == drawn(whole)


def strip(text: str, **style: Any) -> Strip:
    return Strip([Segment(text, Style(**style))])


def lines(model: TerminalModel, *texts: str) -> str:
    return model.frame((y, 0, strip(text)) for y, text in enumerate(texts))


def a_model(width: int, height: int, *, erases: bool = False) -> TerminalModel:
    model = TerminalModel(erases=erases)
    model.resize(width, height)
    return model


WORDS = ("lamp", "pump", "door", "fan", "road", "tree", "wall", "roof", "sign")


def test_what_stands_there_already_is_not_sent() -> None:
    model = a_model(10, 2)
    lines(model, "0123456789", "abcdefghij")

    assert lines(model, "0123456789", "abcdefghij") == ""
    assert lines(model, "0123456789", "abcdeFghij") == "\x1b[2;6HF"


def test_a_list_that_rolls_is_moved_by_the_terminal() -> None:
    model = a_model(60, 8)
    rows = [f"{word * 3} {n}".ljust(60, word[0]) for n, word in enumerate(WORDS)]
    lines(model, *rows[:8])

    sent = lines(model, *rows[1:9])

    assert "\x1b[1;8r" in sent
    assert len(sent) < 110


def test_lines_that_are_as_alike_where_they_stand_are_not_moved() -> None:
    model = a_model(60, 8)
    rows = [f"row {n} of a list whose lines are all the same ".ljust(60, ".") for n in range(20, 32)]
    lines(model, *rows[:8])

    sent = lines(model, *rows[4:12])

    assert "r\x1b" not in sent
    assert len(sent) < 110


def test_emptiness_is_erased_where_the_terminal_erases_in_the_colour_of_the_ground() -> None:
    plain, able = a_model(60, 1), a_model(60, 1, erases=True)
    before, after = strip("x" * 60, bgcolor="#0e1217"), strip("4417".ljust(60), bgcolor="#0e1217")
    for model in (plain, able):
        model.frame([(0, 0, before)])

    assert "4417" + " " * 56 in plain.frame([(0, 0, after)])
    assert able.frame([(0, 0, after)]) == "\x1b[1H\x1b[48;2;14;18;23m\x1b[K4417\x1b[m"


def test_only_the_attributes_that_differ_are_changed() -> None:
    line = Strip([Segment("a", Style(bold=True, color="#8d98a5")), Segment("b", Style(color="#8d98a5"))])

    assert a_model(2, 1).frame([(0, 0, line)]) == "\x1b[1H\x1b[1;38;2;141;152;165ma\x1b[22mb\x1b[m"


def test_labels_and_values_in_turn_take_one_change_of_ink_each() -> None:
    model = a_model(20, 4)
    line = Strip([Segment("label ", Style(color="#8d98a5")), Segment("value", Style(color="#d5dbe2"))])

    sent = model.frame((y, 0, line) for y in range(4))

    assert sent.count("38;2;141;152;165") == 1
    assert sent.count("38;2;213;219;226") == 1


def test_after_another_has_written_everything_is_sent_again() -> None:
    model = a_model(4, 1)
    lines(model, "same")
    model.forget()
    model.resize(4, 1)

    assert lines(model, "same") == "\x1b[1Hsame"


def test_a_text_that_was_sent_in_many_colours_is_sent_in_few_once_the_line_is_slow() -> None:
    model, line = a_model(2, 2), Strip([Segment("ab", Style(color="#8d98a5"))])
    model.frame([(0, 0, line)])

    model.color_system = ColorSystem.EIGHT_BIT

    assert "38;5;246mab" in model.frame([(1, 0, line)])


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
    assert render_what_changes()
    assert has_frames()
