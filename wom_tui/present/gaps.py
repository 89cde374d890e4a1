"""How is free time told: from when to when, how long, and what of the tray has room there?"""

from __future__ import annotations

from wom_tui.domain.habits import mine
from wom_tui.present.cells import Line, cut, fit, line_width
from wom_tui.present.durations import clock, duration, way_min
from wom_tui.present.lanes import short_name
from wom_tui.present.safe_text import safe
from wom_tui.present.time_axis import Setting
from wom_tui.queries.gaps import FreeGap

_NAME = 14


def gap_line(gap: FreeGap, chosen: int, at: Setting, width: int, *, is_cursor: bool, has_name: bool) -> Line:
    """One gap.

    Args:
        chosen: which of what fits is told.
        has_name: whose it is, is told as well.
    """
    ink = "bold bright" if is_cursor else "text"
    cells = 2 * mine().clock_cells + 1
    times = f"{clock(gap.start_at, at.zone)}–{clock(gap.end_at, at.zone)}"
    left: Line = ((fit(times, cells), ink), (f"  {duration(gap.minutes):>5}", "dim"))
    if has_name:
        left = ((fit(short_name(safe(gap.name), _NAME), _NAME), ink), ("  ", ""), *left)
    if not gap.fits:
        return (*left, ("   nothing of the tray fits", "dim"))
    one = gap.fits[min(chosen, len(gap.fits) - 1)]
    more = f"  {chosen + 1} of {len(gap.fits)}" if len(gap.fits) > 1 else ""
    told = f"  {clock(one.start_at, at.zone)}  {way_min(one.travel_s)} min away"
    head: Line = (
        (f"   {'o' if at.is_ascii else '○'} ", "ready"),
        (f"{one.order}", "bold"),
        (f" P{one.priority} ", "dim"),
    )
    room = width - line_width(left) - line_width(head) - len(told) - len(more) - 1
    return (*left, *head, (cut(safe(one.title), max(8, room)), "text"), (told, "dim"), (more, "dim"))
