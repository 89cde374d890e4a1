"""What a person does with messages that wait, or could not be sent: let them go, or try again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from wom_tui.commands.command import Command
from wom_tui.domain.outbox import Outgoing, OutgoingState
from wom_tui.domain.subscription import GRACE
from wom_tui.domain.violation import Violation
from wom_tui.errors import InvalidInput, Rejected
from wom_tui.store import outbox, receipts
from wom_tui.store.unit import Unit

_CAN_BE_DROPPED = (OutgoingState.WAITING, OutgoingState.DEAD)  # what is being sent may be there already
_CAN_BE_RETRIED = (OutgoingState.DROPPED, OutgoingState.DEAD, OutgoingState.WAITING)
_LONGEST_REASON = 150


@dataclass(frozen=True, kw_only=True)
class DropOutgoing(Command):
    """Let a message go unsent. Retrying takes that back."""

    outgoing: str  # its key, or the beginning of it
    reason: str

    def check(self) -> None:
        super().check()
        if not self.reason.strip() or len(self.reason) > _LONGEST_REASON:
            raise InvalidInput("reason", self.reason, f"why, in up to {_LONGEST_REASON} characters")

    @property
    def summary(self) -> str:
        return f"drop message {self.outgoing[:12]}"


def drop_outgoing(command: DropOutgoing, unit: Unit) -> None:
    found = outbox.named(unit.connection, command.outgoing)
    if found.state is OutgoingState.DROPPED:
        unit.result |= {"message": found.dedupe_key, "state": found.state.value}
        return
    _refuse(found, "dropped", _CAN_BE_DROPPED)
    said = f"dropped by {unit.stamp.actor}: {command.reason.strip()}"
    _change(unit, found, OutgoingState.DROPPED, said=said)


@dataclass(frozen=True, kw_only=True)
class RetryOutgoing(Command):
    """Let a message that was dropped, or given up, go once more, with the same key. Dropping it takes that back."""

    outgoing: str

    @property
    def summary(self) -> str:
        return f"retry message {self.outgoing[:12]}"


def retry_outgoing(command: RetryOutgoing, unit: Unit) -> None:
    found = outbox.named(unit.connection, command.outgoing)
    _refuse(found, "tried again", _CAN_BE_RETRIED)
    if (undone := receipts.fate(unit.connection, found.command_id).undone_by) is not None:
        said = f"what message {found.dedupe_key[:12]} tells was taken back by {undone[0]}"
        raise Rejected([Violation(code="message.ended", message=said, facts={"receipt": undone[1]})])
    due_at = unit.stamp.recorded_at + GRACE
    keep = found.expires_at - found.written_at
    said = f"tried again by {unit.stamp.actor}"
    _change(
        unit, found, OutgoingState.WAITING, said=said, due_at=due_at, expires_at=due_at + keep, attempts=0
    )


def _change(unit: Unit, found: Outgoing, state: OutgoingState, **changed: Any) -> None:
    statement = outbox.changing(unit.connection.dialect, found, state=state.value, **changed)
    unit.write_along([statement])
    unit.result |= {"message": found.dedupe_key, "state": state.value}


def _refuse(found: Outgoing, what: str, states: Collection[OutgoingState]) -> None:
    if found.state not in states:
        said = f"message {found.dedupe_key[:12]} is {found.state.value}, it cannot be {what}"
        raise Rejected([Violation(code="message.ended", message=said, facts={"state": found.state.value})])
