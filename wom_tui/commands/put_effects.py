"""What else moves when the office's own records change: drafts that waited for a position, and the clocks of orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wom_tui.commands.clocks import reclock
from wom_tui.commands.waiting import wake_drafts
from wom_tui.domain.fact import Fact
from wom_tui.domain.site import Customer, Site
from wom_tui.domain.sla.policy import SlaPolicy
from wom_tui.domain.work_calendar import Calendar, Holiday
from wom_tui.store.unit import Unit


def _located(unit: Unit) -> None:
    wake_drafts(
        [new.id for old, new in unit.changed(Site) if old and new.has_position and not old.has_position], unit
    )


def _agreed(unit: Unit) -> None:
    if any(unit.changed(cls) for cls in (SlaPolicy, Calendar, Holiday)):
        _tell_clocked(unit, reclock(unit))


def _classed(unit: Unit) -> None:
    moved = [
        new.id for old, new in unit.changed(Customer) if old and old.customer_class != new.customer_class
    ]
    if moved:
        _tell_clocked(unit, reclock(unit, customer_id=frozenset(moved)))


def _tell_clocked(unit: Unit, orders: int) -> None:
    if orders:
        unit.result |= {"clocked_orders": orders}


_EFFECTS: Mapping[type[Fact], Callable[[Unit], None]] = {
    Site: _located,
    Customer: _classed,
    SlaPolicy: _agreed,
    Calendar: _agreed,
    Holiday: _agreed,
}


def settle_effects(cls: type[Fact], unit: Unit) -> None:
    """Once the records of a class are put in: what follows from it."""
    if cls in _EFFECTS:
        _EFFECTS[cls](unit)
