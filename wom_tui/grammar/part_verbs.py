"""How do verbs about parts become commands: stock, purchases, reservations?"""

from __future__ import annotations

from wom_tui.commands import part, purchase, reservation, stock
from wom_tui.commands.command import Command
from wom_tui.domain.part import StockPlace
from wom_tui.errors import InvalidInput
from wom_tui.grammar import values
from wom_tui.grammar.common_words import common
from wom_tui.grammar.intent import Argument, Intent, Option, Takes, Verb
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.order_verbs import about_order
from wom_tui.grammar.resolver import Resolver


def _count(intent: Intent, *, least: int = 1) -> int:
    return values.count(intent.arguments["quantity"], "quantity", least=least)


def _part(intent: Intent, look: Resolver) -> int:
    return look.part(intent.arguments["part"]).id


def _place(intent: Intent, look: Resolver, name: str = "place") -> StockPlace:
    """The place that is named; where none is, the only warehouse."""
    return look.stock_place(intent.arguments.get(name, ""), name)


def _source(intent: Intent, look: Resolver) -> StockPlace | None:
    said = intent.options.get("from")
    return look.stock_place(said, "from") if said is not None else None


# -- parts, stock ----------------------------------------------------------------------------------


def put(intent: Intent, look: Resolver) -> Command:
    """`part PUMP-3 Circulation pump price=84.50`."""
    price, active = intent.options.get("price"), intent.options.get("active")
    return part.PutPart(
        code=intent.arguments["code"],
        name=intent.arguments.get("name"),
        unit=intent.options.get("unit"),
        price_cents=values.cents(price, "price") if price is not None else None,
        is_active=values.yes_or_no(active, "active") if active is not None else None,
        **common(intent, look),
    )


def warehouse(intent: Intent, look: Resolver) -> Command:
    """`warehouse main`, `warehouse main place=42.32,-71.06 minutes=10`."""
    said, minutes = intent.options.get("place"), intent.options.get("minutes")
    place = values.position(said) if said is not None else None
    if said is not None and place is None:
        raise InvalidInput("place", said, "latitude and longitude such as 42.35,-71.06")
    return part.AddWarehouse(
        name=intent.arguments["name"],
        place=place,
        minutes=values.count(minutes, "minutes") if minutes is not None else None,
        **common(intent, look),
    )


def minimum(intent: Intent, look: Resolver) -> Command:
    """`minimum PUMP-3 2 main`."""
    return part.SetMinimum(
        part=_part(intent, look),
        minimum=_count(intent, least=0),
        place=_place(intent, look),
        **common(intent, look),
    )


def receive(intent: Intent, look: Resolver) -> Command:
    """`receive PUMP-3 5 main`."""
    return stock.ReceiveStock(
        part=_part(intent, look), quantity=_count(intent), place=_place(intent, look), **common(intent, look)
    )


def adjust(intent: Intent, look: Resolver) -> Command:
    """`adjust PUMP-3 3 main`."""
    return stock.AdjustStock(
        part=_part(intent, look),
        quantity=_count(intent, least=0),
        place=_place(intent, look),
        **common(intent, look),
    )


def transfer(intent: Intent, look: Resolver) -> Command:
    """`transfer PUMP-3 2 main kim`."""
    return stock.MoveStock(
        part=_part(intent, look),
        quantity=_count(intent),
        source=_place(intent, look, "from"),
        target=_place(intent, look, "to"),
        **common(intent, look),
    )


# -- purchases -------------------------------------------------------------------------------------


def buy(intent: Intent, look: Resolver) -> Command:
    """`purchase PUMP-3 4 main eta=fri for=4417`."""
    eta, order = intent.options.get("eta"), intent.options.get("for")
    return purchase.PurchasePart(
        part=_part(intent, look),
        quantity=_count(intent),
        place=_place(intent, look),
        eta_at=look.closing(eta, "eta") if eta is not None and not values.is_nothing(eta) else None,
        reference=intent.options.get("reference", ""),
        order=look.order(values.order_number(order, "for")).id if order is not None else None,
        **common(intent, look),
    )


def _purchase(intent: Intent) -> int:
    return values.count(intent.arguments["purchase"].removeprefix("#"), "purchase", least=1)


def change_eta(intent: Intent, look: Resolver) -> Command:
    """`eta 12 mon 9:00`, `eta 12 none`."""
    said = intent.arguments["time"]
    return purchase.ChangeEta(
        purchase=_purchase(intent),
        eta_at=None if values.is_nothing(said) else look.closing(said, "eta"),
        **common(intent, look),
    )


def deliver(intent: Intent, look: Resolver) -> Command:
    """`deliver 12`, `deliver 12 3`."""
    return purchase.TakeDelivery(
        purchase=_purchase(intent),
        quantity=_count(intent) if "quantity" in intent.arguments else None,
        **common(intent, look),
    )


def call_off(intent: Intent, look: Resolver) -> Command:
    """`calloff 12`."""
    return purchase.CallOffPurchase(purchase=_purchase(intent), **common(intent, look))


# -- orders ----------------------------------------------------------------------------------------


def reserve(intent: Intent, look: Resolver) -> Command:
    """`reserve 4417 2 PUMP-3`, `reserve 4417 2 PUMP-3 from=main`."""
    return reservation.ReservePart(
        part=_part(intent, look),
        quantity=_count(intent),
        place=_source(intent, look),
        **about_order(intent, look),
    )


def supply(intent: Intent, look: Resolver) -> Command:
    """`supply 4417`."""
    return reservation.SupplyOrder(**about_order(intent, look))


