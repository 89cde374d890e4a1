"""How is a technician's day drawn? One line of cells: shift, break, absence, travel, visits, now.

A filled area is time that somebody spends; a thin line is travel; brackets are a possibility; empty is free.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.worktime import Window
from wom_tui.present.cells import Line, Piece, cut, fit, width_of
from wom_tui.present.counted import Counted, counts_line
from wom_tui.present.durations import clock, duration, minutes_of, way_min
from wom_tui.present.labels import state_label
from wom_tui.present.lane_bars import Cells, Mark, Paint, Room, draw_bar, lifted_paint, paint_of
from wom_tui.present.safe_text import safe
from wom_tui.present.time_axis import Axis, Layout, Setting
from wom_tui.queries.lane import Bar, Lane, Trouble, Watch

_BUSY_PERCENT = 80  # from here on nobody looks for room on the lane: the number is quiet


@dataclass(frozen=True, slots=True)
class Marks:
    """The signs on a lane."""

    travel: str = "─"
    now: str = "│"
    shift_start: str = "├"
    shift_end: str = "┤"
    shade: str = "░"
    dots: str = "·"


WGL4 = Marks()
ASCII = Marks(travel="-", now="|", shift_start="{", shift_end="}", shade=":", dots=".")


def marks_of(is_ascii: bool) -> Marks:
    """The set of signs for a terminal."""
    return ASCII if is_ascii else WGL4


@dataclass(frozen=True, slots=True)
class Try:
    """A place where a visit might go: in brackets, because nothing is booked."""

    window: Window
    label: str
    travel_s: int = 0
    is_refused: bool = False


# -- the axis part ---------------------------------------------------------------------------------


def chart_line(
    lane: Lane,
    axis: Axis,
    at: Setting,
    *,
    cursor_visit: int | None = None,
    is_cursor: bool = False,
    attempt: Try | None = None,
    marked: Mapping[int, Mark] | None = None,
    is_outline: bool = False,
    lifted: int | None = None,
) -> Line:
    """The lane's cells on the axis.

    Args:
        cursor_visit: the bar that the cursor is on.
        is_cursor: the cursor is on this lane: its ground is shown, not that of hours off.
        attempt: what might be put there.
        marked: visits to which a plan does something.
        is_outline: all bars in brackets: so it is, or was, and will not stay.
        lifted: a visit that is being moved: quiet where it still stands.
    """
    cells = Cells(axis.cells)
    marks = marks_of(at.is_ascii)
    _ground(cells, lane, axis, marks, is_cursor=is_cursor)
    for window in lane.breaks:
        cells.shade(axis.span(window), marks.shade, "faint")
    for window in lane.absences:
        _absent(cells, axis.span(window), marks)
    for bar in lane.bars:
        _travel(cells, bar.start_at, bar.travel_s, axis, marks, "faint" if bar.start_at <= at.now else "plan")
    if is_outline and at.is_today:
        _now(cells, axis.cell(at.now), marks)  # behind brackets; a filled bar lets it through
    marked = marked or {}
    paints = [
        lifted_paint(bar, at)
        if bar.visit == lifted
        else paint_of(bar, at, marked.get(bar.visit), is_outline, bar.visit == cursor_visit)
        for bar in lane.bars
    ]
    spans = _bars(cells, lane.bars, axis, at, paints)
    if not is_outline:
        begins = (*(span.start for span in spans[1:]), axis.cells)
        for bar, span, next_at in zip(lane.bars, spans, begins, strict=False):
            # Where several share a cell, the one that is wrong is seen; else the later one lies on top.
            seen = span if axis.is_long else range(span.start, max(span.start, min(span.stop, next_at)))
            if bar.visit not in (cursor_visit, lifted):
                _broken(cells, bar, axis, seen)
    if at.is_today and not is_outline:
        _now(cells, axis.cell(at.now), marks)
    if attempt is not None:
        _attempt(cells, attempt, axis, marks)
    return cells.line()


def _bars(cells: Cells, bars: Sequence[Bar], axis: Axis, at: Setting, paints: Sequence[Paint]) -> list[range]:
    """The bars one after the other; answers which cells each of them has."""
    spans = [axis.span(Window(bar.start_at, bar.end_at)) for bar in bars]
    for place, (bar, span, paint) in enumerate(zip(bars, spans, paints, strict=True)):
        if span:
            before = spans[place - 1].stop if place else -1
            after = spans[place + 1].start if place + 1 < len(spans) else axis.cells + 1
            width = min(len(span), after - span.start)
            room = Room(width, is_apart=before < span.start and span.stop < after)
            draw_bar(cells, bar, span, room, at, paint)
    return spans


def _ground(cells: Cells, lane: Lane, axis: Axis, marks: Marks, *, is_cursor: bool) -> None:
    if not is_cursor:
        cells.shade(range(axis.cells), " ", "sunken")
    for shift in lane.shifts:
        cells.shade(axis.span(shift), " ", "")
    for shift in lane.shifts:
        cells.put(axis.cell(shift.start_at), marks.shift_start, "dim")
        cells.put(axis.cell(shift.end_at), marks.shift_end, "dim")


def _absent(cells: Cells, span: range, marks: Marks) -> None:
    cells.shade(span, marks.shade, "hold")
    word = " absent "
    if len(span) >= len(word) + 2:
        cells.put(span.start + 1, word, "hold")


def _travel(cells: Cells, to_at: datetime, travel_s: int, axis: Axis, marks: Marks, ink: str) -> None:
    if travel_s <= 0 or (axis.is_long and travel_s < axis.step_min * 30):
        return  # a way that is less than half a cell would be drawn longer than it is
    span = axis.span(Window(to_at - timedelta(seconds=travel_s), to_at))
    cells.shade(span, marks.travel, ink)


def _broken(cells: Cells, bar: Bar, axis: Axis, bar_cells: range) -> None:
    """Past a promise, in an absence, past the shift's end; and where the technician cannot be there yet."""
    for part in (bar.late, bar.away, bar.overtime):
        if part is None:
            continue
        span = range(max(bar_cells.start, axis.span(part).start), min(bar_cells.stop, axis.span(part).stop))
        for cell in span:
            cells.inks[cell] = "bold fill-late"
        if span and cells.text[span.stop - 1] == " ":
            cells.put(span.stop - 1, "!", "bold fill-late")
    if bar.overlap is not None and bar_cells:
        begin = bar_cells.start
        cells.put(begin, cells.text[begin] if cells.text[begin].isdigit() else "!", "bold fill-late")


