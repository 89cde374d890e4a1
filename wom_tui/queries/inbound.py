"""What came in from the field and waits for a person, and what became of the rest?"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from wom_tui.domain.event import Event
from wom_tui.domain.inbound import Inbound, InboundStatus
from wom_tui.domain.visit import Visit
from wom_tui.store import journal
from wom_tui.store.reader import Condition, Reader


class InboundRow(NamedTuple):
    """One thing that came in, as a list shows it. `visit` is 4417/2."""

    number: int
    version: int
    status: str
    received_at: datetime
    channel: str
    sender: str
    source: str
    why: str
    reason: str
    act: str | None
    order: int | None
    visit: str | None
    said: str
    text: str
    decided_at: datetime | None
    decision: str


def inbound_rows(
    reader: Reader, *, status: InboundStatus | None = None, channel: str | None = None, words: str = ""
) -> list[InboundRow]:
    """What came in and was not done by itself, the oldest first.

    Args:
        status: only these; None = all.
        channel: only what came in this way: line, mail, cli.
        words: all of them stand in the text, in who sent it, or in where it came from.
    """
    where: dict[str, Condition] = {} if status is None else {"status": status}
    if channel is not None:
        where["channel"] = channel
    found = reader.select(Inbound, **where)
    visits = reader.many(Visit, (one.visit_id for one in found))
    wanted = words.casefold().split()
    rows = (_row(one, visits.get(one.visit_id or 0)) for one in found)
    kept = (
        row
        for row in rows
        if all(word in f"{row.text} {row.sender} {row.source}".casefold() for word in wanted)
    )
    return sorted(kept, key=lambda row: (row.received_at, row.number))


def inbound_detail(reader: Reader, number: int) -> tuple[InboundRow, list[Event]]:
    """One of them, and what happened to it, oldest first.

    Raises:
        NotFound: there is none with that number.
    """
    inbound = reader.get(Inbound, number)
    row = _row(inbound, reader.find(Visit, inbound.visit_id))
    return row, list(journal.events(reader.connection, subject=f"{Inbound.noun}:{number}"))


def waiting_count(reader: Reader) -> int:
    """How many wait for a person."""
    return reader.count(Inbound, status=InboundStatus.WAITING)


def _row(inbound: Inbound, visit: Visit | None) -> InboundRow:
    return InboundRow(
        number=inbound.id,
        version=inbound.version,
        status=inbound.status.value,
        received_at=inbound.received_at,
        channel=inbound.channel,
        sender=inbound.sender,
        source=inbound.source,
        why=inbound.why.value,
        reason=inbound.reason,
        act=inbound.act.value if inbound.act else None,
        order=inbound.order_id,
        visit=visit.label if visit else None,
        said=inbound.said,
        text=inbound.text,
        decided_at=inbound.decided_at,
        decision=inbound.decision,
    )
