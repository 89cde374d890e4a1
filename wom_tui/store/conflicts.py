"""Who was faster, and what did they do? Read from the journal when a version has moved on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wom_tui.domain.deed import Deed
from wom_tui.domain.event import Event
from wom_tui.domain.fact import Fact
from wom_tui.domain.part import Part, PurchaseEta, Stock, Warehouse
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import REROUTED, Visit
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.errors import Conflict
from wom_tui.store import journal
from wom_tui.store.reader import Reader

_EVER = frozenset({True, False})


def conflict(reader: Reader, cls: type[Fact], id: int, seen: int) -> Conflict:
    """The error that says who changed a fact since that version, and what they did to it."""
    since = _since(reader, cls, id, seen)
    changes: dict[str, Any] = {}
    for happened in since:
        if happened.subject == f"{cls.noun}:{id}":
            changes |= happened.after
    last = since[-1] if since else None
    return Conflict(
        record_name(reader, f"{cls.noun}:{id}"),
        by=last.who if last else "someone",
        at=last.at if last else None,
        changes=changes,
        deeds=deeds_of(reader, since),
        subject=f"{cls.noun}:{id}",
    )


def has_moved_on(reader: Reader, cls: type[Fact], id: int, seen: int) -> bool:
    """Somebody has done something to the fact since that version; another way to it is nobody's deed."""
    since = list(journal.events(reader.connection, subject=f"{cls.noun}:{id}", from_version=seen + 1))
    return not since or any(event.kind != REROUTED for event in since)


def deeds_of(reader: Reader, events: Iterable[Event]) -> tuple[Deed, ...]:
    """The events with the names that their sentences need, in their order."""
    told = list(events)
    with_whom = {
        noun_id: _technicians(reader, noun_id, [e for e in told if e.subject == noun_id])
        for noun_id in {e.subject for e in told if e.noun == Visit.noun}
    }
    return tuple(Deed.of(e, with_whom.get(e.subject, {}).get(e.seq)) for e in told)


def _technicians(reader: Reader, subject: str, events: Sequence[Event]) -> dict[int, str]:
    """With whom a visit was after each of its events: from how it is now back through what changed it."""
    found = reader.many(Visit, {int(subject.partition(":")[2])}, is_withdrawn=_EVER)
    who = next((visit.technician_id for visit in found.values()), None)
    holders: dict[int, int | None] = {}
    for event in reversed(events):
        holders[event.seq] = who
        who = event.before.get("technician_id", who)
    names = reader.many(Technician, {id for id in (*holders.values(), who) if id is not None})
    # Taken off somebody's day: what is told is from whom.
    left = {e.seq: e.before.get("technician_id") for e in events}
    return {
        seq: names[id].name
        for seq, holder in holders.items()
        if (id := holder or left.get(seq)) is not None and id in names
    }


def _since(reader: Reader, cls: type[Fact], id: int, seen: int) -> list[Event]:
    """What happened to the fact after that version; of an order with its visits and its requirement."""
    subject = f"{cls.noun}:{id}"
    mine = list(journal.events(reader.connection, subject=subject, from_version=seen))
    since = [event for event in mine if event.version > seen]
    if cls is not WorkOrder or not since:
        return since
    # What happened around it before its own first change has been on the screen, or changes nothing for it.
    acts, first = {event.command_id for event in since}, since[0].seq
    start = min(event.seq for event in mine if event.version >= seen)
    for other in _around(reader, id):
        since += [
            event
            for event in journal.events(reader.connection, since=start, subject=other)
            if event.kind != REROUTED and (event.seq > first or event.command_id in acts)
        ]
    return sorted(since, key=lambda event: event.seq)


def _around(reader: Reader, number: int) -> list[str]:
    around: list[str] = []
    for cls in (Visit, Requirement):
        rows = reader.rows(cls, (), order_id=number, is_withdrawn=_EVER)
        around += [f"{cls.noun}:{row[0]}" for row in rows]
    return around


def record_name(reader: Reader, subject: str) -> str:
    """What people call a record: `order 4417`, `visit 4417/1`, `PUMP-3 in main`."""
    noun, _, id = subject.partition(":")
    if noun == Visit.noun and (visit := reader.find(Visit, int(id))) is not None:
        return f"visit {visit.label}"
    if noun == Stock.noun and (stock := reader.find(Stock, int(id))) is not None:
        return _stock_name(reader, stock)
    if noun == PurchaseEta.noun:
        return f"purchase {id}"
    return f"{'order' if noun == WorkOrder.noun else noun.replace('_', ' ')} {id}"


def _stock_name(reader: Reader, stock: Stock) -> str:
    part, store = reader.find(Part, stock.part_id), reader.find(Warehouse, stock.warehouse_id)
    who = reader.find(Technician, stock.technician_id)
    where = store.name if store else f"{who.code}'s van" if who else "stock"
    return f"{part.code if part else 'a part'} in {where}"
