"""What becomes of orders that are half taken in? They are kept here until they are sent.

They may name people, so the file is readable by its owner only, and each goes as soon as it is sent or thrown away.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Lock

from wom_tui.tui.call_model import Draft
from wom_tui.tui.own_files import read_own, write_own

_FORMAT = 2
MOST = 4  # drafts that were left; the oldest goes first


class KeptDrafts:
    """The draft that is typed and those that were left, from any thread; one that was sent is never written again.

    Attributes:
        left: the newest first.
        office: whose they are; empty as long as nobody knows.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._lock = Lock()
        self._current = Draft()
        self.office, self.left = _load(path)

    @property
    def waiting(self) -> int:
        """Calls that nobody has taken in yet."""
        return len(self.left) + (not self._current.is_empty)

    def begin(self) -> Draft:
        """Another draft from now on; the one before was sent, or is not wanted."""
        with self._lock:
            self._current = Draft()
            self._write()
            return self._current

    def put_aside(self) -> Draft:
        """Another draft from now on; the one before is offered."""
        with self._lock:
            self._leave()
            self._current = Draft()
            return self._current

    def take_up(self, place: int) -> Draft:
        """Go on with one that was left; the one before is offered."""
        with self._lock:
            taken = self.left[place]
            self.left = tuple(one for one in self.left if one is not taken)
            self._leave()
            self._current = taken
            return taken

    def _leave(self) -> None:
        if not self._current.is_empty:
            self.left = (self._current, *self.left)[:MOST]

    def at_office(self, office: str) -> None:
        """Whose calls these are: a draft for another office at the same address is offered to nobody."""
        with self._lock:
            if self.office and office != self.office:
                self.left = ()
            self.office = office

    def keep(self, draft: Draft) -> bool:
        """Write it down; returns whether there is something to come back to."""
        with self._lock:
            return draft is self._current and self._write() and not draft.is_empty

    def _write(self) -> bool:
        drafts = [one for one in (self._current, *self.left) if not one.is_empty]
        if self.path is None:
            return False
        if not drafts:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
            return False
        content = {"office": self.office, "drafts": [one.as_dict() for one in drafts]}
        return write_own(self.path, _FORMAT, content)


def _load(path: Path | None) -> tuple[str, tuple[Draft, ...]]:
    """What was kept, and for which office; nothing when it cannot be read."""
    if path is None:
        return "", ()
    try:
        content = read_own(path, _FORMAT)
        return str(content["office"]), tuple(map(Draft.from_dict, content["drafts"]))[:MOST]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "", ()
