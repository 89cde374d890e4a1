"""What becomes of an order that is half taken in when the line drops? It is kept here until it is sent.

It may name people, so it is readable by its owner only, and goes as soon as it is sent or thrown away.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from threading import Lock

from wom_tui.tui.call_model import Draft
from wom_tui.tui.own_files import own_path, write_own


def draft_path(address: str, folder: Path | None = None) -> Path:
    """Where the draft for a database is kept."""
    return own_path("draft", address, folder)


def keep(path: Path | None, draft: Draft) -> bool:
    """Keep it; an empty one needs no file. Returns whether there is something to come back to."""
    if draft.is_empty:
        drop(path)
        return False
    return path is not None and write_own(path, draft.as_dict())


def drop(path: Path | None) -> None:
    """It was sent, or is not wanted."""
    if path is not None:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def load(path: Path | None) -> Draft | None:
    """The draft that was kept; None when there is none that can be read."""
    if path is None:
        return None
    try:
        return Draft.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


class KeptDraft:
    """The draft that is kept while it is typed, from any thread; one that was sent is never written again."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._lock = Lock()
        self._current: Draft | None = None

    def begin(self, draft: Draft | None = None) -> Draft:
        """Another draft from now on; the file of the one before goes, unless it is this one."""
        with self._lock:
            self._current = draft or Draft()
            if draft is None:
                drop(self.path)
            return self._current

    def keep(self, draft: Draft) -> bool:
        """Write it down; returns whether there is something to come back to."""
        with self._lock:
            return draft is self._current and keep(self.path, draft)
