"""Can everything be read, by everybody, also without hues?

Contrast as WCAG 2 computes it: 4.5 for text, 3 for what only has to be seen; 7 and 4.5 in the contrast look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

import pytest
from rich.style import Style

from tests.tui.driving import console, driven
from wom_tui.present.labels import ASCII, CLOCKS, STATES, WGL4, Label, Signs
from wom_tui.tui.look import GROUNDS, LOOKS, Look
from wom_tui.tui.widgets.toasts import Kind

COLOURED = ("dark", "light", "contrast")
LINES = frozenset({"rule", "faint"})  # they part and shade; nothing is written in them


def luminance(colour: str) -> float:
    """How light a colour is, from 0 to 1."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(style: Style) -> float:
    """Between what is written and what lies behind it."""
    assert style.color is not None
    assert style.bgcolor is not None
    ink, ground = (luminance(str(c.get_truecolor().hex)) for c in (style.color, style.bgcolor))
    return (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05)


def pairs(look: Look) -> Mapping[tuple[str, str], float]:
    """The contrast of every ink that text is written in, on every ground."""
    inks = look.inks.keys() - LINES
    return {(ink, ground): contrast(look.style(ink, ground)) for ink in inks for ground in GROUNDS}


@pytest.mark.parametrize(("name", "least"), [("dark", 4.5), ("light", 4.5), ("contrast", 7.0)])
def test_every_ink_can_be_read_on_every_ground(name: str, least: float) -> None:
    too_faint = {pair: round(value, 2) for pair, value in pairs(LOOKS[name]).items() if value < least}

    assert too_faint == {}


@pytest.mark.parametrize("name", COLOURED)
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_open_tab_can_be_read_wherever_the_header_stands(name: str, ground: str) -> None:
    assert contrast(LOOKS[name].style("bold bright here", ground)) >= 4.5
    assert contrast(LOOKS[name].style("accent here", ground)) >= 4.5


def test_lines_and_the_cursor_s_row_are_seen_in_the_contrast_look() -> None:
    look = LOOKS["contrast"]
    page, row = look.style("", "bg"), look.style("", "selection")

    assert (
        min(contrast(look.style(ink, ground)) for ink in LINES for ground in ("bg", "raised", "sunken")) > 3
    )
    assert contrast(Style(color=page.bgcolor, bgcolor=row.bgcolor)) >= 7


@pytest.mark.parametrize("sign", [lambda one: one.glyph, lambda one: one.ascii], ids=["glyphs", "ascii"])
@pytest.mark.parametrize("labels", [STATES, CLOCKS], ids=["states", "clocks"])
def test_no_state_is_told_by_its_hue_alone(labels: Mapping[str, Label], sign: Callable[[Label], str]) -> None:
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, label in labels.items():
        seen[sign(label), label.word].append(name)

    assert {told: names for told, names in seen.items() if len(names) > 1} == {}


@pytest.mark.parametrize("signs", [WGL4, ASCII], ids=["glyphs", "ascii"])
def test_the_board_tells_each_state_by_sign_and_word_where_there_is_no_hue(office: str, signs: Signs) -> None:
    async def script() -> None:
        async with console(office, size=(120, 50), look="mono", signs=signs) as c:
            lines = {int(line[4:8]): line for line in c.text.splitlines() if line[4:8].isdecimal()}
            rows = {number: c.board.model.rows[number] for number in lines if number in c.board.model.rows}

            untold = {
                number: row.state
                for number, row in rows.items()
                if f"{STATES[row.state].sign(signs.is_ascii)} {STATES[row.state].word}" not in lines[number]
            }

            assert len({row.state for row in rows.values()}) > 8
            assert untold == {}

    driven(script)


@pytest.mark.parametrize("look", ["mono", "contrast"])
def test_a_refusal_is_told_from_what_was_done_by_its_sign(office: str, look: str) -> None:
    async def script() -> None:
        async with console(office, look=look, signs=ASCII) as c:
            for kind in Kind:
                c.app.toasts.add(f"this is {kind}", kind=kind)
            await c.settled()
            is_signed = {
                kind: line.split(f"this is {kind}")[0].rstrip().endswith("!")
                for kind in Kind
                for line in c.text.splitlines()
                if f"this is {kind}" in line
            }

            assert is_signed == {kind: kind is not Kind.DONE for kind in Kind}

    driven(script)


def test_no_colour_goes_out_in_the_look_without_them() -> None:
    look = LOOKS["mono"]
    styles = [look.style(ink, ground) for ink in look.inks for ground in GROUNDS]

    assert [style for style in styles if style.color and not style.color.is_default] == []
    assert [style for style in styles if style.bgcolor and not style.bgcolor.is_default] == []
