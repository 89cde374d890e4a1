"""How is it shown who can take an order, when they could be there, and why the others cannot?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from wom_tui.domain.habits import clock_text, mine, weekday_text
from wom_tui.domain.violation import Violation
from wom_tui.present.cells import Line, Piece, cut, fit, line_width, wrap
from wom_tui.present.durations import clock, difference, duration, hours, minutes_of, way_min
from wom_tui.present.heads import head
from wom_tui.present.refusals import violation_words
from wom_tui.present.safe_text import safe
from wom_tui.present.time_axis import Setting
from wom_tui.queries.candidates import Candidate, Candidates, Refused

NAME = 18
_LEFT = 3 + 2 + 2 + NAME + 1 + 2 + 7 + 2 + 8 + 2  # gutter, rank, name, travel, slack
CHART_FROM = 96  # narrower than that there is no room for the day beside the numbers
CAREFUL = 24


@dataclass(frozen=True, slots=True)
class Places:
    """Where the columns stand: the day is drawn from `chart_from` on, where there is room for it."""

    width: int
    careful: int
    chart: int

    @property
    def chart_from(self) -> int:
        return numbers_cells() + self.careful


def numbers_cells() -> int:
    """The cells of the numbers, the start among them."""
    return _LEFT + mine().clock_cells


def places_for(width: int) -> Places:
    """What each part gets of that width."""
    if width < CHART_FROM:
        return Places(width, max(0, width - numbers_cells() - 1), 0)
    careful = CAREFUL if width >= 120 else 14
    return Places(width, careful, width - numbers_cells() - careful - 1)


def heads(places: Places) -> Line:
    """The line above the list, up to the axis."""
    start = f"{'Start':>{mine().clock_cells}}"
    text = f"{'':3}{'#':>2}  {'Technician':<{NAME}} {start}  {'Travel':>7}  {'Slack':>8}  {'Careful'}"
    return ((fit(text, min(places.chart_from, places.width - 1)), "dim"),)


def candidate_line(
    rank: int, one: Candidate, places: Places, at: Setting, *, is_cursor: bool, cursor_sign: str
) -> Line:
    """One who can: rank, name, start, way, slack, and what to be careful about."""
    ink = "bold bright" if is_cursor else "text"
    minutes = way_min(one.slot.travel_s)
    return (
        (cursor_sign if is_cursor else " ", "accent"),
        ("  ", ""),
        (f"{rank:>2}  ", "dim"),
        (fit(safe(one.name), NAME), ink),
        (" ", ""),
        (f"{clock(one.slot.start_at, at.zone):>{mine().clock_cells}}", ink),
        (f"  {f'{minutes} min':>7}", "text"),
        ("  ", ""),
        *slack(one.slack_min, at),
        ("  ", ""),
        (fit(careful(one.violations), max(0, places.careful - 1)), "warn"),
        (" " if places.careful else "", ""),
    )


def slack(minutes: int | None, at: Setting) -> Line:
    """What is left to the due, 8 wide; nothing where nothing is due."""
    if minutes is None:
        return ((" " * 8, ""),)
    ink = "bold late" if minutes < 0 else "warn" if minutes < 30 else "text"
    return ((fit(difference(minutes, "-" if at.is_ascii else "−"), 8, right=True), ink),)


def careful(violations: Sequence[Violation]) -> str:
    """The soft violations in a few words each; a missed due stands under slack already."""
    return ", ".join(_short(v) for v in violations if v.code != "sla.late")


def _short(violation: Violation) -> str:
    minutes = violation.facts.get("minutes")
    spell = f" {duration(minutes)}" if isinstance(minutes, int) else ""
    match violation.code:
        case "shift.overtime":
            return f"overtime{spell}"
        case "shift.break":
            return "costs the break"
        case "crew.incomplete":
            return f"needs {violation.facts.get('needs')}"
        case _:
            return safe(violation.message)


def refused_line(one: Refused, at: Setting, width: int, *, is_cursor: bool, cursor_sign: str) -> Line:
    """One who cannot, and the first reason."""
    left: Line = (
        (cursor_sign if is_cursor else " ", "accent"),
        (f"  {'×' if not at.is_ascii else 'x':>2}  ", "dim"),
        (fit(safe(one.name), NAME), "text" if is_cursor else "dim"),
        (" ", ""),
    )
    return (
        *left,
        (cut(safe(one.reason), max(0, width - line_width(left) - 1)), "text" if is_cursor else "dim"),
    )


def cannot_head(found: Candidates, width: int, rule: str, *, is_open: bool) -> Line:
    """How many cannot, counted by reason; Tab opens the list."""
    number = len(found.refused)
    note: Line = () if is_open or not number else (("Tab", "bold bright"), (" each of them", "dim"))
    return head("Cannot", width, rule, note, number=number, indent=3, has_margin=True)


def chosen_lines(one: Candidate, now: datetime, zone: ZoneInfo, width: int) -> tuple[Line, ...]:
    """The one under the cursor, what Enter does, and below it each rule that would be bent."""
    keeps: Line = () if one.violations else (("  keeps every rule", "dim"),)
    acts: Line = (("   Enter", "bold bright"), (" assigns; nothing is booked before", "dim"))
    words = [safe(violation_words(violation, now, zone)) for violation in one.violations]
    told = [_bent(sentence, width - 6) for sentence in words]
    return (("   ", ""), (safe(one.name), "bold bright"), *keeps, *acts), *chain.from_iterable(told)


def _bent(message: str, room: int) -> list[Line]:
    """A rule that would be bent, in as many lines as its sentence takes."""
    first, *more = wrap(message, max(12, room))
    lines: list[Line] = [(("   ! ", "warn"), (first, "text"))]
    return lines + [(("     ", ""), (line, "text")) for line in more]


def verdict(found: Candidates, now: datetime, at: Setting) -> Line:
    """What is to be placed, and by when."""
    line: list[Piece] = []
    if found.due_at is not None:
        left = int((found.due_at - now).total_seconds() // 60)
        ink = "bold late" if left < 0 else "bold warn" if left < 60 else "text"
        word = "past due" if left < 0 else "left"
        line += [
            (f"{duration(left)} {word}", ink),
            (f"   due {_when(found.due_at, now, at)}", "dim"),
            ("   ", ""),
        ]
    line += [(hours(minutes_of(found.duration)), "text"), (" on site", "dim")]
    return tuple(line)


def _when(due_at: datetime, now: datetime, at: Setting) -> str:
    local = due_at.astimezone(at.zone)
    same = local.date() == now.astimezone(at.zone).date()
    return clock_text(local) if same else f"{weekday_text(local)} {clock_text(local)}"
