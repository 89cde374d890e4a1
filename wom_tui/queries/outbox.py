"""What waits to leave the house, what has left, and what could not?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from wom_tui.domain.outbox import LIMITED, Message, MessageState, free_at
from wom_tui.domain.subscription import Channel, Subscription
from wom_tui.queries.letters import Letter, NotNow, Prepared
from wom_tui.store import outbox
from wom_tui.store.reader import Reader


def all_subscriptions(reader: Reader) -> list[Subscription]:
    """The notifications that the office has switched on at some time, by name."""
    return sorted(reader.select(Subscription), key=lambda one: one.name)


def messages(reader: Reader, states: Iterable[MessageState], most: int) -> list[Message]:
    """Messages in these states, those written last first."""
    return outbox.messages(reader.connection, states, most)


def ways_due(reader: Reader, now: datetime) -> list[tuple[Channel, str]]:
    """Channels and endpoints for which something is due."""
    return outbox.ways_due(reader.connection, now)


def due(reader: Reader, channel: Channel, endpoint: str, now: datetime, most: int) -> list[Message]:
    """What may leave by now through an endpoint, the longest due first."""
    return outbox.due(reader.connection, channel, endpoint, now, most)


def counts(reader: Reader) -> dict[tuple[str, MessageState], int]:
    """How many messages of each notification there are in each state."""
    return outbox.counts(reader.connection)


def dead_letters(reader: Reader) -> int:
    """How many messages were given up, and wait for somebody to see it."""
    return outbox.count(reader.connection, MessageState.DEAD)


def message_named(reader: Reader, said: str) -> Message:
    """The message whose key begins like that; see `store/outbox.py`."""
    return outbox.named(reader.connection, said)


def limited(
    reader: Reader,
    ready: Sequence[tuple[Message, Prepared]],
    an_hour: Mapping[Channel, int],
    now: datetime,
) -> list[tuple[Message, Prepared]]:
    """The same, where whoever has heard enough in this hour is left in peace; those of this round count."""
    heard: dict[Channel, dict[str, list[datetime]]] = {}
    letters: dict[Channel, set[str]] = defaultdict(set)
    for message, letter in ready:
        if isinstance(letter, Letter):
            letters[message.channel].add(letter.recipient)
    for channel, recipients in letters.items():
        heard[channel] = outbox.sent_since(reader.connection, channel, recipients, now - LIMITED)
    found: list[tuple[Message, Prepared]] = []
    for message, letter in ready:
        if not isinstance(letter, Letter):
            found.append((message, letter))
            continue
        times = heard[message.channel].setdefault(letter.recipient, [])
        until = free_at(times, an_hour.get(message.channel, 0), now)
        if until is None:
            times.append(now)
        found.append((message, letter if until is None else NotNow(until, "enough for this hour")))
    return found
