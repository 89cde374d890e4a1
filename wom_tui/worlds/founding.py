"""How does an office come about that shows a world: its tables, users, facts, and what has happened?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.promise import PromiseWindow
from wom_tui.commands.roster import AddUser
from wom_tui.desk import Clock, Desk
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput
from wom_tui.gateways.travel import travel_source
from wom_tui.store import office, schema
from wom_tui.store.engine import writing
from wom_tui.store.office import DemoClock, Office
from wom_tui.store.reader import Reader
from wom_tui.worlds.loader import World
from wom_tui.worlds.tale import Known, ToldOrder

# Who tells the history of a world, and brings what comes in while it runs.
TELLER = "demo"


def found_office(engine: Engine, world: World, *, os_user: str) -> None:
    """Make the tables of an empty database, and an office of that world without any orders.

    Args:
        os_user: becomes its admin.

    Raises:
        StoreError: the database is not empty, or cannot be written.
    """
    schema.create(engine)
    set_clock(engine, world, None)
    desk = teller(engine, world, world.founded_at)
    desk.run_all(
        [
            LoadFacts(facts=world.facts, what=f"the world {world.name}"),
            AddUser(name=TELLER, role=Role.ADMIN),
            AddUser(name=os_user, role=Role.ADMIN, os_user=os_user),
        ]
    )


def set_clock(engine: Engine, world: World, clock: DemoClock | None) -> None:
    """Tell the office what time it is, and how fast time runs. None: its history is still being told."""
    settings = Office(
        name=world.title, zone=world.zone, world=world.name, roads=world.roads, demo_clock=clock
    )
    with writing(engine) as connection:
        office.write(connection, settings)


def teller(engine: Engine, world: World, at: datetime | Clock) -> Desk:
    """The desk of the one who tells the world's history: at one moment of it, or by a clock."""
    return Desk(
        engine,
        Actor(name=TELLER, role=Role.ADMIN),
        door="demo",
        session="demo",
        clock=(lambda: at) if isinstance(at, datetime) else at,
        travel=travel_source(world.roads),
    )


def tell_orders(engine: Engine, world: World, until: datetime) -> None:
    """Let the orders that the world tells itself come about, each act at its moment, up to that one.

    Raises:
        InvalidInput: the acts do not lead to the state that the world tells.
        Rejected: the rules forbid what the world tells.
    """
    known: dict[str, Known] = {}
    steps = [(step, order) for order in world.orders for step in order.steps() if step.at <= until]
    for step, order in sorted(steps, key=lambda pair: pair[0].at):
        desk = teller(engine, world, step.at)
        before = known.get(order.external_id, Known(0, ()))
        receipt = desk.run(step.act(before))
        known[order.external_id] = after = _known_after(before, receipt)
        if len(after.visits) > len(before.visits):
            _promise(desk, order, after)
    _check_states(teller(engine, world, until), world, known, until)


def _known_after(known: Known, receipt: Receipt) -> Known:
    new_visits = tuple(e.subject_id for e in receipt.events if e.noun == "visit" and e.is_creation)
    return Known(receipt.result.get("number", known.order), known.visits + new_visits)


def _promise(desk: Desk, order: ToldOrder, known: Known) -> None:
    """Note what the customer was told about the visit that has just been planned."""
    number = len(known.visits) - 1
    if (promised := order.visits[number].promised) is not None:
        desk.run(PromiseWindow(order=known.order, visit=known.visits[number], window=promised))


def _check_states(desk: Desk, world: World, known: dict[str, Known], until: datetime) -> None:
    if until < world.opens_at:
        return  # the world says how its orders stand at its opening, and it is not as late as that
    for order in world.orders:
        status = desk.ask(_status, known[order.external_id].order)
        if status != order.status.value:
            field = f"{world.name} [[work_order]] {order.external_id}: status"
            raise InvalidInput(field, order.status.value, f"{status}: that is where its history leads")


def _status(reader: Reader, number: int) -> str:
    return reader.get(WorkOrder, number).status.value
