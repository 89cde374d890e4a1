"""Switching notifications on and off, and what people have said about being told."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from typing import ClassVar

from wom_tui.commands.command import Command
from wom_tui.commands.switch_off import SwitchOff
from wom_tui.domain.hearing import Preference, Reach
from wom_tui.domain.letter import mail_address
from wom_tui.domain.policy import Role, User
from wom_tui.domain.site import Customer
from wom_tui.domain.subscription import Channel, Subscription
from wom_tui.domain.subscription_text import LANGUAGE, checked_subscription, read_subscription
from wom_tui.domain.technician import Technician
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.store.reader import Reader
from wom_tui.store.unit import Unit

_PHONE = re.compile(r"\+?[0-9][0-9 ()./\-]{3,24}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class EnableNotification(Command):
    """Switch a notification on, as its text says it; what came before now is told to nobody."""

    needs: ClassVar[Role] = Role.MANAGER

    text: str

    def check(self) -> None:
        super().check()
        checked_subscription(self.text)

    @property
    def summary(self) -> str:
        return f"enable notification {read_subscription(self.text).name}"


def enable_notification(command: EnableNotification, unit: Unit) -> None:
    name = read_subscription(command.text).name
    known = subscription_named(unit, name)
    if known is None:
        known = Subscription(id=unit.new_id(Subscription), name=name, text=command.text)
    on = replace(known, text=command.text, is_on=True, off_reason=None)
    unit.save(on, "subscription.enabled")


@dataclass(frozen=True, kw_only=True)
class DisableNotification(SwitchOff):
    """Switch a notification off. What waits because of it is not sent."""

    what: ClassVar[str] = "notification"


def disable_notification(command: DisableNotification, unit: Unit) -> None:
    known = subscription_named(unit, command.name)
    if known is None:
        names = sorted(one.name for one in unit.select(Subscription))
        raise NotFound("notification", command.name, names)
    if known.is_on:
        off = replace(known, is_on=False, off_reason=command.reason.strip())
        unit.save(off, "subscription.disabled")


def subscription_named(reader: Reader, name: str) -> Subscription | None:
    """The notification of that name, on or off."""
    return next(iter(reader.select(Subscription, name=name)), None)


@dataclass(frozen=True, kw_only=True)
class SetPreference(Command):
    """Note what a customer wants to hear: by which channels nothing any more, by which again, in which language."""

    customer: int
    opt_out: tuple[Channel, ...] = ()
    opt_in: tuple[Channel, ...] = ()
    language: str | None = None  # None = as it is, empty = none

    def check(self) -> None:
        super().check()
        if both := set(self.opt_out) & set(self.opt_in):
            raise InvalidInput("channel", min(both).value, "out or in, not both")
        refuse_no_language(self.language)

    @property
    def summary(self) -> str:
        out = (f"no {channel.value}" for channel in self.opt_out)
        in_ = (f"{channel.value} again" for channel in self.opt_in)
        language = [f"in {self.language}"] if self.language else []
        return f"customer {self.customer}: {', '.join([*out, *in_, *language])}"


def set_preference(command: SetPreference, unit: Unit) -> None:
    customer = unit.get(Customer, command.customer)
    known = next(iter(unit.select(Preference, customer_id=customer.id)), None)
    if known is None:
        known = Preference(id=unit.new_id(Preference), customer_id=customer.id)
    gone = {channel.value for channel in command.opt_in}
    out = ({*known.opted_out} | {channel.value for channel in command.opt_out}) - gone
    language = known.language if command.language is None else command.language
    wanted = replace(known, opted_out=tuple(sorted(out)), language=language)
    if known.version or wanted != known:
        unit.save(wanted, "preference.set")
    unit.result |= {"customer": customer.name, "opted_out": list(wanted.opted_out)}


def refuse_no_language(said: str | None) -> None:
    """Let pass a language's code, and an empty one.

    Raises:
        InvalidInput: it is none.
    """
    if said and not LANGUAGE.fullmatch(said):
        raise InvalidInput("language", said, "a language's code: en, de, pt-BR")


@dataclass(frozen=True, kw_only=True)
class SetReach(Command):
    """Note how one of ours is reached: a technician, or a user who is none."""

    technician: int | None = None
    user: int | None = None
    phone: str | None = None  # None = as it is, empty = none
    email: str | None = None
    language: str | None = None

    def check(self) -> None:
        super().check()
        if (self.technician is None) == (self.user is None):
            raise InvalidInput("who", self.technician, "a technician or a user")
        if self.phone and not _PHONE.fullmatch(self.phone):
            raise InvalidInput("phone", "…", "a number such as +1 617 555 0117")
        if self.email and not mail_address(self.email):
            raise InvalidInput("mail", "…", "one address such as kim@example.org")
        refuse_no_language(self.language)

    @property
    def summary(self) -> str:
        who = f"technician {self.technician}" if self.technician is not None else f"user {self.user}"
        return f"how {who} is reached"  # never what it is: summaries are kept


def set_reach(command: SetReach, unit: Unit) -> None:
    known = _reach_of(command, unit)
    said = known
    if command.phone is not None:
        said = replace(said, phone=command.phone.strip())
    if command.email is not None:
        said = replace(said, email=command.email.strip())
    if command.language is not None:
        said = replace(said, language=command.language)
    unit.save(said, "reach.set")


def _reach_of(command: SetReach, unit: Unit) -> Reach:
    """What is known of them; a new record where nothing is."""
    if command.technician is not None:
        unit.get(Technician, command.technician)
        found = unit.select(Reach, technician_id=command.technician)
    else:
        found = unit.select(Reach, user_id=unit.get(User, command.user or 0).id)
    return next(iter(found), None) or Reach(
        id=unit.new_id(Reach),
        salt=secrets.token_hex(16),
        technician_id=command.technician,
        user_id=command.user,
    )
