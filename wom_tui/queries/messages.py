"""What was said between office and field, to whom, who has read it, and who has still to say that they know?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from wom_tui.domain.message import OFFICE, Me, Message, Waiting, concerns, waits_for
from wom_tui.domain.technician import Technician
from wom_tui.store.attached import numbers_behind
from wom_tui.store.message_reads import readers
from wom_tui.store.reader import EITHER, Condition, Range, Reader

LATELY = timedelta(days=30)  # what is older is asked for by its thread, or by `since`


class MessageRow(NamedTuple):
    """One message, as a list or a thread shows it.

    Attributes:
        technician: the code of whose thread it stands in; None in the thread of an order.
        from_technician: the code of who in the field has said it; None = the office.
        to: whom it concerns: `office`, codes of technicians, names of users.
        is_to_me, is_unread: whether it concerns who looks, and they have not seen it.
        waits_for: who has still to say that they know, as in `to`; empty where nobody is asked.
        acknowledged_by, read_by: who has, the first one first.
    """

    number: int
    version: int
    sent_at: datetime
    author: str
    from_technician: str | None
    order: int | None
    technician: str | None
    to: tuple[str, ...]
    text: str
    is_to_me: bool
    is_unread: bool
    needs_ack: bool
    waits_for: tuple[str, ...]
    acknowledged_by: tuple[str, ...]
    read_by: tuple[str, ...]
    reply_to: int | None


def message_rows(
    reader: Reader,
    me: Me,
    *,
    since: datetime | None = None,
    order: int | None = None,
    technician_id: int | None = None,
    is_unread: bool = False,
    is_waiting: bool = False,
    is_to_me: bool = False,
    words: str = "",
) -> list[MessageRow]:
    """Messages, those that the reader has not seen first, then the newest first.

    Args:
        since: only what was said from then on; None = all that there is.
        order: only of this order's thread, and of those that were merged into it.
        technician_id: only of this technician's thread, and what was said to them or by them elsewhere.
        is_unread: only what concerns the reader and they have not seen.
        is_waiting: only what somebody has still to acknowledge.
        is_to_me: only what concerns the reader.
        words: all of them stand in the text, or in who said it.
    """
    where: dict[str, Condition] = {} if since is None else {"sent_at": Range(since, None)}
    if order is not None:
        found: Iterable[Message] = reader.among(Message, "order_id", numbers_behind(reader, [order]), **where)
    else:
        found = reader.select(Message, **where)
    if technician_id is not None:
        found = (one for one in found if technician_id in _field_of(one))
    rows = _rows(reader, tuple(found), me)
    wanted = words.casefold().split()
    kept = (
        row
        for row in rows
        if (row.is_unread or not is_unread)
        and (row.waits_for or not is_waiting)
        and (row.is_to_me or not is_to_me)
        and all(word in f"{row.text} {row.author}".casefold() for word in wanted)
    )
    return sorted(kept, key=lambda row: (not row.is_unread, -row.sent_at.timestamp(), -row.number))


def order_thread(reader: Reader, number: int, me: Me) -> tuple[MessageRow, ...]:
    """What was said about an order, and about those that were merged into it, the oldest first."""
    return _in_turn(message_rows(reader, me, order=number))


def technician_thread(
    reader: Reader, technician_id: int, me: Me, since: datetime | None = None
) -> tuple[MessageRow, ...]:
    """What was said with a technician, in their own thread and in those of orders, the oldest first."""
    return _in_turn(message_rows(reader, me, technician_id=technician_id, since=since))


def message_thread(reader: Reader, number: int, me: Me) -> tuple[MessageRow, ...]:
    """The thread that a message stands in.

    Raises:
        NotFound: there is no such message.
    """
    message = reader.get(Message, number)
    if message.order_id is not None:
        return order_thread(reader, message.order_id, me)
    assert message.technician_id is not None
    rows = _rows(reader, reader.select(Message, technician_id=message.technician_id), me)
    return _in_turn(rows)


class Unread(NamedTuple):
    """What waits for somebody's eyes.

    Attributes:
        unread: how many concern them and they have not seen.
        orders: in the threads of which orders these are, and those that ask for their word and have it not.
    """

    unread: int
    orders: frozenset[int]


def unread(reader: Reader, me: Me, now: datetime) -> Unread:
    """What has been said to somebody lately that they have not seen, or not acknowledged."""
    said = [one for one in reader.select(Message, sent_at=Range(now - LATELY, None)) if concerns(one, me)]
    seen = readers(reader, (one.id for one in said))
    new = [one for one in said if me.name not in seen.get(one.id, ())]
    asked = [one for one in said if _asks(waits_for(one), me)]
    orders = frozenset(one.order_id for one in (*new, *asked) if one.order_id is not None)
    return Unread(len(new), orders)


def _asks(waiting: Waiting, me: Me) -> bool:
    mine = me.technician_id in waiting.technician_ids or me.name in waiting.users
    return mine or (waiting.office and me.is_office)


def _field_of(message: Message) -> tuple[int | None, ...]:
    """The technicians that a message has to do with."""
    return message.technician_id, message.from_technician_id, *message.to_technician_ids


def _in_turn(rows: Sequence[MessageRow]) -> tuple[MessageRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.sent_at, row.number)))


def _rows(reader: Reader, messages: Sequence[Message], me: Me) -> list[MessageRow]:
    seen = readers(reader, (one.id for one in messages))
    ids = {id for one in messages for id in _field_of(one) if id is not None}
    codes = {id: one.code for id, one in reader.many(Technician, ids, is_withdrawn=EITHER).items()}
    return [_row(one, me, codes, seen.get(one.id, ())) for one in messages]


def _row(message: Message, me: Me, codes: dict[int, str], read_by: tuple[str, ...]) -> MessageRow:
    is_to_me = concerns(message, me)
    to = Waiting(message.to_office, message.to_technician_ids, message.to_users)
    return MessageRow(
        number=message.id,
        version=message.version,
        sent_at=message.sent_at,
        author=message.author,
        from_technician=codes.get(message.from_technician_id or 0),
        order=message.order_id,
        technician=codes.get(message.technician_id or 0),
        to=_names(to, codes),
        text=message.text,
        is_to_me=is_to_me,
        is_unread=is_to_me and me.name not in read_by,
        needs_ack=message.needs_ack,
        waits_for=_names(waits_for(message), codes),
        acknowledged_by=tuple(dict.fromkeys(one.by for one in message.acknowledged)),
        read_by=read_by,
        reply_to=message.reply_to_id,
    )


def _names(people: Waiting, codes: dict[int, str]) -> tuple[str, ...]:
    office = (OFFICE,) if people.office else ()
    return (*office, *(codes.get(id, "") for id in people.technician_ids), *people.users)
