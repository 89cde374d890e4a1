"""Whatever is merged, taken back and done again: no number leads back to itself, and the journal tells it all."""

from __future__ import annotations

import pytest

from tests.acts import AnyDispatcher
from tests.office import ManualClock, desk_on, office_facts
from wom_tui.commands.command import Command
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.merge import MergeOrder
from wom_tui.commands.undo import Redo, Undo
from wom_tui.desk import Desk
from wom_tui.domain.merge import is_merged, original_of
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences

ACTS = 120


class AnyMerger(AnyDispatcher):
    """Merges every other time, and takes back acts that lie any way back."""

    def __init__(self, desk: Desk, seed: int, clock: ManualClock) -> None:
        super().__init__(desk, seed, clock)
        self.done: list[str] = []

    def command(self) -> Command:
        if self.orders < 3:
            return super().command()
        match self.random.randrange(8):
            case 0 | 1 | 2:
                return MergeOrder(keep=self.order, drop=self.order)
            case 3:
                return CancelOrder(order=self.order, reason="twice", duplicate_of=self.order)
            case 4 if self.done:
                return Undo(receipt=self.random.choice(self.done))
            case 5:
                return self.random.choice((Undo(), Redo()))
            case _:
                return super().command()


@pytest.mark.parametrize("seed", range(4))
def test_no_number_leads_back_to_itself_and_replay_equals_the_tables(database_url: str, seed: int) -> None:
    clock = ManualClock()
    desk = desk_on(database_url, clock=clock)
    desk.run(LoadFacts(facts=office_facts(), what="office"))
    anybody = AnyMerger(desk, seed, clock)
    merges = 0

    for _ in range(ACTS):
        came = anybody.act()
        if isinstance(came, Receipt) and came.events:
            anybody.done.append(came.command_id)
            merges += any(event.after.get("duplicate_of_id") for event in came.events)
        orders = {order.id: order for order in desk.ask(Reader.select, WorkOrder)}
        assert [order.id for order in orders.values() if _leads_back(order, orders)] == []
        assert not any(is_merged(original_of(order, orders.get)) for order in orders.values())

    assert merges >= 3
    live = {visit.order_id for visit in desk.ask(Reader.select, Visit) if visit.is_live}
    assert [order.id for order in orders.values() if is_merged(order) and order.id in live] == []
    with desk.engine.connect() as connection:
        assert differences(connection) == []


def _leads_back(order: WorkOrder, orders: dict[int, WorkOrder]) -> bool:
    following = orders.get(order.duplicate_of_id or 0)
    for _ in orders:
        if following is None:
            return False
        if following.id == order.id:
            return True
        following = orders.get(following.duplicate_of_id or 0)
    return True
