"""How is an order shown that nobody has yet? One line under the lanes, on the same axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.states import Sla
from wom_tui.domain.worktime import Window
from wom_tui.present.cells import Line, Piece, cut, fit, line_width
from wom_tui.present.durations import clock, clock_or_day, difference, duration, hours, minutes_of, way_min
from wom_tui.present.heads import head
from wom_tui.present.labels import CLOCKS, state_label
from wom_tui.present.lane_bars import Cells
from wom_tui.present.lanes import marks_of
from wom_tui.present.safe_text import safe
from wom_tui.present.time_axis import Axis, Layout, Setting
from wom_tui.queries.lanes import TrayRow

SLACK = 8
_SOON_MIN = 24 * 60  # a due farther away is told as a day


@dataclass(frozen=True, slots=True)
class Best:
    """The best that the planner has found for an order.

    Attributes:
        name: the technician; empty when nobody can.
        window: service from when to when; None when nobody can that day.
        reason: why nobody can.
    """

    name: str = ""
    window: Window | None = None
    reason: str = ""
    technician: int | None = None
    travel_s: int = 0
    careful: str = ""  # what the slot bends, in a few words


def tray_head(count: int | None, width: int, rule: str) -> Line:
    """The head of the tray; None = nobody knows yet what waits."""
    indent = 3 if width >= 100 else 1
    if count == 0:
        return head("Unassigned", width, rule, more="nothing waits", indent=indent, has_margin=True)
    return head("Unassigned", width, rule, number=count, indent=indent, has_margin=True)


def tray_line(
    row: TrayRow,
    layout: Layout,
    axis: Axis,
    at: Setting,
    *,
    best: Best | None = None,
    is_cursor: bool = False,
    cursor_sign: str = "▌",
) -> Line:
    """Number, priority, what, slack, needs, the best technician; its window and the best slot on the axis.

    Where the axis has no room left of them, what stands there gives way to no slot.
    """
    line = list(_left(row, layout, at, is_cursor=is_cursor, cursor_sign=cursor_sign))
    text = (*slack_cell(row.due_at, at), (" ", ""), *_needs(row, layout, best, at))
    taken = min(line_width(text), axis.cells)
    cells = Cells(axis.cells)
    _window(cells, row, axis, at, taken)
    _slot(cells, row, best, axis, taken)
    if at.is_today and axis.cell(at.now) > taken:
        cell = axis.cell(at.now)
        if cell < axis.cells and cells.text[cell] == " ":
            cells.put(cell, marks_of(at.is_ascii).now, "accent")
    line += _cut(text, taken)
    line += _from(cells, taken)
    if layout.watch >= 12:
        line += [("  ", ""), (_windows(row, at, layout.watch), "dim")]
    return tuple(line)


def row_words(row: TrayRow, best: Best | None, at: Setting) -> Line:
    """The cursor's order spelt out."""
    line: list[Piece] = [
        (f"{row.order}", "bold bright"),
        (f"  {safe(row.title)}", "text"),
        (f"  {hours(row.duration_min)}", "text"),
    ]
    if row.skills:
        line.append((f"  {safe(row.skills)}", "dim"))
    if best is not None and best.window is not None:
        when = f"{clock(best.window.start_at, at.zone)}–{clock(best.window.end_at, at.zone)}"
        line += [("  best ", "dim"), (f"{safe(best.name)} {when}", "bold accent")]
        if best.careful:
            line.append((f"  ! {best.careful}", "warn"))
        line.append((f"  {way_min(best.travel_s)} min on the road", "dim"))
    elif best is not None:
        line += [("  nobody that day", "warn"), (f"  {safe(best.reason)}", "dim")]
    return tuple(line)


def _left(row: TrayRow, layout: Layout, at: Setting, *, is_cursor: bool, cursor_sign: str) -> Line:
    sign = state_label("ready").sign(at.is_ascii)
    ink = "bold bright" if row.is_plannable else "dim"
    start: Line = ((cursor_sign if is_cursor else " ", "accent"),)
    priority: Piece = (
        f"P{row.priority}",
        "bold bright" if row.priority == 1 else "text" if row.priority == 2 else "dim",
    )
    if layout.is_wide:
        left = (
            *start,
            ("  ", ""),
            (f"{sign} ", "ready"),
            (f"{row.order}", ink),
            (" ", ""),
            priority,
            (" ", ""),
        )
        room = layout.chart_from - line_width(left) - 1
        return (*left, (fit(safe(row.title), max(0, room)), "text"), (" ", ""))
    spell = duration(row.duration_min)
    left = (*start, (f"{sign} ", "ready"), (f"{row.order}", ink), (" ", ""), priority, (" ", ""))
    room = layout.chart_from - line_width(left) - 1
    return (*left, (fit(spell, max(0, room)), "dim"), (" ", ""))


