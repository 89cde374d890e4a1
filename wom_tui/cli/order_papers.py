"""`wom wo report`, `wom wo approval`: an order in writing, as Markdown, HTML or PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.papers import Font, FormName, Out, form_wanted, hand_out
from wom_tui.cli.shell import Shell, shell_of, zone_of_office

if TYPE_CHECKING:
    from wom_tui.present.document import Document
    from wom_tui.queries.order import OrderDetail


Number = Annotated[str, typer.Argument(help="4417 or WO-004417")]


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
    said = {"number": detail.order.id}
    hand_out(shell, document, document, said, out, wanted, font)
