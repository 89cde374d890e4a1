"""What people do with an alert: acknowledge it, put it away for a while, give it to somebody, clear it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wom_tui.commands.command import Command, aware, reasoned
from wom_tui.domain.alert import Alert, AlertStatus, cleared_violations
from wom_tui.domain.event import acting
from wom_tui.domain.policy import User
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.store.reader import Reader
from wom_tui.store.unit import Unit

MYSELF = "me"


@dataclass(frozen=True, kw_only=True)
class AlertCommand(Command):
    """A command about one alert.

    Attributes:
        alert: its number.
        expect: the version that was seen; None = whatever is there.
    """

    alert: int
    expect: int | None = None

    @property
    def summary(self) -> str:
        return f"{super().summary} {self.alert}"

    def target(self, unit: Unit) -> Alert:
        """The alert, which is not cleared.

        Raises:
            NotFound, Conflict, Rejected: it is not there, has changed, or was cleared.
        """
        alert = unit.get(Alert, self.alert, expect=self.expect)
        unit.heed(cleared_violations(alert))
        return alert


@dataclass(frozen=True, kw_only=True)
class AcknowledgeAlert(AlertCommand):
    """Say that you know of an alert; it goes no further up."""


def acknowledge_alert(command: AcknowledgeAlert, unit: Unit) -> None:
    alert = command.target(unit)
    if alert.status is not AlertStatus.ACKNOWLEDGED:
        unit.save(alert.acknowledged(who(unit), unit.at), "alert.acknowledged")


@dataclass(frozen=True, kw_only=True)
class SnoozeAlert(AlertCommand):
    """Put an alert away until a time; it comes back then, if what it tells of goes on."""

    until_at: datetime
    reason: str

    def check(self) -> None:
        super().check()
        aware("until_at", self.until_at)
        reasoned(self.reason, "why nobody has to look at it before that, in words")


def snooze_alert(command: SnoozeAlert, unit: Unit) -> None:
    alert, reason = command.target(unit), command.reason.strip()
    if command.until_at <= unit.at:
        raise InvalidInput("until_at", command.until_at, "a time to come: when it is to be back")
    if (alert.snoozed_until_at, alert.snooze_reason) != (command.until_at, reason):
        unit.save(alert.snoozed(who(unit), unit.at, command.until_at, reason), "alert.snoozed")


@dataclass(frozen=True, kw_only=True)
class AssignAlert(AlertCommand):
    """Give an alert to somebody who is to see to it.

    Attributes:
        to: a user's name; `me` for whoever says so.
    """

    to: str


def assign_alert(command: AssignAlert, unit: Unit) -> None:
    alert, to = command.target(unit), user_named(command.to, unit)
    if alert.assignee != to:
        unit.save(alert.assigned(to, who(unit), unit.at), "alert.assigned")


@dataclass(frozen=True, kw_only=True)
class ClearAlert(AlertCommand):
    """Clear an alert by hand; it is not raised again until what it tells of has ended once."""

    reason: str

    def check(self) -> None:
        super().check()
        reasoned(self.reason, "why it is cleared though nothing has changed, in words")


def clear_alert(command: ClearAlert, unit: Unit) -> None:
    alert, why = command.target(unit), command.reason.strip()
    unit.save(alert.cleared(who(unit), unit.at, why, has_ended=alert.is_of_rules), "alert.cleared")


def who(unit: Unit) -> str:
    """Who acts, as the alert remembers it."""
    return acting(unit.stamp.actor, unit.stamp.on_behalf_of)


def user_named(said: str, unit: Unit) -> str:
    """The name of a user who may come in, in any mixture of upper and lower case; that of whoever acts as well.

    Raises:
        NotFound: nobody is called so; the others' names are with it.
    """
    if said.casefold() == MYSELF:
        return unit.stamp.on_behalf_of or unit.stamp.actor
    names = people(unit, unit.stamp.actor)
    if said.casefold() not in names:
        raise NotFound("user", said, sorted(names.values()))
    return names[said.casefold()]


def people(reader: Reader, actor: str) -> dict[str, str]:
    """Who can be given an alert, by the name in small letters: every user who may come in, and whoever acts."""
    names = {user.name.casefold(): user.name for user in reader.select(User, is_active=True)}
    names.setdefault(actor.casefold(), actor)
    return names
