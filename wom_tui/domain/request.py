"""What has been asked for and is no order yet: it becomes one, or somebody says why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wom_tui.domain.fact import Fact
from wom_tui.domain.violation import Violation

_LONGEST_TITLE = 80  # of an order that is made of it: the words stand whole in the description


class RequestStatus(StrEnum):
    """What has become of a request."""

    NEW = "new"
    CONVERTED = "converted"  # an order goes on in its place
    DECLINED = "declined"  # with a reason


@dataclass(frozen=True, kw_only=True)
class Request(Fact):
    """Somebody has asked for something. What they said stands in `text`, as they said it."""

    text: str
    status: RequestStatus = RequestStatus.NEW
    channel: str | None = None  # how it came in: phone, mail …
    said_by: str | None = None
    contact_id: int | None = None
    site_id: int | None = None
    address: str = ""  # where, as it was said; for a site that the office may not know
    received_at: datetime
    decided_at: datetime | None = None
    decline_reason: str | None = None
    order_id: int | None = None  # what it has become, or what it turned out to be about

    @property
    def title(self) -> str:
        """What it is about, as short as a title should be."""
        first = " ".join((self.text.strip().splitlines() or [""])[0].split())
        return first if len(first) <= _LONGEST_TITLE else f"{first[: _LONGEST_TITLE - 1].rstrip()}…"


def decided_violations(request: Request) -> Iterator[Violation]:
    """What has been decided stands; an undo takes it back."""
    if request.status is not RequestStatus.NEW:
        what = (
            f"became order {request.order_id}"
            if request.order_id
            else f"was declined: {request.decline_reason}"
        )
        yield Violation(
            code="request.decided",
            message=f"request {request.id} {what}",
            facts={"request": request.id, "status": request.status.value, "number": request.order_id},
        )
