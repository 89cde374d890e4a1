"""Whom does a message concern, and what does it say once the facts stand in it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.canned import CannedText, filled_in
from wom_tui.domain.habits import day_and_clock
from wom_tui.domain.message import OFFICE, Me, Message, Waiting, mentions
from wom_tui.domain.policy import User
from wom_tui.domain.site import Customer, Site
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import NotFound
from wom_tui.store.reader import Reader
from wom_tui.store.unit import Unit

_NEAREST = 5


@dataclass(frozen=True)
class Addressed:
    """What is known of whom a message is for.

    Attributes:
        to: who was named; nobody = whom it concerns by its thread.
        replied: the message that it answers.
    """

    to: tuple[str, ...]
    text: str
    order: WorkOrder | None
    technician: Technician | None
    replied: Message | None


def audience(addressed: Addressed, me: Me, unit: Unit) -> Waiting:
    """Everybody whom it concerns but who says it; a name after an @ that nobody has is said softly.

    Raises:
        NotFound: nobody has a name that was given as whom it is for.
    """
    book = _Book(unit)
    found = [book.known(name) for name in addressed.to]
    mentioned = {name: book.named(name) for name in mentions(addressed.text)}
    unit.heed(_unknown(name for name, who in mentioned.items() if who is None))
    said = [*found, *(who for who in mentioned.values() if who is not None)]
    usual = () if addressed.to else (_usual(addressed, me, unit),)
    return _together((*usual, *said), me)


def refuse_strangers(to: Sequence[str], text: str, canned: str | None, reader: Reader) -> None:
    """Whom a message that is to be said later names has to be there, and so has its text.

    A name after an @ is no exception: nobody will be there to be told softly that it is nobody's.

    Raises:
        NotFound: nobody has such a name, or the office has no text of that name.
    """
    kept = kept_text(canned, reader).text if canned is not None else ""
    book = _Book(reader)
    for name in (*to, *(f"@{name}" for name in mentions(f"{kept} {text}"))):
        book.known(name)


def _usual(addressed: Addressed, me: Me, unit: Unit) -> Waiting:
    """Whom it concerns where nobody is named."""
    if not me.is_office:
        return Waiting(office=True)
    if addressed.replied is not None and addressed.replied.from_technician_id is not None:
        return Waiting(technician_ids=(addressed.replied.from_technician_id,))
    if addressed.technician is not None:
        return Waiting(technician_ids=(addressed.technician.id,))
    assert addressed.order is not None
    going = (visit for visit in unit.select(Visit, order_id=addressed.order.id) if visit.is_booked)
    ids = tuple(dict.fromkeys(visit.technician_id for visit in going if visit.technician_id is not None))
    return Waiting(office=not ids, technician_ids=ids)


def _together(groups: tuple[Waiting, ...], me: Me) -> Waiting:
    ids = dict.fromkeys(id for group in groups for id in group.technician_ids)
    users = dict.fromkeys(name for group in groups for name in group.users)
    return Waiting(
        office=any(group.office for group in groups),
        technician_ids=tuple(id for id in ids if id != me.technician_id),
        users=tuple(name for name in users if name != me.name),
    )


def _unknown(names: Iterator[str]) -> Iterator[Violation]:
    for name in names:
        yield Violation(
            code="message.unknown",
            message=f"nobody is called @{name}: nobody more reads this because of it",
            hard=False,
            facts={"name": name},
        )


class _Book:
    """Who has which name: technicians by their code, users by their name."""

    def __init__(self, reader: Reader) -> None:
        self._found: dict[str, Waiting] = {}
        for user in reader.select(User, is_active=True):
            self._found[user.name.casefold()] = Waiting(users=(user.name,))
        for technician in reader.select(Technician, is_active=True):
            self._found[technician.code.casefold()] = Waiting(technician_ids=(technician.id,))
        self._found[OFFICE] = Waiting(office=True)

    def named(self, name: str) -> Waiting | None:
        return self._found.get(name.removeprefix("@").casefold())

    def known(self, name: str) -> Waiting:
        """The same, of somebody who has to be there."""
        who = self.named(name)
        if who is None:
            raise NotFound("person", name, self._near(name))
        return who

    def _near(self, name: str) -> list[str]:
        first = name.removeprefix("@")[:1].casefold()
        return sorted(one for one in self._found if one.startswith(first))[:_NEAREST]


def words_of(
    text: str, canned: str | None, order: WorkOrder | None, technician: Technician | None, unit: Unit
) -> str:
    """The text, behind the one that the office keeps where one is named.

    Raises:
        NotFound: the office has no text of that name.
        InvalidInput: a place of it has nothing that could stand there.
    """
    if canned is None:
        return text
    kept = kept_text(canned, unit)
    return f"{filled_in(kept.text, facts_of(order, technician, unit))} {text}".strip()


def kept_text(name: str, reader: Reader) -> CannedText:
    """The text that the office keeps under that name.

    Raises:
        NotFound: there is none.
    """
    texts = {one.name.casefold(): one for one in reader.select(CannedText)}
    kept = texts.get(name.casefold())
    if kept is None:
        raise NotFound("canned text", name, sorted(one.name for one in texts.values())[:_NEAREST])
    return kept


def facts_of(order: WorkOrder | None, technician: Technician | None, unit: Unit) -> Mapping[str, str]:
    """What can stand in the places of a canned text; empty where it is not known."""
    if order is None:
        return {"technician": technician.name if technician else ""}
    site, customer = unit.find(Site, order.site_id), unit.find(Customer, order.customer_id)
    coming = [visit for visit in unit.select(Visit, order_id=order.id) if visit.is_booked]
    first = min(coming, key=lambda visit: (visit.start_at, visit.id), default=None)
    who = technician or unit.find(Technician, first.technician_id if first else None)
    zone = site.zone if site else who.zone if who else "UTC"
    return {
        "order": str(order.id),
        "title": order.title,
        "site": site.name if site else "",
        "address": site.address if site else "",
        "customer": customer.name if customer else "",
        "technician": who.name if who else "",
        "start": _clock(first.start_at if first else None, zone),
        "due": _clock(order.resolve_due_at or order.respond_due_at, zone),
    }


def _clock(at: datetime | None, zone: str) -> str:
    return day_and_clock(at, zone) if at is not None else ""
