"""In which version has somebody read the order of a page? News draw it anew, but by that nobody has read them.

What is done from the page is sent with the version that was read. So whoever acts just when somebody else has acted is
told what the other one did, whether the news of it came before the key or after it; then the same key goes on.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from wom_tui.present.refusals import refusal_words
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.toasts import Kind

if TYPE_CHECKING:
    from wom_tui.errors import Conflict
    from wom_tui.tui.changes import Changes
    from wom_tui.tui.view import View


class SecondLook:
    """Held by a view that is about one order at a time."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._read: Target | None = None  # the order, in the versions in which it was read

    def forget(self) -> None:
        """What is drawn next is read with that."""
        self._read = None

    def drawn(self, target: Target | None) -> None:
        """It is drawn so by now: another order than before is read with that, the same one is not."""
        if target is not None and (self._read is None or self._read.number != target.number):
            self._read = target

    def as_read(self, target: Target | None) -> tuple[Target, ...]:
        """What a verb acts on: what is drawn, in the versions in which it was read."""
        read = self._read
        if target is None:
            return ()
        if read is None or read.number != target.number:
            return (target,)
        visit_version = read.visit_version if read.visit_id == target.visit_id else target.visit_version
        return (replace(target, version=read.version, visit_version=visit_version),)

    def rows_changed(self, changes: Changes) -> None:
        """What is done from here, and what was told here, has been read; what somebody else does is told."""
        if self._read is None:
            return
        read = self._read
        order, visit = f"work_order:{read.number}", f"visit:{read.visit_id}"
        if changes.own:
            visit_version = read.visit_version and changes.left(visit, read.visit_version)
            self._read = replace(read, version=changes.left(order, read.version), visit_version=visit_version)
        elif changes.is_told:
            row = next((row for row in changes.rows if row.number == read.number), None)
            self._read = Target.of(row) if row is not None else read
        elif self.view.display and {order, visit} & changes.theirs:
            self._ask(read)

    def _ask(self, read: Target) -> None:
        from wom_tui.queries.overtaking import overtaking

        seen = (read.number, read.version, read.visit_id, read.visit_version)
        self.view.wom.ask(overtaking, *seen, then=partial(self._tell, read), quietly=True)

    def _tell(self, read: Target, conflict: Conflict | None) -> None:
        if conflict is not None and read == self._read:
            words = refusal_words(conflict, self.view.wom.now(), self.view.wom.seat.zone)
            self.view.wom.toasts.add(words, kind=Kind.CHANGED)
