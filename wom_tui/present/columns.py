"""Which columns has the board at a given width, and what stands in each cell?

Columns fall in a fixed order as the screen narrows; number, priority, state, slack and work never do. Every
cell is exactly as wide as its column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wom_tui.domain.habits import mine
from wom_tui.present.cells import GAP, Line, Piece, cut, width_of
from wom_tui.present.labels import Signs
from wom_tui.present.row_cells import CELLS, Cell, Setting

if TYPE_CHECKING:
    from wom_tui.queries.orders import OrderRow

TEXT_FROM = 3  # column 0 is the cursor's, column 1 the mark's


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        width: in cells; 0 = it shares what the others leave.
        drops_below: the width of the board under which it falls; of chosen columns the highest falls first.
        said: what it shows, for whoever chooses columns.
    """

    id: str
    head: str
    width: int
    right: bool = False
    drops_below: int = 0
    said: str = ""


COLUMNS = (
    Column("number", "Order", 5, right=True, said="the order's number; it always has a column"),
    Column("priority", "P", 2, said="1 is the most urgent"),
    Column("state", "State", 13, said="of the order, or of its visit where that says more"),
    Column("due", "Due", 6, right=True, drops_below=80, said="until when somebody has to respond or resolve"),
    Column("slack", "Slack", 8, right=True, said="how long until then"),
    Column("used", "Time used", 10, right=True, drops_below=130, said="how much of the time is gone"),
    Column("work", "Work", 0, said="what is to be done"),
    Column("site", "Site", 0, drops_below=100, said="where"),
    Column("technician", "Technician", 10, drops_below=64, said="who has it"),
    Column("planned", "Planned", 12, drops_below=110, said="when its visit is, or what it waits for"),
)
_MORE = (
    Column("age", "Age", 6, right=True, drops_below=115, said="since when it is there"),
    Column("territory", "Territory", 14, drops_below=125, said="the part of the town"),
    Column("customer", "Customer", 18, drops_below=135, said="whose order it is"),
    Column("work_type", "Work type", 16, drops_below=140, said="the kind of work"),
    Column("parts", "Parts", 12, drops_below=112, said="how its parts stand, and when they come"),
    Column("hold", "On hold", 15, drops_below=128, said="what it waits for, and when somebody looks again"),
    Column("opened", "Opened", 6, right=True, drops_below=145, said="when it came in"),
    Column("address", "Address", 22, drops_below=150, said="of the site"),
    Column("external_id", "Their number", 14, drops_below=155, said="in the system it came from"),
)
ALL_COLUMNS = (*COLUMNS, *_MORE)  # the board's own, then those that have to be chosen
_BY_ID = {column.id: column for column in ALL_COLUMNS}
_WIDE = 130  # from here on technicians have their whole names
_CLOSE = 100  # below this technicians have nine cells, so that the due has its place even at 80
_NARROW = 64  # below this the state is its glyph alone
_WORK = 55  # percent of what the others leave; the rest is the site's
_LEAST = 12  # cells, that one who shares can be read


def columns_for(width: int, widest_number: int = 5, chosen: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns of a board of that width; work and site share what the others leave.

    Args:
        chosen: ids in their order; none = the board's own columns.
    """
    listed = [_BY_ID[id] for id in chosen] or [c for c in COLUMNS if width >= c.drops_below]
    kept = [_as_wide(column, width, widest_number) for column in listed]
    while chosen and _taken(kept) + _LEAST * sum(not c.width for c in kept) > width:
        falls = max(kept, key=lambda column: column.drops_below)
        if not falls.drops_below:
            break
        kept.remove(falls)
    room = max(4, width - _taken(kept))
    sharing = [column.id for column in kept if not column.width]
    shares = dict.fromkeys(sharing, room)
    if len(sharing) > 1:
        shares = {"work": room * _WORK // 100, "site": room - room * _WORK // 100}
    return tuple(replace(column, width=shares.get(column.id, column.width)) for column in kept)


def _as_wide(column: Column, width: int, widest_number: int) -> Column:
    """The column as it is on a board of that width."""
    match column.id:
        case "number":
            return replace(column, width=max(column.width, widest_number))
        case "technician" if width >= _WIDE:
            return replace(column, width=16)
        case "technician" if width < _CLOSE:
            return replace(column, width=9, head="Tech")
        case "planned":
            return replace(column, width=column.width + mine().clock_cells - 5)
        case "state" if width < _NARROW:
            return replace(column, width=1, head="")
        case _:
            return column


def _taken(columns: Sequence[Column]) -> int:
    """Cells that stand fast: columns with a width of their own, gaps, the gutter, the last one."""
    return sum(column.width for column in columns) + GAP * (len(columns) - 1) + TEXT_FROM + 1


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
        cells = CELLS[column.id](row, column.width, at)
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
            text = _sorted_head(text, column.width, signs.down if is_reversed else signs.up, signs)
        text = cut(text, column.width, "")
        ink = "bold bright" if column.id == sorted_by else "dim"
        space = " " * (column.width - width_of(text))
        word: Piece = (text, f"{ink} reverse" if column.id == chosen else ink)
        pieces += [(space, ""), word] if column.right else [word, (space, "")]
    return tuple(piece for piece in pieces if piece[0])


def _sorted_head(word: str, width: int, arrow: str, signs: Signs) -> str:
    """The arrow is always seen: close to the word where there is little room, else behind what there is room for."""
    room = width - width_of(arrow)
    gap = " " if width_of(word) < room else ""
    return f"{cut(word, room, signs.ellipsis)}{gap}{arrow}"


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
        "territory": ("territory",),
        "customer": ("customer",),
        "work_type": ("work_type",),
        "parts": ("parts", "parts_ready_at"),
        "hold": ("hold_reason", "held_until_at"),
        "address": ("address",),
    }
    return frozenset(
        column
        for column, names in fields.items()
        if any(getattr(before, name) != getattr(after, name) for name in names)
    )
