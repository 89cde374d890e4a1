"""`wom export billing`: closed orders for those who write the bills, each exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.output import answer, say, tell
from wom_tui.cli.shell import moment_of, shell_of, zone_of_office
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.queries.billing import Billing, BillingLine

_ORDER = ("number", "external_id", "source", "title", "work_type", "customer", "site", "address", "territory")
_BOOKED = (
    *("cover", "labour_min", "on_site_min", "technicians", "materials", "materials_cents", "estimate_cents"),
    *("resolution_code", "resolution_text", "approval", "approver", "approved_at"),
)
HEADER = ("entry", "seq", *_ORDER, "opened_at", "completed_at", "closed_at", "by", *_BOOKED)


def billing(
    context: typer.Context,
    since: Annotated[
        str | None, typer.Option(help="What was written down from this time on: 2015-05-01, yesterday.")
    ] = None,
    since_seq: Annotated[
        int | None,
        typer.Option("--since-seq", min=0, help="What came after this event: the last export says it."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="The file; else it goes to stdout.")] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", help="csv, xlsx, json, ndjson or parquet; else as the file's name ends."),
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Texts as they are: a spreadsheet may compute what stands in them.")
    ] = False,
) -> None:
    """Write each order that was closed: who pays, labour, materials, who approved. It says the next --since-seq."""
    from wom_tui.cli.written import form_wanted, write_out
    from wom_tui.queries.billing import billing as read_billing

    shell, wanted = shell_of(context), form_wanted(out, form)
    if shell.as_of is not None:
        raise InvalidInput("--as-of", shell.as_of, "--since or --since-seq: bills go by the journal")
    with shell.desk() as desk:
        zone = zone_of_office(desk)
        found = desk.ask(read_billing, _first(desk, since, since_seq))
    is_text = wanted in ("csv", "xlsx")
    rows = (tuple(document(line, is_text=is_text).values()) for line in found.lines)
    count = write_out(HEADER, rows, out=out, form=wanted, zone=zone, is_raw=raw)
    following = f"next time: --since-seq {found.until}"
    if out is None:
        say(following)
        return
    answer(
        shell.is_json,
        _told(found, out, count),
        lambda: tell(f"{count:,} lines in {out}", following),
    )


def _first(desk: Desk, since: str | None, since_seq: int | None) -> int:
    """The event after which the export begins."""
    from wom_tui.queries.billing import seq_before

    if since is not None and since_seq is not None:
        raise InvalidInput("--since", since, "either --since or --since-seq")
    if since_seq is not None:
        if since_seq > (last := desk.last_seq()):
            raise InvalidInput("--since-seq", since_seq, f"an event that there is; the last one is {last}")
        return since_seq
    return 0 if since is None else desk.ask(seq_before, moment_of(desk, since, "--since"))


def _told(found: Billing, out: Path, count: int) -> dict[str, Any]:
    return {"file": str(out), "rows": count, "since_seq": found.since, "next_since_seq": found.until}


def document(line: BillingLine, *, is_text: bool) -> dict[str, Any]:
    """A line under the names of the header; lists as one text where a cell holds only that."""
    from wom_tui.queries.billing import Entry

    order, is_gone = line.order, line.entry is Entry.WITHDRAWN
    materials = () if is_gone else order.materials or ()
    values: dict[str, Any] = {
        "entry": line.entry.value,
        "seq": line.seq,
        "number": order.id,
        "opened_at": order.opened_at,
        "completed_at": order.completed_at,
        "closed_at": None if is_gone else order.closed_at or line.at,
        "by": line.by,
        "technicians": ", ".join(line.technicians) if is_text else list(line.technicians),
        "materials": "; ".join(map(_material, materials))
        if is_text
        else [{"name": m.name, "quantity": m.quantity, "price_cents": m.price_cents} for m in materials],
        "materials_cents": sum(round(m.quantity * m.price_cents) for m in materials),
        "on_site_min": line.on_site_min,
        "approver": line.approver,
        "approved_at": line.approved_at,
    }
    values |= {
        name: getattr(line, name) for name in ("work_type", "customer", "site", "address", "territory")
    }
    values |= {name: getattr(order, name) for name in _left(values)}
    if is_gone:
        values |= dict.fromkeys(_BOOKED)
    return {name: values[name] for name in HEADER}


def _left(values: dict[str, Any]) -> Iterator[str]:
    """The columns that the order itself fills."""
    return (name for name in HEADER if name not in values)


def _material(line: Any) -> str:
    return f"{line.quantity:g} x {line.name} at {line.price_cents / 100:.2f}"
