"""What is open, how old is it, what does it wait for, and does it become more or less?

Which orders are behind each count: `backlog_cells`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from wom_tui.domain.aging import BUCKETS, Bucket, bucket_of, days_between, spread
from wom_tui.domain.states import OrderStatus, PartsState, Sla
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.queries.orders import OrderRow
from wom_tui.store.reader import Reader

WEEKS = 8
_WEEK = timedelta(days=7)
_MISSING = frozenset({PartsState.SHORT.value, PartsState.WAITING.value})
_SAID = ",".join(sorted(_MISSING))
_OPEN = "status!=completed,closed,cancelled"  # the board has those that ended today as well
_USUAL_MIN = 60
_NEVER = datetime.max.replace(tzinfo=UTC)
Kind = tuple[str, str]  # its name, and the filter that picks its orders
Pressing = tuple[bool, datetime, int, datetime, int]
Span = tuple[datetime, datetime | None]  # when an order was opened, and ended


@dataclass(frozen=True, kw_only=True)
class Aged:
    """The open orders of one bucket of age.

    Attributes:
        minutes: of work.
        oldest: its number; None = there is none.
        filter: as the board and `wom wo list` take it, what picks these orders.
    """

    bucket: str
    count: int
    past_due: int
    minutes: int
    oldest: int | None
    filter: str


@dataclass(frozen=True, kw_only=True)
class Share:
    """Open orders that have something in common, by bucket of age; `filter`, `past_due` and `minutes` as above."""

    name: str
    count: int
    ages: tuple[int, ...]
    filter: str
    past_due: int = 0
    oldest_days: int = 0
    minutes: int = 0


class By(StrEnum):
    """What orders are grouped by."""

    WORK_TYPE = "work_type"
    SKILL = "skill"  # that their work type takes
    TERRITORY = "territory"
    REASON = "reason"  # what they wait for


@dataclass(frozen=True, kw_only=True)
class Week:
    """What came in and what went out in seven days, and how much was open at their end."""

    until: datetime
    opened: int
    ended: int
    open: int

    @property
    def net(self) -> int:
        return self.opened - self.ended


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """Attributes:
    ages: by age since opened. past_due: how many by days past their due, in the same buckets.
    reasons: by what they wait for, most first. places: by territory. kinds: by work type. skills: by the skills that
    their work type takes.
    weeks: the latest last.
    """

    now: datetime
    count: int
    oldest_days: int
    minutes: int
    ages: tuple[Aged, ...]
    past_due: tuple[int, ...]
    reasons: tuple[Share, ...]
    places: tuple[Share, ...]
    kinds: tuple[Share, ...]
    skills: tuple[Share, ...]
    weeks: tuple[Week, ...]

    def groups(self, by: By) -> tuple[Share, ...]:
        """The orders, grouped."""
        match by:
            case By.WORK_TYPE:
                return self.kinds
            case By.SKILL:
                return self.skills
            case By.TERRITORY:
                return self.places
            case By.REASON:
                return self.reasons

    def cell(self, share: Share, bucket: int) -> str:
        """The filter that picks the orders of a group in a bucket of age."""
        return f"{share.filter} {self.ages[bucket].filter.removeprefix(_OPEN)}".rstrip()


class Aging(NamedTuple):
    """An open order as the backlog counts it: what is asked of it for each group is found out once.

    Attributes:
        minutes: of work.
        waits: what for.
        pressing: the smaller the more: past due first, and the longest; then by due, priority and age. A clock that
            stands runs out last.
    """

    row: OrderRow
    days: int
    bucket: int
    is_late: bool
    minutes: int
    waits: Kind
    pressing: Pressing


Groups = Mapping[Kind, Sequence[Aging]]


def backlog(reader: Reader, rows: Sequence[OrderRow], now: datetime, zone: tzinfo) -> Backlog:
    """The backlog among these orders.

    Args:
        rows: open ones, and for the flow those that have ended.
        zone: whose clock the filters are written by.
    """
    open_rows = [row for row in rows if row.is_open]
    spans = [(row.opened_at, row.ended_at) for row in rows]
    agings = agings_of(reader, open_rows, now)
    return backlog_of(agings, grouped(reader, agings), spans, now, zone)


def all_spans(reader: Reader) -> list[Span]:
    """Of all orders; those that have ended are read for their times alone."""
    fields = ("opened_at", "completed_at", "cancelled_at")
    return [(row[1], row[2] or row[3]) for row in reader.rows(WorkOrder, fields)]


def agings_of(reader: Reader, open_rows: Sequence[OrderRow], now: datetime) -> list[Aging]:
    """Each open order, as it is counted."""
    minutes = _minutes(reader)
    return [_aging(row, minutes.get(row.number, _USUAL_MIN), now) for row in open_rows]


def _aging(row: OrderRow, minutes: int, now: datetime) -> Aging:
    days, is_late = days_between(row.opened_at, now), _is_late(row, now)
    due_at = row.due_at if row.held_since_at is None else None
    pressing = (not is_late, due_at or _NEVER, row.priority, row.opened_at, row.number)
    return Aging(row, days, bucket_of(days), is_late, minutes, waits_for(row), pressing)


def grouped(reader: Reader, agings: Sequence[Aging]) -> Mapping[By, Groups]:
    """The orders of each group, by all that they are grouped by."""
    skill = _skill_of(reader)
    ways: Mapping[By, Callable[[Aging], Kind]] = {
        By.WORK_TYPE: lambda one: _kind(one.row),
        By.SKILL: lambda one: skill(one.row),
        By.TERRITORY: lambda one: _where(one.row),
        By.REASON: lambda one: one.waits,
    }
    found: dict[By, Groups] = {}
    for by, kind in ways.items():
        groups: dict[Kind, list[Aging]] = defaultdict(list)
        for one in agings:
            groups[kind(one)].append(one)
        found[by] = groups
    return found


def backlog_of(
    agings: Sequence[Aging], groups: Mapping[By, Groups], spans: Sequence[Span], now: datetime, zone: tzinfo
) -> Backlog:
    """The backlog of these orders.

    Args:
        spans: of these, and for the flow of those that have ended.
    """
    late = (one.row.due_at for one in agings if one.is_late)
    return Backlog(
        now=now,
        count=len(agings),
        oldest_days=max((one.days for one in agings), default=0),
        minutes=sum(one.minutes for one in agings),
        ages=tuple(_ages(agings, now, zone)),
        past_due=spread(days_between(due_at, now) for due_at in late if due_at is not None),
        reasons=_shares(groups[By.REASON]),
        places=_shares(groups[By.TERRITORY]),
        kinds=_shares(groups[By.WORK_TYPE]),
        skills=_shares(groups[By.SKILL]),
        weeks=tuple(_weeks(spans, len(agings), now)),
    )


def waits_for(row: OrderRow) -> Kind:
    """What an open order waits for; its visit, where somebody has it and nothing is in the way."""
    if row.status == OrderStatus.ON_HOLD.value:
        reason = row.hold_reason or "other"
        return f"on hold: {reason}", f"status=on_hold hold_reason={reason}"
    if row.status == OrderStatus.DRAFT.value:
        return "missing facts", "status=draft"
    if row.parts in _MISSING:
        return "its parts", f"parts={_SAID} status=ready,scheduled,dispatched,in_progress"
    if row.needs_technician:
        return "a technician", f"status=ready parts!={_SAID}"
    return "its visit", f"status=scheduled,dispatched,in_progress parts!={_SAID}"


def _kind(row: OrderRow) -> Kind:
    if not row.work_type:
        return "no type", f"work_type=none {_OPEN}"
    return row.work_type, f"work_type={_named(row.work_type)} {_OPEN}"


def _skill_of(reader: Reader) -> Callable[[OrderRow], Kind]:
    """By the skills of the work type; the filter names all types that take the same."""
    types: dict[str, list[str]] = defaultdict(list)
    skill: dict[str, str] = {"": "no type"}
    for kind in reader.select(WorkType):
        said = ", ".join(need.name for need in kind.skills or ()) or "no skill"
        skill[kind.name] = said
        types[said].append(kind.name)
    picks = {said: f"work_type={','.join(map(_named, names))} {_OPEN}" for said, names in types.items()}
    picks["no type"] = f"work_type=none {_OPEN}"

    def of(row: OrderRow) -> Kind:
        said = skill.get(row.work_type, "no type")
        return said, picks[said]

    return of


def _named(name: str) -> str:
    """A name as a filter takes it by the letter."""
    return '"' + name.replace('"', '""') + '"'


def _where(row: OrderRow) -> Kind:
    if not row.territory:
        return "no territory", f"territory=none {_OPEN}"
    return row.territory, f"territory={_named(row.territory)} {_OPEN}"


def _is_late(row: OrderRow, now: datetime) -> bool:
    """Past its due as the board says it: a clock that stands does not run out."""
    return row.sla(now) is Sla.BREACHED


def _minutes(reader: Reader) -> Mapping[int, int]:
    """How long each order usually takes."""
    found = reader.rows(Requirement, ("order_id", "duration_min"))
    return {row[1]: row[2] or _USUAL_MIN for row in found}


def _ages(agings: Sequence[Aging], now: datetime, zone: tzinfo) -> Iterable[Aged]:
    by_bucket: dict[int, list[Aging]] = defaultdict(list)
    for one in agings:
        by_bucket[one.bucket].append(one)
    for at, bucket in enumerate(BUCKETS):
        own = by_bucket[at]
        oldest = min(own, key=lambda one: (one.row.opened_at, one.row.number), default=None)
        yield Aged(
            bucket=bucket.name,
            count=len(own),
            past_due=sum(one.is_late for one in own),
            minutes=sum(one.minutes for one in own),
            oldest=oldest.row.number if oldest else None,
            filter=_opened(bucket, now, zone),
        )


def _opened(bucket: Bucket, now: datetime, zone: tzinfo) -> str:
    """Opened between so many days ago and so many."""

    def said(days: int) -> str:
        return f"{(now - timedelta(days=days)).astimezone(zone):%Y-%m-%d %H:%M}"

    terms = [_OPEN]
    terms += [] if bucket.first == 0 else [f'opened_at<="{said(bucket.first)}"']
    terms += [] if bucket.last is None else [f'opened_at>"{said(bucket.last + 1)}"']
    return " ".join(terms)


def _shares(groups: Groups) -> tuple[Share, ...]:
    found = [_share(name, picks, own) for (name, picks), own in groups.items()]
    return tuple(sorted(found, key=lambda share: (-share.count, share.name)))


def _share(name: str, picks: str, agings: Sequence[Aging]) -> Share:
    counts = Counter(one.bucket for one in agings)
    return Share(
        name=name,
        count=len(agings),
        ages=tuple(counts[at] for at in range(len(BUCKETS))),
        filter=picks,
        past_due=sum(one.is_late for one in agings),
        oldest_days=max((one.days for one in agings), default=0),
        minutes=sum(one.minutes for one in agings),
    )


def _weeks(spans: Sequence[Span], count: int, now: datetime) -> Sequence[Week]:
    """The latest last. What was open then is counted back from what is open now."""
    opened = Counter((now - opened_at) // _WEEK for opened_at, _ in spans)
    ended = Counter((now - ended_at) // _WEEK for _, ended_at in spans if ended_at is not None)
    weeks: list[Week] = []
    for ago in range(WEEKS):
        until = now - ago * _WEEK
        weeks.append(Week(until=until, opened=opened[ago], ended=ended[ago], open=count))
        count -= weeks[-1].net
    return weeks[::-1]
