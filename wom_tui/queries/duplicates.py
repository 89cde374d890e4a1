"""Which open orders may be the same thing, told twice?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from wom_tui.domain.duplicates import NEAR_M, WITHIN, Report, Suspect, suspects, words_of
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.queries.names import NOWHERE, Names, add_sites
from wom_tui.queries.orders import OPEN
from wom_tui.store.reader import Condition, Range, Reader


class Told(NamedTuple):
    """One of two orders, as a list shows it."""

    number: int
    title: str
    status: str
    opened_at: datetime
    site: str


class SuspectRow(NamedTuple):
    """Two orders that may be one, and why."""

    suspect: Suspect
    keep: Told
    drop: Told

    @property
    def titles(self) -> tuple[str, str]:
        return self.keep.title, self.drop.title


_COLUMNS = ("work_type_id", "site_id", "opened_at", "status", "title", "description")


def suspect_rows(
    reader: Reader,
    *,
    near_m: float = NEAR_M,
    within: timedelta = WITHIN,
    least: int = 50,
    opened_since: datetime | None = None,
) -> list[SuspectRow]:
    """Pairs of open orders that look alike, the likeliest first; see `domain.duplicates.suspects`.

    Args:
        opened_since: only orders that were opened then or later.
    """
    told: dict[int, Told] = {}
    found = suspects(_reports(reader, told, opened_since), near_m=near_m, within=within, least=least)
    return [SuspectRow(suspect, told[suspect.keep], told[suspect.drop]) for suspect in found]


def _reports(reader: Reader, told: dict[int, Told], since: datetime | None) -> Iterator[Report]:
    where: dict[str, Condition] = {} if since is None else {"opened_at": Range(since, None)}
    rows = list(reader.rows(WorkOrder, _COLUMNS, status=OPEN, **where))
    names = Names()
    add_sites(reader, names, {row[2] for row in rows if row[2] is not None})
    for number, kind, site_id, opened_at, status, title, description in rows:
        site = names.sites.get(site_id, NOWHERE)
        told[number] = Told(number, title, status, opened_at, site.label)
        said = words_of(title, description)
        yield Report(number, kind, site_id, site.lat, site.lon, opened_at, OrderStatus(status), said)
