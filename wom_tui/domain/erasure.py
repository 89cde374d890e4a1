"""What is personal about a customer, and what stands in its place once it is erased?

What stays is what the office needs to account for its work, and tells nothing of a person: numbers, types, times,
states, who worked and how long, material and money.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from wom_tui.domain.alert import Alert
from wom_tui.domain.attachment import Attachment
from wom_tui.domain.fact import Fact
from wom_tui.domain.feedback import Feedback
from wom_tui.domain.inbound import Inbound
from wom_tui.domain.message import Message
from wom_tui.domain.note import Note
from wom_tui.domain.request import Request, RequestStatus
from wom_tui.domain.site import Contact, Customer, GeocodeQuality, Site
from wom_tui.domain.snooze import Snooze
from wom_tui.domain.states import OrderStatus
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder

F = TypeVar("F", bound=Fact)

ERASED = "erased"
KEPT = (
    "numbers, types, states, times, technicians, labour, material, money, scores: to account for the work",
    "assets with their serial numbers, and the area of a site: to know what was looked after",
    "backups and exports of before, which hold it still: they have to be rotated",
)
# What takes the place of a value that is there. What is empty stays empty.
BLANKS: Mapping[type[Fact], Mapping[str, Any]] = MappingProxyType(
    {
        Customer: {"name": ERASED, "external_id": None},
        Contact: {"name": "", "phone": "", "email": "", "salt": ""},
        Site: {
            "name": ERASED,
            "address": "",
            "external_id": None,
            "lat": None,
            "lon": None,
            "geocode_quality": GeocodeQuality.MISSING,
            "access_notes": "",
        },
        WorkOrder: {
            "title": ERASED,
            "description": "",
            "requester": None,
            "resolution_text": "",
            "reopen_reason": None,
            "checklist": (),
            "tags": (),
        },
        Request: {"text": ERASED, "said_by": None, "address": "", "decline_reason": ERASED},
        Snooze: {"reason": ERASED},
        Alert: {"snooze_reason": ERASED, "cleared_why": ERASED},
        Attachment: {"name": ERASED, "place": ERASED, "note": ""},
        Note: {"text": ERASED},
        Message: {"text": ERASED},
        Inbound: {
            "text": ERASED,
            "said": "",
            "sender": "",
            "source": ERASED,
            "reason": ERASED,
            "decision": "",
        },
        Feedback: {"text": ""},
        Visit: {"incomplete_reason": ERASED, "decline_reason": ERASED},
    }
)
_ENDED = (OrderStatus.CLOSED, OrderStatus.CANCELLED)


def erased(fact: F) -> F:
    """The fact without what is personal about it."""
    blanks = BLANKS[type(fact)]
    return replace(
        fact, **{name: blank for name, blank in blanks.items() if not is_empty(getattr(fact, name))}
    )


def is_erased(order: WorkOrder) -> bool:
    """What was personal about the order has been erased."""
    return is_over(order) and order.title == ERASED


def is_empty(value: Any) -> bool:
    """There is nothing to erase."""
    return value is None or value in ("", (), [])


def is_over(order: WorkOrder) -> bool:
    """Nobody has to go there any more, or to write the bill."""
    return order.status in _ENDED or order.is_withdrawn


def erasure_violations(orders: Iterable[WorkOrder], requests: Iterable[Request]) -> Iterator[Violation]:
    """Say why a customer cannot be erased: somebody still has to go there, to write the bill, or to answer."""
    standing = sorted(order.id for order in orders if not is_over(order))
    if standing:
        yield Violation(
            code="customer.busy",
            message=f"{len(standing)} orders of the customer are neither closed nor cancelled: {_named(standing)}",
            facts={"numbers": standing},
        )
    waiting = sorted(one.id for one in requests if one.status is RequestStatus.NEW and not one.is_withdrawn)
    if waiting:
        yield Violation(
            code="customer.busy",
            message=f"the customer waits for an answer: request {_named(waiting)}",
            facts={"requests": waiting},
        )


def _named(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:5])) + (" …" if len(numbers) > 5 else "")
