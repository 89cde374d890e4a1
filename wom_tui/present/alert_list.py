"""Alerts as a list: how much each matters, how old it is, what it says, who has it; and one of them on a card."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from wom_tui.domain.alert import AlertStatus, Severity
from wom_tui.present.at import At
from wom_tui.present.cells import Line, Piece, clip, fit, joined, wrapped
from wom_tui.present.columns import Column
from wom_tui.present.counted import Counted, counts_line
from wom_tui.present.durations import count, duration, minutes_of, moment
from wom_tui.present.labels import Label, Signs
from wom_tui.present.order_table import TableOut
from wom_tui.present.safe_text import safe
from wom_tui.present.table import has_words, shared_out, table_line
from wom_tui.queries.alerts import AlertCounts, AlertDetail, AlertRow

if TYPE_CHECKING:
    from wom_tui.domain.event import Event

SEVERITIES: Mapping[Severity, Label] = MappingProxyType(
    {
        Severity.CRITICAL: Label("‼", "!", "critical", "late"),
        Severity.WARNING: Label("▲", "^", "warning", "warn"),
        Severity.INFO: Label("·", ".", "info", "text"),
    }
)
COLUMNS = (
    Column("severity", "Severity", 10),
    Column("age", "Age", 6, right=True),
    Column("about", "About", 18),
    Column("says", "What", 0),
    Column("state", "Who has it", 20, drops_below=90),
    Column("rule", "Rule", 20, drops_below=150),
)
_NARROW = 90
_TITLED_FROM, _TITLED = 120, 34  # columns of a list from which on an order's title stands beside its number


def columns_for(width: int) -> tuple[Column, ...]:
    """Those that a list so wide has room for; what it says has what the others leave."""
    kept = [column for column in COLUMNS if width >= column.drops_below]
    if width < _NARROW:
        kept = [replace(column, width=12) if column.id == "about" else column for column in kept]
    elif width >= _TITLED_FROM:
        kept = [replace(column, width=_TITLED) if column.id == "about" else column for column in kept]
    return shared_out(kept, width, "says")


def alert_line(row: AlertRow, columns: tuple[Column, ...], at: At) -> Line:
    """One alert."""
    return table_line(row, columns, _CELLS, at)


def _is_new(row: AlertRow) -> bool:
    return row.status == AlertStatus.OPEN.value


def _ink(row: AlertRow) -> str:
    return "dim" if row.status == AlertStatus.SNOOZED.value else "text"


def _severity(row: AlertRow, at: At) -> Piece:
    label = SEVERITIES[Severity(row.severity)]
    return f"{label.sign(at.signs.is_ascii)} {label.word}", label.ink if _is_new(row) else _ink(row)


def _age(row: AlertRow, at: At) -> Piece:
    return duration(minutes_of(at.now - row.raised_at)), _ink(row)


def _about(row: AlertRow, at: At) -> Piece:
    return about_words(row), "bold bright" if _is_new(row) else _ink(row)


def _says(row: AlertRow, at: At) -> Piece:
    return safe(row.says), _ink(row)


def _rule(row: AlertRow, at: At) -> Piece:
    return safe(row.rule), "dim"


def _state(row: AlertRow, at: At) -> Piece:
    return holder_words(row, at), "text" if row.assignee else "dim"


_CELLS: Mapping[str, Callable[[AlertRow, At], Piece]] = MappingProxyType(
    {"severity": _severity, "age": _age, "about": _about, "says": _says, "state": _state, "rule": _rule}
)


def about_words(row: AlertRow) -> str:
    """`order 4417  No heat`; what is no order by what it is called."""
    return safe(f"{row.about}  {row.title}" if row.title else row.about)


def holder_words(row: AlertRow, at: At) -> str:
    """`with ann`, `known by ann`, `until 15:00`; to whom it went up, where nobody has said a word."""
    if row.status == AlertStatus.SNOOZED.value and row.snoozed_until_at is not None:
        return f"until {moment(row.snoozed_until_at, at.now, at.zone)}"
    if row.assignee:
        return f"with {safe(row.assignee)}"
    if row.acknowledged_by:
        return f"known by {safe(row.acknowledged_by)}"
    return f"gone up to {safe(row.escalated_to)}" if row.escalated_to else ""


# ------------------------------------------------------------------------------------------ order, filter, file

SORTS: Mapping[str, Callable[[AlertRow], object]] = MappingProxyType(
    {
        "severity": lambda row: (Severity(row.severity).rank, row.raised_at),
        "age": lambda row: row.raised_at,
        "about": lambda row: row.about.casefold(),
        "says": lambda row: row.says.casefold(),
        "state": lambda row: (row.assignee or "", row.acknowledged_by or ""),
        "rule": lambda row: row.rule,
    }
)


def fits(row: AlertRow, text: str) -> bool:
    """Each word of a filter stands somewhere in what is told of the alert."""
    told = (
        row.severity,
        row.status,
        row.rule,
        row.about,
        row.title,
        row.says,
        row.assignee,
        row.acknowledged_by,
    )
    return has_words(filter(None, told), text)


_OUT = (
    *("number", "severity", "status", "about", "order", "says", "value", "rule", "since_at", "raised_at"),
    *(
        "acknowledged_by",
        "acknowledged_at",
        "assignee",
        "snoozed_until_at",
        "snooze_reason",
        "step",
        "escalated_to",
    ),
)


def alerts_out(rows: Iterable[AlertRow]) -> TableOut:
    """The list as it is written to a file."""
    return TableOut("alert", _OUT, [tuple(getattr(row, name) for name in _OUT) for row in rows])


# ------------------------------------------------------------------------------------------------- the frame


def counts(rows: Iterable[AlertRow]) -> AlertCounts:
    """How many there are of each; what somebody knows of or has put away is counted apart."""
    found = dict.fromkeys(AlertCounts._fields, 0)
    for row in rows:
        found[row.severity if _is_new(row) else row.status] += 1
    return AlertCounts(**found)


def attention(found: AlertCounts, signs: Signs, room: int) -> Line:
    """`‼ 2 critical    ▲ 3 warnings    1 known    2 put away`."""
    counted = [
        Counted(
            ((f"{label.sign(signs.is_ascii)} ", label.ink), (count(number), "bold bright")),
            word,
            severity.value,
        )
        for severity, label, word in _worded()
        if (number := getattr(found, severity.value))
    ]
    for number, word in ((found.acknowledged, "known"), (found.snoozed, "put away")):
        if number:
            counted.append(Counted(((count(number), "text"),), word, word))
    return counts_line(counted, room) if counted else (("no alert is open", "dim"),)


def _worded() -> Iterable[tuple[Severity, Label, str]]:
    words = {Severity.CRITICAL: "critical", Severity.WARNING: "warning", Severity.INFO: "to know"}
    return ((severity, label, words[severity]) for severity, label in SEVERITIES.items())


def badge(found: AlertCounts, signs: Signs) -> Line:
    """`‼2 ▲3`: those that nobody has acknowledged or put away."""
    told: list[Line] = [
        ((f"{label.sign(signs.is_ascii)}{count(number)}", label.ink),)
        for severity, label in SEVERITIES.items()
        if severity is not Severity.INFO and (number := getattr(found, severity.value))
    ]
    return joined(told, 1)


# -------------------------------------------------------------------------------------------------- the card


def card(row: AlertRow, detail: AlertDetail | None, at: At, width: int, most: int) -> list[Line]:
    """What it says, since when, by which rule, who has it, what happened to it, in at most so many lines."""
    label = SEVERITIES[Severity(row.severity)]
    items: list[Line] = [
        ((f"{label.sign(at.signs.is_ascii)} {label.word}", label.ink),),
        ((about_words(row), "bold bright"),),
        (("since ", "dim"), (moment(row.since_at, at.now, at.zone), "text")),
        (("rule ", "dim"), (safe(row.rule), "text")),
    ]
    if holder := holder_words(row, at):
        items.append(((holder, "text"),))
    lines: list[Line] = [joined(items, 3), *(((text, "text"),) for text in wrapped(safe(row.says), width, 3))]
    if row.snooze_reason:
        lines.append((("put away: ", "dim"), (safe(row.snooze_reason), "text")))
    if detail is not None:
        lines += [_happened(event, at) for event in detail.history]
    return [clip(line, width) for line in lines[:most]]


def _happened(event: Event, at: At) -> Line:
    what = event.kind.partition(".")[2].replace("_", " ")
    said = event.after.get("snooze_reason") or event.after.get("cleared_why") or event.after.get("assignee")
    return (
        (fit(moment(event.at, at.now, at.zone), 12), "dim"),
        ("  ", ""),
        (f"{what} by {safe(event.who)}", "text"),
        (f"  {safe(str(said))}" if said else "", "dim"),
    )
