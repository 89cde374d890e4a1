"""Is the journal whole: has nobody changed, removed or cut off what happened?"""

from __future__ import annotations

from wom_tui.store import journal
from wom_tui.store.journal import Head, Verdict
from wom_tui.store.reader import Reader


def verify_journal(reader: Reader, noted: tuple[int, str] | None = None) -> Verdict:
    """Walk the hash chain from the first event to the last.

    Args:
        noted: number and hash of an event that somebody wrote down: finds a journal whose end is gone.
    """
    return journal.verify(reader.connection, Head(*noted) if noted else None)
