"""Which orders are there, as one line each: the rows of the board, of `wom wo list` and of every filter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from wom_tui.domain.follow_up import points_state
from wom_tui.domain.order_clock import Life, SlaRules, resolve_course, respond_course
from wom_tui.domain.sla.clock import status, used_share
from wom_tui.domain.states import ENDED, FAILED, Sla
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.work_order import Approval, OrderStatus, WorkOrder
from wom_tui.queries.names import NOWHERE, Names, add_sites, read_names
from wom_tui.queries.shared import shared
from wom_tui.queries.visit_lines import LIVE_STATES, VisitLine, current_visits, states_since
from wom_tui.store.codec import codec_of
from wom_tui.store.garbage import no_collection
from wom_tui.store.reader import Condition, Range, Reader

OPEN = frozenset(OrderStatus) - ENDED
PLACES = frozenset({"site", "lat", "lon", "zone", "address"})  # fields of a row that its site has


# Rows are named tuples: a hundred thousand of them are made at once, and a frozen dataclass takes four times as long.
class OrderRow(NamedTuple):
    """One order. Field names are the keys of filters and of `--json`.

    Attributes:
        state: the order's status, or that of its visit where it says more: travelling, declined.
        respond_due_at, resolve_due_at: None where no policy gives one.
        technician: the code; technician_name the name.
        lat, lon: only where the position can be trusted.
        holds, policies: as they are stored, to be read for the few rows that somebody looks at.
        approval: where it stands; relation: what the order is to its `parent`.
        checklist: as it is stored; `points` says how it stands.
        parts: how they stand: short, waiting, ready, used; None = it needs none. `parts_ready_at` is when the last
            one is expected, `parts_awaited` what it waits for.
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
    parts: str | None = None
    parts_ready_at: datetime | None = None
    parts_awaited: str | None = None
    address: str = ""  # of the site
    requester: str | None = None  # who asked for it
    state_since_at: datetime | None = None  # since when its visit, its hold or its end has stood as it does
    approval: str = Approval.NOT_NEEDED.value
    parent: int | None = None
    relation: str | None = None
    checklist: str = "[]"

    @property
    def points(self) -> str | None:
        """How its checklist stands; None where it has none."""
        if self.checklist == "[]":  # of most: nothing is parsed
            return None
        items = codec_of(WorkOrder).by_name["checklist"].from_column(self.checklist)
        return points_state(items).value

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def needs_technician(self) -> bool:
        """It could go, and nobody has it; whoever had a visit that failed has it no more."""
        return self.status == OrderStatus.READY.value and (self.technician is None or self.state in FAILED)

    @property
    def due_at(self) -> datetime | None:
        """The due that the order is measured by now: to respond until somebody has, then to resolve."""
        return self.respond_due_at if self._must_respond else self.resolve_due_at

    @property
    def warn_at(self) -> datetime | None:
        """When that due's warning begins."""
        return self.respond_warn_at if self._must_respond else self.resolve_warn_at

    @property
    def respond_by_at(self) -> datetime | None:
        """The due to respond, until somebody has."""
        return self.respond_due_at if self._must_respond else None

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
        course = (respond_course if self._must_respond else resolve_course)(self.life, rules)
        share = None if course is None else used_share(course, now=now)
        if share is None and self.due_at > self.opened_at:
            share = (now - self.opened_at) / (self.due_at - self.opened_at)
        return share

    @property
    def life(self) -> Life:
        """Of the order what moves its clocks."""
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
    "parts_state",
    "parts_ready_at",
    "parts_awaited",
    "requester",
    "approval",
    "parent_id",
    "relation",
    "checklist",
)
_SITE_ID = 1 + _ORDER.index("site_id")  # after the id


def order_rows(
    reader: Reader,
    names: Names | None = None,
    *,
    ids: Iterable[int] | None = None,
    status: frozenset[OrderStatus] | None = None,
    ended_since: datetime | None = None,
    breathe: Callable[[], None] = lambda: None,
    is_passing: bool = False,
    with_places: bool = True,
) -> list[OrderRow]:
    """Orders as rows, in no order.

    Args:
        names: kept from an earlier call; sites that are new are added to it.
        ids: only these; a changed order is read again with this.
        status: only these; None = all.
        ended_since: as well as `status`, those that were completed at or after this moment.
        breathe: called every thousand rows, that others may come to their turn.
        is_passing: nobody keeps the rows, and what is alike in them need not stand in memory once.
        with_places: else they say nothing of where the order is: `PLACES`.
    """
    with no_collection(to_stay=True) if ids is None else nullcontext():
        names = read_names(reader) if names is None else names
        wanted = None if ids is None else frozenset(ids)
        blocks = []
        for block in _order_blocks(reader, wanted, status, ended_since):
            blocks.append(block)
            breathe()
        visits = current_visits(reader, wanted, breathe)
        since = states_since(reader, visits.values())
        sites: set[int] = set()
        for block in blocks:
            breathe()
            sites.update(id for id in block[_SITE_ID] if id is not None)
        if with_places:
            add_sites(reader, names, sites, breathe)
        alike = iter if is_passing else shared
        rows: list[OrderRow] = []
        blocks.reverse()
        while blocks:  # each is let go as its rows are made: to let go of all at once takes a while
            breathe()
            rows += _rows(blocks.pop(), visits, names, since, alike)
        return rows


