"""What has been closed since the last time, and what belongs on the bill: each closed order exactly once.

The journal decides, by the number of the closing event: a line says what has become of an order between two places in
it. Whoever applies the lines of one export after the other has exactly the orders that are closed, wherever the
exports were cut (docs/decisions, "Billing goes by the journal").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from wom_tui.domain.event import Event
from wom_tui.domain.site import Site
from wom_tui.domain.visit import ENDED_THERE, Visit
from wom_tui.domain.work_order import Approval, OrderStatus, WorkOrder
from wom_tui.queries.names import Names, read_names
from wom_tui.store import journal, office
from wom_tui.store.portions import portions
from wom_tui.store.reader import EITHER, Reader

_CLOSED = OrderStatus.CLOSED.value
# What an event says that closes an order or opens it again.
_SAID = (f'"status":"{_CLOSED}"', '"is_withdrawn":')


class Entry(StrEnum):
    """What a line does to the bill."""

    CLOSED = "closed"
    CORRECTED = "corrected"  # stands in place of an earlier line
    WITHDRAWN = "withdrawn"  # an earlier line no longer counts


@dataclass(frozen=True, kw_only=True)
class BillingLine:
    """One order that was closed, or is no longer.

    Attributes:
        seq: the event that closed it, or opened it again.
        at: when that was, by business time.
        by: who did it.
        approver: who gave the approval that it has; None where none was needed.
        technicians: codes of those who have been there; `on_site_min` all their time together.
    """

    entry: Entry
    seq: int
    at: datetime
    by: str
    order: WorkOrder
    work_type: str
    customer: str
    site: str
    address: str
    territory: str
    approver: str | None
    approved_at: datetime | None
    technicians: tuple[str, ...]
    on_site_min: int


@dataclass(frozen=True)
class Billing:
    """The lines between two places in the journal, by the events that made them; `until` is the next `since`."""

    since: int
    until: int
    lines: tuple[BillingLine, ...]


def seq_before(reader: Reader, at: datetime) -> int:
    """The last event before a moment: what was written down from then on comes after it.

    In a sample world, whose events were all written down today, its own time counts.
    """
    is_sample = office.read(reader.connection).world is not None
    return journal.seq_before(reader.connection, at, is_business=is_sample)


def billing(reader: Reader, since: int) -> Billing:
    """What has become of closed orders after an event, up to the last one there is."""
    while True:
        until = journal.count(reader.connection)
        turns = _turns(reader, since, until)
        found = Billing(since, until, _lines(reader, turns))
        if not _are_changed(reader, turns, until):
            return found  # else somebody has acted while the facts were read, and they are read again


_Turns = Mapping[int, Sequence[Event]]  # of each order what has closed it or opened it again


def _turns(reader: Reader, since: int, until: int) -> _Turns:
    turns: dict[int, list[Event]] = defaultdict(list)
    for event in journal.telling(reader.connection, WorkOrder.noun, _SAID, since=since, until=until):
        turns[event.subject_id].append(event)
    return turns


def _are_changed(reader: Reader, turns: _Turns, until: int) -> bool:
    subjects = {f"{WorkOrder.noun}:{number}" for number in turns}
    changed = journal.since_question(reader.connection.dialect, until).ask(reader.connection)
    return any(subject in subjects for (subject,) in changed)


def _lines(reader: Reader, turns: _Turns) -> tuple[BillingLine, ...]:
    orders = reader.many(WorkOrder, turns, is_withdrawn=EITHER)
    entries = {
        number: entry
        for number, order in orders.items()
        if (entry := _entry(order, turns[number])) is not None
    }
    around = _Around(reader, [orders[number] for number in entries])
    lines = (around.line(orders[number], *entry) for number, entry in entries.items())
    return tuple(sorted(lines, key=lambda line: line.seq))


def _entry(order: WorkOrder, turns: Sequence[Event]) -> tuple[Entry, Event] | None:
    """What these events come to, and the one that counts; None where nothing has come of them."""
    standing: Mapping[str, Any] = {"status": order.status.value, "is_withdrawn": order.is_withdrawn}
    is_closed, last = _is_closed(standing), None
    for event in reversed(turns):
        before = {} if event.is_creation else {**standing, **event.before}
        if last is None and _is_closed(standing) != _is_closed(before):
            last = event
        standing = before
    was_closed = _is_closed(standing)
    if last is None or not (is_closed or was_closed):
        return None
    if not is_closed:
        return Entry.WITHDRAWN, last
    return (Entry.CORRECTED if was_closed else Entry.CLOSED), last


def _is_closed(standing: Mapping[str, Any]) -> bool:
    return standing.get("status") == _CLOSED and not standing.get("is_withdrawn")


class _Around:
    """What stands around orders, read for all of them at once."""

    def __init__(self, reader: Reader, orders: Sequence[WorkOrder]) -> None:
        numbers = [order.id for order in orders]
        self._names: Names = read_names(reader)
        self._sites = reader.many(Site, (order.site_id for order in orders))
        self._visits: dict[int, list[Visit]] = defaultdict(list)
        for visit in reader.among(Visit, "order_id", numbers, status=ENDED_THERE):
            self._visits[visit.order_id].append(visit)
        given = [order.id for order in orders if order.approval is Approval.GIVEN]
        self._approvals = _approvals(reader, given)

    def line(self, order: WorkOrder, entry: Entry, event: Event) -> BillingLine:
        """The order's line."""
        kind = self._names.work_types.get(order.work_type_id or 0)
        site = self._sites.get(order.site_id or 0)
        approval = self._approvals.get(order.id)
        visits = self._visits[order.id]
        codes = {
            tech.code: None
            for visit in visits
            if (tech := self._names.technicians.get(visit.technician_id or 0)) is not None
        }
        return BillingLine(
            entry=entry,
            seq=event.seq,
            at=event.at,
            by=_who(event),
            order=order,
            work_type=kind.name if kind else "",
            customer=self._names.customers.get(order.customer_id or 0, ""),
            site=site.name if site else "",
            address=site.address if site else "",
            territory=self._names.territories.get(order.territory_id or 0, ""),
            approver=_who(approval) if approval else None,
            approved_at=approval.at if approval else None,
            technicians=tuple(codes),
            on_site_min=sum(map(_on_site_min, visits)),
        )


def _who(event: Event) -> str:
    return f"{event.actor} for {event.on_behalf_of}" if event.on_behalf_of else event.actor


def _on_site_min(visit: Visit) -> int:
    if visit.arrived_at is None or visit.ended_at is None:
        return 0
    return int((visit.ended_at - visit.arrived_at).total_seconds() // 60)


def _approvals(reader: Reader, numbers: Sequence[int]) -> dict[int, Event]:
    """The last time that each was approved."""
    found: dict[int, Event] = {}
    for portion in portions(numbers):
        asked = journal.question(
            reader.connection.dialect,
            kind="order.approval_given",
            subject=frozenset(f"{WorkOrder.noun}:{number}" for number in portion),
        )
        found |= {event.subject_id: event for event in journal.told(asked.ask(reader.connection))}
    return found
