"""Is "Time used" one figure: on the board, on the order's own screen, and in the ledger that adds it up?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from tests.office import T0, ZONE, close_desks, desk_on
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.order_clock import with_dues
from wom_tui.domain.sla.policy import SlaPolicy, Target, TargetUnit
from wom_tui.domain.work_calendar import Calendar, Holiday, Hours
from wom_tui.domain.work_order import Hold, HoldReason, OrderStatus, PolicyChange, Priority, WorkOrder
from wom_tui.queries.clocks import sla_rules
from wom_tui.queries.order import order_detail
from wom_tui.queries.orders import order_rows

ORDERS, SEED = 60, 7
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def rules() -> Iterator[Calendar | Holiday | SlaPolicy]:
    yield Calendar(id=1, name="office", zone=ZONE, week=((Hours(510, 1020),),) * 5 + ((), ()))
    yield Calendar(id=2, name="nights", zone="Europe/Berlin", week=((Hours(0, 360), Hours(1200, 1440)),) * 7)
    yield Holiday(id=1, calendar_id=1, on=T0.date() - DAY, name="a holiday")
    for id, unit in enumerate(TargetUnit, start=1):
        amount = 3 if "days" in unit.value else 700
        yield SlaPolicy(
            id=id,
            name=unit.value,
            calendar_id=1 + id % 2,
            respond=Target(90, TargetUnit.BUSINESS_MINUTES) if id % 2 else None,
            resolve=Target(amount, unit),
            effective_from_on=date(2020, 1, 1),
        )


def an_order(id: int, dice: random.Random) -> WorkOrder:
    """A random life: policies that changed, holds that stopped the clock or did not, somebody who came or not."""
    opened_at = T0 - dice.randint(0, 12 * 1440) * MINUTE - dice.randint(0, 59) * timedelta(seconds=1)
    lived = int((T0 - opened_at) / MINUTE)
    cuts = sorted(dice.randint(0, lived) for _ in range(2 * dice.randint(0, 3)))
    holds = tuple(
        Hold(
            reason=HoldReason.PARTS,
            from_at=opened_at + begin * MINUTE,
            until_at=T0 + DAY,
            to_at=opened_at + end * MINUTE,
            stops_clock=dice.random() < 0.7,
        )
        for begin, end in zip(cuts[::2], cuts[1::2], strict=True)
    )
    changes = sorted({0, *(dice.randint(0, lived) for _ in range(dice.randint(0, 2)))})
    return WorkOrder(
        id=id,
        title=f"order {id}",
        status=OrderStatus.READY,
        priority=Priority.P3,
        source="test",
        opened_at=opened_at,
        responded_at=opened_at + lived // 2 * MINUTE if dice.random() < 0.5 else None,
        holds=holds,
        policies=tuple(
            PolicyChange(at=opened_at + minute * MINUTE, policy_id=dice.choice([1, 2, 3, 4]))
            for minute in changes
        ),
    )


def told(desk: Desk) -> None:
    dice = random.Random(SEED)
    desk.run(LoadFacts(facts=tuple(rules()), what="rules"))
    known = desk.ask(sla_rules)
    orders = (with_dues(an_order(id, dice), known, T0) for id in range(1, ORDERS + 1))
    desk.run(LoadFacts(facts=tuple(orders), what="orders"))


def test_the_board_says_of_each_order_what_its_ledger_adds_up_to(database_url: str) -> None:
    desk = desk_on(database_url)
    told(desk)
    known = desk.ask(sla_rules)

    compared = 0
    for now in (T0, T0 + 7 * MINUTE, T0 + 3 * DAY):
        for row in desk.ask(order_rows):
            detail = desk.ask(order_detail, row.number, now)
            measured = (
                detail.respond if row.due_at is row.respond_due_at and detail.respond else detail.resolve
            )
            assert measured is not None
            share, ledger = row.used_share(known, now), measured.ledger

            assert share == measured.clock.used_share
            # The ledger's minutes are whole, and counted when they are complete.
            assert 0 <= round(share * ledger.target_min, 6) - ledger.used_min < 1
            compared += 1

    assert compared == 3 * ORDERS
    close_desks()