def try_line(attempt: Try, axis: Axis, at: Setting) -> Line:
    """A line of its own for what is tried: the way there, the place in brackets, and now."""
    cells = Cells(axis.cells)
    if at.is_today:
        _now(cells, axis.cell(at.now), marks_of(at.is_ascii))
    _attempt(cells, attempt, axis, marks_of(at.is_ascii))
    return cells.line()


def _attempt(cells: Cells, attempt: Try, axis: Axis, marks: Marks) -> None:
    ink = "late" if attempt.is_refused else "accent"
    _travel(cells, attempt.window.start_at, attempt.travel_s, axis, marks, ink)
    span = axis.span(attempt.window)
    if len(span) >= 2:
        room = len(span) - 2
        inner = attempt.label if len(attempt.label) <= room else ""
        cells.put(span.start, f"[{inner:<{room}}]", f"bold {ink}")
    elif span:
        cells.put(span.start, "[", f"bold {ink}")


def _now(cells: Cells, cell: int, marks: Marks) -> None:
    """One line from the ruler to the tray; it gives way to what a bar says, and to the slot that is tried."""
    if not 0 <= cell < len(cells.text):
        return
    if "fill" not in cells.inks[cell]:
        cells.put(cell, marks.now, "accent")
    elif cells.text[cell] == " ":
        cells.text[cell] = marks.now


# -- the parts beside the axis ---------------------------------------------------------------------


def name_line(lane: Lane, layout: Layout, at: Setting, *, is_cursor: bool, cursor_sign: str) -> Line:
    """Gutter, name, skill and load, up to the axis."""
    is_away = lane.load_percent is None or is_absent(lane, at)
    name_ink = "bold bright" if is_cursor else "dim" if is_away else "text"
    gutter = cursor_sign if is_cursor else " "
    line: list[Piece] = [(gutter, "accent"), (" " * (layout.name_from - 1), "")]
    line.append((fit(short_name(safe(lane.name), layout.name), layout.name), name_ink))
    if layout.skill:
        line += [(" ", ""), (fit(safe(lane.skill), layout.skill), "dim")]
    text, ink = load_of(lane, at)
    line.append((fit(text, layout.load, right=True), ink))
    return tuple(line)


def short_name(name: str, width: int) -> str:
    """`Amadou Diallo`, or `A. Diallo` where the whole name has no room."""
    first, _, last = name.partition(" ")
    return name if width_of(name) <= width or not last else f"{first[:1]}. {last}"


def is_absent(lane: Lane, at: Setting) -> bool:
    """The technician is away now, whatever else is wrong with the lane."""
    return any(at.now in absence for absence in lane.absences)


def load_of(lane: Lane, at: Setting) -> Piece:
    """`78%`; more than there is time for stands out, less than could be is plain."""
    percent = lane.load_percent
    if percent is None or is_absent(lane, at):
        return "off", "hold" if lane.absences else "dim"
    return f"{percent}%", "bold late" if percent > 100 else "dim" if percent >= _BUSY_PERCENT else "text"


