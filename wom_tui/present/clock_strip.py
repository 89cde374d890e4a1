"""How is a clock read: which time counted, which did not and why, what is left?

The strip shows counted time as a filled bar, and names the gaps. The ledger below it adds up downwards.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wom_tui.domain.habits import clock_text, day_text, mine
from wom_tui.domain.minutes import hours_and_minutes
from wom_tui.domain.sla.ledger import LedgerLine, LineRule
from wom_tui.domain.states import Sla
from wom_tui.present.board import Day
from wom_tui.present.cells import Line, Piece, cut, fit, width_of
from wom_tui.present.durations import clock, counted, moment
from wom_tui.present.heads import head
from wom_tui.present.labels import CLOCKS, Signs
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.queries.order import ClockDetail

_IN_DANGER = frozenset({Sla.BREACHED, Sla.WARNING, Sla.AT_RISK, Sla.PAUSED})
MOST_LINES = 9
_TO, _COUNTS, _USED = 8, 11, 11
_TO_FROM = 62  # narrower than that, the end of a line is where the next one begins


def _from() -> int:
    """The cells of the column `From`: weekday, day, clock, and a gap."""
    return 8 + mine().clock_cells


def ink_of(state: Sla) -> str:
    """The ink of a clock's figures."""
    label = CLOCKS[state]
    return label.ink if label.ink != "text" else "bright"


def used_percent(detail: ClockDetail) -> str:
    """`91% used`."""
    return f"{min(9999, round(detail.clock.used_share * 100))}% used"


def one_line(name: str, detail: ClockDetail | None, at: Day, width: int, signs: Signs) -> list[Line]:
    """A clock that is in no danger takes one line under its head."""
    if detail is None:
        return [head(name, width, signs.rule, "none agreed")]
    reading = detail.clock
    note = f"{target_words(detail)}   {used_percent(detail)}"
    label = CLOCKS[reading.state]
    sign = label.sign(signs.is_ascii)
    left = (
        f"{counted(reading.left_min)} left" if reading.left_min >= 0 else f"{counted(reading.left_min)} over"
    )
    due = f", due {moment(reading.due_at, at.now, at.zone)}" if reading.due_at else ""
    words = f"  {counted(reading.used_min)} used, {left}{due}"
    return [
        head(name, width, signs.rule, note),
        ((f"{sign} {label.word}", ink_of(reading.state)), (cut(words, width - 10), "text")),
    ]


def target_words(detail: ClockDetail) -> str:
    """What was agreed, as counted time: `8:00 h of working time`."""
    minutes = detail.clock.target_min
    return f"{hours_and_minutes(minutes)} h, {detail.clock.target}"


def whole(name: str, detail: ClockDetail | None, at: Day, width: int, signs: Signs) -> list[Line]:
    """Strip and ledger of a clock in danger; one line of any other."""
    if detail is None or detail.clock.state not in _IN_DANGER:
        return one_line(name, detail, at, width, signs)
    note = f"{target_words(detail)}   {used_percent(detail)}"
    return [
        head(name, width, signs.rule, note),
        (),
        *strip(detail, at, width, signs),
        (),
        *ledger(detail, at, width, signs),
    ]


