"""Who hears a message, at which address, in which language, on which clock; and do they want to?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wom_tui.domain.hearing import Preference, Reach
from wom_tui.domain.letter import mail_address, phone_number
from wom_tui.domain.outbox import Outgoing
from wom_tui.domain.policy import User
from wom_tui.domain.site import Contact
from wom_tui.domain.subscription import Audience, Channel
from wom_tui.domain.technician import Technician
from wom_tui.queries.letter_facts import Told
from wom_tui.store.reader import Reader


@dataclass(frozen=True)
class Addresses:
    """What the settings say of addresses.

    Attributes:
        named: by the name that notifications have for them.
        country: of numbers that say none.
        takes_replies: what technicians answer is believed by a code, so that they may be given one.
    """

    named: Mapping[str, str]
    country: str = ""
    takes_replies: bool = False

    def fitting(self, channel: Channel, mail: str, phone: str) -> str:
        """Where that channel reaches somebody; empty where it does not."""
        match channel:
            case Channel.MAIL:
                return mail_address(mail)
            case Channel.SMS:
                return phone_number(phone, self.country)
            case Channel.CHAT | Channel.WEBHOOK:
                return ""


@dataclass(frozen=True)
class Found:
    """Somebody who can be reached.

    Attributes:
        recipient: who it is, as limits count them: `contact:12`.
        zone: in which they sleep.
    """

    recipient: str
    to: str
    language: str
    zone: str


@dataclass(frozen=True)
class Nobody:
    """Nobody can be reached; `is_for_now`: somebody may put that right, and it is asked again."""

    why: str
    is_for_now: bool = False


def recipient_of(reader: Reader, outgoing: Outgoing, told: Told, addresses: Addresses) -> Found | Nobody:
    """Who hears a message."""
    kind, _, detail = outgoing.recipient.partition(":")
    match kind:
        case "customer" | "contact":
            return _customer(reader, outgoing.channel, told, addresses)
        case "technician":
            return _technician(reader, int(detail), outgoing.channel, addresses)
        case "user":
            return _user(reader, int(detail), outgoing.channel, told, addresses)
        case "address":
            return _named(detail, outgoing, told, addresses)
        case _:
            return Found(Audience.ENDPOINT.value, "", "", told.office.zone)


def _customer(reader: Reader, channel: Channel, told: Told, addresses: Addresses) -> Found | Nobody:
    contact = told.contact
    if contact is None or contact.is_withdrawn:
        return Nobody("nobody knows whom of the customer to tell")
    wish = preference_of(reader, told.order.customer_id if told.order else contact.customer_id)
    if wish is not None and channel.value in wish.opted_out:
        return Nobody(f"the customer wants no {channel.value}")
    to = addresses.fitting(channel, contact.email, contact.phone)
    if not to:
        return Nobody(f"contact {contact.id} cannot be reached by {channel.value}")
    return Found(f"{Contact.noun}:{contact.id}", to, wish.language if wish else "", told.zone)


def preference_of(reader: Reader, customer: int | None) -> Preference | None:
    """What a customer has said about hearing from us."""
    if customer is None:
        return None
    return next(iter(reader.select(Preference, customer_id=customer)), None)


def _technician(reader: Reader, id: int, channel: Channel, addresses: Addresses) -> Found | Nobody:
    who = reader.find(Technician, id)
    if who is None or who.is_withdrawn or not who.is_active:
        return Nobody("that technician does not work here any more")
    reach = next(iter(reader.select(Reach, technician_id=id)), None)
    return _reached(reach, f"{Technician.noun}:{id}", who.code, channel, who.zone, addresses)


def _user(reader: Reader, id: int, channel: Channel, told: Told, addresses: Addresses) -> Found | Nobody:
    who = reader.find(User, id)
    if who is None or who.is_withdrawn or not who.is_active:
        return Nobody("that user does not work here any more")
    reach = next(iter(reader.select(Reach, user_id=id)), None)
    if reach is None and who.technician_id is not None:
        reach = next(iter(reader.select(Reach, technician_id=who.technician_id)), None)
    return _reached(reach, f"{User.noun}:{id}", who.name, channel, told.office.zone, addresses)


def _reached(
    reach: Reach | None, recipient: str, name: str, channel: Channel, zone: str, addresses: Addresses
) -> Found | Nobody:
    to = addresses.fitting(channel, reach.email, reach.phone) if reach else ""
    if reach is None or not to:
        return Nobody(f"{name} cannot be reached by {channel.value}: wom notify reach {name}")
    return Found(recipient, to, reach.language, zone)


def _named(name: str, outgoing: Outgoing, told: Told, addresses: Addresses) -> Found | Nobody:
    said = addresses.named.get(name)
    if said is None:
        return Nobody(f"notify.addresses.{name} is not in the settings", is_for_now=True)
    if not (to := addresses.fitting(outgoing.channel, said, said)):
        return Nobody(
            f"notify.addresses.{name} cannot be reached by {outgoing.channel.value}", is_for_now=True
        )
    return Found(outgoing.recipient, to, "", told.office.zone)
