"""What stands in each cell of a row of the board? Every cell is exactly as wide as its column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import TYPE_CHECKING

from wom_tui.domain.habits import clock_text
from wom_tui.domain.states import FAILED, PartsState, Sla
from wom_tui.present.cells import Piece, fit, width_of
from wom_tui.present.durations import clock_or_day, difference, duration, minutes_of, span
from wom_tui.present.group import Group
from wom_tui.present.labels import CLOCKS, Signs, state_label
from wom_tui.present.parts import INKS, is_too_early, parts_cell
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.domain.order_clock import SlaRules
    from wom_tui.queries.orders import OrderRow


@dataclass(frozen=True)
class Setting:
    """What a cell has to know besides the row.

    Attributes:
        rules: by which time is counted; None = they are not known yet.
    """

    now: datetime
    zone: tzinfo
    signs: Signs
    group: Group
    is_cursor: bool = False
    rules: SlaRules | None = None

    @property
    def is_quiet(self) -> bool:
        """Nothing to do: the row is dim."""
        return self.group in (Group.LATER, Group.ENDED)

    def ink(self, loud: str) -> str:
        """The ink, or the quiet one."""
        return "dim" if self.is_quiet else loud


Cell = tuple[Piece, ...]


def _number(row: OrderRow, width: int, at: Setting) -> Cell:
    ink = "bold bright" if at.group is Group.ACT_NOW or at.is_cursor else at.ink("text")
    return ((fit(str(row.number), width, right=True), ink),)


def _priority(row: OrderRow, width: int, at: Setting) -> Cell:
    ink = "bold bright" if row.priority == 1 else "text" if row.priority == 2 else "dim"
    return ((fit(f"P{row.priority}", width), at.ink(ink) if row.priority > 1 else ink),)


def _state(row: OrderRow, width: int, at: Setting) -> Cell:
    label = state_label(row.state)
    sign = label.sign(at.signs.is_ascii)
    ink = label.ink if label.ink == "ready" else at.ink(label.ink)
    if width == 1:
        return ((sign, ink),)
    return ((sign, ink), (fit(f" {label.word}", width - 1), at.ink(label.ink)))


def _due(row: OrderRow, width: int, at: Setting) -> Cell:
    text = clock_or_day(row.due_at, at.now, at.zone) if row.due_at else ""
    return ((fit(text, width, right=True), at.ink("text")),)


def _slack(row: OrderRow, width: int, at: Setting) -> Cell:
    sla = row.sla(at.now)
    label = CLOCKS[sla]
    sign = label.sign(at.signs.is_ascii)
    if row.due_at is None:
        return ((" " * width, ""),)
    if row.ended_at is not None:
        text = "met" if sla is Sla.MET else "late"
        return ((sign, at.ink(label.ink)), (fit(text, width - 1, right=True), at.ink("text")))
    if sla is Sla.PAUSED:
        return ((sign, label.ink), (fit("paused", width - 1, right=True), label.ink))
    minutes = minutes_of(row.due_at - at.now)
    text = fit(difference(minutes, at.signs.minus), width - 1, right=True)
    ink = f"bold {label.ink}" if sla in (Sla.BREACHED, Sla.WARNING) else at.ink(label.ink)
    return ((sign, ink), (text, ink))


def _used(row: OrderRow, width: int, at: Setting) -> Cell:
    share = row.used_share(at.rules, at.now) if at.rules is not None else None
    if share is None or row.sla(at.now) is Sla.PAUSED:
        return ((" " * width, ""),)
    cells = 5
    full = max(0, min(cells, round(share * cells)))
    label = CLOCKS[row.sla(at.now)]
    ink = label.ink if label.ink in ("late", "warn") else "dim" if at.is_quiet else "plan"
    percent = f"{round(share * 100)}%" if share < 9.995 else ">999%"
    if at.is_quiet:
        return ((" " * cells, ""), (fit(percent, width - cells, right=True), "dim"))
    return (
        (at.signs.full * full, ink),
        (at.signs.empty * (cells - full), "rule"),
        (fit(percent, width - cells, right=True), ink if ink != "plan" else "text"),
    )


def _work(row: OrderRow, width: int, at: Setting) -> Cell:
    ink = "bold bright" if at.is_cursor else at.ink("text")
    return ((fit(safe(row.title), width, ellipsis=at.signs.ellipsis), ink),)


def _site(row: OrderRow, width: int, at: Setting) -> Cell:
    return ((fit(safe(row.site), width, ellipsis=at.signs.ellipsis), at.ink("text")),)


def _technician(row: OrderRow, width: int, at: Setting) -> Cell:
    if row.technician is None:
        needs_one = row.status == "ready" or row.state in FAILED
        return ((fit(at.signs.nobody if needs_one else "", width), at.ink("ready" if needs_one else "dim")),)
    name = safe(row.technician_name or row.technician)
    return ((fit(short_name(name, width), width, ellipsis=at.signs.ellipsis), at.ink("text")),)


def short_name(name: str, width: int) -> str:
    """`Maria Keane` → `M. Keane` where the whole name has no room."""
    first, _, last = name.partition(" ")
    return f"{first[0]}. {last}" if first and last and width_of(name) > width else name


def _planned(row: OrderRow, width: int, at: Setting) -> Cell:
    waiting = parts_cell(row, at.now, at.zone) if row.planned_start_at is None else None
    if waiting is not None:
        return ((fit(waiting[0], width), waiting[1]),)
    ink = INKS[PartsState.SHORT] if is_too_early(row, at.now) else "text" if at.is_cursor else "dim"
    return ((fit(planned_text(row, at.now, at.zone, at.signs), width), ink),)


def planned_text(row: OrderRow, now: datetime, zone: tzinfo, signs: Signs) -> str:
    """`14:00–16:00` today, `25 Nov 14:00` on another day; empty where no visit is planned."""
    if row.planned_start_at is None:
        return ""
    start = row.planned_start_at.astimezone(zone)
    if start.date() == now.astimezone(zone).date():
        return span(row.planned_start_at, row.planned_end_at, zone).replace("–", signs.dash)
    return f"{clock_or_day(row.planned_start_at, now, zone)} {clock_text(start)}"


def _text(name: str) -> Callable[[OrderRow, int, Setting], Cell]:
    """The cell of a column that shows a text of the row as it is."""

    def cell(row: OrderRow, width: int, at: Setting) -> Cell:
        text = safe(getattr(row, name) or "")
        return ((fit(text, width, ellipsis=at.signs.ellipsis), at.ink("text")),)

    return cell


def _age(row: OrderRow, width: int, at: Setting) -> Cell:
    text = duration(minutes_of((row.ended_at or at.now) - row.opened_at))
    return ((fit(text, width, right=True), at.ink("text")),)


def _opened(row: OrderRow, width: int, at: Setting) -> Cell:
    return ((fit(clock_or_day(row.opened_at, at.now, at.zone), width, right=True), at.ink("text")),)


def _parts(row: OrderRow, width: int, at: Setting) -> Cell:
    missing = parts_cell(row, at.now, at.zone)
    if missing is not None:
        return ((fit(missing[0].removeprefix("parts "), width), missing[1]),)
    return ((fit(row.parts or "", width), "dim"),)


def _hold(row: OrderRow, width: int, at: Setting) -> Cell:
    if row.hold_reason is None:
        return ((" " * width, ""),)
    until = clock_or_day(row.held_until_at, at.now, at.zone) if row.held_until_at else ""
    return ((fit(f"{row.hold_reason} {until}".rstrip(), width), "hold"),)


CELLS: Mapping[str, Callable[[OrderRow, int, Setting], Cell]] = MappingProxyType(
    {
        "number": _number,
        "priority": _priority,
        "state": _state,
        "due": _due,
        "slack": _slack,
        "used": _used,
        "work": _work,
        "site": _site,
        "technician": _technician,
        "planned": _planned,
        "age": _age,
        "territory": _text("territory"),
        "customer": _text("customer"),
        "work_type": _text("work_type"),
        "parts": _parts,
        "hold": _hold,
        "opened": _opened,
        "address": _text("address"),
        "external_id": _text("external_id"),
    }
)


def cell(row: OrderRow, id: str, width: int, at: Setting) -> Cell:
    """One cell of a row, so wide: for lists that show orders among other things."""
    return CELLS[id](row, width, at)
