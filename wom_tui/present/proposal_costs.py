"""What does a plan cost by its policy, as it is and as proposed, and what does each of its lines change?

All but what has no place is told in minutes on the road: a minute late is worth so many of them as the policy says.
Late are visits that begin after their due, and those of orders past due for as long as they wait; an order
without a visit is counted as unassigned, however late it is.
Better is below zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from wom_tui.present.cells import Line, Piece
from wom_tui.present.time_axis import Setting

if TYPE_CHECKING:
    from wom_tui.planning.shares import Share, Shares

_LABEL, _FIGURE = 14, 11  # cells of the table's columns


class Term(NamedTuple):
    """One column of costs.

    Attributes:
        part: of a share.
        short: its head beside the lines; none where a line need not say it.
        cells: its width there.
        least: the width of a screen from which on it is shown.
    """

    part: str
    head: str
    short: str
    cells: int
    least: int


TERMS = (
    Term("unassigned", "Unassigned", "", 0, 0),
    Term("late", "Late start", "Late", 8, 60),
    Term("travel", "Travel", "Travel", 8, 0),
    Term("overtime", "Overtime", "Over", 6, 110),
    Term("moved", "Moved", "Moved", 7, 110),
    Term("hired", "Hired", "", 0, 110),
    Term("uneven", "Uneven", "", 0, 110),
    Term("cost", "Cost", "Cost", 8, 60),
)
_NARROW = ("travel", "cost")  # of a line, where there is little room


def line_terms(width: int) -> tuple[Term, ...]:
    """The columns of costs beside a line."""
    if width < 60:
        return ()
    return tuple(term for term in TERMS if term.short and (width >= 110 or term.part in _NARROW))


def cost_lines(costs: Shares, change: Share, width: int, at: Setting) -> list[Line]:
    """As is, proposed, change: one column for each term."""
    proposed = costs.as_is + change
    terms = [term for term in TERMS if width >= term.least and not _is_idle(term, costs.as_is, proposed)]
    head = "".join(f"{term.head:>{_FIGURE}}" for term in terms)
    changes = (_change(term, getattr(change, term.part), _FIGURE, at) for term in terms)
    return [
        (_label("road min", "dim"), (head, "dim")),
        (_label("As is", "dim"), (_figures(costs.as_is, terms, at), "dim")),
        (_label("Proposed", "text"), (_figures(proposed, terms, at), "text")),
        (_label("Change", "bold bright"), *changes),
    ]


def _is_idle(term: Term, as_is: Share, proposed: Share) -> bool:
    """Most offices hire nobody, and most policies leave the work with who is near."""
    values = getattr(as_is, term.part), getattr(proposed, term.part)
    return term.part in ("hired", "uneven") and not any(values)


def _label(text: str, ink: str) -> Piece:
    return f"   {text:<{_LABEL - 3}}", ink


def _figures(share: Share, terms: Sequence[Term], at: Setting) -> str:
    return "".join(f"{_plain(getattr(share, term.part), at):>{_FIGURE}}" for term in terms)


def share_cells(share: Share | None, terms: Sequence[Term], at: Setting, *, is_taken: bool) -> Line:
    """What a line changes, below the heads; nothing of one that is left out."""
    if share is None or not is_taken:
        return ((" " * sum(term.cells for term in terms), ""),)
    return tuple(_of_line(share, term, at) for term in terms)


def _of_line(share: Share, term: Term, at: Setting) -> Piece:
    """Only the sum is coloured: better, or worse without anything having got a place by it."""
    value = getattr(share, term.part)
    text, ink = _change(term, value, term.cells, at)
    if term.part != "cost" or (value > 0 and share.unassigned < 0):
        ink = "dim" if term.part != "cost" else "text"
    return text, ink


def _change(term: Term, value: int, cells: int, at: Setting) -> Piece:
    if value == 0:
        return f"{_dot(at):>{cells}}", "dim"
    ink = "site" if value < 0 else "warn"
    sign = "+" if value > 0 else _minus(at)
    return f"{f'{sign}{abs(value):,}':>{cells}}", f"bold {ink}" if term.part == "cost" else ink


def _plain(value: int, at: Setting) -> str:
    return f"{value:,}" if value >= 0 else f"{_minus(at)}{-value:,}"


def _minus(at: Setting) -> str:
    return "-" if at.is_ascii else "−"


def _dot(at: Setting) -> str:
    return "." if at.is_ascii else "·"
