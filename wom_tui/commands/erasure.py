"""Erasing a customer: what is personal leaves the facts, the journal and the receipts, and does not come back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from wom_tui.commands.command import Command
from wom_tui.domain import erasure
from wom_tui.domain.fact import Fact
from wom_tui.domain.feedback import Feedback
from wom_tui.domain.policy import Role
from wom_tui.domain.site import Contact, Customer, Site
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store.erasing import erase_history
from wom_tui.store.reader import EITHER
from wom_tui.store.unit import Unit

_CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class EraseCustomer(Command):
    """Erase what is personal about a customer, also from the journal. Nothing brings it back."""

    needs: ClassVar[Role] = Role.ADMIN

    customer: int

    @property
    def summary(self) -> str:
        return f"erase customer {self.customer}"


def erase_customer(command: EraseCustomer, unit: Unit) -> None:
    customer = unit.get(Customer, command.customer)
    mine = {"customer_id": customer.id, "is_withdrawn": EITHER}
    orders = unit.select(WorkOrder, **mine)
    unit.heed(erasure.erasure_violations(order for order in orders if not order.is_withdrawn))
    shared = set(_shared_sites(unit, customer))
    facts: list[Fact] = [
        *unit.select(Contact, **mine),
        *(site for site in unit.select(Site, **mine) if site.id not in shared),
        *orders,
        *_of_orders(unit, Visit, orders),
        *_of_orders(unit, Feedback, orders),
    ]
    history = erase_history(unit.connection, [*facts, customer])
    changed = 0
    for fact in facts:
        changed += unit.save(erasure.erased(fact), f"{fact.noun}.erased").version > fact.version
    if history.digests or erasure.erased(customer) != customer:
        unit.save(erasure.erased(customer), "customer.erased", erased=history.digests or None)
    unit.write_along(history.statements)
    unit.result |= {
        "customer": customer.id,
        "records": changed + (erasure.erased(customer) != customer),
        "events": len(history.digests),
        "receipts": history.receipts,
        "shared_sites": sorted(shared),
        "kept": list(erasure.KEPT),
    }


def _of_orders(unit: Unit, cls: type[Visit | Feedback], orders: Iterable[WorkOrder]) -> Iterator[Fact]:
    ids = sorted(order.id for order in orders)
    for start in range(0, len(ids), _CHUNK):
        chunk = frozenset(ids[start : start + _CHUNK])
        yield from unit.select(cls, order_id=chunk, is_withdrawn=EITHER)


def _shared_sites(unit: Unit, customer: Customer) -> Iterator[int]:
    """Sites where others have work done too: their address is not this customer's alone."""
    for site in unit.select(Site, customer_id=customer.id, is_withdrawn=EITHER):
        if any(order.customer_id != customer.id for order in unit.select(WorkOrder, site_id=site.id)):
            yield site.id
