"""Which orders need a person's decision, and which of them first?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import nsmallest
from itertools import chain
from typing import NamedTuple

from wom_tui.domain.alert import Severity
from wom_tui.domain.snooze import Snooze
from wom_tui.domain.states import FAILED, UNDER_WAY, OrderStatus, PartsState
from wom_tui.domain.technician import Absence
from wom_tui.domain.triage import (
    CLOCKS,
    Cause,
    Causes,
    Place,
    Reason,
    Stay,
    absence_causes,
    in_turn,
    is_worse,
    place_of,
    stay_causes,
)
from wom_tui.domain.visit import LIVE, Visit, VisitStatus
from wom_tui.domain.work_order import Approval, WorkOrder
from wom_tui.domain.worktime import Window
from wom_tui.queries.alerts import AlertRow, new_alerts
from wom_tui.queries.duplicates import suspect_rows
from wom_tui.queries.orders import OPEN, OrderRow, order_rows
from wom_tui.queries.repairs import Proposed, proposed_repairs
from wom_tui.store.missing import missing_before_ready
from wom_tui.store.reader import Range, Reader

MOST = 300  # entries that are listed; all are counted
LIKELY = 85  # the score from which on two orders are suspected here
_FRESH = timedelta(days=7)  # reports that old are compared: later on nobody is helped by knowing
_AHEAD = timedelta(days=1)  # visits that begin later go as they will
_ROWS_AT_ONCE = 1_000

Originals = Mapping[int, int]  # of suspected duplicates: the order that would be dropped → the one to keep


class Entry(NamedTuple):
    """One order of the queue.

    Attributes:
        causes: what is wrong with it, the worst first.
        snooze: it is away until then.
    """

    row: OrderRow
    causes: Causes
    snooze: Snooze | None = None

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def worst(self) -> Cause:
        return self.causes[0]

    @property
    def level(self) -> int:
        """How loud it is, as `place_of` says."""
        return _place(self.row, self.causes)[0]


@dataclass(frozen=True, kw_only=True)
class Triage:
    """The queue.

    Attributes:
        entries: the most pressing first, as many as are listed; what only waits to be closed comes last.
        count: of all of them, without those that only wait to be closed.
        reasons: how many orders have each.
        away: those that somebody has put away, the next to come back first.
        repairs: what the office's rule proposes for the running day, and waits for a yes.
    """

    entries: tuple[Entry, ...]
    count: int
    reasons: Mapping[Reason, int]
    unclosed: int = 0
    away: tuple[Entry, ...] = ()
    repairs: tuple[Proposed, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Around:
    """What is not in the rows."""

    stays: Mapping[int, Sequence[Cause]]
    snoozes: Mapping[int, Snooze]
    awaiting: frozenset[int]  # approval
    originals: Originals = field(default_factory=dict)
    alerts: Mapping[int, Cause] = field(default_factory=dict)


def whole_triage(reader: Reader, now: datetime) -> Triage:
    """The queue of all orders, read anew."""
    return triage(reader, order_rows(reader, status=OPEN), now, likely_duplicates(reader, now))


def likely_duplicates(reader: Reader, now: datetime) -> Originals:
    """The orders of the last days that are likely to be told twice, each with the one to keep."""
    found: dict[int, int] = {}
    for pair in suspect_rows(reader, least=LIKELY, opened_since=now - _FRESH):
        found.setdefault(pair.suspect.drop, pair.suspect.keep)
    return found


def triage(
    reader: Reader,
    rows: Iterable[OrderRow],
    now: datetime,
    originals: Originals | None = None,
    *,
    most: int = MOST,
    breathe: Callable[[], None] = lambda: None,
) -> Triage:
    """The queue among these orders.

    Args:
        rows: the open ones; those that have ended are passed over, and what waits to be closed is read here.
        originals: of suspected duplicates, as far as somebody has looked for them.
        breathe: called every thousand rows, that others may come to their turn.
    """
    around = _around(reader, now, originals or {})
    found: list[tuple[Place, OrderRow, Sequence[Cause]]] = []
    away: list[Entry] = []
    reasons: Counter[Reason] = Counter()
    for at, row in enumerate(rows):
        if at % _ROWS_AT_ONCE == 0:
            breathe()
        causes = _causes(row, around, now)
        if not causes:
            continue
        snooze = around.snoozes.get(row.number)
        if snooze is not None and snooze.until_at > now and not is_worse(causes, snooze.seen):
            away.append(Entry(row, in_turn(causes), snooze))
            continue
        for cause in causes:
            reasons[cause.reason] += 1
        found.append((_place(row, causes), row, causes))
    count = len(found)
    listed = [Entry(row, in_turn(causes)) for _, row, causes in nsmallest(most, found)]
    unclosed = reader.count(WorkOrder, status=OrderStatus.COMPLETED)
    if unclosed:
        reasons[Reason.NOT_CLOSED] = unclosed
        listed += _unclosed(reader, most - len(listed))
    listed, away = _telling_missing(reader, listed), _telling_missing(reader, away)
    return Triage(
        entries=tuple(listed),
        count=count,
        unclosed=unclosed,
        reasons={reason: reasons[reason] for reason in Reason if reasons[reason]},
        away=tuple(sorted(away, key=_comes_back)),
        repairs=tuple(proposed_repairs(reader, now)),
    )


def _telling_missing(reader: Reader, entries: list[Entry]) -> list[Entry]:
    """The same; of drafts with what they lack, which their rows do not tell."""
    drafts = [entry.number for entry in entries if entry.row.status == _DRAFT]
    missing = missing_before_ready(reader, drafts)
    return [entry._replace(causes=_telling(entry.causes, missing.get(entry.number, ()))) for entry in entries]


def _telling(causes: Causes, missing: tuple[str, ...]) -> Causes:
    return tuple(
        cause._replace(missing=missing) if cause.reason is Reason.DRAFT else cause for cause in causes
    )


def _place(row: OrderRow, causes: Sequence[Cause]) -> Place:
    return place_of(causes, due_at=row.due_at, priority=row.priority, number=row.number)


def _comes_back(entry: Entry) -> tuple[datetime, int]:
    assert entry.snooze is not None
    return entry.snooze.until_at, entry.number


def _around(reader: Reader, now: datetime, originals: Originals) -> _Around:
    stays: dict[int, list[Cause]] = defaultdict(list)
    found = tuple(_stays(reader, now))
    for number, cause in chain(stay_causes(found, now), absence_causes(found, _absences(reader, now), now)):
        stays[number].append(cause)
    return _Around(
        stays=stays,
        snoozes={snooze.order_id: snooze for snooze in reader.select(Snooze)},
        awaiting=frozenset(
            row[0] for row in reader.rows(WorkOrder, (), approval=Approval.PENDING, status=OPEN)
        ),
        originals=originals,
        alerts={number: alert_cause(row) for number, row in new_alerts(reader, now).items()},
    )


def alert_cause(row: AlertRow) -> Cause:
    """What an alert is among the things that may be wrong with an order."""
    is_critical = row.severity == Severity.CRITICAL.value
    return Cause(Reason.CRITICAL if is_critical else Reason.ALERT, rule=row.rule)


def _absences(reader: Reader, now: datetime) -> Mapping[int, Sequence[Window]]:
    """Those that are not over, of the time that is looked at, by technician."""
    found: dict[int, list[Window]] = defaultdict(list)
    coming = {"start_at": Range(None, now + 2 * _AHEAD), "end_at": Range(now, None)}
    for _, technician, start_at, end_at in reader.rows(Absence, _ABSENCE, **coming):
        found[technician].append(Window(start_at, end_at))
    return found


_ABSENCE = ("technician_id", "start_at", "end_at")
_STAY = ("order_id", "technician_id", "status", "start_at", "end_at", "travel_s", "arrived_at")


def _stays(reader: Reader, now: datetime) -> Iterable[Stay]:
    found = reader.rows(Visit, _STAY, status=LIVE, start_at=Range(None, now + _AHEAD))
    return (
        Stay(order, technician, VisitStatus(status), start_at, end_at, travel_s or 0, arrived_at)
        for _, order, technician, status, start_at, end_at, travel_s, arrived_at in found
        if technician is not None
    )


_ON_HOLD, _DRAFT = OrderStatus.ON_HOLD.value, OrderStatus.DRAFT.value


_ALONE = {reason: Cause(reason) for reason in Reason}  # made once: there are a hundred thousand orders


def _causes(row: OrderRow, around: _Around, now: datetime) -> list[Cause]:
    """All that is wrong with an order; nothing of one that has ended."""
    if row.ended_at is not None:
        return []
    clock, state = CLOCKS.get(row.sla(now)), _by_state(row, now)
    causes = [_ALONE[reason] for reason in (clock, state) if reason is not None]
    if row.status in UNDER_WAY:
        causes += around.stays.get(row.number, ())
    if row.parts is not None and row.status != _ON_HOLD and _lacks_parts(row, now):
        causes.append(Cause(Reason.PARTS))
    if (alert := around.alerts.get(row.number)) is not None:
        causes.append(alert)
    if (keep := around.originals.get(row.number)) is not None:
        causes.append(Cause(Reason.DUPLICATE, other=keep))
    if row.number in around.awaiting:
        causes.append(Cause(Reason.APPROVAL))
    return causes


def _by_state(row: OrderRow, now: datetime) -> Reason | None:
    """What its state alone asks somebody for."""
    if row.status == _ON_HOLD:
        return Reason.HOLD_DUE if row.held_until_at is not None and row.held_until_at <= now else None
    if row.status == _DRAFT:
        return Reason.DRAFT
    if row.state in FAILED:
        return Reason.FAILED
    return Reason.NOBODY if row.needs_technician else None


def _lacks_parts(row: OrderRow, now: datetime) -> bool:
    """Some are neither reserved nor ordered, or those that come are not there when the visit begins."""
    if row.parts == PartsState.SHORT.value:
        return True
    if row.parts != PartsState.WAITING.value or row.planned_start_at is None:
        return False
    ready_at = row.parts_ready_at
    return ready_at is None or ready_at <= now or row.planned_start_at < ready_at


def _unclosed(reader: Reader, most: int) -> list[Entry]:
    """Completed and not closed: what has waited longest first."""
    if most <= 0:
        return []
    numbers = reader.lowest(WorkOrder, "completed_at", most, status=OrderStatus.COMPLETED)
    rows = {row.number: row for row in order_rows(reader, ids=numbers)}
    return [Entry(rows[number], (Cause(Reason.NOT_CLOSED),)) for number in numbers if number in rows]
