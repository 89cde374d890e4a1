"""What is said of a visit while it is moved? Where it would stand, what that breaks, what is left, in that order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wom_tui.domain.violation import Violation
from wom_tui.domain.worktime import Window
from wom_tui.present.cells import Line, Piece, cut, fit, joined
from wom_tui.present.durations import clock, difference, duration, way_min
from wom_tui.present.moves import TO_SEND_AGAIN
from wom_tui.present.safe_text import safe
from wom_tui.present.time_axis import Layout, Setting
from wom_tui.queries.attempt import Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the rules say to a place, and the figures of it.

    Attributes:
        figures: None where they are not to be had.
        no: why it cannot be dropped there, each in words; empty where it can.
        careful: rules that would be bent, in words; a missed due stands among the figures.
        brief: the first of all these in two or three words.
    """

    figures: Attempt | None
    no: tuple[str, ...] = ()
    careful: tuple[str, ...] = ()
    brief: str = ""


_BRIEF = {
    "visit.overlap": "overlap", "visit.travel": "no time for the way", "visit.pinned": "pinned",
    "visit.started": "has begun", "visit.past": "in the past", "skill.expired": "skill expired",
    "skill.level": "skill too low", "shift.outside": "outside the shift", "shift.overtime": "overtime",
    "shift.break": "costs the break", "absence.absent": "absent", "technician.full": "day is full",
    "technician.declined": "has declined", "technician.excluded": "excluded", "territory.outside": "other territory",
    "window.missed": "off the window", "window.promised": "off the promise", "window.early": "too early",
    "site.access": "site closed", "sla.late": "late", "crew.incomplete": "crew incomplete",
    "parts.late": "parts come later", "parts.elsewhere": "parts elsewhere",
}  # fmt: skip


def brief(violations: Sequence[Violation]) -> str:
    """The first violation in two or three words, as a lane has room for them."""
    if not violations:
        return ""
    first = violations[0]
    if first.code == "skill.missing":
        return f"lacks {safe(first.facts.get('skill', ''))}"
    minutes = first.facts.get("minutes")
    spell = f" {duration(minutes)}" if isinstance(minutes, int) else ""
    return f"{_BRIEF.get(first.code, first.code.partition('.')[2].replace('_', ' '))}{spell}"


def moving_words(
    label: str,
    name: str,
    window: Window,
    verdict: Verdict | None,
    at: Setting,
    *,
    is_wide: bool,
    is_sent: bool = False,
) -> Line:
    """The ghost in words: whose it would be and when, what stands against it, then what it costs.

    Args:
        verdict: None while it is asked for.
        is_sent: the technician knows where it stands, and would have to be told.
    """
    times = f"{clock(window.start_at, at.zone)}–{clock(window.end_at, at.zone)}"
    head: list[Piece] = [(label, "bold accent"), (" → ", "dim"), (safe(name), "bold bright"), ("  ", "")]
    items: list[Sequence[Piece]] = [[*head, (times, "bold bright")]]
    if verdict is None:
        return joined([*items, [("…", "dim")]], 2)
    items += _against(verdict)
    if is_sent and not verdict.no:
        items.append([(TO_SEND_AGAIN, "warn")])
    if verdict.figures is not None:
        items += _figures(verdict.figures, at, is_wide=is_wide)
    return joined(items, 2)


def _against(verdict: Verdict) -> list[Sequence[Piece]]:
    if verdict.no:
        first, *more = verdict.no
        return [[(f"× {first}", "late"), (f" and {len(more)} more" if more else "", "late")]]
    if verdict.careful:
        return [[(f"! {words}", "warn")] for words in verdict.careful]
    return [[("moves nobody", "site")]]


def _figures(told: Attempt, at: Setting, *, is_wide: bool) -> list[Sequence[Piece]]:
    """Slack, ways, skill, the end of the shift: each dim word before its plain value."""
    items = [_slack(word, left) for word, left in (("promise", told.promise_min), ("due", told.due_min))]
    ways = f"{way_min(told.travel_s)} min"
    if told.onward_s is not None:
        ways = f"{way_min(told.travel_s)} min, on {way_min(told.onward_s)} min"
    items.append([("way ", "dim"), (ways, "text")])
    if told.lacks:
        items.append([("lacks ", "dim"), (safe(", ".join(told.lacks)), "late")])
    else:
        items.append([("skill ", "dim"), ("ok", "text")])
    if told.overtime_min:
        items.append([("overtime ", "dim"), (duration(told.overtime_min), "warn")])
    elif told.shift_end_at is None:
        items.append([("off shift", "late")])
    elif is_wide:
        items.append([("shift to ", "dim"), (clock(told.shift_end_at, at.zone), "text")])
    return [item for item in items if item]


def _slack(word: str, minutes: int | None) -> Sequence[Piece]:
    if minutes is None:
        return ()
    return (f"{word} ", "dim"), (difference(minutes), "late" if minutes < 0 else "text")


def try_head(label: str, layout: Layout, *, is_refused: bool) -> Line:
    """Left of the axis, on the line under the lane: what is tried, and that nothing is booked before Enter."""
    said = f"try {label}"
    room = layout.chart_from - layout.name_from
    keys = "" if len(said) + 13 > room else " not there" if is_refused else " Enter drops"
    line = fit(f"{said}{keys}", room)
    return ((" " * layout.name_from, ""), (line, "dim"))


def try_watch(verdict: Verdict | None, width: int) -> Line:
    """Right of the axis: the one thing to know about the place."""
    if verdict is None or width <= 0:
        return ()
    if verdict.no:
        return (("! ", "late"), (cut(verdict.brief, width - 2), "late"))
    if verdict.brief:
        return (("! ", "warn"), (cut(verdict.brief, width - 2), "warn"))
    figures = verdict.figures
    left = None if figures is None else figures.promise_min if figures.due_min is None else figures.due_min
    slack = f"{difference(left)}, " if left is not None else ""
    return (("  ", ""), (cut(f"{slack}skill ok", width - 2), "text"))
