"""What of a text from outside may reach a terminal?"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from wom_tui.present.cells import width_of
from wom_tui.present.safe_text import cell, safe, safe_lines

TABLE = {
    "Boiler lockout, no heat": "Boiler lockout, no heat",
    "clear \x1b[2J": "clear ·[2J",
    "title \x1b]0;PWNED\x07": "title ·]0;PWNED·",
    "8-bit \x9b2J": "8-bit ·2J",
    "null\x00": "null·",
    "delete\x7f": "delete·",
    "tab\tline\nend\r\n": "tab line end  ",
    "next\x85line": "next line",
    "turn \u202egnp.exe": "turn ·gnp.exe",
    "isolate \u2067x\u2069": "isolate ·x·",
    "zero\u200bwidth\ufeff": "zerowidth",
    "line\u2028separator": "line separator",
    "tags\U000e0041": "tags",
    "soft\u00adhyphen": "softhyphen",
    "half \ud800 a pair": "half · a pair",
    "no character \uffff": "no character ·",
    "hard\u00a0space": "hard space",
    "Dún Laoghaire, ул. Ленина, 漏水": "Dún Laoghaire, ул. Ленина, 漏水",
    "caf" + "e\u0301": "caf" + "e\u0301",
    "tower a" + "\u0301" * 40: "tower a" + "\u0301" * 3,
    "umbrella ☂\ufe0f": "umbrella ☂",
}


@pytest.mark.parametrize(("text", "shown"), TABLE.items())
def test_a_text_is_shown_without_what_a_terminal_would_obey(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(st.text())
def test_nothing_that_steers_a_terminal_is_left_of_any_text(text: str) -> None:
    shown = safe(text)

    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert width_of(shown) >= 0


@given(st.text())
def test_a_safe_text_is_safe(text: str) -> None:
    assert safe(safe(text)) == safe(text)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert safe(text) is text


def test_a_cell_is_never_markup() -> None:
    shown = cell("[@click=app.quit]press[/] [/nope]")

    assert isinstance(shown, Text)
    assert shown.plain == "[@click=app.quit]press[/] [/nope]"
    assert shown.spans == []
    assert (cell(None).plain, cell(4417).plain) == ("", "4417")


def test_lines_of_a_longer_text_are_kept_apart() -> None:
    assert safe_lines("room at 31 °C\n\x1b[2Jsecond\r\nthird") == ["room at 31 °C", "·[2Jsecond", "third"]
