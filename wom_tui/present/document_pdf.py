"""How does a document look as PDF? Laid out by fpdf2, which is loaded here only, when the first one is made.

The fonts that every reader has know the letters of western Europe. A font that is named knows what it knows; what it
cannot show stands as a question mark, and is told, never left out in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from wom_tui.errors import InvalidInput
from wom_tui.present.document import Document, Row, Section

if TYPE_CHECKING:
    from fpdf import FPDF

_USUAL, _OWN = "Helvetica", "own"
_ENCODING = "cp1252"  # of the fonts that every reader has
_MARGIN_MM, _LABEL_MM, _LINE_MM = 18, 38, 5.2
_TEXT_PT, _HEAD_PT, _TITLE_PT = 10, 12, 16
_MOST_IN_CELL = 400  # characters
_MISSING = "?"


def pdf_document(document: Document, font: Path | None = None) -> tuple[bytes, str]:
    """The document, and the characters in it that its font cannot show, each once.

    Args:
        font: a TrueType or OpenType file, for all texts; None = the font that every reader has.

    Raises:
        InvalidInput: the font cannot be read, or what writes PDF is not installed.
    """
    try:
        from fpdf import FPDF
    except ImportError as error:
        way = "HTML, which any browser prints (--out report.html), or `pip install 'wom-tui[pdf]'` first"
        raise InvalidInput("--format", "pdf", way) from error

    pdf = FPDF(format="A4")
    pdf.core_fonts_encoding = _ENCODING
    pdf.set_creation_date(document.dated_at)  # the same order makes the same bytes
    pdf.set_margin(_MARGIN_MM)
    pdf.set_auto_page_break(True, margin=_MARGIN_MM)
    knows = _knows(pdf, font)
    missing = "".join(sorted({char for text in document.texts for char in text if not knows(char)}))
    page = _Page(pdf, _OWN if font is not None else _USUAL, str.maketrans(dict.fromkeys(missing, _MISSING)))
    page.write(document)
    return bytes(pdf.output()), missing


def _knows(pdf: FPDF, font: Path | None) -> Callable[[str], bool]:
    """Whether the font has a character; the font is read where one is named."""
    if font is None:
        return _is_western
    from fontTools.ttLib import TTFont, TTLibError

    try:
        # Looked into first: the library would leave a file open that is no font.
        known = TTFont(BytesIO(font.read_bytes())).getBestCmap()
        for style in ("", "B"):
            pdf.add_font(_OWN, style, str(font))
    except (OSError, TTLibError, ValueError, KeyError) as error:
        raise InvalidInput("--font", str(font), f"a TrueType or OpenType font ({error})") from error
    return lambda char: ord(char) in known


def _is_western(char: str) -> bool:
    try:
        char.encode(_ENCODING)
    except UnicodeEncodeError:
        return False
    return True


def _widths(table: Iterable[Row]) -> tuple[int, ...]:
    """How wide columns are beside one another: by what stands in them, the narrowest no less than a word."""
    return tuple(min(max(*map(len, column), 8), 40) for column in zip(*table, strict=True))


def _fitting(cells: Row) -> Iterator[Row]:
    """The row; what is too long for one goes on in further ones, for no row is higher than a page."""
    longest = max(map(len, cells))
    for start in range(0, max(longest, 1), _MOST_IN_CELL):
        yield tuple(cell[start : start + _MOST_IN_CELL] for cell in cells)


class _Page:
    """Writes a document down a page, and on to the next ones."""

    def __init__(self, pdf: FPDF, font: str, shown: dict[int, str]) -> None:
        self._pdf, self._font, self._shown = pdf, font, shown

    def write(self, document: Document) -> None:
        """All of it."""
        self._pdf.set_title(self._said(document.title))
        self._pdf.add_page()
        self._head(document.title, _TITLE_PT)
        self._pairs(document.about)
        for section in document.told:
            self._section(section)
        self._sign(document.signatures)

    def _section(self, section: Section) -> None:
        self._pdf.ln(3)
        self._head(section.heading, _HEAD_PT)
        for line in section.lines:
            self._text(line)
        self._pairs(section.rows)
        if len(section.table) > 1:
            self._set(_TEXT_PT)
            with self._pdf.table(
                borders_layout="HORIZONTAL_LINES",
                line_height=_LINE_MM,
                text_align="LEFT",
                v_align="TOP",
                col_widths=_widths(section.table),
            ) as table:
                for cells in section.table:
                    for part in _fitting(cells):
                        table.row([self._said(cell) for cell in part])

    def _head(self, text: str, size: int) -> None:
        self._set(size, is_bold=True)
        self._multi(text, 0, size * 0.5)

    def _text(self, text: str) -> None:
        self._set(_TEXT_PT)
        self._multi(text, 0, _LINE_MM)

    def _pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        for label, text in pairs:
            top, page = self._pdf.get_y(), self._pdf.page
            self._set(_TEXT_PT, is_bold=True)
            self._multi(label, _LABEL_MM, _LINE_MM)
            below = (self._pdf.page, self._pdf.get_y())
            if self._pdf.page == page:
                self._pdf.set_xy(self._pdf.l_margin + _LABEL_MM, top)
            self._text(text)
            if below > (self._pdf.page, self._pdf.get_y()):
                self._pdf.set_y(below[1])

    def _sign(self, names: Iterable[str]) -> None:
        told = list(names)
        if not told:
            return
        self._pdf.ln(22)
        width = self._pdf.epw / len(told)
        self._set(_TEXT_PT)
        for name in told:
            self._pdf.cell(width - 6, _LINE_MM, self._said(name), border="T")
            self._pdf.set_x(self._pdf.get_x() + 6)

    def _multi(self, text: str, width: float, height: float) -> None:
        self._pdf.multi_cell(width, height, self._said(text), align="L", new_x="LMARGIN", new_y="NEXT")

    def _set(self, size: int, *, is_bold: bool = False) -> None:
        self._pdf.set_font(self._font, "B" if is_bold else "", size)

    def _said(self, text: str) -> str:
        return text.translate(self._shown)
