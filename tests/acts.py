"""A dispatcher who does anything at all, in any order: for properties that hold whatever happens.

Every choice comes from the seed, so that a failure can be played again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

from tests.office import ALI, HOUR, KIM, LIGHTS, T0, TREES, ManualClock, an_order
from wom_tui.commands.command import Command
from wom_tui.commands.ending import CancelOrder, CloseOrder, CompleteOrder, ReopenOrder
from wom_tui.commands.follow_up import FollowUpOrder
from wom_tui.commands.hold import HoldOrder, ReleaseOrder
from wom_tui.commands.order import EditOrder, SetPriority
from wom_tui.commands.promise import PromiseWindow
from wom_tui.commands.undo import Redo, Undo
from wom_tui.commands.visit import (
    AddVisit,
    AdvanceVisit,
    AssignVisit,
    CancelVisit,
    DispatchVisit,
    FailVisit,
    PinVisit,
    UnassignVisit,
)
from wom_tui.desk import Desk
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.work_order import Cover, HoldReason, Priority
from wom_tui.domain.worktime import Window
from wom_tui.errors import WomError


class AnyDispatcher:
    """Makes random commands about the orders and visits that there are."""

    def __init__(self, desk: Desk, seed: int, clock: ManualClock) -> None:
        self.desk, self.clock = desk, clock
        self.random = Random(seed)
        self.orders = 0
        self.visits = 0

    def act(self) -> Receipt | WomError:
        """Do one thing; what the rules refuse is answered, not raised."""
        self.clock.forward(timedelta(minutes=self.random.randint(0, 20)))
        try:
            receipt = self.desk.run(self.command())
        except WomError as refusal:
            return refusal
        for event in receipt.events:
            if event.noun == "work_order":
                self.orders = max(self.orders, event.subject_id)
            if event.noun == "visit":
                self.visits = max(self.visits, event.subject_id)
        return receipt

    def command(self) -> Command:
        """Some command; not all of them can be done."""
        if self.orders < 3 or self.random.random() < 0.08:
            return an_order(
                title=f"Order {self.random.randint(1, 9)}",
                work_type=self.random.choice((LIGHTS, LIGHTS, TREES)),
                site=self.random.randint(1, 5),
            )
        return self.random.choice(_ACTS)(self)

    @property
    def order(self) -> int:
        return self.random.randint(1, self.orders)

    @property
    def visit(self) -> int:
        return self.random.randint(1, max(1, self.visits))

    def assign(self) -> Command:
        number = self.visit if self.visits and self.random.random() < 0.4 else None
        start_at = T0 + timedelta(minutes=15 * self.random.randint(-2, 36), days=self.random.randint(0, 1))
        return AssignVisit(
            order=self.order,
            visit=number,
            technician=self.random.choice((KIM, ALI)),
            start_at=start_at,
            override=self.random.choice((None, "the customer insists")),
        )


_REPORTS = (VisitStatus.ACCEPTED, VisitStatus.TRAVELLING, VisitStatus.ON_SITE, VisitStatus.DONE)
_FAILURES = (VisitStatus.DECLINED, VisitStatus.MISSED, VisitStatus.INCOMPLETE)
_ACTS: tuple[Callable[[AnyDispatcher], Command], ...] = (
    AnyDispatcher.assign,
    AnyDispatcher.assign,
    AnyDispatcher.assign,
    AnyDispatcher.assign,
    lambda a: DispatchVisit(visit=a.visit),
    lambda a: DispatchVisit(visit=a.visit),
    lambda a: AdvanceVisit(visit=a.visit, to=a.random.choice(_REPORTS)),
    lambda a: AdvanceVisit(visit=a.visit, to=a.random.choice(_REPORTS)),
    lambda a: FailVisit(visit=a.visit, to=a.random.choice(_FAILURES), reason="nobody there"),
    lambda a: UnassignVisit(visit=a.visit),
    lambda a: CancelVisit(visit=a.visit),
    lambda a: PinVisit(visit=a.visit, is_pinned=a.random.random() < 0.5),
    lambda a: AddVisit(order=a.order),
    lambda a: SetPriority(order=a.order, priority=Priority(a.random.randint(1, 4))),
    lambda a: HoldOrder(
        order=a.order,
        reason=a.random.choice(tuple(HoldReason)),
        until_at=a.clock() + a.random.randint(1, 48) * HOUR,
    ),
    lambda a: ReleaseOrder(order=a.order),
    lambda a: CancelOrder(order=a.order, reason="not needed"),
    lambda a: CompleteOrder(order=a.order, resolution_code="fixed", labour_min=a.random.randint(0, 90)),
    lambda a: CompleteOrder(order=a.order, resolution_code="fixed", remainder="paint it"),
    lambda a: FollowUpOrder(order=a.order, title=a.random.choice(("", "paint it", "come again"))),
    lambda a: ReopenOrder(order=a.order, reason="it broke again"),
    lambda a: CloseOrder(order=a.order, labour_min=30, materials=(), cover=Cover.CONTRACT),
    lambda a: EditOrder(order=a.order, changes=(("title", f"Title {a.random.randint(1, 5)}"),)),
    lambda a: EditOrder(order=a.order, changes=(("duration_min", a.random.choice((None, 30, 60, 120))),)),
    lambda a: PromiseWindow(
        order=a.order, window=Window(T0 + a.random.randint(1, 40) * HOUR, T0 + 42 * HOUR)
    ),
    lambda a: PromiseWindow(order=a.order, visit=a.visit, window=None),
    lambda a: Undo(),
    lambda a: Undo(),
    lambda a: Redo(),
)
