"""One document in three forms: the same words in each, the same bytes each time, and no text that is obeyed."""

from __future__ import annotations

import re
import sys
import zlib
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from wom_tui.errors import InvalidInput
from wom_tui.present.document import Document, Section
from wom_tui.present.document_html import html_document
from wom_tui.present.document_markdown import markdown_of
from wom_tui.present.document_pdf import pdf_document
from wom_tui.present.safe_text import safe

AT = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script>",
    "![x](javascript:alert(1)) [y](http://evil.example)",
    "# head | cell ``` code",
    "- list\n1. one\n====\n> said",
    "&lt;b&gt; &amp; \\<b>",
    "1) one",
    ") Tj /F1 12 Tf (owned) Tj (",
    "http://evil.example www.evil.example me@evil.example <http://evil.example>",
    "_under_ *star* ~~gone~~ `code`",
    "\x1b[31mred\x07 \u202eback",
)
OURS = {"h1", "h2", "p", "ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td"}


def a_document(*texts: str) -> Document:
    """Each text wherever a text can stand."""
    said = tuple(map(safe, texts))
    return Document(
        title=said[0],
        about=tuple((text, text) for text in said),
        sections=(
            Section(
                heading=said[0],
                lines=said,
                rows=tuple((text, text) for text in said),
                table=(("a", "b"), *((text, text) for text in said)),
            ),
            Section(heading="Nothing to say"),
        ),
        signatures=("Customer",),
        dated_at=AT,
    )


class Read(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(markdown: str) -> Read:
    """As a reader with everything switched on shows it."""
    return Read(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))


def words_of(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_is_a_sign_of_markdown(text: str) -> None:
    page = shown(markdown_of(a_document("plain", text)))

    assert page.tags <= OURS
    assert words_of(safe(text)) in words_of(page.text)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_is_a_tag(text: str) -> None:
    page = html_document(a_document("plain", text))
    read = Read(page)

    assert read.tags <= OURS | {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "dl",
        "dt",
        "dd",
        "div",
        "span",
    }
    assert words_of(safe(text)) in words_of(read.text)
    assert "default-src 'none'" in page


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_ends_a_string_of_a_pdf(text: str) -> None:
    content, _ = pdf_document(a_document("plain", text))

    streams = b"".join(
        zlib.decompress(stream) for stream in re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL)
    )
    assert b"(owned) Tj" not in streams
    assert b"/JavaScript" not in content
    assert b"/URI" not in content


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_at_all_comes_through_all_three(text: str) -> None:
    document = a_document("plain", text)

    assert shown(markdown_of(document)).tags <= OURS
    assert words_of(safe(text)) in words_of(Read(html_document(document)).text)
    assert pdf_document(document)[0].startswith(b"%PDF")


def test_the_same_document_is_the_same_bytes() -> None:
    first, again = (a_document("Käse — 5 €", "x" * 3000) for _ in range(2))

    assert pdf_document(first) == pdf_document(again)
    assert (markdown_of(first), html_document(first)) == (markdown_of(again), html_document(again))


def test_what_a_font_cannot_show_is_told_and_stands_as_a_question_mark() -> None:
    content, missing = pdf_document(a_document("Żółw 東京", "Olé — 5 €"))

    assert missing == "".join(sorted("Żłw東京".replace("w", "")))
    assert content.startswith(b"%PDF")


def test_a_font_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "font.ttf"
    file.write_text("no font")

    with pytest.raises(InvalidInput, match="font"):
        pdf_document(a_document("plain"), file)


def test_without_what_writes_pdf_the_way_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fpdf", None)

    with pytest.raises(InvalidInput, match=r"pip install 'wom-tui\[pdf\]'"):
        pdf_document(a_document("plain"))


def test_a_section_without_anything_to_say_is_left_out() -> None:
    assert "Nothing to say" not in markdown_of(a_document("plain"))


def test_a_long_document_goes_on_over_pages() -> None:
    content, _ = pdf_document(a_document(*(f"line {number} " + "word " * 60 for number in range(60))))

    assert content.count(b"/Type /Page\n") > 3
