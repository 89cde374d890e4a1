"""`wom wo report`, `wom wo approval`: an order in writing, as Markdown, HTML or PDF."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.output import answer, print_text, say, tell
from wom_tui.cli.shell import Shell, shell_of, zone_of_office
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.present.document import Document
    from wom_tui.queries.order import OrderDetail

_MOST_SHOWN = 20  # characters that a font does not have


class PaperForm(StrEnum):
    """How a document is laid out."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"


_ENDINGS = {".markdown": PaperForm.MARKDOWN, ".htm": PaperForm.HTML}
Number = Annotated[str, typer.Argument(help="4417 or WO-004417")]
Out = Annotated[Path | None, typer.Option("--out", help="The file; else it goes to stdout.")]
FormName = Annotated[
    str | None, typer.Option("--format", help="md, html or pdf; else as the file's name ends, else md.")
]
Font = Annotated[
    Path | None,
    typer.Option(help="A TrueType font for a PDF whose texts are not written in western European letters."),
]


def add_papers(app: typer.Typer) -> None:
    """The verbs, among those of an order."""
    app.command("report")(report)
    app.command("approval")(approval)


def report(
    context: typer.Context, number: Number, out: Out = None, form: FormName = None, font: Font = None
) -> None:
    """Write what a customer gets of an order: what was done, when, with which parts; no notes, no costs."""
    from wom_tui.present.order_report import order_report

    _write(shell_of(context), number, order_report, out, form, font)


def approval(
    context: typer.Context, number: Number, out: Out = None, form: FormName = None, font: Font = None
) -> None:
    """Write who approved an order, at which cost, when, and by which policy."""
    from wom_tui.present.approval import approval_record

    _write(shell_of(context), number, approval_record, out, form, font)


def _write(
    shell: Shell,
    number: str,
    made: Callable[[OrderDetail, str, ZoneInfo], Document],
    out: Path | None,
    form: str | None,
    font: Path | None,
) -> None:
    from wom_tui.grammar.values import order_number
    from wom_tui.queries.office import office_settings
    from wom_tui.queries.order import order_detail

    wanted = form_wanted(out, form)
    with shell.desk() as desk:
        zone = zone_of_office(desk)
        detail = shell.ask(desk, order_detail, order_number(number, "number"), shell.at(desk))
        document = made(detail, desk.ask(office_settings).name, zone)
    if out is None and shell.is_json:
        answer(shell.is_json, document, lambda: None)
        return
    content = _laid_out(document, wanted, font)
    if out is None:
        _to_stdout(content)
        return
    from wom_tui.gateways.files.whole import written_whole

    with written_whole(out) as target:
        target.write(content)
    said = {"file": str(out), "form": wanted.value, "number": detail.order.id}
    answer(shell.is_json, said, lambda: tell(f"{document.title} in {out}"))


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
