"""Two moments beside each other in words: groups with their counts, one line for each order that differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from wom_tui.present.at import At
from wom_tui.present.cells import Line, Piece, fit, joined, plain
from wom_tui.present.changes import Change, change_pieces
from wom_tui.present.durations import clock_or_day, moment
from wom_tui.present.heads import head
from wom_tui.present.labels import state_label
from wom_tui.present.safe_text import safe
from wom_tui.queries.diff import Difference, Differences, Group

if TYPE_CHECKING:
    from wom_tui.queries.orders import OrderRow

_INKS: Mapping[Group, str] = {
    Group.NEW: "bright",
    Group.REOPENED: "bright",
    Group.UNASSIGNED: "ready",
    Group.ASSIGNED: "text",
    Group.MOVED: "text",
    Group.CHANGED: "text",
    Group.DONE: "dim",
    Group.CANCELLED: "dim",
    Group.GONE: "dim",
}
_TITLE, _NARROW_TITLE, _NARROW = 28, 20, 100
_TEXT = 120  # columns of a page of text


@dataclass(frozen=True)
class Entry:
    """A line; `key` is the order's number, empty for heads and gaps."""

    line: Line
    key: str = ""


def between(seen: Differences, at: At) -> str:
    """`08:00 → now`."""
    since = moment(seen.since, at.now, at.zone)
    until = "now" if seen.until is None else moment(seen.until, at.now, at.zone)
    return f"{since} {at.signs.arrow} {until}"


def verdict(seen: Differences) -> Line:
    """`5 new    12 moved    31 done`."""
    if not seen.found:
        return (("nothing differs", "dim"),)
    return joined(([(f"{count:,} {group.value}", _INKS[group])] for group, count in seen.counts().items()), 4)


def entries(seen: Differences, width: int, at: At) -> Iterator[Entry]:
    """All lines of the page."""
    title = _TITLE if width >= _NARROW else _NARROW_TITLE
    for group, found in groupby(seen.found, key=lambda one: one.group):
        mine = list(found)
        yield Entry(head(group.value.capitalize(), width, at.signs.rule, number=len(mine)))
        for one in mine:
            yield Entry(_line(one, title, at), str(one.number))
        yield Entry(())


def _line(one: Difference, title: int, at: At) -> Line:
    row, is_over = one.row, one.group in (Group.DONE, Group.CANCELLED, Group.GONE)
    ink = "dim" if is_over else "text"
    number: Piece = (f"{row.number:>6}", ink if is_over else "bold bright")
    lead: Line = (number, ("  ", ""), (fit(safe(row.title), title), ink), ("  ", ""))
    if one.before is None or one.after is None:
        return (*lead, *_standing(row, at))
    shown = [Change(*_word(name, one.before, one.after, at)) for name in one.fields]
    return (*lead, *joined((change_pieces(change, at.signs) for change in shown), 3))


def _standing(row: OrderRow, at: At) -> Line:
    """How an order is that has nothing to be compared with."""
    label = state_label(row.state)
    who = ((safe(row.technician_name), "text"),) if row.technician_name else ()
    due = (("due ", "dim"), (clock_or_day(row.due_at, at.now, at.zone), "text")) if row.due_at else ()
    return joined(
        (
            ((f"P{row.priority}", "text"),),
            ((f"{label.sign(at.signs.is_ascii)} {label.word}", label.ink),),
            who,
            due,
        ),
        3,
    )


def _word(name: str, before: OrderRow, after: OrderRow, at: At) -> tuple[str, str, str]:
    label, say = _FIELDS[name]
    return label, say(getattr(before, name), at), say(getattr(after, name), at)


def _state(value: Any, at: At) -> str:
    label = state_label(value)
    return f"{label.sign(at.signs.is_ascii)} {label.word}"


def _when(value: Any, at: At) -> str:
    return moment(value, at.now, at.zone) if value else ""


_FIELDS: Mapping[str, tuple[str, Callable[[Any, At], str]]] = {
    "state": ("", _state),
    "technician_name": ("technician", lambda value, _: safe(value or "")),
    "planned_start_at": ("at", _when),
    "priority": ("priority", lambda value, _: f"P{value}"),
    "due_at": ("due", _when),
}


def diff_lines(seen: Differences, at: At) -> Iterator[str]:
    """The page as text."""
    yield f"{between(seen, at)}   {plain(verdict(seen))}"
    yield ""
    yield from (plain(entry.line).rstrip() for entry in entries(seen, _TEXT, at))