def watch_line(watch: Watch, at: Setting, width: int) -> Line:
    """The one reason to look at the lane; shorter where there is less room."""
    if width <= 0:
        return ()
    sign, words, ink = _watch(watch, at, is_wide=width >= 16)
    if not words:
        return ()
    return ((f"{sign or ' '} ", ink), (cut(words, width - 2), ink))


def _watch(watch: Watch, at: Setting, *, is_wide: bool) -> tuple[str, str, str]:
    number = f"{watch.order} " if is_wide and watch.order else ""
    spell = duration(watch.minutes)
    match watch.trouble:
        case Trouble.LATE:
            return "!", f"{number}late {spell}", "late"
        case Trouble.AWAY:
            return "!", f"{number}absent", "late"
        case Trouble.OVERTIME:
            return "!", f"overtime {spell}", "late"
        case Trouble.OVERLAP:
            return "!", f"overlap {spell}", "late"
        case Trouble.DECLINED:
            sign = state_label(VisitStatus.DECLINED.value).sign(at.is_ascii)
            return sign, f"declined {watch.order}" if is_wide else "declined", "late"
        case Trouble.ABSENT:
            since = clock(watch.at, at.zone) if watch.at is not None else ""
            return ('"' if at.is_ascii else "║"), f"absent {since}".rstrip(), "hold"
        case Trouble.ARRIVES:
            when = clock(watch.at, at.zone) if watch.at is not None else ""
            return "", f"{'arrives' if is_wide else 'there'} {when}", "dim"
        case Trouble.FREE:
            return "", f"free {spell}", "dim"
        case Trouble.NONE:
            return "", "", ""


def bar_words(bar: Bar, at: Setting) -> Line:
    """The cursor's bar spelt out: what, where it stands, when, and what is wrong."""
    label = state_label(bar.status.value)
    line: list[Piece] = [
        (bar.label, "bold bright"),
        (f"  {safe(bar.title)}", "text"),
        (f"  {label.sign(at.is_ascii)} {label.word}", label.ink),
        (f"  {clock(bar.start_at, at.zone)}–{clock(bar.end_at, at.zone)}", "text"),
    ]
    if bar.late_min:
        line.append((f"  ! late {duration(bar.late_min)}", "late"))
    for part, word in ((bar.away, "absent"), (bar.overtime, "overtime"), (bar.overlap, "overlap")):
        if part is not None:
            line.append((f"  ! {word} {duration(minutes_of(part.duration))}", "late"))
    if bar.travel_s:
        line.append((f"  {way_min(bar.travel_s)} min on the road", "dim"))
    if bar.is_pinned:
        line.append(("  pinned", "dim"))
    return tuple(line)


def lane_words(lane: Lane, at: Setting) -> Line:
    """A lane in words, where the cursor is on none of its bars."""
    if not lane.shifts:
        return ((safe(lane.name), "bold bright"), ("  is off that day", "dim"))
    hours = ", ".join(f"{clock(w.start_at, at.zone)}–{clock(w.end_at, at.zone)}" for w in lane.shifts)
    planned = f"{len(lane.bars)} on the lane" if lane.bars else "nothing planned"
    return ((safe(lane.name), "bold bright"), (f"  works {hours}, {planned}", "dim"))


def attention(lanes: Sequence[Lane], waiting: int, at: Setting, *, room: int) -> Line:
    """Counts that are not zero, the worst first: technicians by all that is wrong with them, then orders.

    Args:
        waiting: orders that nobody has, as the board counts them.
        room: cells that there are for it.
    """
    counts = Counter(trouble for lane in lanes for trouble in lane.troubles)
    declined = state_label(VisitStatus.DECLINED.value).sign(at.is_ascii)
    ready = state_label("ready").sign(at.is_ascii)
    absent = '"' if at.is_ascii else "║"
    told = (
        (Trouble.LATE, "!", "late", "late"),
        (Trouble.AWAY, "!", "while absent", "late"),
        (Trouble.OVERTIME, "!", "overtime", "late"),
        (Trouble.OVERLAP, "!", "overlap", "late"),
        (Trouble.DECLINED, declined, "declined", "late"),
        (Trouble.ABSENT, absent, "absent", "hold"),
    )
    items = [
        Counted(((f"{sign} {counts[t]}", f"bold {ink}"),), word, word)
        for t, sign, word, ink in told
        if counts[t]
    ]
    items[:1] = [item._replace(of=("technicians", "techs")) for item in items[:1]]
    if waiting:
        number = ((f"{ready} ", "ready"), (f"{waiting:,}", "bold ready"))
        items.append(Counted(number, "no technician", "no tech", ("orders", "orders")))
    return counts_line(items, room)
