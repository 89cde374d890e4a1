"""What does the reading area say of the order under the cursor: how long, what does it need, who has it?"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wom_tui.domain.states import OrderStatus, Sla
from wom_tui.domain.work_type import asked
from wom_tui.present.board import Day
from wom_tui.present.cells import Line, Piece, clip, cut, fit, joined, width_of
from wom_tui.present.durations import duration, hours, minutes_of, moment
from wom_tui.present.labels import CLOCKS, Signs, state_piece
from wom_tui.present.order_notes import beside, newest_note
from wom_tui.present.parts import parts_sentence
from wom_tui.present.row_cells import planned_text
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.queries.order import OrderDetail
    from wom_tui.queries.orders import OrderRow


def verdict(row: OrderRow, now: datetime, signs: Signs) -> Line:
    """What is left, or how late it is: `▲ 0:43 left`."""
    sla = row.sla(now)
    label = CLOCKS[sla]
    sign = f"{label.sign(signs.is_ascii)} " if label.glyph.strip() else ""
    if row.due_at is None:
        return (("no due time", "dim"),)
    if row.ended_at is not None:
        return ((f"{sign}{'met' if sla is Sla.MET else 'ended late'}", "dim"),)
    if sla is Sla.PAUSED:
        return ((f"{sign}clock paused", label.ink),)
    minutes = minutes_of(row.due_at - now)
    word = "late" if minutes < 0 or sla is Sla.BREACHED else "left"
    ink = f"bold {label.ink}" if label.ink in ("late", "warn") else "bright"
    return ((f"{sign}{duration(minutes)} {word}", ink),)


def due_words(row: OrderRow, now: datetime, zone: ZoneInfo) -> Line:
    """`respond due 15:15`."""
    if row.due_at is None or row.ended_at is not None:
        return ()
    which = "respond" if row.due_at is row.respond_due_at else "resolve"
    return ((f"{which} due ", "dim"), (moment(row.due_at, now, zone), "text"))


def waits_for(row: OrderRow, now: datetime, zone: ZoneInfo) -> Line:
    """`parts, look again tomorrow 09:00`, of an order on hold."""
    if row.hold_reason is None:
        return ()
    until = moment(row.held_until_at, now, zone) if row.held_until_at else "nobody knows when"
    return ((safe(row.hold_reason), "hold"), (f", look again {until}", "dim"))


def holder(row: OrderRow, now: datetime, zone: ZoneInfo, signs: Signs) -> Line:
    """Who has it and when, or why nobody does."""
    if row.hold_reason is not None:
        (reason, ink), until = waits_for(row, now, zone)
        return ((f"waits for {reason}", ink), until)
    if row.technician_name is not None:
        when = planned_text(row, now, zone, signs)
        return ((safe(row.technician_name), "text"), (f"  {when}" if when else "", "dim"))
    if row.ended_at is not None:
        return ()
    if row.status == OrderStatus.DRAFT.value:
        return (("nobody has it", "ready"),)  # who could is asked when it is ready
    return (("nobody has it", "ready"), ("  a shows who can take it", "dim"))


def needs(detail: OrderDetail | None) -> Line:
    """`needs cooling 2, 1:30 h`; nothing while that is not read yet."""
    requirement = detail.requirement if detail else None
    if requirement is None:
        return ()
    skills = ", ".join(f"{safe(s.name)} {s.level}" for s in requirement.skills or ()) or "no special skill"
    time = f", {hours(requirement.duration_min)}" if requirement.duration_min else ""
    return (("needs ", "dim"), (skills + time, "text"))


def below(
    row: OrderRow,
    detail: OrderDetail | None,
    day: Day,
    signs: Signs,
    width: int,
    lines: int,
    busy: str = "",
) -> list[Line]:
    """The area under the list: three lines, or two on a narrow screen; what was said last in the room that is left.

    Args:
        busy: who else is on it.
    """
    indent: Piece = ("   ", "")
    now, zone = day.now, day.zone
    number = (str(row.number), "bold bright")
    site, customer = (safe(row.site), "text"), safe(row.customer)
    opened = (f"opened {moment(row.opened_at, now, zone)}", "dim")
    who = holder(row, now, zone, signs)
    lacking = parts_sentence(row, now, zone)
    if lacking:
        who = who[:1]  # who could take it is the second question then
    if lines == 2:
        first = joined(((number,), (site,), needs(detail)), 3)
        second = joined((verdict(row, now, signs), also(busy), who, absent(detail, now, zone), lacking), 2)
        second = beside(second, newest_note(detail), 2, width - 1 - width_of(indent[0]))
        return [clip((indent, *first), width - 1), clip((indent, *second), width - 1)]
    kind = (" · ".join(part for part in (f"P{row.priority}", customer) if part), "dim")
    title = (cut(safe(row.title), width // 3), "text")
    first = joined(((number,), (title,), ((site[0], "dim"),), (kind,), (opened,)), 3)
    state = (state_piece(row.state, is_ascii=signs.is_ascii),)
    second = joined((verdict(row, now, signs), due_words(row, now, zone), needs(detail), state), 4)
    third = joined((who, absent(detail, now, zone), also(busy), lacking, trouble(detail)), 4)
    third = beside(third, newest_note(detail), 4, width - 1 - width_of(indent[0]))
    return [clip((indent, *line), width - 1) for line in (first, second, third)]


def absent(detail: OrderDetail | None, now: datetime, zone: ZoneInfo) -> Line:
    """`D. Keane is absent 13:00–17:00`, where that takes some of the visit."""
    if detail is None or detail.away is None:
        return ()
    away = detail.away
    when = f"{moment(away.start_at, now, zone)}–{moment(away.end_at, now, zone)}"
    return ((f"{safe(detail.row.technician_name or '')} is absent {when}", "late"),)


def also(busy: str) -> Line:
    """Who else is on it: said, and in nobody's way."""
    return ((safe(busy), "dim"),) if busy else ()


def trouble(detail: OrderDetail | None) -> Line:
    """What is missing before it can go on."""
    if detail is None or not detail.missing:
        return ()
    return (("missing: ", "dim"), (", ".join(map(asked, detail.missing)), "warn"))


def fact(name: str, value: str, ink: str = "text", *, label_width: int = 12) -> Line:
    """A dim label and a plain value."""
    return ((fit(name, label_width), "dim"), (value, ink))
