"""Which branches are there, what do they change, and what has been changed meanwhile on the live days?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wom_tui.domain.branch import Branch, BranchLine, BranchStatus
from wom_tui.domain.plan import Was, was_of
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store import journal
from wom_tui.store.reader import Reader


@dataclass(frozen=True, kw_only=True)
class BranchRow:
    """Attributes:
    basis: the last event when it was made; `behind`: how many there have been since.
    """

    name: str
    status: BranchStatus
    actor: str
    created_at: datetime
    lines: int
    conflicts: int
    basis: int
    behind: int


def branches(reader: Reader) -> list[BranchRow]:
    """All of them, the newest last."""
    end = journal.count(reader.connection)
    return [_row(reader, branch, end) for branch in reader.stored.select(Branch)]


def _row(reader: Reader, branch: Branch, end: int) -> BranchRow:
    made = next(iter(journal.events(reader.connection, subject=f"{branch.noun}:{branch.id}")))
    lines = compared(reader, branch) if branch.status is BranchStatus.OPEN else []
    return BranchRow(
        name=branch.name,
        status=branch.status,
        actor=made.who,
        created_at=made.at,
        lines=len(branch.lines),
        conflicts=sum(one.is_conflict for one in lines),
        basis=branch.basis,
        behind=end - branch.basis,
    )


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A line of a branch beside the live day.

    Attributes:
        label: the visit, `4417/+` where it is not there yet.
        now: where the visit stands on the live day; None = nowhere.
        is_conflict: that is neither where it stood before nor where the branch puts it.
        by: who has moved it meanwhile, and when.
    """

    line: BranchLine
    label: str
    title: str
    now: Was | None
    is_conflict: bool
    by: str = ""
    at: datetime | None = None

    @property
    def is_done(self) -> bool:
        """The live day is so already."""
        return _place(self.now) == (self.line.technician, self.line.start_at, self.line.end_at)


def compared(reader: Reader, branch: Branch) -> list[Compared]:
    """Each line of the branch, in its order."""
    live = reader.stored
    visits = live.many(Visit, {line.visit for line in branch.lines})
    orders = live.many(WorkOrder, {line.order for line in branch.lines})
    booked: dict[int, Visit] = {}
    for visit in live.select(Visit, order_id=frozenset(orders)) if orders else ():
        if visit.is_booked:
            booked.setdefault(visit.order_id, visit)
    return [
        _compared(live, line, visits.get(line.visit or 0), booked.get(line.order), orders.get(line.order))
        for line in branch.lines
    ]


def _compared(
    live: Reader, line: BranchLine, visit: Visit | None, booked: Visit | None, order: WorkOrder | None
) -> Compared:
    standing = visit if line.visit is not None else booked
    now = was_of(standing) if standing is not None and standing.is_booked else None
    has_moved = _place(now) != _place(line.was)
    is_ours = _place(now) == (line.technician, line.start_at, line.end_at)
    last = journal.last_of(live.connection, f"visit:{standing.id}") if standing and has_moved else None
    return Compared(
        line=line,
        label=visit.label if visit else f"{line.order}/+",
        title=order.title if order else "",
        now=now,
        is_conflict=order is None or (has_moved and not is_ours),
        by=last.who if last else "",
        at=last.at if last else None,
    )


def _place(was: Was | None) -> tuple[object, ...]:
    return (None, None, None) if was is None else (was.technician, was.start_at, was.end_at)


def days_of(branch: Branch, zone: ZoneInfo) -> list[date]:
    """The days that the branch changes, in the office's zone."""
    return sorted(set(_days(branch, zone)))


def _days(branch: Branch, zone: ZoneInfo) -> Iterator[date]:
    for line in branch.lines:
        for at in (line.start_at, line.was.start_at if line.was else None):
            if at is not None:
                yield at.astimezone(zone).date()
