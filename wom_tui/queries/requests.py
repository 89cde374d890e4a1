"""What has been asked for and is no order yet, how long does it wait, and what has become of the rest?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from wom_tui.domain.event import Event
from wom_tui.domain.request import Request, RequestStatus
from wom_tui.domain.site import Contact, Site
from wom_tui.queries.names import NOWHERE, Names, add_sites
from wom_tui.store import journal
from wom_tui.store.reader import Condition, Reader


class RequestRow(NamedTuple):
    """One request, as a list shows it. `site` is its site's name, or the address that was said."""

    number: int
    version: int
    status: str
    text: str
    channel: str | None
    said_by: str | None
    site: str
    received_at: datetime
    decided_at: datetime | None
    decline_reason: str | None
    order: int | None


_COLUMNS = (
    *("version", "status", "text", "channel", "said_by", "site_id", "address"),
    *("received_at", "decided_at", "decline_reason", "order_id"),
)
_SITE_ID = 1 + _COLUMNS.index("site_id")


def request_rows(
    reader: Reader, *, status: RequestStatus | None = None, channel: str | None = None, words: str = ""
) -> list[RequestRow]:
    """Requests, the oldest first.

    Args:
        status: only these; None = all.
        channel: only what came in like this.
        words: all of them stand in the text, or in who said it, or in where.
    """
    where: dict[str, Condition] = {} if status is None else {"status": status}
    if channel is not None:
        where["channel"] = channel
    stored = list(reader.rows(Request, _COLUMNS, **where))
    names = Names()
    add_sites(reader, names, {row[_SITE_ID] for row in stored if row[_SITE_ID] is not None})
    rows = [_row(row, names) for row in stored]
    wanted = words.casefold().split()
    return sorted((row for row in rows if _has(row, wanted)), key=lambda row: (row.received_at, row.number))


def _row(stored: tuple[Any, ...], names: Names) -> RequestRow:
    number, version, status, text, channel, said_by, site_id, address, *rest = stored
    site = names.sites.get(site_id, NOWHERE).label or address
    return RequestRow(number, version, status, text, channel, said_by, site, *rest)


def _has(row: RequestRow, words: list[str]) -> bool:
    said = f"{row.text} {row.said_by or ''} {row.site}".casefold()
    return all(word in said for word in words)


@dataclass(frozen=True)
class RequestDetail:
    """One request with what it names, and what happened to it, newest first."""

    request: Request
    site: Site | None
    contact: Contact | None
    history: tuple[Event, ...]


def request_detail(reader: Reader, number: int) -> RequestDetail:
    """All that is known of a request.

    Raises:
        NotFound: there is none with that number.
    """
    request = reader.get(Request, number)
    history = journal.events(reader.connection, subject=f"{Request.noun}:{number}")
    return RequestDetail(
        request=request,
        site=reader.find(Site, request.site_id),
        contact=reader.find(Contact, request.contact_id),
        history=tuple(history)[::-1],
    )


class NewRequests(NamedTuple):
    """How many wait, and since when the first of them does."""

    waiting: int
    oldest_at: datetime | None


def new_requests(reader: Reader) -> NewRequests:
    """What waits to become an order."""
    received = [row[1] for row in reader.rows(Request, ("received_at",), status=RequestStatus.NEW)]
    return NewRequests(len(received), min(received, default=None))
