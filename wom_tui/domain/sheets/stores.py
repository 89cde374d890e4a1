"""The sheets of what is used up on site: parts, the places where they lie, how many lie there, what is on its way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.part import MOST, Part, PurchaseEta, Stock, Warehouse
from wom_tui.domain.pick_up import MINUTES, MOST_MIN
from wom_tui.domain.sheets import kinds
from wom_tui.domain.sheets.sheet import Column, Sheet
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation

_NO_CODE = frozenset(" ,*@=")  # a line of the console could not say such a code


def _part_rule(part: Part, beside: Mapping[int, Part]) -> Iterator[Violation]:
    """A code that a line can say; one that stands already may stay as it is."""
    was = beside.get(part.id)
    if (was is None or was.code != part.code) and any(c.isspace() or c in _NO_CODE for c in part.code):
        yield Violation(
            code="record.contradiction",
            message=f"{part.code} is no code of a part; write one without spaces, such as PUMP-3",
            facts={"field": "code", "name": part.code},
        )


def _warehouse_rule(warehouse: Warehouse, _beside: Mapping[int, Warehouse]) -> Iterator[Violation]:
    """A position has two coordinates."""
    if (warehouse.lat is None) != (warehouse.lon is None):
        said = "a position needs both lat and lon"
        yield Violation(code="record.contradiction", message=said, facts={"field": "lat"})


def _one_place(values: Mapping[str, Any]) -> dict[str, Any]:
    """A row of stock is about one place.

    Raises:
        BadCell: it is about none, or about two.
    """
    said = [values[name].text for name in ("warehouse", "van") if values.get(name)]
    if len(said) != 1:
        raise BadCell(
            "warehouse", ", ".join(said), "write a warehouse or the van of a technician, one of both"
        )
    return {}


def _purchase_rule(purchase: PurchaseEta, beside: Mapping[int, PurchaseEta]) -> Iterator[Violation]:
    """It goes to one place, and is not less than what has come of it and what orders have a claim on."""
    was = beside.get(purchase.id)
    if (purchase.warehouse_id is None) == (purchase.technician_id is None):
        yield _wrong("warehouse_id", "write a warehouse or the van of a technician, one of both")
    if was is None and not purchase.quantity:
        yield _wrong("quantity", "nothing is ordered; write how many")
    if was is not None and was.arrived != purchase.arrived:
        yield _wrong("arrived", f"{was.arrived} have come; say that more have by `deliver {was.id}`")
    elif purchase.quantity < purchase.arrived + purchase.reserved:
        said = f"{purchase.arrived} have come, {purchase.reserved} more are reserved: let these go, or call it off"
        yield _wrong("quantity", said)


def _wrong(field: str, message: str) -> Violation:
    return Violation(code="record.contradiction", message=message, facts={"field": field})


PART = Column(
    name="part",
    fields=("part_id",),
    kind=kinds.one(Part, "the code of a part, such as PUMP-3"),
    meaning="of which part",
    examples=("PUMP-3", "BELT"),
    is_required=True,
)
WAREHOUSE = Column(
    name="warehouse",
    fields=("warehouse_id",),
    kind=kinds.one(Warehouse, "the name of a warehouse"),
    meaning="where they lie, if not in a van",
    examples=("main", ""),
)
VAN = Column(
    name="van",
    fields=("technician_id",),
    kind=kinds.one(Technician, "the code of a technician, such as kim"),
    meaning="in whose van they lie, if not in a warehouse",
    examples=("", "kim"),
)

PARTS = Sheet(
    name="parts",
    one="part",
    help="What is kept in stock and used up by the work: one row for each part.",
    fact=Part,
    keys=(("code",),),
    stays=True,
    rule=_part_rule,
    columns=(
        Column(
            name="code",
            kind=kinds.TEXT,
            meaning="what people type; names the part in every other sheet",
            examples=("PUMP-3", "BELT"),
            is_required=True,
        ),
        Column(
            name="name",
            kind=kinds.TEXT,
            meaning="what it is",
            examples=("Circulation pump, 3 bar", "Drive belt"),
            is_required=True,
        ),
        Column(
            name="unit",
            kind=kinds.TEXT,
            meaning="what is counted; empty = piece",
            examples=("piece", "piece"),
        ),
        Column(
            name="price",
            fields=("price_cents",),
            kind=kinds.MONEY,
            meaning="of one; empty = 0",
            examples=("129.00", "8.50"),
        ),
        Column(
            name="active",
            fields=("is_active",),
            kind=kinds.YES_NO,
            meaning="whether it is still kept; empty = yes",
            examples=("yes", "yes"),
        ),
    ),
)

WAREHOUSES = Sheet(
    name="warehouses",
    one="warehouse",
    help="Places for parts that are no vans: one row for each.",
    fact=Warehouse,
    keys=(("name",),),
    rule=_warehouse_rule,
    columns=(
        Column(
            name="name",
            kind=kinds.TEXT,
            meaning="what people type",
            examples=("main", "south"),
            is_required=True,
        ),
        Column(
            name="lat",
            kind=kinds.LATITUDE,
            meaning="where parts are fetched on the way: latitude; empty = nobody has to go by",
            examples=("42.3201", ""),
        ),
        Column(name="lon", kind=kinds.LONGITUDE, meaning="the same: longitude", examples=("-71.0624", "")),
        Column(
            name="minutes",
            fields=("pick_up_min",),
            kind=kinds.whole(0, MOST_MIN),
            meaning=f"how long it takes to fetch something there; empty = {MINUTES}",
            examples=("10", ""),
        ),
    ),
)

STOCK = Sheet(
    name="stock",
    one="stock",
    help="How many of a part lie at a place, as somebody has counted: one row for each part and place.",
    fact=Stock,
    keys=(("part", "warehouse"), ("part", "van")),
    stays=True,
    complete=_one_place,
    columns=(
        PART,
        WAREHOUSE,
        VAN,
        Column(
            name="quantity",
            kind=kinds.whole(0, MOST),
            meaning="how many there are, not below what is reserved; empty = none",
            examples=("12", "2"),
        ),
        Column(
            name="minimum",
            kind=kinds.whole(0, MOST),
            meaning="below it somebody ought to order more; empty = it does not matter",
            examples=("4", "1"),
        ),
    ),
)

PURCHASES = Sheet(
    name="purchases",
    one="purchase",
    help="What is ordered from suppliers, and when it is expected: one row for each part of each order to a supplier.",
    fact=PurchaseEta,
    keys=(("reference", "part"), ("part", "ordered")),
    can_share=True,
    stays=True,
    rule=_purchase_rule,
    columns=(
        Column(
            name="reference",
            kind=kinds.TEXT,
            meaning="the supplier's number; with the part it tells purchases apart where it is there",
            examples=("PO-2207", ""),
        ),
        PART,
        replace(WAREHOUSE, meaning="where they go to, if not into a van"),
        replace(VAN, meaning="into whose van they go, if not to a warehouse"),
        Column(
            name="quantity",
            kind=kinds.whole(0, MOST),
            meaning="how many were ordered, in all",
            examples=("10", "4"),
            is_required=True,
        ),
        Column(
            name="arrived",
            kind=kinds.whole(0, MOST),
            meaning="how many of them have come, when the purchase is taken in; later `deliver` says it",
            examples=("0", "0"),
        ),
        Column(
            name="eta",
            fields=("eta_at",),
            kind=kinds.MOMENT,
            meaning="when the rest is expected; empty = nobody knows",
            examples=("2026-07-10 12:00", ""),
        ),
        Column(
            name="ordered",
            fields=("ordered_at",),
            kind=kinds.MOMENT,
            meaning="when they were ordered",
            examples=("2026-07-01 09:30", "2026-07-02 14:00"),
            is_required=True,
        ),
    ),
)
