"""How is a document handed out? As Markdown, HTML or PDF, to stdout, or into a file that is whole or not there."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, assert_never

import typer

from wom_tui.cli.output import answer, print_text, say, tell
from wom_tui.cli.shell import Shell
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.present.document import Document

_MOST_SHOWN = 20  # characters that a font does not have


class PaperForm(StrEnum):
    """How a document is laid out."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"


_ENDINGS = {".markdown": PaperForm.MARKDOWN, ".htm": PaperForm.HTML}
Out = Annotated[Path | None, typer.Option("--out", help="The file; else it goes to stdout.")]
FormName = Annotated[
    str | None, typer.Option("--format", help="md, html or pdf; else as the file's name ends, else md.")
]
Font = Annotated[
    Path | None,
    typer.Option(help="A TrueType font for a PDF whose texts are not written in western European letters."),
]


def hand_out(
    shell: Shell,
    document: Document,
    data: Any,
    said: dict[str, Any],
    out: Path | None,
    form: PaperForm,
    font: Path | None,
) -> None:
    """Write a document where it is wanted.

    Args:
        data: what JSON says instead, where no file is wanted.
        said: what JSON says of a file, beside where it is and how it is laid out.
    """
    if out is None and shell.is_json:
        answer(shell.is_json, data, lambda: None)
        return
    content = _laid_out(document, form, font)
    if out is None:
        _to_stdout(content)
        return
    from wom_tui.gateways.files.whole import written_whole

    with written_whole(out) as target:
        target.write(content)
    told = {"file": str(out), "form": form.value, **said}
    answer(shell.is_json, told, lambda: tell(f"{document.title} in {out}"))


def form_wanted(out: Path | None, said: str | None) -> PaperForm:
    """The form that was asked for, else what the file's name ends in, else Markdown.

    Raises:
        InvalidInput: it is none of the three.
    """
    ending = out.suffix.casefold() if out is not None else ""
    word = said or (_ENDINGS.get(ending) or ending.removeprefix(".") or PaperForm.MARKDOWN)
    try:
        return PaperForm(word.casefold())
    except ValueError:
        raise InvalidInput("--format", word, ", ".join(PaperForm)) from None


def _laid_out(document: Document, form: PaperForm, font: Path | None) -> bytes:
    match form:
        case PaperForm.MARKDOWN:
            from wom_tui.present.document_markdown import markdown_of

            return markdown_of(document).encode()
        case PaperForm.HTML:
            from wom_tui.present.document_html import html_document

            return html_document(document).encode()
        case PaperForm.PDF:
            from wom_tui.present.document_pdf import pdf_document

            content, missing = pdf_document(document, font)
            if missing:
                shown = " ".join(missing[:_MOST_SHOWN])
                way = "name a font that can" if font is None else "another font may"
                say(f"the PDF cannot show {len(missing)} of its characters ({shown}); {way}: --font FILE.ttf")
            return content
        case _:
            assert_never(form)


def _to_stdout(content: bytes) -> None:
    if content.startswith(b"%PDF"):
        if sys.stdout.isatty():
            raise InvalidInput("--out", "", "a file: a PDF is nothing to read on a terminal")
        sys.stdout.buffer.write(content)
        return
    print_text(content.decode())
