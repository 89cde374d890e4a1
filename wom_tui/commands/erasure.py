"""Erasing a customer: what is personal leaves the facts, the journal and the receipts, and does not come back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from wom_tui.commands.command import Command
from wom_tui.domain import erasure
from wom_tui.domain.alert import Alert
from wom_tui.domain.fact import Fact
from wom_tui.domain.feedback import Feedback
from wom_tui.domain.inbound import Inbound
from wom_tui.domain.message import Message
from wom_tui.domain.policy import Role
from wom_tui.domain.request import Request
from wom_tui.domain.site import Contact, Customer, Site
from wom_tui.domain.snooze import Snooze
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store.attached import ATTACHED
from wom_tui.store.erasing import erase_history, once_had
from wom_tui.store.reader import EITHER
from wom_tui.store.unit import Unit

F = TypeVar("F", bound=Fact)


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
    moved = _moved(unit, customer)
    contacts = unit.select(Contact, **mine)
    shared = set(_shared_sites(unit, customer))
    sites = [site for site in unit.select(Site, **mine) if site.id not in shared]
    over = [*orders, *(order for order in moved if erasure.is_over(order))]
    requests = list(_requests(unit, contacts, sites, over))
    unit.heed(erasure.erasure_violations(orders, requests))
    facts: list[Fact] = [*contacts, *sites, *over, *requests]
    for cls in (Visit, Feedback, Snooze, Alert, Message, Inbound, *ATTACHED):
        facts += _of(unit, cls, "order_id", over)
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
        "moved": sorted(order.id for order in moved if not erasure.is_over(order)),
        "kept": list(erasure.KEPT),
    }


def _moved(unit: Unit, customer: Customer) -> list[WorkOrder]:
    """Orders that were the customer's once and are another's now: they may still say what this one has said."""
    once = once_had(unit.connection, WorkOrder, "customer_id", customer.id)
    found = unit.many(WorkOrder, once, is_withdrawn=EITHER).values()
    return [order for order in found if order.customer_id != customer.id]


def _requests(
    unit: Unit, contacts: Iterable[Contact], sites: Iterable[Site], orders: Iterable[WorkOrder]
) -> Iterable[Request]:
    """What the customer has asked for: by a contact of theirs, for a place or an order of theirs."""
    ways = {"contact_id": contacts, "site_id": sites, "order_id": orders}
    found = {one.id: one for name, facts in ways.items() for one in _of(unit, Request, name, facts)}
    return found.values()


def _of(unit: Unit, cls: type[F], name: str, facts: Iterable[Fact]) -> Iterator[F]:
    """The facts that name one of these in a field."""
    return unit.among(cls, name, (fact.id for fact in facts), is_withdrawn=EITHER)


def _shared_sites(unit: Unit, customer: Customer) -> Iterator[int]:
    """Sites where others have work done too: their address is not this customer's alone."""
    for site in unit.select(Site, customer_id=customer.id, is_withdrawn=EITHER):
        if any(order.customer_id != customer.id for order in unit.select(WorkOrder, site_id=site.id)):
            yield site.id
