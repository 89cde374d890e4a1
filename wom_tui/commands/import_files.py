"""The files of orders that an import tells of: what is new is attached, what people here took off stays off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from wom_tui.domain.attachment import Attachment, free_name, name_in
from wom_tui.domain.erasure import is_erased
from wom_tui.domain.intake.draft import OrderDraft
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store import journal
from wom_tui.store.reader import EITHER
from wom_tui.store.unit import Unit


def attach_new(number: int, draft: OrderDraft, unit: Unit) -> None:
    """All files of an order that was not there."""
    _attach(number, draft, (), unit)


def attach_missing(there: Iterable[tuple[WorkOrder, OrderDraft]], unit: Unit) -> set[int]:
    """What orders that are there did not have yet; answers the numbers of those that have it now."""
    telling = [(order, draft) for order, draft in there if draft.files and not is_erased(order)]
    known = _known(unit, frozenset(order.id for order, _ in telling)) if telling else {}
    return {order.id for order, draft in telling if _attach(order.id, draft, known.get(order.id, ()), unit)}


def _known(unit: Unit, numbers: frozenset[int]) -> dict[int, list[Attachment]]:
    """What the orders have, and what somebody took off them: not what went with an undo."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    for file in unit.select(Attachment, order_id=numbers, is_withdrawn=EITHER):
        if not file.is_withdrawn or not _went_with_an_undo(unit, file):
            found[file.order_id].append(file)
    return found


def _went_with_an_undo(unit: Unit, file: Attachment) -> bool:
    last = journal.last_of(unit.connection, f"{Attachment.noun}:{file.id}")
    return last is not None and last.undo_of is not None


def _attach(number: int, draft: OrderDraft, known: Sequence[Attachment], unit: Unit) -> bool:
    new = list(_new(number, draft, known, unit))
    unit.save_all(new, "file.attached")
    return bool(new)


def _new(number: int, draft: OrderDraft, known: Sequence[Attachment], unit: Unit) -> Iterator[Attachment]:
    places = {file.place for file in known}
    names = [file.name for file in known if not file.is_withdrawn]
    for told in draft.files:
        if told.place not in places:
            name = free_name(name_in(told.place), names)
            names.append(name)
            yield Attachment(
                id=unit.new_id(Attachment), order_id=number, name=name, place=told.place, note=told.note
            )
