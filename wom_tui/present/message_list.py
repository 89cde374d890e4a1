"""What office and field say to each other as a list: what is new, from whom to whom, who has to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from wom_tui.present.at import At
from wom_tui.present.cells import Line, Piece, clip
from wom_tui.present.columns import Column
from wom_tui.present.counted import Counted, counts_line
from wom_tui.present.durations import clock_or_day, count
from wom_tui.present.messages import message_lines, state_words
from wom_tui.present.order_table import TableOut
from wom_tui.present.safe_text import safe
from wom_tui.present.table import has_words, shared_out, table_line
from wom_tui.queries.messages import MessageRow

COLUMNS = (
    Column("sent", "Sent", 6, right=True),
    Column("author", "From", 12),
    Column("to", "To", 14, drops_below=90),
    Column("about", "About", 12),
    Column("text", "What was said", 0),
    Column("state", "How it stands", 24, drops_below=110),
)


def columns_for(width: int) -> tuple[Column, ...]:
    """Those that a list so wide has room for; the words have what the others leave."""
    kept = [column for column in COLUMNS if width >= column.drops_below]
    return shared_out(kept, width, "text")


def about_words(row: MessageRow) -> str:
    """`order 4417`, or whose thread it stands in."""
    return f"order {row.order}" if row.order is not None else safe(row.technician or "")


def message_line(row: MessageRow, columns: tuple[Column, ...], at: At) -> Line:
    """One message, its first line."""
    return table_line(row, columns, _CELLS, at)


def _ink(row: MessageRow) -> str:
    return "text" if row.is_unread or row.waits_for else "dim"


_CELLS: Mapping[str, Callable[[MessageRow, At], Piece]] = MappingProxyType(
    {
        "sent": lambda row, at: (clock_or_day(row.sent_at, at.now, at.zone), _ink(row)),
        "author": lambda row, at: (
            safe(row.from_technician or row.author),
            "bold bright" if row.is_unread else _ink(row),
        ),
        "to": lambda row, at: (safe(", ".join(row.to)), "dim"),
        "about": lambda row, at: (about_words(row), _ink(row)),
        "text": lambda row, at: (safe(" ".join(row.text.split())), _ink(row)),
        "state": lambda row, at: (state_words(row), "warn" if row.waits_for else "dim"),
    }
)

SORTS: Mapping[str, Callable[[MessageRow], object]] = MappingProxyType(
    {
        "sent": lambda row: -row.sent_at.timestamp(),
        "author": lambda row: (row.from_technician or row.author).casefold(),
        "to": lambda row: row.to,
        "about": lambda row: (row.order or 0, row.technician or ""),
        "text": lambda row: row.text.casefold(),
        "state": lambda row: (not row.waits_for, state_words(row)),
    }
)


def fits(row: MessageRow, text: str) -> bool:
    """Each word of a filter stands somewhere in what is told of the message."""
    told = (row.author, row.from_technician or "", *row.to, about_words(row), row.text, state_words(row))
    return has_words((*told, "new" if row.is_unread else ""), text)


def attention(rows: Iterable[MessageRow], room: int) -> Line:
    """How many are new, and how many somebody has still to acknowledge."""
    rows = list(rows)
    new, waiting = sum(row.is_unread for row in rows), sum(bool(row.waits_for) for row in rows)
    told = [
        Counted(((count(number), f"bold {ink}"),), word, word)
        for number, word, ink in ((new, "new to you", "bright"), (waiting, "not acknowledged", "warn"))
        if number
    ]
    return counts_line(told, room) if told else (("all is read, and nobody is waited for", "dim"),)


def thread(rows: Sequence[MessageRow], row: MessageRow, at: At, width: int, most: int) -> list[Line]:
    """The thread around a message, as far as there is room: the message itself whole, before it what came before."""
    whole = message_lines(row, at.now, at.zone, width)
    lines = whole[:most]
    before = [one for one in rows if (one.sent_at, one.number) < (row.sent_at, row.number)]
    for one in reversed(before):
        more = message_lines(one, at.now, at.zone, width, 2)
        if len(lines) + len(more) > most:
            break
        lines = [*more, *lines]
    return [clip(line, width) for line in lines]


_OUT = (
    *("number", "sent_at", "author", "from_technician", "order", "technician", "text", "needs_ack"),
    *("is_unread", "reply_to"),
)


def messages_out(rows: Sequence[MessageRow]) -> TableOut:
    """The list as it is written to a file."""
    header = (*_OUT, "to", "waits_for", "acknowledged_by", "read_by")
    lists = ("to", "waits_for", "acknowledged_by", "read_by")
    cells = [
        (*(getattr(row, name) for name in _OUT), *(" ".join(getattr(row, name)) for name in lists))
        for row in rows
    ]
    return TableOut("message", header, cells)
