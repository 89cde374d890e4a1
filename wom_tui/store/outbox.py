"""What is to leave the house: written with the act that causes it, taken by whoever leads, and marked as it goes.

A message is claimed in a transaction of its own before it leaves, and marked in another one after. Who dies between the
two has perhaps sent it: the next one sends it again, with the same key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, func, or_, select

from wom_tui.domain.outbox import STANDING, Outgoing, OutgoingState
from wom_tui.domain.subscription import Channel
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.store import bulk
from wom_tui.store.bookkeeping import outbox_table as table
from wom_tui.store.driver import Statement
from wom_tui.store.lookup import Lookup, bound, lookup, mark_of
from wom_tui.store.portions import portions
from wom_tui.store.tables import FACT_TABLES, FACTS

LEAST_PREFIX = 4  # digits of a key that name a message
_STANDING = frozenset(state.value for state in STANDING)
_PROGRAMS = ", ".join(f"'{channel.value}'" for channel in Channel if not channel.is_for_people)
# Claimed, and nobody has written down yet what became of it.
_LEAVING = (
    f"SELECT 1 FROM outbox WHERE outbox.command_id = {{act}} "
    f"AND outbox.state = '{OutgoingState.SENDING.value}' AND outbox.channel NOT IN ({_PROGRAMS})"
)


def wanted_question(dialect: Dialect) -> Lookup:
    """The question which notifications are on, to be asked together with others: the text of each."""
    subscriptions = FACT_TABLES[FACTS["subscription"]]
    return lookup(dialect, subscriptions, ("text",), {"is_on": True, "is_withdrawn": False}, order="id")


def wanted(connection: Connection) -> tuple[str, ...]:
    """The texts of the notifications that are on."""
    return tuple(text for (text,) in wanted_question(connection.dialect).ask(connection))


def insertion(dialect: Dialect, rows: Sequence[Outgoing]) -> Statement:
    """Write what an act causes; at least one."""
    return bulk.insertion(dialect, table, [_row(outgoing) for outgoing in rows])


def _row(outgoing: Outgoing) -> dict[str, Any]:
    return vars(outgoing) | {"channel": outgoing.channel.value, "state": outgoing.state.value}


def withdrawal(dialect: Dialect, act: str, by: str) -> list[Statement]:
    """Take back what waits because of an act that is taken back.

    Nothing of it may have left meanwhile, or be on its way: the first statement holds who would send until we are done;
    the second finds out what was sent before that, for it sees what has been written until then.
    """
    sign = mark_of(dialect)
    is_here = (
        f"{_touching(sign)} AND left_at IS NULL AND NOT EXISTS ({_LEAVING.format(act='receipt.command_id')})"
    )
    change = f"UPDATE outbox SET state = {sign}, withdrawn_by = {sign} WHERE command_id = {sign} AND state = {sign}"
    states = OutgoingState.WITHDRAWN.value, OutgoingState.WAITING.value
    return [
        Statement(_touching(sign), [(act,)], is_exact=True),
        Statement(is_here, [(act,)], is_exact=True),
        Statement(change, [(states[0], by, act, states[1])]),
    ]


def revival(dialect: Dialect, undo: str, by: str, due_at: datetime) -> Statement:
    """Let what an undo took back wait again: the act stands again, and another command answers for it."""
    sign = mark_of(dialect)
    change = (
        f"UPDATE outbox SET state = {sign}, withdrawn_by = NULL, command_id = {sign}, "
        f"expires_at = expires_at + ({sign} - due_at), due_at = {sign} "
        f"WHERE withdrawn_by = {sign} AND state = {sign}"
    )
    due = bound(dialect, table, "due_at", due_at)
    values = OutgoingState.WAITING.value, by, due, due, undo, OutgoingState.WITHDRAWN.value
    return Statement(change, [values])


def changing(dialect: Dialect, outgoing: Outgoing, **changed: Any) -> Statement:
    """Change a message that is still as it was read; who comes second changes nothing."""
    sign = mark_of(dialect)
    settings = ", ".join(f"{name} = {sign}" for name in changed)
    values = [bound(dialect, table, name, value) for name, value in changed.items()]
    sql = f"UPDATE outbox SET {settings} WHERE dedupe_key = {sign} AND state = {sign} AND attempts = {sign}"
    key = outgoing.dedupe_key, outgoing.state.value, outgoing.attempts
    return Statement(sql, [(*values, *key)], is_exact=True)


def holding(dialect: Dialect, command_id: str) -> Statement:
    """Something is about to leave because of an act: who would take that back waits until this is written."""
    return Statement(_touching(mark_of(dialect)), [(command_id,)])


def _touching(sign: str) -> str:
    return f"UPDATE receipt SET command_id = command_id WHERE command_id = {sign}"


def leaving_question(dialect: Dialect, command_id: str) -> Lookup:
    """The question whether something is on its way to people because of an act, to be asked together with others."""
    return Lookup(_LEAVING.format(act=mark_of(dialect)), (command_id,))


def leaving_mark(dialect: Dialect, command_id: str, at: datetime) -> Statement:
    """Something has left because of an act, or perhaps has: it cannot be taken back from now on."""
    sign = mark_of(dialect)
    change = f"UPDATE receipt SET left_at = {sign} WHERE command_id = {sign} AND left_at IS NULL"
    return Statement(change, [(bound(dialect, table, "sent_at", at), command_id)])


def erasure(connection: Connection, orders: Sequence[int]) -> list[Statement]:
    """Forget what messages about these orders say; those that were to leave stay here."""
    sign = mark_of(connection.dialect)
    spoken = or_(table.c.content.is_not(None), table.c.said != "", table.c.state.in_(_STANDING))
    keys: list[tuple[str]] = []
    for portion in portions(orders):
        chosen = select(table.c.dedupe_key).where(table.c.order_id.in_(portion), spoken)
        keys += [(key,) for key in connection.scalars(chosen)]
    if not keys:
        return []
    standing = " OR ".join(f"state = '{state}'" for state in sorted(_STANDING))
    lapsed = f"state = CASE WHEN {standing} THEN '{OutgoingState.LAPSED.value}' ELSE state END"
    return [
        Statement(f"UPDATE outbox SET content = NULL, said = '', {lapsed} WHERE dedupe_key = {sign}", keys)
    ]


def forgetting(dialect: Dialect, ended_before: datetime, dead_before: datetime) -> list[Statement]:
    """Let go of messages that ended long ago; those that were given up are kept longer, for somebody to see them."""
    sign, moment = mark_of(dialect), partial(bound, dialect, table, "written_at")
    old = f"DELETE FROM outbox WHERE state = {sign} AND written_at < {sign}"
    ended = [state for state in OutgoingState if state not in STANDING and state is not OutgoingState.DEAD]
    rows = [(state.value, moment(ended_before)) for state in ended]
    return [Statement(old, [*rows, (OutgoingState.DEAD.value, moment(dead_before))])]


# reading


def ways_due(connection: Connection, now: datetime) -> list[tuple[Channel, str]]:
    """Channels and endpoints for which something is due."""
    chosen = select(table.c.channel, table.c.endpoint).distinct()
    rows = connection.execute(chosen.where(table.c.due_at <= now, table.c.state.in_(_STANDING)))
    return sorted((Channel(channel), endpoint) for channel, endpoint in rows)


def due(connection: Connection, channel: Channel, endpoint: str, now: datetime, most: int) -> list[Outgoing]:
    """What may leave by now through an endpoint, the longest due first."""
    mine = table.c.channel == channel.value, table.c.endpoint == endpoint
    chosen = select(table).where(table.c.due_at <= now, table.c.state.in_(_STANDING), *mine)
    rows = connection.execute(chosen.order_by(table.c.due_at, table.c.seq, table.c.dedupe_key).limit(most))
    return [_outgoing(row) for row in rows]


def is_waiting(connection: Connection) -> bool:
    """There is something to be sent, now or later."""
    chosen = select(table.c.dedupe_key).where(table.c.state.in_(_STANDING)).limit(1)
    return connection.execute(chosen).first() is not None


def in_states(connection: Connection, states: Iterable[OutgoingState], most: int) -> list[Outgoing]:
    """Messages in these states, those written last first."""
    wanted = [state.value for state in states]
    chosen = select(table).where(table.c.state.in_(wanted))
    latest = chosen.order_by(table.c.written_at.desc(), table.c.seq.desc(), table.c.dedupe_key)
    return [_outgoing(row) for row in connection.execute(latest.limit(most))]


def named(connection: Connection, said: str) -> Outgoing:
    """The message whose key begins like that: people do not type 32 digits.

    Raises:
        NotFound: there is none.
        InvalidInput: it is too short, or there are several.
    """
    if len(said) < LEAST_PREFIX:
        raise InvalidInput("message", said, f"at least {LEAST_PREFIX} digits of its key")
    chosen = select(table).where(table.c.dedupe_key.startswith(said.lower(), autoescape=True))
    found = [_outgoing(row) for row in connection.execute(chosen.limit(5))]
    if not found:
        raise NotFound("message", said)
    if len(found) > 1:
        keys = ", ".join(outgoing.dedupe_key[:12] for outgoing in found)
        raise InvalidInput("message", said, f"more of its key: {keys}")
    return found[0]


def sent_since(
    connection: Connection, channel: Channel, recipients: Iterable[str], at: datetime
) -> dict[str, list[datetime]]:
    """When each of some recipients was sent something by a channel, since a moment; the first time first."""
    found: dict[str, list[datetime]] = {}
    for portion in portions(sorted(set(recipients))):
        chosen = select(table.c.recipient, table.c.sent_at).where(
            table.c.channel == channel.value, table.c.recipient.in_(portion), table.c.sent_at > at
        )
        for recipient, sent_at in connection.execute(chosen.order_by(table.c.sent_at)):
            found.setdefault(recipient, []).append(sent_at)
    return found


def later_ones(connection: Connection, outgoing: Outgoing) -> int:
    """How many messages of the same kind about the same record wait behind this one for the same recipient."""
    same = [
        getattr(table.c, name) == getattr(outgoing, name) for name in ("subscription", "subject", "recipient")
    ]
    waiting = table.c.state == OutgoingState.WAITING.value
    counted = select(func.count()).select_from(table).where(*same, waiting, table.c.seq > outgoing.seq)
    return int(connection.execute(counted).scalar_one())


def first_untold(connection: Connection, outgoing: Outgoing) -> int:
    """The first event of the same notification and record after what was sent last: what it began with is known."""
    same = table.c.subscription == outgoing.subscription, table.c.subject == outgoing.subject
    told = select(func.max(table.c.seq)).where(*same, table.c.state == OutgoingState.SENT.value)
    last = connection.execute(told).scalar() or 0
    since = select(func.min(table.c.seq)).where(*same, table.c.seq > last, table.c.seq <= outgoing.seq)
    first = since.where(table.c.state != OutgoingState.WITHDRAWN.value)
    return int(connection.execute(first).scalar() or outgoing.seq)


def count(connection: Connection, state: OutgoingState) -> int:
    """How many messages there are in a state."""
    counted = select(func.count()).select_from(table).where(table.c.state == state.value)
    return int(connection.execute(counted).scalar_one())


def counts(connection: Connection) -> dict[tuple[str, OutgoingState], int]:
    """How many messages of each notification there are in each state."""
    return _counts(connection)


def counts_between(
    connection: Connection, since: datetime, until: datetime
) -> dict[tuple[str, OutgoingState], int]:
    """The same of those that were written in a time, the end not counted."""
    return _counts(connection, table.c.written_at >= since, table.c.written_at < until)


def _counts(connection: Connection, *where: ColumnElement[bool]) -> dict[tuple[str, OutgoingState], int]:
    counted = select(table.c.subscription, table.c.state, func.count()).where(*where)
    rows = connection.execute(counted.group_by(table.c.subscription, table.c.state))
    return {(name, OutgoingState(state)): int(number) for name, state, number in rows}


def _outgoing(row: Any) -> Outgoing:
    values = dict(row._mapping)
    return Outgoing(
        **values | {"channel": Channel(values["channel"]), "state": OutgoingState(values["state"])}
    )
