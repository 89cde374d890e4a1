"""What does a customer get in writing of an order? What was done, when, by whom, with which parts; never what was noted
among ourselves, and never what it costs.

The same order makes the same document: nothing in it is of the moment in which it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wom_tui.domain.attachment import FileKind
from wom_tui.domain.visit import ENDED_THERE, VisitStatus
from wom_tui.domain.work_order import OrderStatus, Relation
from wom_tui.present.document import Document, Row, Section, clock_text, day_text
from wom_tui.present.durations import typed_at
from wom_tui.present.safe_text import safe, safe_lines

if TYPE_CHECKING:
    from wom_tui.queries.order import OrderDetail

_OVER = frozenset({OrderStatus.COMPLETED, OrderStatus.CLOSED})


def order_report(detail: OrderDetail, office: str, zone: ZoneInfo) -> Document:
    """The report.

    Args:
        office: its name.
        zone: the office's; days and times are those of the site where there is one.
    """
    order = detail.order
    there = ZoneInfo(detail.site.zone) if detail.site else zone
    return Document(
        title=f"Service report {order.id}",
        about=tuple(_about(detail, office, there)),
        sections=(
            Section(heading="What was done", lines=tuple(_done(detail))),
            Section(heading="Visits", table=(_VISIT_HEAD, *_visits(detail, there))),
            Section(heading="Parts and material", table=(_PART_HEAD, *_parts(detail))),
            Section(heading="Checklist", rows=tuple(_points(detail))),
            Section(heading="Still to be done", rows=tuple(_left(detail))),
            Section(heading="Photos", lines=tuple(_photos(detail))),
        ),
        signatures=("Technician", "Customer", "Date"),
        dated_at=order.completed_at or order.opened_at,
    )


_VISIT_HEAD = ("Day", "From", "To", "Technician", "Result")
_PART_HEAD = ("Quantity", "Part")


def _about(detail: OrderDetail, office: str, there: tzinfo) -> Iterator[tuple[str, str]]:
    order, site, asset = detail.order, detail.site, detail.asset
    yield "Office", safe(office)
    yield "Order", safe(order.title)
    if detail.customer is not None:
        yield "Customer", safe(detail.customer.name)
    if site is not None:
        address = safe(site.address)
        yield "Site", safe(site.name) if address in ("", safe(site.name)) else f"{safe(site.name)}, {address}"
    if asset is not None:
        yield "Asset", ", ".join(safe(text) for text in (asset.name, asset.kind, asset.serial or "") if text)
    if detail.work_type is not None:
        yield "Work", safe(detail.work_type.name)
    yield "Opened", day_text(order.opened_at, there)
    if order.completed_at is not None and order.status in _OVER:
        yield "Completed", typed_at(order.completed_at, there)
    else:
        yield "State", f"not completed: {order.status.words}"


def _done(detail: OrderDetail) -> Iterator[str]:
    order = detail.order
    yield from (line for line in safe_lines(order.resolution_text) if line.strip())
    if order.resolution_code:
        yield f"Result: {safe(order.resolution_code.replace('_', ' '))}"


def _visits(detail: OrderDetail, there: tzinfo) -> Iterator[Row]:
    for each in detail.visits:
        visit = each.visit
        if visit.status not in ENDED_THERE:
            continue
        began_at = visit.arrived_at or visit.start_at
        yield (
            day_text(began_at, there) if began_at else "",
            clock_text(visit.arrived_at, there) if visit.arrived_at else "not noted",
            clock_text(visit.ended_at, there) if visit.ended_at else "not noted",
            safe(each.technician.name) if each.technician else "",
            "done" if visit.status is VisitStatus.DONE else "not finished",
        )


def _parts(detail: OrderDetail) -> Iterator[Row]:
    """What was booked, else what was taken from the stores; without prices."""
    if detail.order.materials:
        for line in detail.order.materials:
            yield f"{line.quantity:g}", safe(line.name)
        return
    for part in detail.parts:
        if part.line.used:
            yield str(part.line.used), " ".join(dict.fromkeys((safe(part.code), safe(part.name))))


def _points(detail: OrderDetail) -> Iterator[tuple[str, str]]:
    for item in detail.order.checklist:
        yield safe(item.text), safe(item.answer) if item.answer is not None else "not answered"


def _photos(detail: OrderDetail) -> Iterator[str]:
    """What they are called: other files may be our own, and where any of them lies is nobody else's business."""
    yield from (safe(one.fact.name) for one in detail.files if one.fact.kind is FileKind.PICTURE)


def _left(detail: OrderDetail) -> Iterator[tuple[str, str]]:
    for child in detail.kin.children:
        if child.relation is Relation.FOLLOW_UP:
            yield f"Order {child.number}", f"{safe(child.title)} ({child.status.replace('_', ' ')})"
