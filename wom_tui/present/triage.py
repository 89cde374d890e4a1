"""The queue of decisions as a list: why each order is there, how it stands, what could be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wom_tui.domain.alert import Severity
from wom_tui.domain.states import OrderStatus, Sla
from wom_tui.domain.triage import CLOCK_REASONS, Cause, Causes, Reason
from wom_tui.domain.triage import CLOCKS as BY_CLOCK
from wom_tui.domain.words import some
from wom_tui.domain.work_type import asked
from wom_tui.present.alert_list import SEVERITIES
from wom_tui.present.at import At
from wom_tui.present.cells import Line, Piece, fit, plain
from wom_tui.present.counted import Counted, worded_counts
from wom_tui.present.durations import count, duration, moment
from wom_tui.present.group import Group
from wom_tui.present.heads import head
from wom_tui.present.labels import CLOCKS, STATES, WGL4, Label, Signs, state_label
from wom_tui.present.order_table import TableOut, orders_out
from wom_tui.present.repairs import proposed_line
from wom_tui.present.row_cells import Setting, cell
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.queries.orders import OrderRow
    from wom_tui.queries.repairs import Proposed
    from wom_tui.queries.triage import Entry, Triage

# What is usually done about an order, by its row and what is wrong with it: `grammar/answers.py` says it.
Usual = Callable[["OrderRow", Causes, datetime, ZoneInfo], str]
NOTHING_TYPED: Mapping[int, str] = MappingProxyType({})
_GAP: Piece = ("  ", "")
_NUMBER, _PRIORITY, _SLACK = 6, 2, 8
_WHY, _NARROW_WHY = 24, 20
_NARROW = 100  # below, a suggestion has no room
_SUGGESTED, _WIDE_SUGGESTED = 32, 52
_WIDE = 160  # from here on it has more
_TEXT = 120  # columns of a page of text
_QUIET = 3  # from this level on nothing burns

_WORDS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.PAST_DUE: "past due",
        Reason.CRITICAL: "critical alert",
        Reason.WARNING: "due soon",
        Reason.ALERT: "alert",
        Reason.OVER: "running over",
        Reason.OVERLAP: "overlap",
        Reason.ABSENT: "technician absent",
        Reason.LATE: "late on the way",
        Reason.SILENT: "nothing heard",
        Reason.UNSENT: "not sent",
        Reason.AT_RISK: "at risk",
        Reason.PARTS: "part missing",
        Reason.NOBODY: "no technician",
        Reason.DRAFT: "draft",
        Reason.DUPLICATE: "duplicate?",
        Reason.HOLD_DUE: "hold review due",
        Reason.APPROVAL: "approval waits",
        Reason.NOT_CLOSED: "not closed",
    }
)
_COUNTED = (
    *(Reason.PAST_DUE, Reason.CRITICAL, Reason.WARNING, Reason.AT_RISK, Reason.ALERT, Reason.FAILED),
    *(Reason.OVER, Reason.OVERLAP),
    *(Reason.ABSENT, Reason.LATE, Reason.SILENT, Reason.UNSENT, Reason.PARTS, Reason.NOBODY, Reason.DRAFT),
    *(Reason.DUPLICATE, Reason.HOLD_DUE, Reason.APPROVAL, Reason.NOT_CLOSED),
)
_LABELS: Mapping[Reason, Label] = MappingProxyType(
    {
        **{reason: CLOCKS[sla] for sla, reason in BY_CLOCK.items()},
        Reason.CRITICAL: SEVERITIES[Severity.CRITICAL],
        Reason.ALERT: SEVERITIES[Severity.WARNING],
        Reason.FAILED: STATES["declined"],
        Reason.OVER: STATES["on_site"],
        Reason.OVERLAP: Label("»", "d", "overlap", "late"),
        Reason.ABSENT: Label("¬", "_", "absent", "late"),
        Reason.LATE: STATES["travelling"],
        Reason.SILENT: STATES["dispatched"],
        Reason.UNSENT: STATES["scheduled"],
        Reason.PARTS: Label("║", '"', "parts", "warn"),
        Reason.NOBODY: STATES[OrderStatus.READY.value],
        Reason.DRAFT: STATES[OrderStatus.DRAFT.value],
        Reason.DUPLICATE: Label("=", "=", "duplicate", "text"),
        Reason.HOLD_DUE: CLOCKS[Sla.PAUSED],
        Reason.APPROVAL: Label("◦", ".", "approval", "text"),
        Reason.NOT_CLOSED: STATES[OrderStatus.COMPLETED.value],
    }
)
_LATE_INK = frozenset(
    {
        *(Reason.FAILED, Reason.OVER, Reason.OVERLAP, Reason.ABSENT),
        *(Reason.LATE, Reason.SILENT, Reason.UNSENT),
    }
)


def shown_first(entry: Entry) -> Cause:
    """What its line says: the worst that somebody can do something about; of its clock the slack tells already."""
    return next((cause for cause in entry.causes if cause.reason not in CLOCK_REASONS), entry.worst)


def cause_words(cause: Cause, row: OrderRow) -> str:
    """`running over 0:18`, `declined`, `draft, no duration, skills`."""
    match cause.reason:
        case Reason.FAILED:
            return state_label(row.state).word
        case Reason.DRAFT:
            return f"draft{_lacks(cause, row)}"
        case Reason.CRITICAL | Reason.ALERT:
            return safe(cause.rule) or _WORDS[cause.reason]
        case Reason.DUPLICATE:
            return f"duplicate? {cause.other}"
        case _:
            words = _WORDS[cause.reason]
            return f"{words} {duration(cause.minutes)}" if cause.minutes else words


def _lacks(cause: Cause, row: OrderRow) -> str:
    """All that is missing; the place first, for without it nothing else helps."""
    place = "site" if row.site_id is None else "position"
    names = sorted(cause.missing, key=lambda name: name != "site_id")
    words = [place if name == "site_id" else asked(name) for name in names]
    return f", no {', '.join(words)}" if words else ""


@dataclass(frozen=True)
class Places:
    """How wide each column is; 0 = it has fallen."""

    why: int
    work: int
    suggested: int


def places_for(width: int) -> Places:
    """The columns of a list so wide, without its gutter."""
    why = _WHY if width >= _NARROW else _NARROW_WHY
    suggested = 0 if width < _NARROW else _SUGGESTED if width < _WIDE else _WIDE_SUGGESTED
    fixed = _NUMBER + _PRIORITY + _SLACK + why + 4 * 2 + (suggested + 2 if suggested else 0)
    return Places(why, max(8, width - fixed), suggested)


def heads(places: Places) -> Line:
    """The line above the list."""
    names = [f"{'Order':>{_NUMBER}}", fit("P", _PRIORITY), f"{'Slack':>{_SLACK}}"]
    names += [fit("Why here", places.why), fit("Work and site", places.work)]
    names += [fit("Suggested", places.suggested)] if places.suggested else []
    return (("   ", ""), ("  ".join(names).rstrip(), "dim"))


@dataclass(frozen=True)
class Item:
    """A line of the list; see `tui/widgets/cursor_list.py: Keyed`."""

    line: Line
    key: str = ""
    entry: Entry | None = None


def items(
    seen: Triage, at: At, width: int, usual: Usual, suggested: Mapping[int, str] = NOTHING_TYPED
) -> list[Item]:
    """All lines: the queue, then what somebody has put away.

    Args:
        usual: what the first answer will be, as far as that can be told from afar.
        suggested: the line that is typed for an order, where that is known.
    """
    places = places_for(width)
    listed = [Item(line) for one in seen.repairs for line in _repair(one, at, width)]
    listed += [
        Item(_line(one, places, at, usual, suggested.get(one.number, "")), str(one.number), one)
        for one in seen.entries
    ]
    if (more := seen.count + seen.unclosed - len(seen.entries)) > 0:
        listed += [Item(((f"{'':{_NUMBER}}  and {count(more)} more that can wait longer", "dim"),))]
    if seen.away:
        listed += [Item(()), Item(head("Put away", width, at.signs.rule, number=len(seen.away)))]
        listed += [Item(_away(one, places, at), str(one.number), one) for one in seen.away]
    return listed


def _line(entry: Entry, places: Places, at: At, usual: Usual, suggested: str) -> Line:
    row, first = entry.row, shown_first(entry)
    is_quiet = entry.level >= _QUIET
    setting = Setting(at.now, at.zone, at.signs, Group.RUNNING if is_quiet else Group.ACT_NOW)
    pieces: list[Piece] = [
        *cell(row, "number", _NUMBER, setting),
        _GAP,
        *cell(row, "priority", _PRIORITY, setting),
        _GAP,
        *cell(row, "slack", _SLACK, setting),
        _GAP,
        *_why(row, first, places.why, at.signs),
        _GAP,
        (fit(_work(row), places.work, ellipsis=at.signs.ellipsis), "text"),
    ]
    if places.suggested:
        words = suggested or usual(entry.row, entry.causes, at.now, at.zone)
        shown = fit(safe(words), places.suggested, ellipsis=at.signs.ellipsis)
        pieces += [_GAP, (shown, "text" if suggested else "dim")]
    return tuple(pieces)


def _repair(one: Proposed, at: At, width: int) -> Iterator[Line]:
    """What waits for a yes comes first: it decides about several orders at once."""
    how = "   `repair` shows it"
    said = fit(proposed_line(one), width - 2 - len(how), ellipsis=at.signs.ellipsis).rstrip()
    yield ((f"{'m' if at.signs.is_ascii else '↔'} ", "accent"), (said, "bold bright"), (how, "dim"))
    because = "; ".join(safe(said) for said in one.setbacks)
    yield ((fit(f"  {because}", width, ellipsis=at.signs.ellipsis).rstrip(), "dim"),)


def _why(row: OrderRow, cause: Cause, width: int, signs: Signs) -> Line:
    label = state_label(row.state) if cause.reason is Reason.FAILED else _LABELS[cause.reason]
    ink = "late" if cause.reason in _LATE_INK else label.ink
    words = fit(f" {cause_words(cause, row)}", width - 1, ellipsis=signs.ellipsis)
    return ((label.sign(signs.is_ascii), ink), (words, ink if cause.reason in _LATE_INK else "text"))


def _work(row: OrderRow) -> str:
    return ", ".join(safe(part) for part in (row.title, row.site) if part)


def _away(entry: Entry, places: Places, at: At) -> Line:
    assert entry.snooze is not None
    row, until = entry.row, moment(entry.snooze.until_at, at.now, at.zone)
    width = _PRIORITY + _SLACK + places.why + 3 * 2
    said = fit(f"until {until}  {safe(entry.snooze.reason)}", width - 2, ellipsis=at.signs.ellipsis)
    rest = places.work + (places.suggested + 2 if places.suggested else 0)
    return (
        (f"{row.number:>{_NUMBER}}", "dim"),
        _GAP,
        (said, "dim"),
        _GAP,
        (fit(_work(row), rest, ellipsis=at.signs.ellipsis), "dim"),
    )


def attention(seen: Triage, signs: Signs, room: int) -> Line:
    """How many orders have which reason, the loudest first, as many as so many cells have room for."""
    counted: list[Counted] = []
    for reason in _COUNTED:
        if not (number := seen.reasons.get(reason, 0)):
            continue
        label = _LABELS[reason]
        ink = "late" if reason in _LATE_INK else label.ink
        word = "failed" if reason is Reason.FAILED else _WORDS[reason].rstrip("?")
        sign: Line = ((f"{label.sign(signs.is_ascii)} ", ink), (count(number), "bold bright"))
        counted.append(Counted(sign, word, word))
    return worded_counts(counted, room) if counted else ()


def counted_line(seen: Triage) -> Line:
    """`11 to decide   26 to close`."""
    found: list[Piece] = [(f"{count(seen.count)} to decide", "text")]
    found += [(f"   {count(seen.unclosed)} to close", "dim")] if seen.unclosed else []
    found += [(f"   {count(len(seen.away))} put away", "dim")] if seen.away else []
    found += [(f"   {some(len(seen.repairs), 'repair')} to accept", "accent")] if seen.repairs else []
    return tuple(found)


def triage_out(seen: Triage, now: datetime) -> TableOut:
    """The queue as it is listed, then what was put away: each order with all its reasons."""
    entries = (*seen.entries, *seen.away)
    orders = orders_out((one.row for one in entries), now)
    header = (*orders.header, "reasons", "put_away_until_at", "put_away_for")
    rows = [(*cells, *_reasons(one)) for cells, one in zip(orders.rows, entries, strict=True)]
    return TableOut(orders.what, header, rows)


def _reasons(entry: Entry) -> tuple[str, datetime | None, str | None]:
    said, snooze = " ".join(cause.reason.value for cause in entry.causes), entry.snooze
    return said, snooze.until_at if snooze else None, snooze.reason if snooze else None


def triage_lines(seen: Triage, now: datetime, zone: ZoneInfo, usual: Usual) -> Iterator[str]:
    """The page as text."""
    width = _TEXT - 4
    yield plain(counted_line(seen))
    if counted := attention(seen, WGL4, 10 * _TEXT):
        yield plain(counted)
    yield ""
    yield plain(heads(places_for(width))).removeprefix("   ")
    yield from (plain(item.line).rstrip() for item in items(seen, At(now, zone), width, usual))
