"""What can be typed for an order, a request, a technician, a territory? Asked by the shells' completion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from wom_tui.domain.fact import Fact
from wom_tui.domain.request import Request, RequestStatus
from wom_tui.domain.site import Customer, Territory
from wom_tui.domain.states import OrderStatus
from wom_tui.domain.technician import Technician
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store.reader import Reader

Offer = tuple[str, str]  # what to type, and what it is
_ENDED = {OrderStatus.CLOSED, OrderStatus.CANCELLED}
_OPEN = frozenset(status for status in OrderStatus if status not in _ENDED)


def orders(reader: Reader, begin: str, most: int) -> list[Offer]:
    """Numbers of open orders, the newest first."""
    rows = sorted(reader.rows(WorkOrder, ("title",), status=_OPEN), reverse=True)
    return _first(((str(number), title) for number, title in rows), begin, most)


def requests(reader: Reader, begin: str, most: int) -> list[Offer]:
    """Numbers of those that wait, the newest first."""
    rows = sorted(reader.rows(Request, ("text",), status=RequestStatus.NEW), reverse=True)
    return _first(((str(number), " ".join(text.split())) for number, text in rows), begin, most)


def technicians(reader: Reader, begin: str, most: int) -> list[Offer]:
    """Codes of those who work here."""
    rows = reader.rows(Technician, ("code", "name"), is_active=True)
    return _first(sorted((code, name) for _, code, name in rows), begin, most)


def _names(cls: type[Fact]) -> Callable[[Reader, str, int], list[Offer]]:
    def names(reader: Reader, begin: str, most: int) -> list[Offer]:
        found = sorted({(name, "") for _, name in reader.rows(cls, ("name",))})
        return _first(found, begin, most)

    return names


def _first(offers: Iterable[Offer], begin: str, most: int) -> list[Offer]:
    found: list[Offer] = []
    for offer in offers:
        if offer[0].casefold().startswith(begin.casefold()):
            found.append(offer)
            if len(found) == most:
                break
    return found


OFFERS: Mapping[str, Callable[[Reader, str, int], list[Offer]]] = {
    "order": orders,
    "request": requests,
    "technician": technicians,
    "territory": _names(Territory),
    "customer": _names(Customer),
}
