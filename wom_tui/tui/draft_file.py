"""What becomes of an order that is half taken in when the line drops? It is kept here until it is sent.

It may name people, so it is readable by its owner only, and goes as soon as it is sent or thrown away.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from wom_tui.tui.call_model import Draft
from wom_tui.tui.own_file import own_path, write_own


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
