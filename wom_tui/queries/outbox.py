"""What waits to leave the house, what has left, and what could not?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from wom_tui.domain.outbox import LIMITED, Outgoing, OutgoingState, free_at
from wom_tui.domain.subscription import Channel, Subscription
from wom_tui.queries.letters import Letter, NotNow, Prepared
from wom_tui.store import outbox
from wom_tui.store.reader import Reader


def all_subscriptions(reader: Reader) -> list[Subscription]:
    """The notifications that the office has switched on at some time, by name."""
    return sorted(reader.select(Subscription), key=lambda one: one.name)


def in_states(reader: Reader, states: Iterable[OutgoingState], most: int) -> list[Outgoing]:
    """Messages in these states, those written last first."""
    return outbox.in_states(reader.connection, states, most)


def ways_due(reader: Reader, now: datetime) -> list[tuple[Channel, str]]:
    """Channels and endpoints for which something is due."""
    return outbox.ways_due(reader.connection, now)


def due(reader: Reader, channel: Channel, endpoint: str, now: datetime, most: int) -> list[Outgoing]:
    """What may leave by now through an endpoint, the longest due first."""
    return outbox.due(reader.connection, channel, endpoint, now, most)


def counts(reader: Reader) -> dict[tuple[str, OutgoingState], int]:
    """How many messages of each notification there are in each state."""
    return outbox.counts(reader.connection)


def dead_letters(reader: Reader) -> int:
    """How many messages were given up, and wait for somebody to see it."""
    return outbox.count(reader.connection, OutgoingState.DEAD)


def outgoing_named(reader: Reader, said: str) -> Outgoing:
    """The message whose key begins like that; see `store/outbox.py`."""
    return outbox.named(reader.connection, said)


def limited(
    reader: Reader,
    ready: Sequence[tuple[Outgoing, Prepared]],
    an_hour: Mapping[Channel, int],
    now: datetime,
) -> list[tuple[Outgoing, Prepared]]:
    """The same, where whoever has heard enough in this hour is left in peace; those of this round count."""
    heard: dict[Channel, dict[str, list[datetime]]] = {}
    letters: dict[Channel, set[str]] = defaultdict(set)
    for outgoing, letter in ready:
        if isinstance(letter, Letter):
            letters[outgoing.channel].add(letter.recipient)
    for channel, recipients in letters.items():
        heard[channel] = outbox.sent_since(reader.connection, channel, recipients, now - LIMITED)
    found: list[tuple[Outgoing, Prepared]] = []
    for outgoing, letter in ready:
        if not isinstance(letter, Letter):
            found.append((outgoing, letter))
            continue
        times = heard[outgoing.channel].setdefault(letter.recipient, [])
        until = free_at(times, an_hour.get(outgoing.channel, 0), now)
        if until is None:
            times.append(now)
        found.append((outgoing, letter if until is None else NotNow(until, "enough for this hour")))
    return found
