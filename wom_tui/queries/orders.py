"""Which orders are there, as one line each: the rows of the board, of `wom wo list` and of every filter."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from wom_tui.domain.order_clock import Life, SlaRules, resolve_course, respond_course
from wom_tui.domain.sla import Sla, status, used_share
from wom_tui.domain.visit import LIVE, Visit, VisitStatus
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.queries.names import Names, add_sites, read_names
from wom_tui.store.codec import codec_of
from wom_tui.store.reader import Condition, Range, Reader

L = TypeVar("L")
ENDED = frozenset({OrderStatus.COMPLETED, OrderStatus.CLOSED, OrderStatus.CANCELLED})
OPEN = frozenset(OrderStatus) - ENDED
_LIVE = {s.value for s in LIVE}
_FAILED = {VisitStatus.DECLINED.value, VisitStatus.MISSED.value, VisitStatus.INCOMPLETE.value}
# Which visit stands for its order: the furthest one; a failed one only where none is live.
_PROGRESS = {s.value: rank for rank, s in enumerate(VisitStatus)}


# Rows are named tuples: a hundred thousand of them are made at once, and a frozen dataclass takes four times as long.
class VisitLine(NamedTuple):
    """The visit that stands for its order in a row."""

    id: int
    order_id: int
    ordinal: int
    version: int
    status: str
    technician_id: int | None
    start_at: datetime | None
    end_at: datetime | None
    is_pinned: bool


class OrderRow(NamedTuple):
    """One order. Field names are the keys of filters and of `--json`.

    Attributes:
        state: the order's status, or that of its visit where it says more: travelling, declined.
        respond_due_at, resolve_due_at: None where no policy gives one.
        technician: the code; technician_name the name.
        lat, lon: only where the position can be trusted.
        holds, policies: as they are stored, to be read for the few rows that somebody looks at.
    """

    number: int
    version: int
    external_id: str | None
    source: str
    title: str
    work_type: str
    priority: int
    status: str
    state: str
    opened_at: datetime
    respond_due_at: datetime | None
    resolve_due_at: datetime | None
    respond_warn_at: datetime | None
    resolve_warn_at: datetime | None
    responded_at: datetime | None
    completed_at: datetime | None
    ended_at: datetime | None
    held_since_at: datetime | None  # since when a hold stops the clock
    held_until_at: datetime | None
    hold_reason: str | None
    site: str
    site_id: int | None
    lat: float | None
    lon: float | None
    zone: str
    territory: str
    customer: str
    technician: str | None
    technician_name: str | None
    planned_start_at: datetime | None
    planned_end_at: datetime | None
    visit: VisitLine | None
    holds: str = "[]"
    policies: str = "[]"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def due_at(self) -> datetime | None:
        """The due that the order is measured by now: to respond until somebody has, then to resolve."""
        return self.respond_due_at if self._must_respond else self.resolve_due_at

    @property
    def warn_at(self) -> datetime | None:
        """When that due's warning begins."""
        return self.respond_warn_at if self._must_respond else self.resolve_warn_at

    @property
    def _must_respond(self) -> bool:
        return self.respond_due_at is not None and self.responded_at is None

    def sla(self, now: datetime) -> Sla:
        """Where the clock stands: comparisons only, for it is asked for every row every minute."""
        return status(
            due_at=self.due_at,
            now=now,
            warn_at=self.warn_at,
            stopped_at=self.ended_at,
            held_since=self.held_since_at,
            forecast_at=self.planned_start_at if self._must_respond else self.planned_end_at,
        )

    def used_share(self, rules: SlaRules, now: datetime) -> float | None:
        """How much of the time to that due is used, 0.. : what the order's own clock says.

        A due that came in from elsewhere has no clock: there it is the share of all time since the opening. None
        where nothing is due, or no more.
        """
        if self.due_at is None or self.ended_at is not None:
            return None
        course = (respond_course if self._must_respond else resolve_course)(self._life, rules)
        share = None if course is None else used_share(course, now=now)
        if share is None and self.due_at > self.opened_at:
            share = (now - self.opened_at) / (self.due_at - self.opened_at)
        return share

    @property
    def _life(self) -> Life:
        columns = codec_of(WorkOrder).by_name
        return Life(
            opened_at=self.opened_at,
            responded_at=self.responded_at,
            completed_at=self.completed_at,
            cancelled_at=self.ended_at,
            holds=columns["holds"].from_column(self.holds),
            policies=columns["policies"].from_column(self.policies),
        )


_ORDER = (
    "version",
    "external_id",
    "source",
    "title",
    "work_type_id",
    "priority",
    "status",
    "opened_at",
    "respond_due_at",
    "resolve_due_at",
    "respond_warn_at",
    "resolve_warn_at",
    "responded_at",
    "completed_at",
    "cancelled_at",
    "holds",
    "policies",
    "site_id",
    "territory_id",
    "customer_id",
)
_SITE_ID = 1 + _ORDER.index("site_id")  # after the id
_VISIT = ("order_id", "ordinal", "version", "status", "technician_id", "start_at", "end_at", "is_pinned")


