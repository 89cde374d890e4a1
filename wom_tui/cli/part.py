"""`wom part`: which parts are there, where do they lie, what is on its way?

What comes in, goes out or is counted is a line: `wom do 'receive PUMP-3 5 main'`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.documents import event_document
from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.nouns import add_changes
from wom_tui.cli.output import at_text, print_json, tell
from wom_tui.cli.shell import shell_of, zone_of_office
from wom_tui.domain.sheets.catalogue import SHEETS

if TYPE_CHECKING:
    from wom_tui.cli.shell import Shell
    from wom_tui.domain.event import Event
    from wom_tui.queries.parts import PartSheet

app = typer.Typer(
    help="Parts: what is in stock, reserved, on its way.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)

add_changes(app, SHEETS["parts"])

PART = ("part", "name", "unit", "price_cents", "quantity", "reserved", "free", "coming")
STOCK = ("part", "name", "place", "quantity", "reserved", "free", "minimum", "unit")
PURCHASE = (
    *("purchase", "part", "name", "place", "quantity", "arrived", "coming", "reserved"),
    *("eta_at", "ordered_at", "reference"),
)


@app.command("list")
@listing
def list_parts(context: typer.Context, wanted: Wanted) -> None:
    """List all parts: how many there are over all places, reserved, free, on their way."""
    from wom_tui.queries.parts import part_rows

    shell = shell_of(context)
    with shell.desk() as desk:
        rows = shell.ask(desk, part_rows)
        zone = zone_of_office(desk)
    _listing("part", PART, zone).tell(shell, rows, wanted, zone)


@app.command("stock")
@listing
def list_stock(
    context: typer.Context,
    wanted: Wanted,
    place: Annotated[
        str | None, typer.Option(help="Only there: a warehouse, or a technician for the van.")
    ] = None,
) -> None:
    """List what lies where."""
    _stock(shell_of(context), place, wanted, is_below=False)


@app.command("below-minimum")
@listing
def below_minimum(
    context: typer.Context,
    wanted: Wanted,
    place: Annotated[
        str | None, typer.Option(help="Only there: a warehouse, or a technician for the van.")
    ] = None,
) -> None:
    """List where less of a part is left than there should be."""
    _stock(shell_of(context), place, wanted, is_below=True)


def _stock(shell: Shell, place: str | None, wanted: Wanted, *, is_below: bool) -> None:
    from wom_tui.queries.parts import stock_rows

    with shell.desk() as desk:
        rows = shell.ask(desk, stock_rows, place=place, is_below=is_below)
        zone = zone_of_office(desk)
    _listing("stock", STOCK, zone).tell(shell, rows, wanted, zone)


@app.command("purchases")
@listing
def list_purchases(
    context: typer.Context,
    wanted: Wanted,
    is_all: Annotated[bool, typer.Option("--all", help="Also what has come, or was called off.")] = False,
) -> None:
    """List what was ordered and has not come, the earliest first."""
    from wom_tui.queries.parts import purchase_rows

    shell = shell_of(context)
    with shell.desk() as desk:
        rows = shell.ask(desk, purchase_rows, is_all=is_all)
        zone = zone_of_office(desk)
    _listing("purchase", PURCHASE, zone).tell(shell, rows, wanted, zone)


@app.command("show")
def show_part(context: typer.Context, code: Annotated[str, typer.Argument(help="PUMP-3")]) -> None:
    """Show all that is known of one part: stock, purchases, reservations, movements."""
    from wom_tui.queries.parts import part_sheet

    shell = shell_of(context)
    with shell.desk() as desk:
        found = shell.ask(desk, part_sheet, code)
        zone = zone_of_office(desk)
    if shell.is_json:
        print_json(part_document(found))
    else:
        tell(*_sheet(found, zone))


def part_document(sheet: PartSheet) -> dict[str, Any]:
    """A part as one JSON object."""
    return asdict(sheet.part) | {
        "stock": [asdict(row) for row in sheet.stock],
        "purchases": [asdict(row) for row in sheet.purchases],
        "reservations": [asdict(row) for row in sheet.reservations],
        "movements": [{"place": place} | event_document(event) for place, event in sheet.movements],
    }


def _listing(what: str, names: Sequence[str], zone: ZoneInfo) -> Listing[Any]:
    headed = {name.removesuffix("_at").replace("_cents", "").replace("_", " "): name for name in names}
    return Listing(
        what=what,
        columns=names,
        headings=tuple(headed),
        headed=headed,
        document=lambda row: {name: getattr(row, name) for name in names},
        line=lambda row: [_cell(name, getattr(row, name), zone) for name in names],
    )


def _cell(name: str, value: object, zone: ZoneInfo) -> object:
    if isinstance(value, datetime):
        return at_text(value, zone)
    if name == "price_cents" and isinstance(value, int):
        return f"{value // 100}.{value % 100:02d}"
    return value


def _sheet(sheet: PartSheet, zone: ZoneInfo) -> Iterator[str]:
    """A part on a sheet of text."""
    part = sheet.part
    yield f"{part.part}  {part.name}"
    yield f"{part.quantity} {part.unit} in stock, {part.reserved} reserved, {part.free} free, {part.coming} coming"
    for row in sheet.stock:
        least = f", minimum {row.minimum}" if row.minimum else ""
        yield f"  {row.place:<14}{row.quantity:>5}, {row.reserved} reserved{least}"
    for one in sheet.purchases:
        when = f"expected {at_text(one.eta_at, zone)}" if one.eta_at else "nobody knows for when"
        yield f"  purchase {one.purchase:<5}{one.coming:>5} to {one.place}, {when}"
    for kept in sheet.reservations:
        said = [f"{kept.quantity} reserved"] if kept.quantity else []
        said += [f"{kept.used} used"] if kept.used else []
        yield f"  order {kept.number:<8}{', '.join(said)}, {kept.place}"
    for place, event in sheet.movements:
        if moved := _moved(event):
            yield f"  {at_text(event.at, zone)}  {event.kind.partition('.')[2]:<12}{moved:>6}  {place}  {event.actor}"


def _moved(event: Event) -> str:
    """`+5`, `-2`; empty where nothing came or went."""
    if "quantity" not in event.after:
        return ""
    count = int(event.after["quantity"]) - int(event.before.get("quantity", 0))
    return f"{count:+d}" if count else ""