def strip(detail: ClockDetail, at: Day, width: int, signs: Signs) -> list[Line]:
    """Counted time as a bar, gaps by name; what is left as a thin rest. Times of day under it."""
    lines = detail.ledger.lines
    left = max(0, detail.clock.left_min)
    gaps = [line for line in lines if not line.is_counted and line.rule is not LineRule.TARGET]
    room = width - 1 - sum(width_of(_gap_text(gap, signs)) for gap in gaps)
    counted = sum(line.counted_min for line in lines) + left
    if room < 10 or counted <= 0 or len(gaps) > 4:
        return _plain_bar(detail, at, width, signs)
    bar: list[Piece] = []
    under: list[tuple[int, str, str]] = []
    x = 0
    ink = ink_of(detail.clock.state)
    for line in lines:
        if line.rule is LineRule.TARGET:
            continue
        if not line.is_counted:
            text = _gap_text(line, signs)
            bar.append((text, "hold" if line.rule is LineRule.HELD else "dim"))
            x += width_of(text)
            continue
        cells = max(1, room * line.counted_min // counted)
        under.append((x, clock(line.start_at, at.zone), "dim"))
        bar.append((signs.full * cells, ink))
        x += cells
    under.append((max(0, x - mine().clock_cells), clock(at.now, at.zone), "bold accent"))
    if left and x < width - 1:
        bar.append((signs.full * min(width - 1 - x, max(1, room * left // counted)), "rule"))
    return [tuple(bar), _under(under)]


def _gap_text(line: LedgerLine, signs: Signs) -> str:
    hold = '"' if signs.is_ascii else "║"
    return f" {hold} {safe(line.why)} " if line.rule is LineRule.HELD else " closed "


def _plain_bar(detail: ClockDetail, at: Day, width: int, signs: Signs) -> list[Line]:
    """Too many gaps to name: one bar of the whole."""
    cells = max(10, width - 16)
    full = max(0, min(cells, round(detail.clock.used_share * cells)))
    return [
        (
            (signs.full * full, ink_of(detail.clock.state)),
            (signs.empty * (cells - full), "rule"),
            (f"  {used_percent(detail)}", "text"),
        )
    ]


def _under(marks: list[tuple[int, str, str]]) -> Line:
    """Times of day, the last one first in the claim for room."""
    kept: list[tuple[int, str, str]] = []
    edge = 10_000
    for x, text, ink in reversed(marks):
        if x + len(text) < edge:
            kept.append((x, text, ink))
            edge = x
    pieces: list[Piece] = []
    at_x = 0
    for x, text, ink in reversed(kept):
        pieces += [(" " * (x - at_x), ""), (text, ink)]
        at_x = x + len(text)
    return tuple(pieces)


def ledger(detail: ClockDetail, at: Day, width: int, signs: Signs) -> list[Line]:
    """From, to, why, what it adds; then target and what is left. The counts add up to `used`, to the minute."""
    to = _TO if width >= _TO_FROM else 0
    why = max(0, width - _from() - to - _COUNTS - _USED)
    top = (
        (f"{'From':<{_from()}}{'To':<{to}}" if to else fit("From", _from()), "dim"),
        (fit("Why", why), "dim"),
    )
    heads: Line = (*top, *_figures("Counts", "Used", "dim"))
    lines = [
        line for line in detail.ledger.lines if line.rule is LineRule.TARGET or line.end_at > line.start_at
    ]
    shown = [_ledger_line(line, at.zone, to, why, signs) for line in lines[-MOST_LINES:]]
    if len(lines) > MOST_LINES:
        hidden = lines[:-MOST_LINES]
        used = hours_and_minutes(hidden[-1].used_min_after)
        words = fit(f"{len(hidden)} earlier lines", why)
        shown.insert(0, ((" " * (_from() + to), ""), (words, "dim"), *_figures(used, used, "dim")))
    reading = detail.clock
    label, ink = CLOCKS[reading.state], f"bold {ink_of(reading.state)}"
    word = "left" if reading.left_min >= 0 else "late by"
    room = max(0, width - _USED)
    rule = signs.rule * (_COUNTS + _USED - 2)
    return [
        heads,
        *shown,
        ((" " * max(0, width - width_of(rule)), ""), (rule, "rule")),
        (
            (fit(f"target, {detail.clock.target}", room, right=True), "dim"),
            (fit(hours_and_minutes(reading.target_min), _USED, right=True), "text"),
        ),
        (
            (fit(f"{label.sign(signs.is_ascii)} {word}", room, right=True), ink),
            (fit(hours_and_minutes(reading.left_min), _USED, right=True), ink),
        ),
    ]


def _figures(counts: str, used: str, ink: str) -> Line:
    return (fit(counts, _COUNTS, right=True), ink), (fit(used, _USED, right=True), ink)


def _ledger_line(line: LedgerLine, zone: ZoneInfo, to: int, why: int, signs: Signs) -> Line:
    start, end = line.start_at.astimezone(zone), line.end_at.astimezone(zone)
    ink = "text" if line.is_counted else "dim"
    sign, reason = _reason(line, signs)
    counts = hours_and_minutes(line.counted_min) if line.is_counted else signs.dash
    end_text = clock_text(end) if (line.end_at - line.start_at).days < 1 else day_text(end)
    if line.rule is LineRule.TARGET:
        counts, end_text = "", ""
    return (
        (fit(f"{start:%a %d} {clock_text(start)}", _from()), ink),
        (fit(end_text, to), ink),
        (fit(sign + safe(reason), why), "hold" if line.rule is LineRule.HELD else ink),
        *_figures(counts, hours_and_minutes(line.used_min_after), ink),
    )


def _reason(line: LedgerLine, signs: Signs) -> tuple[str, str]:
    match line.rule:
        case LineRule.OPEN:
            return "  ", "counts"
        case LineRule.CLOSED:
            return f"{signs.dot} ", line.why
        case LineRule.HELD:
            return ('" ' if signs.is_ascii else "║ "), f"hold: {line.why}"
        case LineRule.HELD_RUNNING:
            return "  ", f"hold: {line.why}, the clock runs"
        case LineRule.TARGET:
            return "  ", f"from here {line.why}"


def due_at(detail: ClockDetail | None) -> datetime | None:
    """When the clock is used up."""
    return detail.clock.due_at if detail else None
