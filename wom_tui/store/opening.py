"""What every act asks first, in one round trip: was it done already, where does the journal end, who hears of it?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from wom_tui.store import journal, outbox, receipts
from wom_tui.store.driver import fetch_together, has_line
from wom_tui.store.engine import JOURNAL_LOCK, LOCKING
from wom_tui.store.lookup import Lookup


@dataclass(frozen=True)
class Opening:
    """How an act begins.

    Attributes:
        head: where the journal ended before the first read.
        is_locked: nobody else can write until the transaction ends.
        is_done: a command of that id has been done.
        wanted: the texts of the notifications that are on.
    """

    head: journal.Head
    is_locked: bool
    is_done: bool
    wanted: tuple[str, ...] = ()


def open_act(connection: Connection, command_id: str, *, lock: bool, is_first: bool = True) -> Opening:
    """Begin the transaction of an act.

    Args:
        lock: take the journal's lock before the first read. SQLite's write transaction is that lock in any case.
        is_first: of the acts in this transaction; one that follows begins where the one before it has written.
    """
    dialect = connection.dialect
    asked = [
        receipts.standing_question(dialect, command_id),
        journal.head_question(dialect),
        outbox.wanted_question(dialect),
    ]
    if is_first and has_line(connection):
        # The driver's own BEGIN would be a round trip of its own; this one rides with the questions.
        connection.execution_options(isolation_level="AUTOCOMMIT")
        asked = [Lookup("BEGIN"), *([Lookup(LOCKING, (JOURNAL_LOCK,))] if lock else []), *asked]
    if is_first:
        connection.begin()
    *_, done, head, wanted = fetch_together(connection, asked)
    texts = tuple(text for (text,) in wanted)
    return Opening(journal.head_of(head), lock or not has_line(connection), bool(done), texts)
