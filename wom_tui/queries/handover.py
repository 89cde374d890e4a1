"""What does the next shift have to know: what is open, promised, on hold, mine, and what waits for a decision?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wom_tui.domain.states import Sla
from wom_tui.domain.visit import LIVE, REROUTED, Visit
from wom_tui.domain.work_order import Approval, WorkOrder
from wom_tui.domain.worktime import Window
from wom_tui.errors import NotFound
from wom_tui.queries.decisions import RANK, Decision, decision_for
from wom_tui.queries.orders import OPEN, OrderRow, order_rows
from wom_tui.queries.users import users
from wom_tui.store import journal
from wom_tui.store.imports import IMPORT_DOOR
from wom_tui.store.journal import Act
from wom_tui.store.reader import Reader

_LONGEST = timedelta(hours=16)  # a shift is not longer
_PAUSE = timedelta(hours=4)  # who does nothing for so long was not at work
_USUAL = timedelta(hours=8)
_BY_HAND = 10  # records: an act on more of them, such as a plan, makes none of them anybody's own


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What a customer was told, and who goes there when; nobody yet where `technician` is None."""

    row: OrderRow
    window: Window
    technician: str | None
    start_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Handover:
    """The office at one moment, for one user.

    Attributes:
        since: when the user's shift began.
        states, clocks: how many open orders are in each.
        nobody: orders that are ready and that nobody has.
        oldest_at: since when the oldest has been open.
        decisions: the most important first.
        promises: from now on, by window; those that are over and not kept stand among the decisions.
        holds: by the moment at which somebody looks again; those without one last.
        mine: open orders that the user has acted on in the shift, the last one first, with when that was.
        my_acts, acts: how often each kind of thing was done since then, by the user and by all.
    """

    now: datetime
    user: str
    since: datetime
    states: Mapping[str, int]
    clocks: Mapping[Sla, int]
    nobody: int
    oldest_at: datetime | None
    decisions: tuple[Decision, ...]
    promises: tuple[Promise, ...]
    holds: tuple[OrderRow, ...]
    mine: tuple[tuple[OrderRow, datetime], ...]
    my_acts: Mapping[str, int]
    acts: Mapping[str, int]

    @property
    def open_count(self) -> int:
        return sum(self.states.values())


def handover(reader: Reader, now: datetime, user: str, *, since: datetime | None = None) -> Handover:
    """What is to be handed over.

    Args:
        since: when the shift began; unless given it is taken from what the user has done.

    Raises:
        NotFound: there is no such user.
    """
    _known(reader, user)
    acts = journal.acts(reader.connection, min(since or now, now - _LONGEST), now)
    since = since or shift_began(now, (act.at for act in acts if act.actor == user))
    acts = [act for act in acts if act.at >= since]
    rows = order_rows(reader, status=OPEN)
    visits = _live_visits(reader, rows)
    pending = {row[0] for row in reader.rows(WorkOrder, (), status=OPEN, approval=Approval.PENDING)}
    found = (
        decision_for(row, visits[row.number], now=now, needs_approval=row.number in pending) for row in rows
    )
    return Handover(
        now=now,
        user=user,
        since=since,
        states=Counter(row.state for row in rows),
        clocks=Counter(row.sla(now) for row in rows),
        nobody=sum(row.needs_technician for row in rows),
        oldest_at=min((row.opened_at for row in rows), default=None),
        decisions=tuple(sorted((one for one in found if one is not None), key=_by_weight)),
        promises=_promises(rows, visits, now),
        holds=tuple(sorted((row for row in rows if row.hold_reason is not None), key=_by_review)),
        mine=_mine(rows, visits, [act for act in acts if act.actor == user]),
        my_acts=_kinds(act for act in _lasting(acts) if act.actor == user),
        acts=_kinds(_lasting(acts)),
    )


def shift_began(now: datetime, acted: Iterable[datetime]) -> datetime:
    """The first act after the last long pause, at most 16 hours ago; 8 hours ago for who has done nothing.

    Args:
        acted: when the user has done something, in any order.
    """
    began = None
    for at in sorted((at for at in acted if now - _LONGEST <= at <= now), reverse=True):
        if (began or now) - at > _PAUSE:
            break
        began = at
    return began or now - _USUAL


def _known(reader: Reader, name: str) -> None:
    everybody = [user.name for user in users(reader)]
    if everybody and name not in everybody:
        raise NotFound("user", name, [other for other in everybody if other[:1] == name[:1]][:5])


def _live_visits(reader: Reader, rows: Sequence[OrderRow]) -> Mapping[int, list[Visit]]:
    numbers = {row.number for row in rows}
    visits: dict[int, list[Visit]] = defaultdict(list)
    for visit in reader.select(Visit, status=LIVE):
        if visit.order_id in numbers:
            visits[visit.order_id].append(visit)
    return visits


def _by_weight(decision: Decision) -> tuple[int, int, float, int]:
    """Priority before reason before time: a P1 that waits is told before a P4 whose promise is broken."""
    at = decision.at or decision.row.opened_at
    return decision.row.priority, RANK[decision.reason], at.timestamp(), decision.row.number


def _by_review(row: OrderRow) -> tuple[bool, float, int]:
    until = row.held_until_at
    return until is None, until.timestamp() if until else 0.0, row.number


def _promises(
    rows: Sequence[OrderRow], visits: Mapping[int, list[Visit]], now: datetime
) -> tuple[Promise, ...]:
    found = [
        Promise(
            row=row,
            window=visit.promised,
            technician=row.technician_name if visit.is_booked else None,
            start_at=visit.start_at,
        )
        for row in rows
        for visit in visits[row.number]
        if visit.promised is not None and visit.promised.end_at > now
    ]
    return tuple(sorted(found, key=lambda one: (one.window.start_at, one.row.priority, one.row.number)))


def _mine(
    rows: Sequence[OrderRow], visits: Mapping[int, list[Visit]], acts: Iterable[Act]
) -> tuple[tuple[OrderRow, datetime], ...]:
    acts = [act for act in acts if act.door != IMPORT_DOOR]
    sizes = Counter(act.command_id for act in acts if act.kind != REROUTED)
    subjects = {f"{WorkOrder.noun}:{row.number}": row for row in rows}
    subjects |= {f"{Visit.noun}:{visit.id}": row for row in rows for visit in visits[row.number]}
    last: dict[int, tuple[OrderRow, datetime]] = {}
    for act in acts:
        row = subjects.get(act.subject)
        if row is not None and act.kind != REROUTED and sizes[act.command_id] <= _BY_HAND:
            last[row.number] = (row, act.at)
    return tuple(sorted(last.values(), key=lambda one: (one[1], one[0].number), reverse=True))


def _lasting(acts: Sequence[Act]) -> list[Act]:
    """What was done and still stands: neither what was taken back in that time nor the taking back."""
    known, taken_back, lasting = {act.seq for act in acts}, set[int](), list[Act]()
    for act in reversed(acts):
        if act.seq in taken_back:
            continue
        if act.undo_of in known:
            taken_back.add(act.undo_of)
        else:
            lasting.append(act)
    return lasting


def _kinds(acts: Iterable[Act]) -> Mapping[str, int]:
    return Counter(act.kind for act in acts)
