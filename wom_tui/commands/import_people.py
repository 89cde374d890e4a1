"""Which customer, contact and thing does a row mean? Made where the office has none of that name yet.

What a contact is called and reached by is nowhere but in its own row; whether the source has said something else since
is told by the keyed hashes in the journal.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from wom_tui.domain.intake.draft import ContactDraft, OrderDraft
from wom_tui.domain.intake.row import folded
from wom_tui.domain.site import Asset, Contact, Customer
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store import imports
from wom_tui.store.codec import codec_of
from wom_tui.store.privacy import veiled
from wom_tui.store.unit import Unit

_REACHED_BY = ("name", "phone", "email")


class People:
    """Those that one batch of drafts names, read in a few queries; none where no draft names any."""

    def __init__(self, unit: Unit, source: str, drafts: Sequence[OrderDraft]) -> None:
        self._unit, self._source = unit, source
        details = [draft.details for draft in drafts]
        self._customers = self._known_customers({one.customer for one in details} - {""})
        self._contacts = self._known_contacts({one.contact.name for one in details if one.contact})
        self._assets = self._known_assets({one.asset for one in details} - {""})

    # -- customers -----------------------------------------------------------------------------------------

    def _known_customers(self, names: Iterable[str]) -> dict[str, int]:
        wanted = frozenset(names)
        if not wanted:
            return {}
        keys = frozenset(map(self._key, wanted))
        by_name = {folded(c.name): c.id for c in self._unit.select(Customer, name=wanted)}
        ours = self._unit.select(Customer, external_id=keys)
        return {str(c.external_id).partition(":")[2]: c.id for c in ours} | by_name

    def _key(self, name: str) -> str:
        return f"{self._source}:{folded(name)}"

    def customer_id(self, draft: OrderDraft) -> int | None:
        """The customer of that name; None where the row names none."""
        name = draft.details.customer
        if not name:
            return None
        found = self._customers.get(folded(name))
        if found is None:
            made = Customer(id=self._unit.new_id(Customer), name=name, external_id=self._key(name))
            self._unit.save(made, "customer.created", at=draft.opened_at)
            found = self._customers[folded(name)] = made.id
        return found

    # -- contacts ------------------------------------------------------------------------------------------

    def _known_contacts(self, names: Iterable[str]) -> dict[tuple[int | None, ContactDraft], int]:
        wanted = frozenset(names)
        found = self._unit.select(Contact, name=wanted) if wanted else ()
        return {(c.customer_id, _told(c)): c.id for c in reversed(found)}

    def contact_id(self, told: ContactDraft | None, customer_id: int | None, at: datetime) -> int | None:
        """The contact of that customer with just these words; None where the row names none."""
        if told is None:
            return None
        found = self._contacts.get((customer_id, told))
        if found is None:
            made = Contact(
                id=self._unit.new_id(Contact),
                customer_id=customer_id,
                name=told.name,
                phone=told.phone,
                email=told.email,
                salt=secrets.token_hex(16),
            )
            self._unit.save(made, "contact.created", at=at)
            found = self._contacts[customer_id, told] = made.id
        return found

    def contacts_of(self, orders: Iterable[WorkOrder]) -> dict[int, ContactDraft]:
        """Contact number → its words as they stand, of these orders."""
        found = self._unit.many(Contact, {order.contact_id for order in orders})
        return {id: _told(contact) for id, contact in found.items()}

    def contacts_heard(self, ids: Iterable[int | None]) -> dict[int, Heard]:
        """Contact number → what imports have said of it."""
        wanted = [id for id in ids if id is not None]
        before = imports.said_before(self._unit.connection, wanted, Contact.noun)
        found = self._unit.many(Contact, before)
        return {id: Heard(contact, before[id]) for id, contact in found.items()}

    # -- things --------------------------------------------------------------------------------------------

    def _known_assets(self, names: Iterable[str]) -> dict[tuple[int | None, str], int]:
        wanted = frozenset(names)
        if not wanted:
            return {}
        by_serial = {(None, folded(a.serial or "")): a.id for a in self._unit.select(Asset, serial=wanted)}
        return by_serial | {(a.site_id, folded(a.name)): a.id for a in self._unit.select(Asset, name=wanted)}

    def asset_id(self, draft: OrderDraft, site_id: int | None) -> int | None:
        """The thing of that name at that site, or of that serial number; None where the row names none."""
        name = draft.details.asset
        if not name:
            return None
        found = self._assets.get((site_id, folded(name))) or self._assets.get((None, folded(name)))
        if found is None:
            made = Asset(id=self._unit.new_id(Asset), name=name, site_id=site_id)
            self._unit.save(made, "asset.created", at=draft.opened_at)
            found = self._assets[site_id, folded(name)] = made.id
        return found


class Heard:
    """What imports have said of one contact: hashes that only its own salt can answer for."""

    def __init__(self, contact: Contact, values: Mapping[str, Any]) -> None:
        self._contact = contact
        self._values = {name: values.get(name, "") for name in _REACHED_BY}

    def says(self, told: ContactDraft | None) -> bool:
        """The source has said just that."""
        if told is None:
            return False
        words = {name: getattr(told, name) for name in _REACHED_BY}
        hidden = veiled(codec_of(Contact), self._contact, words)
        return all(self._values[name] == (hidden[name] if words[name] else "") for name in _REACHED_BY)

    @property
    def is_untouched(self) -> bool:
        """Nobody here has changed it since."""
        return self.says(_told(self._contact))


def _told(contact: Contact) -> ContactDraft:
    return ContactDraft(name=contact.name, phone=contact.phone, email=contact.email)
