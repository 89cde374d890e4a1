"""How does what office and field say to each other read: when, who to whom, the words, and who knows?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from wom_tui.present.board import Day
from wom_tui.present.cells import Line, cut, torn, wrapped
from wom_tui.present.durations import moment
from wom_tui.present.heads import head
from wom_tui.present.labels import Signs
from wom_tui.present.safe_text import safe, safe_lines

if TYPE_CHECKING:
    from wom_tui.queries.messages import MessageRow
    from wom_tui.queries.order import OrderDetail

INDENT = 2
NEWEST = 3  # so many on an order's page, each with so many lines
_LINES = 3
_EVER = 10_000


def who_words(row: MessageRow) -> str:
    """`kim to office`."""
    author = row.from_technician or row.author
    return safe(f"{author} to {', '.join(row.to)}" if row.to else author)


def state_words(row: MessageRow) -> str:
    """Who has still to say that they know; else who has; else who has seen it."""
    if row.waits_for:
        return safe(f"waits for {', '.join(row.waits_for)}")
    if row.acknowledged_by:
        return safe(f"known to {', '.join(row.acknowledged_by)}")
    return safe(f"read by {', '.join(row.read_by)}") if row.read_by else ""


def message_lines(row: MessageRow, now: datetime, zone: tzinfo, width: int, most: int = _EVER) -> list[Line]:
    """When, who to whom, and how it stands; below it the words."""
    told = f"{moment(row.sent_at, now, zone)}  {who_words(row)}"
    state = state_words(row)
    ink = "warn" if row.waits_for else "dim"
    first: Line = ((cut(told, width), "bright" if row.is_unread else "dim"),)
    if state and len(told) + len(state) + 2 <= width:
        first = (*first, ("  ", ""), (state, ink))
        rest: list[Line] = []
    else:
        rest = [((cut(state, width), ink),)] if state else []
    room = max(8, width - INDENT)
    said = [
        line
        for text in safe_lines(row.text)
        for line in wrapped(" ".join(part for word in text.split() for part in torn(word, room)), room, _EVER)
    ]
    if len(said) > most:
        said = [*said[: most - 1], cut(f"{said[most - 1]} …", room)]
    return [first, *rest, *((((" " * INDENT, ""), (text, "text"))) for text in said)]


def newest_messages(detail: OrderDetail, at: Day, signs: Signs, width: int) -> list[Line]:
    """The block on an order's page; nothing where nobody has said anything."""
    thread = detail.messages
    if not thread:
        return []
    shown = thread[-NEWEST:][::-1]
    count = "newest first" if len(shown) == len(thread) else f"{len(shown)} of {len(thread)}"
    lines = [line for one in shown for line in message_lines(one, at.now, at.zone, width, _LINES)]
    return [(), head("Messages", width, signs.rule, count), *lines]


def messages(detail: OrderDetail, at: Day, width: int) -> list[Line]:
    """The whole thread, the newest first."""
    lines: list[Line] = []
    for row in reversed(detail.messages):
        lines += [*([()] if lines else []), *message_lines(row, at.now, at.zone, width)]
    return lines


def thread_lines(
    rows: Sequence[MessageRow], now: datetime, zone: tzinfo, *, marked: int | None = None
) -> Iterator[str]:
    """A thread as plain lines, the oldest first.

    Args:
        marked: the message that was asked for.
    """
    for row in rows:
        mark = "*" if row.number == marked else " "
        state = f"  ({said})" if (said := state_words(row)) else ""
        yield f"{mark} {row.number}  {moment(row.sent_at, now, zone)}  {who_words(row)}{state}"
        yield from (f"    {line}" for line in safe_lines(row.text))