def order_rows(
    reader: Reader,
    names: Names | None = None,
    *,
    ids: Iterable[int] | None = None,
    status: frozenset[OrderStatus] | None = None,
    ended_since: datetime | None = None,
    breathe: Callable[[], None] = lambda: None,
) -> list[OrderRow]:
    """Orders as rows, in no order.

    Args:
        names: kept from an earlier call; sites that are new are added to it.
        ids: only these; a changed order is read again with this.
        status: only these; None = all.
        ended_since: as well as `status`, those that were completed at or after this moment.
        breathe: called every few hundred rows, that others may come to their turn.
    """
    with _no_collection():
        names = read_names(reader) if names is None else names
        wanted = None if ids is None else frozenset(ids)
        orders = list(_in_handfuls(_order_lines(reader, wanted, status), breathe))
        if ended_since is not None and wanted is None:
            orders += reader.rows(WorkOrder, _ORDER, status=ENDED, completed_at=Range(ended_since, None))
        visits = current_visits(reader, wanted)
        site_ids = {line[_SITE_ID] for line in orders if line[_SITE_ID] is not None}
        add_sites(reader, names, None if len(site_ids) > 5000 and not names.sites else site_ids)
        # Each line is let go as its row is made: to let go of all at once takes a while.
        lines = (orders.pop() for _ in range(len(orders)))
        return [_row(line, visits.get(line[0]), names) for line in _in_handfuls(lines, breathe)]


_HANDFUL = 250  # rows: a millisecond or two


def _in_handfuls(lines: Iterable[L], breathe: Callable[[], None]) -> Iterator[L]:
    for count, line in enumerate(lines):
        if not count % _HANDFUL:
            breathe()
        yield line


@contextmanager
def _no_collection() -> Iterator[None]:
    """Many objects come and none goes: looking for garbage among them takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _order_lines(
    reader: Reader, wanted: frozenset[int] | None, status: frozenset[OrderStatus] | None
) -> Iterable[tuple[Any, ...]]:
    where: dict[str, Condition] = {}
    if wanted is not None:
        where["id"] = wanted
    if status is not None:
        where["status"] = status
    return reader.rows(WorkOrder, _ORDER, **where)


def current_visits(reader: Reader, order_ids: frozenset[int] | None = None) -> dict[int, VisitLine]:
    """The visit that stands for each order: the live one that is furthest, else the last that failed."""
    where: dict[str, Condition] = {"status": frozenset(_LIVE | _FAILED)}
    if order_ids is not None:
        where["order_id"] = order_ids
    best: dict[int, VisitLine] = {}
    for row in reader.rows(Visit, _VISIT, **where):
        line = VisitLine(*row)
        other = best.get(line.order_id)
        if other is None or _stands_before(line, other):
            best[line.order_id] = line
    return best


def _stands_before(line: VisitLine, other: VisitLine) -> bool:
    def rank(v: VisitLine) -> tuple[bool, bool, int, int]:
        live = v.status in _LIVE
        return (
            live,
            v.technician_id is not None,
            _PROGRESS[v.status] if live else 0,
            -v.ordinal if live else v.ordinal,
        )

    return rank(line) > rank(other)


_ON_HOLD = OrderStatus.ON_HOLD.value
_FOLLOWS = {OrderStatus.DISPATCHED.value, OrderStatus.IN_PROGRESS.value}


def _state(status: str, visit: VisitLine) -> str:
    """The word that says most: the visit's where the order follows from it."""
    if status in _FOLLOWS and visit.status in _LIVE and visit.status != VisitStatus.PLANNED.value:
        return visit.status
    if status == OrderStatus.READY.value and visit.status in _FAILED:
        return visit.status
    return status


def _row(line: tuple[Any, ...], visit: VisitLine | None, names: Names) -> OrderRow:
    (
        number,
        version,
        external_id,
        source,
        title,
        work_type_id,
        priority,
        status,
        opened_at,
        respond_due_at,
        resolve_due_at,
        respond_warn_at,
        resolve_warn_at,
        responded_at,
        completed_at,
        cancelled_at,
        holds,
        policies,
        site_id,
        territory_id,
        customer_id,
    ) = line
    kind = names.work_types.get(work_type_id)
    site = names.sites.get(site_id)
    tech = names.technicians.get(visit.technician_id) if visit and visit.technician_id else None
    is_booked = visit is not None and visit.status in _LIVE
    reason, since_at, until_at = _hold(holds) if status == _ON_HOLD else (None, None, None)
    trusted = site is not None and site.quality in ("exact", "approximate")
    # In the order of the class's fields; straight into the tuple, for there are a hundred thousand of them.
    return tuple.__new__(
        OrderRow,
        (
            number,
            version,
            external_id,
            source,
            title,
            kind.name if kind else "",
            priority,
            status,
            status if visit is None else _state(status, visit),
            opened_at,
            respond_due_at,
            resolve_due_at,
            respond_warn_at,
            resolve_warn_at,
            responded_at,
            completed_at,
            completed_at or cancelled_at,
            since_at,
            until_at,
            reason,
            site.label if site else "",
            site_id,
            site.lat if site and trusted else None,
            site.lon if site and trusted else None,
            site.zone if site else "UTC",
            names.territories.get(territory_id, ""),
            names.customers.get(customer_id, ""),
            tech.code if tech else None,
            tech.name if tech else None,
            visit.start_at if visit and is_booked else None,
            visit.end_at if visit and is_booked else None,
            visit,
            holds,
            policies,
        ),
    )


def _hold(holds: str) -> tuple[str | None, datetime | None, datetime | None]:
    """Reason, begin (where it stops the clock) and review date of the open hold: parsed for held orders only."""
    last = codec_of(WorkOrder).by_name["holds"].from_column(holds)[-1]
    return last.reason.value, last.from_at if last.stops_clock else None, last.until_at
