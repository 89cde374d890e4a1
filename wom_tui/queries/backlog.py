"""What is open, how old is it, what does it wait for, and does it become more or less?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from functools import partial

from wom_tui.domain.aging import BUCKETS, Bucket, bucket_of, days_between, spread
from wom_tui.domain.sla import Sla
from wom_tui.domain.states import OrderStatus, PartsState
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.queries.orders import OPEN, OrderRow, order_rows
from wom_tui.store.reader import Reader

WEEKS = 8
_WEEK = timedelta(days=7)
_MISSING = frozenset({PartsState.SHORT.value, PartsState.WAITING.value})
_SAID = ",".join(sorted(_MISSING))
_OPEN = "status!=completed,closed,cancelled"  # the board has those that ended today as well
_USUAL_MIN = 60
Kind = tuple[str, str]  # its name, and the filter that picks its orders
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
    """What came in and what went out in seven days."""

    until: datetime
    opened: int
    ended: int

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


def backlog(reader: Reader, rows: Sequence[OrderRow], now: datetime, zone: tzinfo) -> Backlog:
    """The backlog among these orders.

    Args:
        rows: open ones, and for the flow those that have ended.
        zone: whose clock the filters are written by.
    """
    open_rows = [row for row in rows if row.is_open]
    return _backlog(reader, open_rows, [(row.opened_at, row.ended_at) for row in rows], now, zone)


def whole_backlog(reader: Reader, now: datetime, zone: tzinfo) -> Backlog:
    """The backlog of all orders; those that have ended are read for their times alone."""
    fields = ("opened_at", "completed_at", "cancelled_at")
    spans = [(row[1], row[2] or row[3]) for row in reader.rows(WorkOrder, fields)]
    return _backlog(reader, order_rows(reader, status=OPEN), spans, now, zone)


def _backlog(
    reader: Reader, open_rows: Sequence[OrderRow], spans: Sequence[Span], now: datetime, zone: tzinfo
) -> Backlog:
    minutes = _minutes(reader)
    grouped = partial(_shares, open_rows, minutes=minutes, now=now)
    return Backlog(
        now=now,
        count=len(open_rows),
        oldest_days=max((days_between(row.opened_at, now) for row in open_rows), default=0),
        minutes=sum(minutes.get(row.number, _USUAL_MIN) for row in open_rows),
        ages=tuple(_ages(open_rows, minutes, now, zone)),
        past_due=spread(
            days_between(row.due_at, now)
            for row in open_rows
            if row.due_at is not None and _is_late(row, now)
        ),
        reasons=grouped(waits_for),
        places=grouped(_where),
        kinds=grouped(_kind),
        skills=grouped(_skill_of(reader)),
        weeks=tuple(_weeks(spans, now)),
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


def _ages(
    rows: Sequence[OrderRow], minutes: Mapping[int, int], now: datetime, zone: tzinfo
) -> Iterable[Aged]:
    by_bucket: dict[int, list[OrderRow]] = defaultdict(list)
    for row in rows:
        by_bucket[bucket_of(days_between(row.opened_at, now))].append(row)
    for at, bucket in enumerate(BUCKETS):
        own = by_bucket[at]
        oldest = min(own, key=lambda row: (row.opened_at, row.number), default=None)
        yield Aged(
            bucket=bucket.name,
            count=len(own),
            past_due=sum(_is_late(row, now) for row in own),
            minutes=sum(minutes.get(row.number, _USUAL_MIN) for row in own),
            oldest=oldest.number if oldest else None,
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


def _shares(
    rows: Sequence[OrderRow], by: Callable[[OrderRow], Kind], minutes: Mapping[int, int], now: datetime
) -> tuple[Share, ...]:
    grouped: dict[Kind, list[OrderRow]] = defaultdict(list)
    for row in rows:
        grouped[by(row)].append(row)
    found = [_share(name, picks, own, minutes, now) for (name, picks), own in grouped.items()]
    return tuple(sorted(found, key=lambda share: (-share.count, share.name)))


def _share(
    name: str, picks: str, rows: Sequence[OrderRow], minutes: Mapping[int, int], now: datetime
) -> Share:
    days = [days_between(row.opened_at, now) for row in rows]
    return Share(
        name=name,
        count=len(rows),
        ages=spread(days),
        filter=picks,
        past_due=sum(_is_late(row, now) for row in rows),
        oldest_days=max(days, default=0),
        minutes=sum(minutes.get(row.number, _USUAL_MIN) for row in rows),
    )


def _weeks(spans: Sequence[Span], now: datetime) -> Iterable[Week]:
    for ago in range(WEEKS - 1, -1, -1):
        until = now - ago * _WEEK
        yield Week(
            until=until,
            opened=sum(until - _WEEK < opened_at <= until for opened_at, _ in spans),
            ended=sum(ended_at is not None and until - _WEEK < ended_at <= until for _, ended_at in spans),
        )
