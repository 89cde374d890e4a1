"""Maintenance plans for tests: builders that are right for most, and what an office has made of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.office import LIGHTS, MONDAY
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.maintenance import Interval, MaintenanceDue, MaintenancePlan, Step
from wom_tui.domain.site import Asset
from wom_tui.store.reader import EITHER, Reader

BOILER = 1


def every(count: int, step: str = "month") -> Interval:
    return Interval(count=count, step=Step(step))


def a_plan(**given: Any) -> MaintenancePlan:
    """Monthly work on an asset from the office's Monday on."""
    defaults: dict[str, Any] = {
        "id": 1,
        "name": "boiler",
        "work_type_id": LIGHTS,
        "asset_id": BOILER,
        "every": every(1),
        "first_due_on": MONDAY,
    }
    return MaintenancePlan(**(defaults | given))


def with_plans(desk: Desk, *plans: MaintenancePlan) -> None:
    """An asset at the first site, and these plans."""
    boiler = Asset(id=BOILER, name="Boiler 1", site_id=1, serial="HX-1")
    known = () if desk.ask(Reader.find, Asset, BOILER) else (boiler,)
    desk.run(LoadFacts(facts=(*known, *plans), what="plans"))


def dues(desk: Desk) -> list[date]:
    """The due days that have had an order, in order."""
    found = desk.ask(lambda reader: reader.select(MaintenanceDue, is_withdrawn=EITHER))
    return sorted(due.due_on for due in found)
