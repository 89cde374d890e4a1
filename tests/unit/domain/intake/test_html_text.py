"""The words of a cell that holds HTML, whatever somebody has written into it."""

from __future__ import annotations

import pytest

from wom_tui.domain.intake.html_text import text_of_html

PIECES = (
    "<p>",
    "</p>",
    "<script>",
    "<!--",
    "<![CDATA[",
    "<a href='",
    "&amp;",
    "&#x1b;",
    "&#",
    "<",
    ">",
    "word ",
    "</",
)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("no markup at all", "no markup at all"),
        ("<p>Filter G4,<br/>two of <b>the</b>m</p><p>today</p>", "Filter G4, two of them today"),
        ("<ul><li>one</li><li>two</li></ul>", "- one - two"),
        ("R&amp;D &lt;5 &euro;", "R&D <5 €"),
        ("<style>p { color: red }</style><script>alert(1)</script>gone", "gone"),
        ("pressure < 3 bar", "pressure < 3 bar"),
        ("<!-- never closed", ""),
        ("seen <!-- <p>not</p> --> again", "seen again"),
    ],
)
def test_words_stay_and_markup_goes(html: str, words: str) -> None:
    assert " ".join(text_of_html(html).split()) == words


@pytest.mark.parametrize("piece", PIECES)
def test_a_text_of_any_length_comes_to_an_end(piece: str) -> None:
    assert len(text_of_html(piece * 100_000)) <= len(piece) * 100_000
