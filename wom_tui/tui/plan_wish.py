"""What plan does somebody want: of which day, by which policy, and is it the running day that is to be mended?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from wom_tui.domain.work_order import OrderStatus

if TYPE_CHECKING:
    from wom_tui.planning.repair import Trouble
    from wom_tui.tui.app import WomApp


@dataclass(frozen=True, kw_only=True)
class PlanWish:
    """Attributes:
    trouble: what has happened on the day that is to be mended; None = it is planned.
    kept: the name of a repair that waits: it is shown as it is, and nothing is searched for.
    """

    on: date
    policy: str = "balanced"
    trouble: Trouble | None = None
    kept: str = ""

    @property
    def title(self) -> str:
        if self.kept:
            return f"Repair {self.kept}"
        if self.trouble is None:
            return "Proposal"
        first = ", ".join(str(number) for number in sorted(self.trouble.emergency))
        return f"Repair, {first} first" if first else "Repair"

    @property
    def first(self) -> frozenset[int]:
        """The orders that come before all others."""
        return self.trouble.emergency if self.trouble is not None else frozenset()

    def next_policy(self) -> PlanWish:
        """The same by the policy that comes after this one."""
        from wom_tui.gateways.policies import policy_files

        names = list(policy_files())
        at = names.index(self.policy) if self.policy in names else -1
        return replace(self, policy=names[(at + 1) % len(names)], kept="")

    def mended_anew(self) -> PlanWish:
        """The same day, mended as it is running now."""
        return replace(self, kept="") if self.trouble is not None else mending(self.on)


def today(app: WomApp) -> date:
    """The day that it is in the office."""
    return app.now().astimezone(app.seat.zone).date()


def day_meant(app: WomApp) -> date:
    """The day that is looked at, else today."""
    return app.view.day_here or today(app)


def mending(on: date, order: int | None = None) -> PlanWish:
    """The running day is to be mended; for an order that comes before all others, where there is one."""
    from wom_tui.planning.repair import Trouble

    emergency = frozenset({order} if order is not None else ())
    return PlanWish(on=on, policy="stable-day", trouble=Trouble(emergency=emergency))


def kept_repair(on: date, name: str) -> PlanWish:
    """A repair that waits for a yes."""
    return replace(mending(on), kept=name)


def mending_here(app: WomApp) -> PlanWish:
    """The day that is looked at; the order under the cursor comes first, if it is ready and nobody has it.

    Where the view tells of a repair that waits, and no such order is under the cursor, that one.
    """
    row = app.board.model.rows.get(app.view.order_here or 0)
    is_waiting = row is not None and row.status == OrderStatus.READY and not row.technician
    if not is_waiting and (name := app.view.repair_here):
        return kept_repair(today(app), name)
    return mending(day_meant(app), row.number if row is not None and is_waiting else None)
