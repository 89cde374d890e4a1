"""Which columns has the board at a given width, and what stands in each cell?

Columns fall in a fixed order as the screen narrows; number, priority, state, slack and work never do. Every
cell is exactly as wide as its column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import TYPE_CHECKING

from wom_tui.domain.habits import clock_text, mine
from wom_tui.domain.states import FAILED, PartsState, Sla
from wom_tui.present.board import Group
from wom_tui.present.cells import GAP, Line, Piece, cut, fit, width_of
from wom_tui.present.durations import clock_or_day, difference, minutes_of, span
from wom_tui.present.labels import CLOCKS, Signs, state_label
from wom_tui.present.parts import INKS, is_too_early, parts_cell
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.domain.order_clock import SlaRules
    from wom_tui.queries.orders import OrderRow

TEXT_FROM = 3  # column 0 is the cursor's, column 1 the mark's


@dataclass(frozen=True)
class Column:
    """One column. `drops_below` is the width of the board under which it falls."""

    id: str
    head: str
    width: int
    right: bool = False
    drops_below: int = 0


_COLUMNS = (
    Column("number", "Order", 5, right=True),
    Column("priority", "P", 2),
    Column("state", "State", 13),
    Column("due", "Due", 6, right=True, drops_below=80),
    Column("slack", "Slack", 8, right=True),
    Column("used", "Time used", 10, right=True, drops_below=130),
    Column("work", "Work", 0),
    Column("site", "Site", 0, drops_below=100),
    Column("technician", "Technician", 10, drops_below=64),
    Column("planned", "Planned", 12, drops_below=110),
)
_WIDE = 130  # from here on technicians have their whole names
_CLOSE = 100  # below this technicians have nine cells, so that the due has its place even at 80
_NARROW = 64  # below this the state is its glyph alone


def columns_for(width: int, widest_number: int = 5) -> tuple[Column, ...]:
    """The columns of a board of that width; work and site share what the others leave."""
    kept = [column for column in _COLUMNS if width >= column.drops_below]
    kept[0] = replace(kept[0], width=max(kept[0].width, widest_number))
    if width >= _WIDE:
        kept = [replace(c, width=16) if c.id == "technician" else c for c in kept]
    if width < _CLOSE:
        kept = [replace(c, width=9, head="Tech") if c.id == "technician" else c for c in kept]
    kept = [replace(c, width=c.width + mine().clock_cells - 5) if c.id == "planned" else c for c in kept]
    if width < _NARROW:
        kept = [replace(c, width=1, head="") if c.id == "state" else c for c in kept]
    fixed = sum(column.width for column in kept) + GAP * (len(kept) - 1) + TEXT_FROM + 1
    room = max(4, width - fixed)
    has_site = any(column.id == "site" for column in kept)
    work = room * 55 // 100 if has_site else room
    widths = {"work": work, "site": room - work}
    return tuple(replace(column, width=widths.get(column.id, column.width)) for column in kept)


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


_CELLS: Mapping[str, Callable[[OrderRow, int, Setting], Cell]] = MappingProxyType(
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
    }
)


def cell(row: OrderRow, id: str, width: int, at: Setting) -> Cell:
    """One cell of a row, so wide: for lists that show orders among other things."""
    return _CELLS[id](row, width, at)


_SPACE: Piece = (" " * GAP, "")


def row_line(
    row: OrderRow,
    columns: Sequence[Column],
    at: Setting,
    *,
    is_marked: bool = False,
    is_gone: bool = False,
    changed: frozenset[str] = frozenset(),
) -> Line:
    """One row of the board.

    Args:
        is_gone: it has left the list and waits, dim, to be taken away.
        changed: columns that changed a moment ago; they are underlined.
    """
    pieces: list[Piece] = [
        (at.signs.cursor if at.is_cursor else " ", "accent"),
        (at.signs.mark if is_marked else " ", "accent"),
        (" ", ""),
    ]
    for place, column in enumerate(columns):
        if place:
            pieces.append(_SPACE)
        cells = _CELLS[column.id](row, column.width, at)
        if is_gone:
            cells = tuple((text, "dim strike" if column.id == "number" else "dim") for text, _ in cells)
        pieces.extend(_underlined(cells) if column.id in changed else cells)
    return tuple(pieces)


def _underlined(cells: Cell) -> Cell:
    """The words under a line, not the space around them."""
    out: list[Piece] = []
    for text, ink in cells:
        words = text.strip()
        before = text[: len(text) - len(text.lstrip())]
        out += [(before, ink), (words, f"{ink} under".strip()), (text[len(before) + len(words) :], ink)]
    return tuple(piece for piece in out if piece[0])


def head_line(
    columns: Sequence[Column], *, sorted_by: str, is_reversed: bool, chosen: str, signs: Signs
) -> Line:
    """The column heads: the sort column bold with its arrow, the chosen one in reverse video."""
    pieces: list[Piece] = [(" " * TEXT_FROM, "")]
    for place, column in enumerate(columns):
        if place:
            pieces.append(_SPACE)
        text = column.head
        if column.id == sorted_by and text:
            text += f" {signs.down if is_reversed else signs.up}"
        text = cut(text, column.width, "")
        ink = "bold bright" if column.id == sorted_by else "dim"
        space = " " * (column.width - width_of(text))
        word: Piece = (text, f"{ink} reverse" if column.id == chosen else ink)
        pieces += [(space, ""), word] if column.right else [word, (space, "")]
    return tuple(piece for piece in pieces if piece[0])


def changed_columns(before: OrderRow, after: OrderRow) -> frozenset[str]:
    """Which columns would show something else now."""
    fields = {
        "priority": ("priority",),
        "state": ("state", "status"),
        "due": ("due_at",),
        "work": ("title",),
        "site": ("site",),
        "technician": ("technician",),
        "planned": ("planned_start_at", "planned_end_at", "parts", "parts_ready_at"),
    }
    return frozenset(
        column
        for column, names in fields.items()
        if any(getattr(before, name) != getattr(after, name) for name in names)
    )
