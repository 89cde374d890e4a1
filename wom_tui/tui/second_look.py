"""Has somebody else changed what is about to be acted on? Then the first key that acts only says that it was seen.

A page that draws itself anew shows what is there by now, and its keys carry that version; but whoever presses one in
that moment has read what was there before. So the page says what was done, and one key goes by.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wom_tui.present.refusals import refusal_words
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.toasts import Kind

if TYPE_CHECKING:
    from collections.abc import Hashable

    from wom_tui.domain.event import Event
    from wom_tui.errors import Conflict
    from wom_tui.tui.seat import Changes
    from wom_tui.tui.view import View
    from wom_tui.tui.widgets.toasts import Toast

_FIRST = "the next key that acts only says that you have seen it"
_AGAIN = "it is drawn as it is now; the same once more goes on"


class SecondLook:
    """Held by a view that is about one order at a time: told what it draws and what changed, asked by keys that act."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._about: Target | None = None  # as it is drawn
        self._is_due = False
        self._theirs: tuple[Event, ...] = ()  # what they did that is not seen yet
        self._told = ""  # the same in words, and what is typed by now; empty until the words are known
        self._typed = ""
        self._is_ours = False  # the last that was done was done from here
        self._turn = 0  # only the newest words count
        self._left: Hashable = None  # from where the cursor has gone since
        self._toast: Toast | None = None

    def look_at(self, target: Target | None = None) -> None:
        """What is drawn now. Another order has not been read before; where none is drawn, it may come back."""
        if target is None:
            return
        if self._about is None or self._about.number != target.number:
            self.forget()
        self._about = target

    def forget(self) -> None:
        """It was looked at anew."""
        self._seen()
        self._is_ours = False
        self._drop()

    def rows_changed(self, changes: Changes) -> None:
        """Somebody has acted: what this console does itself has been seen, and so has what was not in front."""
        if changes.is_own or changes.theirs:
            self._is_ours = changes.is_own
        about = self._about
        if about is None or not self.view.display:
            return
        row = next((one for one in changes.rows if one.number == about.number), None)
        if changes.is_own and row is not None:
            self._about = Target.of(row)
        elif theirs := changes.theirs.get(about.number):
            self._change(about.number, theirs)
        elif changes.is_all and not changes.subjects and row is not None and row.version != about.version:
            self._change(about.number, ())  # what happened while the database was away, no event tells

    def retyped(self, before: str, now: str) -> None:
        """The line that was typed for the order is another, and nobody here has asked for that."""
        if self._is_ours or before == now or not self.view.display:
            self._is_ours = False
            return
        self._is_due, self._typed = True, f"the line was “{before}”, and is “{now}” now"
        if not self._theirs or self._told:
            self._say(_FIRST)

    def moved(self, before: Hashable, after: Hashable) -> None:
        """A key has moved the cursor: away and back is a second look."""
        if not self._is_due or before == after:
            return
        if self._left is None:
            self._left = before
        elif after == self._left:
            self.forget()

    def asks(self) -> bool:
        """A key acts: whether it only says that the change was seen."""
        if not self._is_due:
            self._drop()
        elif self._told or self._typed:
            self._say(_AGAIN, "not done: ")
            self._seen()
            return True
        return self._is_due  # where the words are still asked for, nobody can have seen them

    # ------------------------------------------------------------------------------------------ what is said

    def _change(self, number: int, events: tuple[Event, ...]) -> None:
        from wom_tui.queries.overtaking import overtaking

        self._is_due, self._left, self._told = True, None, ""
        self._theirs += events
        self._turn += 1
        plain = f"order {number} has changed since you saw it"
        self.view.wom.ask(
            overtaking,
            number,
            self._theirs,
            then=partial(self._came, self._turn),
            failed=partial(self._words_are, self._turn, plain),
            quietly=True,
        )

    def _came(self, turn: int, conflict: Conflict) -> None:
        now, zone = self.view.wom.now(), self.view.wom.seat.zone
        words = refusal_words(conflict, now, zone) if conflict.deeds else ""
        self._words_are(turn, words or f"{conflict.record} has changed since you saw it")

    def _words_are(self, turn: int, words: str) -> None:
        if turn == self._turn and self._is_due:
            self._told = words
            self._say(_FIRST)

    def _say(self, advice: str, before: str = "") -> None:
        words = "; ".join(part for part in (self._told, self._typed) if part)
        self._toast = self.view.wom.toasts.add(f"{before}{words}", advice, Kind.REFUSED)

    def _seen(self) -> None:
        self._is_due, self._theirs, self._told, self._typed, self._left = False, (), "", "", None
        self._turn += 1

    def _drop(self) -> None:
        if self._toast is not None:
            self.view.wom.toasts.drop(self._toast)
            self._toast = None
