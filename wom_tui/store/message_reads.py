"""Who has looked at which message: marks of which no journal tells, as with presence.

Nothing hangs on them but what is shown as unread, and whether a message can still be called back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Engine, bindparam, select, text

from wom_tui.store.bookkeeping import message_read_table as table
from wom_tui.store.engine import writing
from wom_tui.store.portions import portions
from wom_tui.store.reader import Reader

_MARK = text(
    "INSERT INTO message_read (message_id, who, read_at) VALUES (:message_id, :who, :read_at) ON CONFLICT DO NOTHING"
).bindparams(bindparam("read_at", type_=table.c.read_at.type))


def mark(engine: Engine, who: str, messages: Iterable[int], at: datetime) -> None:
    """Somebody has seen these; what they had seen before keeps its time.

    Raises:
        StoreBusy: somebody writes just now; the next look will do.
    """
    rows = [{"message_id": id, "who": who, "read_at": at} for id in sorted(set(messages))]
    if rows:
        with writing(engine) as connection:
            connection.execute(_MARK, rows)


def readers(reader: Reader, messages: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Who has seen each of these messages, the first one first; messages that nobody has seen are left out."""
    found: dict[int, list[str]] = defaultdict(list)
    for portion in portions(sorted(set(messages))):
        chosen = select(table.c.message_id, table.c.who).where(table.c.message_id.in_(portion))
        for id, who in reader.connection.execute(chosen.order_by(table.c.read_at, table.c.who)):
            found[id].append(who)
    return {id: tuple(names) for id, names in found.items()}
