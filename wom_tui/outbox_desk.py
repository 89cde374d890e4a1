"""What whoever delivers holds: a desk, the ways out of the house, and the right to mark what has left."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from wom_tui.config import Config, InboundConfig, NotifyConfig, read_settings, settings_file
from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence
from wom_tui.domain.outbox import DEAD_KEPT, KEPT, LONGEST_SAID, Outgoing, OutgoingState
from wom_tui.domain.reply_code import is_secret
from wom_tui.domain.subscription import Channel
from wom_tui.errors import InvalidInput, StoreBusy, StoreError
from wom_tui.gateways.notify.outlets import Finder, Outlets
from wom_tui.queries.letters import Letter, Never, NotNow, Prepared, prepared
from wom_tui.queries.outbox import due, limited, ways_due
from wom_tui.queries.recipients import Addresses
from wom_tui.store import lease, office, outbox
from wom_tui.store.driver import Statement
from wom_tui.store.portions import portions

_TRIES = 3  # to write down what has left
_TOGETHER = 20  # messages to a program that are claimed at once: it knows by their keys which of them it has
_DEMONSTRATION = Never(OutgoingState.LAPSED, "this is a demonstration: nobody is told")


class Way(NamedTuple):
    """One of them: an endpoint, as a channel uses it."""

    channel: Channel
    endpoint: str

    def claims(
        self, letters: Sequence[tuple[Outgoing, Letter]]
    ) -> Iterator[Sequence[tuple[Outgoing, Letter]]]:
        """Which of them are claimed in one go: those to people one by one, so that nobody hears anything twice."""
        return portions(letters, 1 if self.channel.is_for_people else _TOGETHER)


class Mark(NamedTuple):
    """What is written down of a message that was claimed.

    Attributes:
        heard_at: since when its recipient has it, or may have it.
    """

    claimed: Outgoing
    changed: Mapping[str, object]
    heard_at: datetime | None = None


@dataclass(frozen=True)
class Ways:
    """How messages leave, as the settings say.

    Attributes:
        an_hour: so many to one recipient.
        timeout_s: that one attempt takes at most.
        secret: signs the codes of technicians' answers.
    """

    outlets: Finder
    addresses: Addresses = field(default_factory=lambda: Addresses({}))
    an_hour: Mapping[Channel, int] = field(default_factory=dict)
    timeout_s: float = 10.0
    secret: str = field(default="", repr=False)

    def why_not(self, channel: Channel, name: str) -> str:
        """Why there is no way out of that name."""
        return self.outlets.why_not(channel, name) if isinstance(self.outlets, Outlets) else "no way out"


def addresses_of(settings: Config) -> Addresses:
    """What the settings say of addresses."""
    config = settings.notify
    return Addresses(config.addresses, config.country, is_secret(settings.inbound.secret))


def ways_of(settings: Config) -> Ways:
    """The ways that the settings name."""
    config = settings.notify
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
    return Ways(outlets, addresses_of(settings), an_hour, config.timeout_s, settings.inbound.secret)


class NewWays:
    """The ways that the settings name, whenever these are no longer as they were read last."""

    def __init__(self) -> None:
        """Begin with nothing known: what was read when the program began may be old by now."""
        self._file = settings_file(os.environ)
        self._known: tuple[NotifyConfig, InboundConfig] | None = None
        self._stamp = _NEVER_READ

    def __call__(self) -> Ways | None:
        """How messages leave by now; None where nothing has changed, or the settings cannot be read for a while."""
        if (stamp := _stamp(self._file)) == self._stamp:
            return None
        self._stamp = stamp
        try:
            reading = read_settings()
            config = reading.certain_of("notify")
            reading.certain_of("inbound")  # whose secret signs what technicians may answer
        except InvalidInput:  # somebody is writing them; `wom doctor` tells what is wrong
            return None
        if (config.notify, config.inbound) == self._known:
            return None
        self._known = config.notify, config.inbound
        return ways_of(config)


_Stamp = tuple[int, int, int]
_NEVER_READ: _Stamp = (-1, -1, -1)


def _stamp(file: Path) -> _Stamp:
    """What changes with a file."""
    try:
        found = file.stat()
    except OSError:
        return (0, 0, 0)
    return found.st_ino, found.st_mtime_ns, found.st_size


@dataclass(frozen=True)
class OutboxDesk:
    """The desk of whoever delivers."""

    desk: Desk
    ways: Ways
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def is_waiting(self) -> bool:
        """There is something to be sent, now or later."""
        return self.desk.ask(lambda reader: outbox.is_waiting(reader.connection))

    def due(
        self, now: datetime, resting: frozenset[Way], most: int
    ) -> dict[Way, list[tuple[Outgoing, Prepared]]]:
        """What may leave by now, by the way that it takes, with what each of them says.

        Args:
            now: real time.
            resting: ways that are left alone for a while.
            most: by each way.
        """
        is_demonstration = self.desk.ask(lambda reader: office.read(reader.connection).world is not None)
        ways = self.desk.ask(ways_due, now)
        found: dict[Way, list[tuple[Outgoing, Prepared]]] = {}
        for way in (Way(*pair) for pair in ways):
            if way in resting:
                continue
            leaving = self.desk.ask(due, *way, now, most)
            if is_demonstration:
                found[way] = [(outgoing, _DEMONSTRATION) for outgoing in leaving]
                continue
            # Each is read for itself: where a reader holds up whoever commits, none may be long.
            ready = [(outgoing, self._prepared(outgoing, now)) for outgoing in leaving]
            found[way] = self.desk.ask(limited, ready, self.ways.an_hour, now)
        return found

    def _prepared(self, outgoing: Outgoing, now: datetime) -> Prepared:
        try:
            return self.desk.ask(prepared, outgoing, self.ways.addresses, self.desk.now(), now)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001  one message's bug stops no other message
            return Never(OutgoingState.DEAD, repr(error)[:LONGEST_SAID])

    def set_aside(self, fence: Fence, found: Sequence[tuple[Outgoing, NotNow | Never]]) -> int:
        """Let messages wait, or end them; answers how many, without those that somebody else has changed meanwhile."""
        statements = [self._setting_aside(outgoing, why) for outgoing, why in found]
        if len(statements) > 1 and self._write(fence, statements):
            return len(statements)
        return sum(self._write(fence, [statement]) for statement in statements)

    def _setting_aside(self, outgoing: Outgoing, why: NotNow | Never) -> Statement:
        if isinstance(why, NotNow):
            return self._changing(outgoing, said=why.why, due_at=why.until)
        return self._changing(outgoing, said=why.why, state=why.state.value)

    def claim(
        self, fence: Fence, portion: Sequence[tuple[Outgoing, Letter]], now: datetime, marks: Sequence[Mark]
    ) -> list[tuple[Outgoing, Letter]]:
        """Take messages to send them: from now on nobody knows whether they have left, until that is marked.

        Args:
            marks: what became of those before, written in the same transaction.

        Returns:
            The messages as they are now, without those that somebody else has changed meanwhile.
        """
        claims = [(self._claimed(outgoing, letter, now), letter) for outgoing, letter in portion]
        both = zip(portion, claims, strict=True)
        statements = [self._claiming(outgoing, claimed, now) for (outgoing, _), (claimed, _) in both]
        if self._write(fence, [*self._statements(marks), *chain.from_iterable(statements)]):
            return claims
        self.mark(fence, marks)
        return [claim for claim, mine in zip(claims, statements, strict=True) if self._write(fence, mine)]

    def _claimed(self, outgoing: Outgoing, letter: Letter, now: datetime) -> Outgoing:
        return replace(
            outgoing,
            state=OutgoingState.SENDING,
            attempts=outgoing.attempts + 1,
            recipient=letter.recipient,
            content=letter.as_content(),
            # If we die: not while it may still be on its way.
            due_at=now + timedelta(seconds=2 * self.ways.timeout_s),
        )

    def _claiming(self, outgoing: Outgoing, claimed: Outgoing, now: datetime) -> list[Statement]:
        changed = {name: getattr(claimed, name) for name in ("attempts", "recipient", "content", "due_at")}
        taking = self._changing(outgoing, state=claimed.state.value, **changed)
        if not outgoing.channel.is_for_people:
            return [taking]
        if outgoing.state is OutgoingState.SENDING:
            # Who claimed it before has died over it, and perhaps sent it.
            return [outbox.leaving_mark(self._dialect, outgoing.command_id, now), taking]
        return [outbox.holding(self._dialect, outgoing.command_id), taking]

    def mark(self, fence: Fence, marks: Sequence[Mark]) -> None:
        """Write down what became of messages that were claimed.

        Raises:
            LostLease: another delivers by now; nothing was written.
        """
        for tries_left in reversed(range(_TRIES)):
            try:
                self._mark(fence, marks)
                return
            except StoreBusy:  # what has left has left: whoever cannot say so sends it again
                if not tries_left:
                    raise

    def _mark(self, fence: Fence, marks: Sequence[Mark]) -> None:
        statements = list(self._statements(marks))
        if statements and not self._write(fence, statements):
            for statement in statements:  # somebody has dropped one of them meanwhile
                self._write(fence, [statement])

    def forget(self, fence: Fence, now: datetime) -> None:
        """Let go of messages that ended long ago.

        Raises:
            LostLease: another delivers by now; nothing was written.
        """
        self._write(fence, outbox.forgetting(self._dialect, now - KEPT, now - DEAD_KEPT))

    def _statements(self, marks: Sequence[Mark]) -> Iterator[Statement]:
        for claimed, changed, heard_at in marks:
            if heard_at is not None and claimed.channel.is_for_people:
                yield outbox.leaving_mark(self._dialect, claimed.command_id, heard_at)
            yield self._changing(claimed, **changed)

    def _write(self, fence: Fence, statements: Sequence[Statement]) -> bool:
        """Write as long as the lease stands; False when a message was no longer as it was read.

        One after the other: the more of us ask for the database at once, the longer everybody else waits for it.
        """
        with self._turn:
            return lease.write_fenced(self.desk.engine, fence, statements)

    def _changing(self, outgoing: Outgoing, **changed: Any) -> Statement:
        return outbox.changing(self._dialect, outgoing, **changed)

    @property
    def _dialect(self) -> Any:
        return self.desk.engine.dialect
