"""What stands in the outbox, as a list shows it: to whom by name, never at which address; and what one of them says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from wom_tui.domain.outbox import STANDING, Outgoing, OutgoingState
from wom_tui.domain.policy import User
from wom_tui.domain.site import Contact
from wom_tui.domain.technician import Technician
from wom_tui.queries.letters import Prepared, previewed
from wom_tui.queries.outbox import in_states, outgoing_named
from wom_tui.queries.recipients import Addresses
from wom_tui.store import outbox
from wom_tui.store.reader import EITHER, Reader

MOST_OPEN, MOST_ENDED = 1_000, 500  # of each kind, those written last
# Somebody, or the engine, has still to do something about them.
OPEN = (*sorted(STANDING), OutgoingState.DEAD)
ENDED = tuple(state for state in OutgoingState if state not in OPEN)


class OutboxRow(NamedTuple):
    """One message.

    Attributes:
        to: who hears it, in words: a name, `customer`, the name of an endpoint; no address.
    """

    outgoing: Outgoing
    to: str

    @property
    def key(self) -> str:
        """What it is told apart by."""
        return self.outgoing.dedupe_key

    @property
    def state(self) -> OutgoingState:
        return self.outgoing.state

    @property
    def moment(self) -> datetime:
        """When it left; before that when it is due; of what never left, when it was written."""
        if self.outgoing.sent_at is not None:
            return self.outgoing.sent_at
        return self.outgoing.due_at if self.state in STANDING else self.outgoing.written_at


class OutboxSeen(NamedTuple):
    """The outbox: those that are listed, and how many there are of each state, also beyond those."""

    rows: tuple[OutboxRow, ...]
    counts: Mapping[OutgoingState, int]


def outbox_seen(reader: Reader) -> OutboxSeen:
    """What waits or was given up, and the last of those that ended."""
    found = [
        *in_states(reader, OPEN, MOST_OPEN),
        *in_states(reader, ENDED, MOST_ENDED),
    ]
    counts: Counter[OutgoingState] = Counter()
    for (_, state), number in outbox.counts(reader.connection).items():
        counts[state] += number
    return OutboxSeen(tuple(_named(reader, found)), counts)


def outbox_rows(reader: Reader, states: Iterable[OutgoingState], most: int) -> list[OutboxRow]:
    """Messages in these states, those written last first."""
    return _named(reader, in_states(reader, states, most))


def outbox_row(reader: Reader, key: str) -> OutboxRow:
    """The message whose key begins like that; see `store/outbox.py`."""
    return _named(reader, [outgoing_named(reader, key)])[0]


def letter_seen(
    reader: Reader, key: str, addresses: Addresses, now: datetime, real_now: datetime
) -> Prepared:
    """What is said, or would be now, to whom it may concern; why not, where it is not sent.

    Raises:
        NotFound: it was forgotten meanwhile.
    """
    return previewed(reader, outgoing_named(reader, key), addresses, now, real_now)


def _named(reader: Reader, found: Sequence[Outgoing]) -> list[OutboxRow]:
    names = _names(reader, found)
    return [OutboxRow(one, names.get(one.recipient) or _plainly(one)) for one in found]


def _names(reader: Reader, rows: Sequence[Outgoing]) -> dict[str, str]:
    """The people among the recipients, by what the outbox calls them."""
    told = [outgoing.recipient.partition(":") for outgoing in rows]
    ids = {noun: {int(id) for one, _, id in told if one == noun and id.isdecimal()} for noun, _, _ in told}
    people: list[Technician | User | Contact] = []
    people += reader.many(Technician, ids.get(Technician.noun, ()), is_withdrawn=EITHER).values()
    people += reader.many(User, ids.get(User.noun, ()), is_withdrawn=EITHER).values()
    people += reader.many(Contact, ids.get(Contact.noun, ()), is_withdrawn=EITHER).values()
    return {f"{one.noun}:{one.id}": one.name for one in people}


def _plainly(outgoing: Outgoing) -> str:
    """`customer`, `contact 12`, `ops`; where the endpoint itself is meant, its name."""
    noun, _, detail = outgoing.recipient.partition(":")
    match noun:
        case "address":
            return detail
        case "endpoint":
            return outgoing.endpoint
        case _:
            return f"{noun} {detail}".strip()