def slack_cell(due_at: datetime | None, at: Setting) -> Line:
    """Glyph at the left edge, number at the right, 8 wide; the day where the due is far away."""
    if due_at is None:
        return ((" " * SLACK, ""),)
    left_min = minutes_of(due_at - at.now)
    if left_min >= _SOON_MIN:
        return ((fit(clock_or_day(due_at, at.now, at.zone), SLACK, right=True), "dim"),)
    label = CLOCKS[Sla.BREACHED if left_min < 0 else Sla.WARNING if left_min < 60 else Sla.OK]
    number = fit(difference(left_min, "-" if at.is_ascii else "−"), SLACK - 2, right=True)
    ink = f"bold {label.ink}" if left_min < 60 else "text"
    return ((f"{label.sign(at.is_ascii)} ", ink), (number, ink))


def _needs(row: TrayRow, layout: Layout, best: Best | None, at: Setting) -> Line:
    needs: list[Piece] = [(" ", "")]
    if layout.is_wide:
        needs += [(fit(safe(row.skills), 10), "dim"), (" ", "")]
    if best is None:
        return (*needs, (" ", ""))
    if best.window is None:
        room = max(14, layout.chart - SLACK - 14)
        return (*needs, (cut(safe(best.reason) or "nobody", room), "dim"), (" ", ""))
    word: tuple[Piece, ...] = (("best ", "dim"),) if layout.is_wide else ()
    bent: tuple[Piece, ...] = ((" !", "warn"),) if best.careful else ()
    who = (f"{safe(best.name)} {clock(best.window.start_at, at.zone)}", "text")
    return (*needs, *word, who, *bent, (" ", ""))


def _window(cells: Cells, row: TrayRow, axis: Axis, at: Setting, taken: int) -> None:
    marks = marks_of(at.is_ascii)
    for window in row.windows:
        span = axis.span(window)
        if not span or span.stop <= taken:
            continue
        cells.shade(range(max(span.start, taken), span.stop), marks.dots, "dim")
        if span.start >= taken:
            cells.put(span.start, marks.shift_start, "dim")
        cells.put(span.stop - 1, marks.shift_end, "dim")


def _slot(cells: Cells, row: TrayRow, best: Best | None, axis: Axis, taken: int) -> None:
    if best is None or best.window is None:
        return
    span = axis.span(best.window)
    if not span or span.start < taken:
        return
    room = len(span) - 2
    spell = duration(row.duration_min)
    inner = spell.center(room) if room >= len(spell) else " " * max(0, room)
    cells.put(span.start, f"[{inner}]" if len(span) >= 2 else "[", "bold ready")


def _windows(row: TrayRow, at: Setting, width: int) -> str:
    if not row.windows:
        return ""
    first = row.windows[0]
    return cut(f"{clock(first.start_at, at.zone)}–{clock(first.end_at, at.zone)}", width - 2)


def _cut(line: Sequence[Piece], width: int) -> Line:
    kept: list[Piece] = []
    left = width
    for text, ink in line:
        kept.append((text[:left], ink))
        left -= len(kept[-1][0])
    return tuple(piece for piece in kept if piece[0])


def _from(cells: Cells, start: int) -> Line:
    rest = Cells(len(cells.text) - start)
    rest.text, rest.inks = cells.text[start:], cells.inks[start:]
    return rest.line() if rest.text else ()


def legend(layout: Layout, at: Setting, more: int) -> Line:
    """What is not shown, and what the lines mean, where there is room for it."""
    marks = marks_of(at.is_ascii)
    text = f"{more:,} more" if more > 0 else ""
    gutter = "   " if layout.is_wide else " "
    line: list[Piece] = [(gutter, ""), (fit(text, max(10, layout.chart_from - 5)), "dim")]
    if not layout.is_wide:
        return tuple(line)
    told = (
        ("now", marks.now, "accent"),
        ("travel", marks.travel * 3, "plan"),
        ("break", marks.shade * 2, "faint"),
        ("shift", f"{marks.shift_start} {marks.shift_end}", "dim"),
        ("window", f"{marks.shift_start}{marks.dots * 2}{marks.shift_end}", "dim"),
        ("best slot", "[ ]", "bold ready"),
    )
    for word, sign, ink in told:
        line += [("   ", ""), (f"{word} ", "dim"), (sign, ink)]
    return tuple(line)
