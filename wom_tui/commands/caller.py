"""Who calls and from where: a person to call back, and a place that the office does not have yet."""

from __future__ import annotations

import secrets

from wom_tui.domain.site import Contact, Site
from wom_tui.errors import InvalidInput
from wom_tui.store import office
from wom_tui.store.reader import Reader
from wom_tui.store.unit import Unit


def refuse_two_callers(contact: int | None, phone: str, email: str = "") -> None:
    """Somebody who is known has a number already.

    Raises:
        InvalidInput: both were said.
    """
    if contact is not None and (phone or email):
        raise InvalidInput("contact", contact, "somebody who is known, or a phone and mail, not both")


def called_by(
    unit: Unit,
    *,
    known: int | None,
    name: str | None,
    phone: str = "",
    email: str = "",
    customer: int | None = None,
) -> int | None:
    """Whom to call back: personal data has a row of its own, which can be erased. None where nothing was said."""
    if known is not None:
        return unit.get(Contact, known).id
    if not (phone.strip() or email.strip()):
        return None
    made = Contact(
        id=unit.new_id(Contact),
        customer_id=customer,
        name=name or "",
        phone=phone.strip(),
        email=email.strip(),
        salt=secrets.token_hex(16),
    )
    return unit.save(made, "contact.created").id


def known_site(address: str, reader: Reader) -> Site | None:
    """The site with that address or name, if there is one."""
    said = address.strip()
    there = (reader.select(Site, address=said) or reader.select(Site, name=said)) if said else ()
    return there[0] if there else None


def site_at(address: str, unit: Unit, customer: int | None = None) -> Site | None:
    """The same; a new one, whose position nobody knows yet, where there is none."""
    said = address.strip()
    there = known_site(said, unit)
    if there is not None or not said:
        return there
    zone = office.read(unit.connection).zone
    made = Site(id=unit.new_id(Site), name=said, address=said, zone=zone, customer_id=customer)
    return unit.save(made, "site.created")
