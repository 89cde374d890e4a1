"""How does `close` become a command? Labour is said, or taken from what the visits noted: `labour=visits`."""

from __future__ import annotations

from wom_tui.commands.command import Command
from wom_tui.commands.ending import CloseOrder
from wom_tui.domain.closeout import labour_of_visits
from wom_tui.domain.moments import duration_min
from wom_tui.domain.work_order import Cover
from wom_tui.grammar import values
from wom_tui.grammar.intent import Intent, Option, Takes, Verb
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.order_verbs import about_order
from wom_tui.grammar.resolver import Resolver

VISITS = "visits"  # labour: as long as the technicians were there


def close(intent: Intent, look: Resolver) -> Command:
    """`close 4417 labour=1h materials=none cover=contract`."""
    used, cover = intent.options.get("materials"), intent.options.get("cover")
    return CloseOrder(
        materials=values.materials(used) if used is not None else None,
        cover=values.word_of(Cover, cover, "cover") if cover is not None else None,
        labour_min=_labour(intent, look),  # after the words: it may hang on the visits
        **about_order(intent, look),
    )


def _labour(intent: Intent, look: Resolver) -> int | None:
    said = intent.options.get("labour")
    if said is None:
        return None
    if said.strip().casefold() == VISITS:
        return labour_of_visits(look.visits(intent.number))
    return duration_min(said, field="labour")


CLOSE = Verb(
    name="close",
    takes=Takes.ORDERS,
    options=(
        Option("labour", Kind.DURATION, "time booked; visits: as long as they were on site"),
        Option("materials", Kind.LIST, "what was used: valve, washer*2@1.50, or none"),
        Option("cover", Kind.COVER, "who pays"),
    ),
    build=close,
    commands=(CloseOrder,),
    example="close 4417 labour=1h materials=none cover=contract",
)
