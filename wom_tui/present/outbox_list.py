"""The outbox as a list: what waits, has left, could not; to whom, by which way; and one message with its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from wom_tui.domain.outbox import OutgoingState
from wom_tui.domain.words import some
from wom_tui.present.at import At
from wom_tui.present.cells import Line, Piece, clip, joined, wrapped
from wom_tui.present.columns import Column
from wom_tui.present.counted import Counted, counts_line
from wom_tui.present.durations import clock_or_day, count, moment
from wom_tui.present.labels import Label
from wom_tui.present.order_table import TableOut
from wom_tui.present.safe_text import safe, safe_lines
from wom_tui.present.table import has_words, shared_out, table_line
from wom_tui.queries.letters import Letter, Prepared
from wom_tui.queries.outbox_seen import OutboxRow, OutboxSeen

S = OutgoingState
STATES: Mapping[OutgoingState, Label] = MappingProxyType(
    {
        S.DEAD: Label("‼", "!", "dead", "late"),
        S.SENDING: Label("►", ">", "sending", "move"),
        S.WAITING: Label("○", "o", "waiting", "ready"),
        S.SENT: Label("√", "=", "sent", "done"),
        S.LAPSED: Label("◦", ".", "lapsed", "dim"),
        S.DROPPED: Label("×", "x", "dropped", "dim"),
        S.WITHDRAWN: Label("◄", "<", "withdrawn", "dim"),
    }
)
GROUPS = (
    ("Could not be sent", frozenset({S.DEAD})),
    ("Waits", frozenset({S.SENDING, S.WAITING})),
    ("Has left", frozenset({S.SENT})),
    ("Was not sent", frozenset({S.LAPSED, S.DROPPED, S.WITHDRAWN})),
)
COLUMNS = (
    Column("state", "State", 11),
    Column("to", "To", 18),
    Column("channel", "By", 8),
    Column("order", "Order", 6, right=True),
    Column("when", "When", 6, right=True),
    Column("tries", "Tries", 5, right=True, drops_below=90),
    Column("what", "Notification", 22, drops_below=100),
    Column("why", "Why", 0, drops_below=70),
)
_NARROW = 70
_ROOMY = 8  # lines of a card; with fewer the words come before when it was written
_LIVELY = frozenset({S.DEAD, S.SENDING, S.WAITING})


def columns_for(width: int) -> tuple[Column, ...]:
    """Those that a list so wide has room for; the reason, or else the name, has what the others leave."""
    kept = [column for column in COLUMNS if width >= column.drops_below]
    return shared_out(kept, width, "why" if width >= _NARROW else "to")


def outbox_line(row: OutboxRow, columns: tuple[Column, ...], at: At) -> Line:
    """One message; `at` is real time, for nothing leaves by the office's clock."""
    return table_line(row, columns, _CELLS, at)


def _ink(row: OutboxRow) -> str:
    return "text" if row.state in _LIVELY else "dim"


def _state(row: OutboxRow, at: At) -> Piece:
    label = STATES[row.state]
    return f"{label.sign(at.signs.is_ascii)} {label.word}", label.ink


_CELLS: Mapping[str, Callable[[OutboxRow, At], Piece]] = MappingProxyType(
    {
        "state": _state,
        "to": lambda row, at: (safe(row.to), "bold bright" if row.state is S.DEAD else _ink(row)),
        "channel": lambda row, at: (row.outgoing.channel.value, _ink(row)),
        "order": lambda row, at: (str(row.outgoing.order_id or ""), _ink(row)),
        "when": lambda row, at: (clock_or_day(row.moment, at.now, at.zone), _ink(row)),
        "tries": lambda row, at: (str(row.outgoing.attempts or ""), _ink(row)),
        "what": lambda row, at: (safe(row.outgoing.subscription), "dim"),
        "why": lambda row, at: (safe(row.outgoing.said), "warn" if row.state is S.DEAD else "dim"),
    }
)


def by_state(row: OutboxRow) -> tuple[int, float]:
    """What died first, then what may still leave, then what ended; of each, what was written last."""
    return _PLACE[row.state], -row.outgoing.written_at.timestamp()


_PLACE = {state: place for place, state in enumerate(STATES)}
SORTS: Mapping[str, Callable[[OutboxRow], object]] = MappingProxyType(
    {
        "state": by_state,
        "to": lambda row: row.to.casefold(),
        "channel": lambda row: row.outgoing.channel.value,
        "order": lambda row: row.outgoing.order_id or 0,
        "when": lambda row: -row.moment.timestamp(),
        "tries": lambda row: -row.outgoing.attempts,
        "what": lambda row: row.outgoing.subscription,
        "why": lambda row: row.outgoing.said.casefold(),
    }
)