def _order_blocks(
    reader: Reader,
    wanted: frozenset[int] | None,
    status: frozenset[OrderStatus] | None,
    ended_since: datetime | None,
) -> Iterator[list[Sequence[Any]]]:
    where: dict[str, Condition] = {}
    if wanted is not None:
        where["id"] = wanted
    if status is not None:
        where["status"] = status
    yield from reader.blocks(WorkOrder, _ORDER, **where)
    if ended_since is not None and wanted is None:
        yield from reader.blocks(WorkOrder, _ORDER, status=ENDED, completed_at=Range(ended_since, None))


_ON_HOLD = OrderStatus.ON_HOLD.value
_FOLLOWS = {OrderStatus.DISPATCHED.value, OrderStatus.IN_PROGRESS.value}


def _state(status: str, visit: VisitLine) -> str:
    """The word that says most: the visit's where the order follows from it."""
    if status in _FOLLOWS and visit.status in LIVE_STATES and visit.status != VisitStatus.PLANNED.value:
        return visit.status
    if status == OrderStatus.READY.value and visit.status in FAILED:
        return visit.status
    return status


def _rows(
    found: Sequence[Sequence[Any]],
    visits: Mapping[int, VisitLine],
    names: Names,
    since: Mapping[int, datetime],
    alike: Callable[[Sequence[Any]], Iterable[Any]],
) -> list[OrderRow]:
    """The rows of a block of orders, made column by column: there are a hundred thousand of them."""
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
        parts,
        parts_ready_at,
        parts_awaited,
        requester,
        approval,
        parent,
        relation,
        checklist,
    ) = found
    kinds = {id: kind.name for id, kind in names.work_types.items()}
    label, lat, lon, zone, address = _columns([names.sites.get(id, NOWHERE) for id in site_id], 5)
    since_at, until_at, reason, held_at = _columns(
        [_hold(text) if is_ == _ON_HOLD else _NO_HOLD for is_, text in zip(status, holds, strict=True)], 4
    )
    visit = [visits.get(id) for id in number]
    technician, technician_name, planned_start_at, planned_end_at = _columns(
        [_NOT_PLANNED if v is None else _planned(v, names) for v in visit], 4
    )
    # In the order of the class's fields.
    columns: tuple[Iterable[Any], ...] = (
        number,
        version,
        external_id,
        alike(source),
        title,
        [kinds.get(id, "") for id in work_type_id],
        priority,
        alike(status),
        [is_ if v is None else _state(is_, v) for is_, v in zip(status, visit, strict=True)],
        opened_at,
        respond_due_at,
        resolve_due_at,
        respond_warn_at,
        resolve_warn_at,
        responded_at,
        completed_at,
        [done or dropped for done, dropped in zip(completed_at, cancelled_at, strict=True)],
        since_at,
        until_at,
        reason,
        label,
        site_id,
        lat,
        lon,
        alike(zone),
        [names.territories.get(id, "") for id in territory_id],
        [names.customers.get(id, "") for id in customer_id],
        technician,
        technician_name,
        planned_start_at,
        planned_end_at,
        visit,
        alike(holds),
        alike(policies),
        parts,
        parts_ready_at,
        parts_awaited,
        address,
        alike(requester),
        [
            held or done or (None if v is None else since.get(v.id))
            for held, done, v in zip(held_at, completed_at, visit, strict=True)
        ],
        alike(approval),
        parent,
        relation,
        alike(checklist),
    )
    made = partial(tuple.__new__, OrderRow)  # what the class's own constructor does with thirty names
    return list(map(made, zip(*columns, strict=True)))


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> Iterable[Sequence[Any]]:
    return zip(*rows, strict=True) if rows else ((),) * width


_NOT_PLANNED, _NO_HOLD = (None,) * 4, (None,) * 4


def _planned(
    visit: VisitLine, names: Names
) -> tuple[str | None, str | None, datetime | None, datetime | None]:
    """Who has the visit, code and name, and while it lives its begin and end."""
    tech = names.technicians.get(visit.technician_id or 0)
    code, name = (tech.code, tech.name) if tech else (None, None)
    return (
        (code, name, visit.start_at, visit.end_at)
        if visit.status in LIVE_STATES
        else (code, name, None, None)
    )


def _hold(holds: str) -> tuple[datetime | None, datetime | None, str | None, datetime]:
    """Begin (where it stops the clock), review date, reason and begin of the open hold: parsed for held orders only."""
    last = codec_of(WorkOrder).by_name["holds"].from_column(holds)[-1]
    return last.from_at if last.stops_clock else None, last.until_at, last.reason.value, last.from_at
