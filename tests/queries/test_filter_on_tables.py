"""A filter spares reading what cannot match: the answer is the same as over everything, on either database."""

from __future__ import annotations

import random
from collections import Counter

from tests.office import T0, ZONE
from tests.property.test_filter_oracle import STATES, STATUSES, a_filter
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.filter import parse_filter
from wom_tui.domain.work_order import Hold, HoldReason, OrderStatus, Priority, WorkOrder
from wom_tui.errors import InvalidInput
from wom_tui.queries.orders import order_rows

HOSTILE = ("'", '"', "''; DROP TABLE work_order; --", "%", "_", "\\", "?", "%s", ":x", "\x00", "ﬀ", "\udcff")


def test_what_is_not_read_would_not_have_matched(desk: Desk) -> None:
    dice = random.Random(4417)
    desk.run(LoadFacts(facts=tuple(an_order_in_some_state(n, dice) for n in range(1, 200)), what="orders"))
    everything = desk.ask(order_rows)
    narrowed = Counter[bool]()

    for _ in range(400):
        text, _ = a_filter(dice)
        if dice.random() < 0.2:
            text += f" {dice.choice(('title', 'site', 'status', 'state'))}={dice.choice(HOSTILE)}"
        elif dice.random() < 0.5:
            text += f" status={','.join(dice.sample(STATUSES, 2))}"
        try:
            chosen = parse_filter(text, now=T0, zone=ZONE)
        except InvalidInput:
            continue
        words = chosen.only("status")
        wanted = None if words is None else frozenset(map(OrderStatus, words))
        narrowed[wanted is not None] += 1

        found = {row.number for row in chosen.apply(desk.ask(order_rows, status=wanted))}

        assert found == {row.number for row in chosen.apply(everything)}, text
    assert min(narrowed[True], narrowed[False]) > 50
    assert set(STATUSES) <= set(STATES)


def an_order_in_some_state(number: int, dice: random.Random) -> WorkOrder:
    status = dice.choice(tuple(OrderStatus))
    held = (Hold(from_at=T0, reason=HoldReason.PARTS),) if status is OrderStatus.ON_HOLD else ()
    return WorkOrder(
        id=number,
        title=dice.choice(("leak", "Roof", "100%", "a_b", "it's")),
        status=status,
        priority=dice.choice(tuple(Priority)),
        opened_at=T0,
        holds=held,
        external_id=dice.choice((None, str(number))),
    )