def fits(row: OutboxRow, text: str) -> bool:
    """Each word of a filter stands somewhere in what is told of the message."""
    one = row.outgoing
    told = (row.state.value, row.to, one.channel.value, one.endpoint, one.subscription, one.kind, one.said)
    return has_words((*told, one.dedupe_key, str(one.order_id or "")), text)


_OUT = (
    *("dedupe_key", "state", "subscription", "kind", "order_id", "channel", "endpoint", "written_at"),
    *("due_at", "expires_at", "sent_at", "attempts", "said"),
)
_NAMES = {"dedupe_key": "key", "order_id": "order"}


def outbox_out(rows: Iterable[OutboxRow]) -> TableOut:
    """The list as it is written to a file: without words and addresses, as `wom outbox list` has it."""
    header = (*(_NAMES.get(name, name) for name in _OUT), "to")
    return TableOut(
        "outbox", header, [(*(getattr(row.outgoing, name) for name in _OUT), row.to) for row in rows]
    )


def attention(seen: OutboxSeen, is_ascii: bool, room: int, elsewhere: str = "") -> Line:
    """`‼ 2 dead    ○ 3 waiting    √ 40 sent`; where another moment is looked at, that this is none of it.

    Args:
        elsewhere: why what is listed is not from there.
    """
    told = [
        Counted(
            ((f"{label.sign(is_ascii)} ", label.ink), (count(number), "bold bright")), label.word, label.word
        )
        for state, label in STATES.items()
        if (number := seen.counts.get(state, 0))
    ]
    before: Line = ((f"{elsewhere}   ", "warn"),) if elsewhere else ()
    return (*before, *(counts_line(told, room) if told else (("nothing was to leave the house", "dim"),)))


# -------------------------------------------------------------------------------------------------- the card


def card(row: OutboxRow, letter: Prepared | None, at: At, width: int, most: int) -> list[Line]:
    """What has become of it and why, then the words that are sent, in at most so many lines; never an address."""
    one, label = row.outgoing, STATES[row.state]
    about = f"order {one.order_id}" if one.order_id is not None else one.subject.replace(":", " ")
    items: list[Line] = [
        ((f"{label.sign(at.signs.is_ascii)} {label.word}", label.ink),),
        ((safe(row.to), "bold bright"),),
        (("by ", "dim"), (safe(way_words(row)), "text")),
        ((safe(about), "text"),),
        (("of ", "dim"), (safe(one.subscription), "text")),
    ]
    lines: list[Line] = [joined(items, 3)]
    if most >= _ROOMY:
        lines.append(_times(row, at))
    lines += [
        ((text, "warn" if row.state is S.DEAD else "text"),) for text in wrapped(safe(one.said), width, 3)
    ]
    if letter is not None:
        lines += _words(row, letter, width, is_close=most < _ROOMY)
    return [clip(line, width) for line in lines[:most]]


def way_words(row: OutboxRow) -> str:
    """`mail`; where the endpoint has a name of its own, that as well: `webhook erp`."""
    channel, endpoint = row.outgoing.channel.value, row.outgoing.endpoint
    return channel if endpoint == channel else f"{channel} {endpoint}"


def _times(row: OutboxRow, at: At) -> Line:
    one = row.outgoing
    told = [("written", one.written_at)]
    if one.sent_at is not None:
        told.append(("sent", one.sent_at))
    elif row.state in _LIVELY - {S.DEAD}:
        told += [("due", one.due_at), ("not after", one.expires_at)]
    items: list[Line] = [
        ((f"{word} ", "dim"), (moment(when, at.now, at.zone), "text")) for word, when in told
    ]
    if one.attempts:
        items.append(((some(one.attempts, "attempt"), "text"),))
    return joined([*items, ((one.dedupe_key[:12], "dim"),)], 3)


def _words(row: OutboxRow, letter: Prepared, width: int, *, is_close: bool) -> list[Line]:
    if isinstance(letter, Letter):
        lines: list[Line] = [] if is_close else [()]
        if letter.subject:
            lines.append((("subject ", "dim"), (safe(letter.subject), "bold")))
        said = safe_lines(letter.body or letter.document)
        return [*lines, *(((text, "text"),) for line in said for text in (wrapped(line, width, 20) or [""]))]
    if row.state is S.SENT:
        return [(("what it said is not kept once it has left", "dim"),)]
    if letter.why == row.outgoing.said or row.state not in _LIVELY:
        return []
    return [(("it would not leave now: ", "dim"), (safe(letter.why), "text"))]
