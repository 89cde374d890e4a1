"""How do orders stand on a map? Each by the board's signs; where several crowd, the most urgent one and a count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from math import floor
from typing import TYPE_CHECKING, Final, NamedTuple

from wom_tui.domain.states import Sla
from wom_tui.present.board import Day, Key, group_of, urgency
from wom_tui.present.cells import Line, Piece, line_width
from wom_tui.present.group import Group
from wom_tui.present.labels import CLOCKS, STATES, Label, Signs, state_label
from wom_tui.present.map_sight import Point, Sight, point_of

if TYPE_CHECKING:
    from wom_tui.queries.orders import OrderRow

# So many cells stand for their most urgent order: room for its signs and the count.
BLOCK_COLS: Final = 5
BLOCK_ROWS: Final = 2
_MOST: Final = 999
_HANDFUL: Final = 250  # rows: about a millisecond
_LOUD = frozenset({Sla.BREACHED, Sla.WARNING, Sla.AT_RISK})


class Places:
    """Where orders are on the flat map; a site's place is computed once."""

    def __init__(self) -> None:
        self._known: dict[tuple[float, float], Point] = {}

    def of(self, row: OrderRow) -> Point | None:
        """None where the position is missing or cannot be trusted."""
        if row.lat is None or row.lon is None:
            return None
        key = (row.lat, row.lon)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = point_of(*key)
        return found


class Cluster(NamedTuple):
    """Orders in one block of cells.

    Attributes:
        col, row: the cell of the most urgent one.
        edge: the last column of the block; what several are written with stays within it.
        orders: how many.
        worst: the most urgent one.
        is_marked: at least one of them is.
    """

    col: int
    row: int
    edge: int
    orders: int
    worst: OrderRow
    is_marked: bool


@dataclass
class _Block:
    rank: tuple[Group, Key, int]
    worst: OrderRow
    cell: tuple[int, int]
    count: int
    is_marked: bool


def clusters(
    rows: Iterable[OrderRow],
    places: Places,
    sight: Sight,
    day: Day,
    marks: frozenset[int],
    breathe: Callable[[], None] = lambda: None,
) -> list[Cluster]:
    """What stands in which block. Blocks lie still while the map is panned, as cells do.

    Args:
        breathe: called every few hundred rows, that others may come to their turn.
    """
    blocks: dict[tuple[int, int], _Block] = {}
    ends_at, left, top = day.ends_at, sight.left, sight.top
    wide, high = sight.unit, 2 * sight.unit
    for place, row in enumerate(rows):
        if not place % _HANDFUL:
            breathe()
        point = places.of(row)
        if point is None:
            continue
        col, line = floor(point.x / wide) - left, floor(point.y / high) - top
        if not (0 <= col < sight.cols and 0 <= line < sight.rows):
            continue
        rank = _rank(row, day.now, ends_at)
        key = ((left + col) // BLOCK_COLS, (top + line) // BLOCK_ROWS)
        block = blocks.get(key)
        if block is None:
            blocks[key] = _Block(rank, row, (col, line), 1, row.number in marks)
            continue
        block.count += 1
        block.is_marked = block.is_marked or row.number in marks
        if rank < block.rank:
            block.rank, block.worst, block.cell = rank, row, (col, line)
    return [
        Cluster(*block.cell, (key[0] + 1) * BLOCK_COLS - 1 - left, block.count, block.worst, block.is_marked)
        for key, block in blocks.items()
    ]


def _rank(row: OrderRow, now: datetime, ends_at: datetime) -> tuple[Group, Key, int]:
    """As the board sorts: the part of it, then how soon it is due."""
    return group_of(row, row.sla(now), ends_at), urgency(row), row.number


def order_signs(row: OrderRow, day: Day, signs: Signs) -> Line:
    """State, and where the clock is in trouble its sign beside it: as in the board's two columns."""
    sla = row.sla(day.now)
    group = group_of(row, sla, day.ends_at)
    state, clock = state_label(row.state), CLOCKS[sla]
    if sla in _LOUD and row.ended_at is None:
        ink = f"bold {clock.ink}"
        return (state.sign(signs.is_ascii), ink), (clock.sign(signs.is_ascii), ink)
    is_quiet = group >= Group.LATER and not row.needs_technician
    ink = "dim" if is_quiet else f"bold {state.ink}" if group is Group.ACT_NOW else state.ink
    return ((state.sign(signs.is_ascii), ink),)


def cluster_pieces(cluster: Cluster, day: Day, signs: Signs) -> tuple[int, Line]:
    """The column of its first sign, and what stands from there on: signs of the most urgent one, count, mark.

    One alone is where it is; of several the signs stand as near to the most urgent one as there is room.
    """
    shown = order_signs(cluster.worst, day, signs)
    col = cluster.col
    if cluster.orders > 1:
        shown = (*shown, (str(min(cluster.orders, _MOST)), "accent" if cluster.is_marked else "text"))
        col = max(0, min(col, cluster.edge + 1 - line_width(shown)))
    if cluster.is_marked:
        shown = (*shown, (signs.mark, "accent"))
    return col, shown


def legend(shown: Iterable[Cluster], day: Day, signs: Signs) -> list[Line]:
    """A sign and its word for what is on the map, clocks first; only what is there."""
    rows = [cluster.worst for cluster in shown]
    slas = {row.sla(day.now) for row in rows if row.ended_at is None} & _LOUD
    states = {row.state for row in rows}
    labels: list[Label] = [CLOCKS[sla] for sla in CLOCKS if sla in slas]
    labels.reverse()
    labels += [label for state, label in STATES.items() if state in states]
    words: dict[str, Line] = {}
    for label in labels:
        sign: Piece = (label.sign(signs.is_ascii), label.ink)
        words.setdefault(label.word, (sign, (f" {label.word}", "dim")))
    return list(words.values())
