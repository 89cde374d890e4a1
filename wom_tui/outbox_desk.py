"""What whoever delivers holds: a desk, the ways out of the house, and the right to mark what has left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from wom_tui.config import NotifyConfig
from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence
from wom_tui.domain.outbox import Message, MessageState
from wom_tui.domain.subscription import Channel
from wom_tui.gateways.notify.outlets import Finder, Outlets
from wom_tui.queries.letters import Letter, Never, NotNow, Prepared, prepared
from wom_tui.queries.outbox import limited
from wom_tui.queries.recipients import Addresses
from wom_tui.store import office, outbox
from wom_tui.store.driver import Statement
from wom_tui.store.reader import Reader

_DEMONSTRATION = Never(MessageState.LAPSED, "this is a demonstration: nobody is told")


class Way(NamedTuple):
    """One of them: an endpoint, as a channel uses it."""

    channel: Channel
    endpoint: str


class Mark(NamedTuple):
    """What is written down of a message that was claimed."""

    claimed: Message
    changed: Mapping[str, object]


@dataclass(frozen=True)
class Ways:
    """How messages leave, as the settings say.

    Attributes:
        an_hour: so many to one recipient.
        timeout_s: that one attempt takes at most.
    """

    outlets: Finder
    addresses: Addresses = field(default_factory=lambda: Addresses({}))
    an_hour: Mapping[Channel, int] = field(default_factory=dict)
    timeout_s: float = 10.0

    def why_not(self, channel: Channel, name: str) -> str:
        """Why there is no way out of that name."""
        return self.outlets.why_not(channel, name) if isinstance(self.outlets, Outlets) else "no way out"


def ways_of(config: NotifyConfig) -> Ways:
    """The ways that the settings name."""
    outlets = Outlets(
        endpoints=config.endpoints,
        secrets=config.secrets,
        chat_field=config.chat_field,
        timeout_s=config.timeout_s,
        may_be_private=config.private,
    )
    an_hour = {
        Channel.MAIL: config.mail_an_hour,
        Channel.SMS: config.sms_an_hour,
        Channel.CHAT: config.chat_an_hour,
    }
    return Ways(outlets, Addresses(config.addresses, config.country), an_hour, config.timeout_s)


@dataclass(frozen=True)
class OutboxDesk:
    """The desk of whoever delivers."""

    desk: Desk
    ways: Ways

    def is_waiting(self) -> bool:
        """There is something to be sent, now or later."""
        return self.desk.ask(lambda reader: outbox.is_waiting(reader.connection))

    def due(
        self, now: datetime, resting: frozenset[Way], most: int
    ) -> dict[Way, list[tuple[Message, Prepared]]]:
        """What may leave by now, by the way that it takes, with what each of them says.

        Args:
            now: real time.
            resting: ways that are left alone for a while.
            most: by each way.
        """
        return self.desk.ask(self._due, now, resting, most)

    def _due(
        self, reader: Reader, now: datetime, resting: frozenset[Way], most: int
    ) -> dict[Way, list[tuple[Message, Prepared]]]:
        connection = reader.connection
        is_demonstration = office.read(connection).world is not None
        found: dict[Way, list[tuple[Message, Prepared]]] = {}
        for way in (Way(*pair) for pair in outbox.ways_due(connection, now)):
            if way in resting:
                continue
            messages = outbox.due(connection, way.channel, way.endpoint, now, most)
            if is_demonstration:
                found[way] = [(message, _DEMONSTRATION) for message in messages]
                continue
            addresses, business_now = self.ways.addresses, self.desk.now()
            ready = [(one, prepared(reader, one, addresses, business_now, now)) for one in messages]
            found[way] = limited(reader, ready, self.ways.an_hour, now)
        return found

    def set_aside(self, fence: Fence, message: Message, why: NotNow | Never) -> bool:
        """Let a message wait, or end it; False when somebody else has changed it meanwhile."""
        changed: dict[str, Any] = {"said": why.why}
        if isinstance(why, NotNow):
            changed["due_at"] = why.until
        else:
            changed |= {"state": why.state.value}
        return self._write(fence, [self._changing(message, **changed)])

    def claim(
        self, fence: Fence, message: Message, letter: Letter, now: datetime, marks: Sequence[Mark]
    ) -> Message | None:
        """Take a message to send it: from now on it may have left.

        Args:
            marks: what became of the one before, written in the same transaction.

        Returns:
            The message as it is now; None when somebody else has changed it meanwhile, and nothing is written.
        """
        claimed = replace(
            message,
            state=MessageState.SENDING,
            attempts=message.attempts + 1,
            recipient=letter.recipient,
            content=letter.as_content(),
            due_at=now
            + timedelta(seconds=2 * self.ways.timeout_s),  # if we die: not while it may be on its way
        )
        names = ("state", "attempts", "recipient", "content", "due_at")
        statements = self._statements(marks)
        if message.channel.is_for_people:
            statements.append(outbox.leaving_mark(self._dialect, message.command_id, now))
        changed = {name: getattr(claimed, name) for name in names} | {"state": claimed.state.value}
        statements.append(self._changing(message, **changed))
        return claimed if self._write(fence, statements) else None

    def mark(self, fence: Fence, marks: Sequence[Mark]) -> None:
        """Write down what became of messages that were claimed.

        Raises:
            LostLease: another delivers by now; nothing was written.
        """
        if marks:
            self._write(fence, self._statements(marks))

    def _statements(self, marks: Sequence[Mark]) -> list[Statement]:
        return [self._changing(mark.claimed, **mark.changed) for mark in marks]

    def _write(self, fence: Fence, statements: Sequence[Statement]) -> bool:
        """Write as long as the lease stands; False when a message was no longer as it was read."""
        return outbox.write(self.desk.engine, fence, statements)

    def _changing(self, message: Message, **changed: Any) -> Statement:
        return outbox.changing(self._dialect, message, **changed)

    @property
    def _dialect(self) -> Any:
        return self.desk.engine.dialect
