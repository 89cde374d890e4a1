"""A storekeeper and a dispatcher who do anything at all with parts, in any order, from a seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

from tests.office import ALI, HOUR, KIM, ManualClock, an_order
from wom_tui.commands.command import Command
from wom_tui.commands.ending import CancelOrder, CompleteOrder, ReopenOrder
from wom_tui.commands.hold import HoldOrder, ReleaseOrder
from wom_tui.commands.order import EditOrder
from wom_tui.commands.part import AddWarehouse, PutPart, SetMinimum
from wom_tui.commands.purchase import CallOffPurchase, ChangeEta, PurchasePart, TakeDelivery
from wom_tui.commands.reservation import ReservePart, SupplyOrder, UnreservePart, UsePart
from wom_tui.commands.stock import AdjustStock, MoveStock, ReceiveStock
from wom_tui.commands.undo import Redo, Undo
from wom_tui.desk import Desk
from wom_tui.domain.part import PartUse, StockPlace
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.work_order import HoldReason, PartNeed
from wom_tui.errors import WomError

PLACES = (
    StockPlace(warehouse=1),
    StockPlace(warehouse=2),
    StockPlace(technician=KIM),
    StockPlace(technician=ALI),
)


def stores() -> tuple[Command, ...]:
    """Two warehouses, three parts, three orders."""
    return (
        *(AddWarehouse(name=name) for name in ("main", "north")),
        *(PutPart(code=code) for code in ("PUMP", "BELT", "VALVE")),
        *(an_order(site=site) for site in (1, 2, 3)),
    )


class AnyStorekeeper:
    """Makes random commands about parts; not all of them can be done."""

    def __init__(self, desk: Desk, seed: int, clock: ManualClock) -> None:
        self.desk, self.clock, self.random = desk, clock, Random(seed)

    def act(self) -> Receipt | WomError:
        """Do one thing; what the rules refuse is answered, not raised."""
        self.clock.forward(timedelta(minutes=self.random.randint(0, 90)))
        try:
            return self.desk.run(self.random.choice(_ACTS)(self))
        except WomError as refusal:
            return refusal

    @property
    def part(self) -> int:
        return self.random.randint(1, 3)

    @property
    def order(self) -> int:
        return self.random.randint(1, 3)

    @property
    def few(self) -> int:
        return self.random.randint(1, 4)

    @property
    def place(self) -> StockPlace:
        return self.random.choice(PLACES)

    @property
    def anywhere(self) -> StockPlace | None:
        return self.random.choice((*PLACES, None, None, None, None))

    @property
    def purchase(self) -> int:
        return self.random.randint(1, 5)


_ACTS: tuple[Callable[[AnyStorekeeper], Command], ...] = (
    *(lambda a: ReceiveStock(part=a.part, quantity=a.few, place=a.place) for _ in range(4)),
    *(lambda a: ReservePart(order=a.order, part=a.part, quantity=a.few, place=a.anywhere) for _ in range(4)),
    *(lambda a: UsePart(order=a.order, part=a.part, quantity=a.few, place=a.anywhere) for _ in range(2)),
    *(lambda a: TakeDelivery(purchase=a.purchase, quantity=a.random.choice((None, 1, 2))) for _ in range(2)),
    lambda a: AdjustStock(part=a.part, quantity=a.random.randint(0, 8), place=a.place),
    lambda a: MoveStock(part=a.part, quantity=a.few, source=a.place, target=a.place),
    lambda a: SetMinimum(part=a.part, minimum=a.random.randint(0, 3), place=a.place),
    lambda a: PurchasePart(
        part=a.part,
        quantity=a.few,
        place=a.place,
        eta_at=a.random.choice((None, a.clock() + a.random.randint(1, 72) * HOUR)),
        order=a.random.choice((None, a.order)),
    ),
    lambda a: ChangeEta(purchase=a.purchase, eta_at=a.random.choice((None, a.clock() + 5 * HOUR))),
    lambda a: CallOffPurchase(purchase=a.purchase),
    lambda a: SupplyOrder(order=a.order),
    lambda a: UnreservePart(order=a.order, part=a.random.choice((None, a.part))),
    lambda a: EditOrder(order=a.order, changes=(("parts", (PartNeed(part_id=a.part, quantity=a.few),)),)),
    lambda a: HoldOrder(order=a.order, reason=HoldReason.PARTS, until_at=a.clock() + 24 * HOUR),
    lambda a: ReleaseOrder(order=a.order),
    lambda a: CompleteOrder(
        order=a.order,
        resolution_code="fixed",
        parts=a.random.choice(((), (PartUse(part=a.part, quantity=a.few),))),
        has_used_reserved=a.random.random() < 0.5,
        place=a.anywhere,
    ),
    lambda a: ReopenOrder(order=a.order, reason="it broke again", are_parts_kept=a.random.random() < 0.5),
    lambda a: ReopenOrder(order=a.order, reason="it broke again"),
    lambda a: CancelOrder(order=a.order, reason="not needed") if a.random.random() < 0.1 else Undo(),
    lambda a: Undo(),
    lambda a: Redo(),
)