def unreserve(intent: Intent, look: Resolver) -> Command:
    """`unreserve 4417`, `unreserve 4417 PUMP-3`."""
    is_one = "part" in intent.arguments
    return reservation.UnreservePart(
        part=_part(intent, look) if is_one else None, **about_order(intent, look)
    )


def use(intent: Intent, look: Resolver) -> Command:
    """`use 4417 2 PUMP-3`, `use 4417 2 PUMP-3 from=kim`."""
    return reservation.UsePart(
        part=_part(intent, look),
        quantity=_count(intent),
        place=_source(intent, look),
        **about_order(intent, look),
    )


_PART = Argument("part", Kind.PART)
_QUANTITY = Argument("quantity", Kind.COUNT)
_PLACE = Argument("place", Kind.STOCK_PLACE, is_required=False, after=("at", "in", "into"))
_PURCHASE = Argument("purchase", Kind.PURCHASE)
_FROM = Option("from", Kind.STOCK_PLACE, "where they lie: a warehouse, or a technician for the van")

PART_VERBS: tuple[Verb, ...] = (
    Verb(
        name="part",
        takes=Takes.NOTHING,
        arguments=(Argument("code", Kind.PART), Argument("name", Kind.TEXT, is_required=False, is_rest=True)),
        options=(
            Option("price", Kind.MONEY, "what one costs"),
            Option("unit", Kind.TEXT, "what is counted: piece, cm, ml"),
            Option("active", Kind.TEXT, "no: it is not kept any more, and offered nowhere"),
        ),
        build=put,
        commands=(part.PutPart,),
        example="part PUMP-3 Circulation pump price=84.50",
    ),
    Verb(
        name="warehouse",
        takes=Takes.NOTHING,
        arguments=(Argument("name", Kind.TEXT, is_rest=True),),
        options=(
            Option("place", Kind.POSITION, "where parts are fetched on the way: 42.35,-71.06"),
            Option("minutes", Kind.COUNT, "how long it takes there"),
        ),
        build=warehouse,
        commands=(part.AddWarehouse,),
        example="warehouse main place=42.35,-71.06",
    ),
    Verb(
        name="minimum",
        takes=Takes.NOTHING,
        arguments=(_PART, _QUANTITY, _PLACE),
        build=minimum,
        commands=(part.SetMinimum,),
        example="minimum PUMP-3 2 main",
        said="Say how many of a part there should be at a place at least.",
    ),
    Verb(
        name="receive",
        takes=Takes.NOTHING,
        arguments=(_PART, _QUANTITY, _PLACE),
        build=receive,
        commands=(stock.ReceiveStock,),
        example="receive PUMP-3 5 main",
    ),
    Verb(
        name="adjust",
        takes=Takes.NOTHING,
        arguments=(_PART, _QUANTITY, _PLACE),
        build=adjust,
        commands=(stock.AdjustStock,),
        example="adjust PUMP-3 3 main",
    ),
    Verb(
        name="transfer",
        takes=Takes.NOTHING,
        arguments=(
            _PART,
            _QUANTITY,
            Argument("from", Kind.STOCK_PLACE, after=("from",)),
            Argument("to", Kind.STOCK_PLACE, after=("to",)),
        ),
        build=transfer,
        commands=(stock.MoveStock,),
        example="transfer PUMP-3 2 main kim",
    ),
    Verb(
        name="purchase",
        takes=Takes.NOTHING,
        arguments=(_PART, _QUANTITY, _PLACE),
        options=(
            Option("eta", Kind.TIME, "when they are expected; a day means its closing"),
            Option("for", Kind.ORDER, "the order for which those that it lacks are kept"),
            Option("reference", Kind.TEXT, "the supplier's number"),
        ),
        build=buy,
        commands=(purchase.PurchasePart,),
        example="purchase PUMP-3 4 main eta=fri for=4417",
        said="Note that parts were ordered, where they go to and when they are expected.",
    ),
    Verb(
        name="eta",
        takes=Takes.NOTHING,
        arguments=(_PURCHASE, Argument("time", Kind.TIME, is_rest=True)),
        build=change_eta,
        commands=(purchase.ChangeEta,),
        example="eta 12 mon 9:00",
        said="Say when a purchase is expected now; `none` when nobody knows.",
    ),
    Verb(
        name="deliver",
        takes=Takes.NOTHING,
        arguments=(_PURCHASE, Argument("quantity", Kind.COUNT, is_required=False)),
        build=deliver,
        commands=(purchase.TakeDelivery,),
        example="deliver 12",
    ),
    Verb(
        name="calloff",
        takes=Takes.NOTHING,
        arguments=(_PURCHASE,),
        build=call_off,
        commands=(purchase.CallOffPurchase,),
        example="calloff 12",
        said="Say that what is still to come of a purchase will not come.",
    ),
    Verb(
        name="reserve",
        takes=Takes.ORDERS,
        arguments=(_QUANTITY, _PART),
        options=(_FROM,),
        build=reserve,
        commands=(reservation.ReservePart,),
        example="reserve 4417 2 PUMP-3",
    ),
    Verb(
        name="supply",
        takes=Takes.ORDERS,
        build=supply,
        commands=(reservation.SupplyOrder,),
        example="supply 4417",
    ),
    Verb(
        name="unreserve",
        takes=Takes.ORDERS,
        arguments=(Argument("part", Kind.PART, is_required=False),),
        build=unreserve,
        commands=(reservation.UnreservePart,),
        example="unreserve 4417 PUMP-3",
    ),
    Verb(
        name="use",
        takes=Takes.ORDERS,
        arguments=(_QUANTITY, _PART),
        options=(_FROM,),
        build=use,
        commands=(reservation.UsePart,),
        example="use 4417 2 PUMP-3 from=kim",
        said="Say that a part was used for an order: it leaves the stock.",
    ),
)
