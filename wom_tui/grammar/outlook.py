"""What would a `new` line come to? The order as it would be, what it lacks, its due, and who could come when.

    desk.ask(outlook, line, now=desk.now(), room=desk.room)

Nothing is written and no number is used up: the order lies over the tables while the slots are looked for.
"""

from __future__ import annotations

from datetime import datetime

from wom_tui.commands.caller import known_site
from wom_tui.commands.clocks import clocked
from wom_tui.commands.order import CreateOrder, drafted
from wom_tui.domain.site import Site
from wom_tui.domain.work_order import OrderStatus, Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType, missing_fields
from wom_tui.errors import InvalidInput
from wom_tui.grammar.intent import NOWHERE, parse
from wom_tui.grammar.resolver import FactResolver
from wom_tui.grammar.verbs import VERBS
from wom_tui.queries.calls import Outlook
from wom_tui.queries.room import Room
from wom_tui.queries.slots import ranked_slots
from wom_tui.store.reader import Reader
from wom_tui.store.rules import read_rules

_DRAFT = -1  # the id of what is no record yet
FEW_SLOTS = 5


def new_command(reader: Reader, line: str, *, now: datetime) -> CreateOrder:
    """The command that a `new` line means.

    Raises:
        InvalidInput, NotFound: it cannot be read; names the option.
    """
    (intent,) = parse(line, VERBS, NOWHERE)
    command = intent.verb.build(intent, FactResolver(reader, now))
    if not isinstance(command, CreateOrder):
        raise InvalidInput("line", line, "a new order")
    command.check()
    return command


def outlook(reader: Reader, line: str, *, now: datetime, room: Room) -> Outlook:
    """What the line would come to.

    Raises:
        InvalidInput, NotFound: as for `new_command`.
    """
    command = new_command(reader, line, now=now)
    kind = reader.find(WorkType, command.work_type)
    site = reader.find(Site, command.site) or known_site(command.address, reader)
    order, requirement = drafted(command, kind, site, now, ids=(_DRAFT, _DRAFT))
    order = clocked(order, reader, read_rules(reader), now)
    missing = missing_fields(order, requirement, site, kind, OrderStatus.READY)
    found = Outlook(order=order, requirement=requirement, work_type=kind, missing=missing)
    return found if missing else _with_slots(reader, found, now, room)


def _with_slots(reader: Reader, found: Outlook, now: datetime, room: Room) -> Outlook:
    laid = Reader(
        reader.connection, {WorkOrder: {_DRAFT: found.order}, Requirement: {_DRAFT: found.requirement}}
    )
    ranked = ranked_slots(laid, _DRAFT, now, room, limit=FEW_SLOTS)
    return Outlook(
        order=found.order,
        requirement=found.requirement,
        work_type=found.work_type,
        missing=(),
        slots=ranked.slots,
        needs_overtime=ranked.needs_overtime,
        hindrance="; ".join(violation.message for violation in ranked.violations),
    )
