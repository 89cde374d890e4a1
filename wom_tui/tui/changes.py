"""What has changed, as every view is told it: which orders, by whom, and in which versions one's own acts left them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wom_tui.domain.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from wom_tui.domain.event import Event
    from wom_tui.queries.moves import Move
    from wom_tui.queries.orders import OrderRow


@dataclass(frozen=True)
class Changes:
    """What others, or this console, have changed.

    Attributes:
        rows: the orders that changed, as they are now.
        gone: numbers that are no longer there.
        subjects: all that changed, as `noun:id`.
        is_all: `rows` are all there are.
        own: an act of this console, whose orders `rows` are as it left them.
        theirs: of `subjects`, what somebody else has changed.
        is_told: it was just said here what was done to `rows`.
        overtaken: visits that this console has booked and somebody else has moved, each with the actor.
    """

    rows: tuple[OrderRow, ...] = ()
    gone: frozenset[int] = frozenset()
    subjects: frozenset[str] = frozenset()
    is_all: bool = False
    own: tuple[Event, ...] = ()
    theirs: frozenset[str] = frozenset()
    is_told: bool = False
    overtaken: tuple[tuple[Move, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.gone or self.subjects or self.is_all)

    def may_touch(self, nouns: AbstractSet[str]) -> bool:
        """Something of these nouns is another, or all may be."""
        return self.is_all or any(subject.partition(":")[0] in nouns for subject in self.subjects)

    def left(self, subject: str, seen: int) -> int:
        """The version in which an own act has left a record; the one that was seen, where others came in between.

        An act on a visit is held to the version that was seen, so nobody came in between; but an order changes with
        its visits, unseen.
        """
        for event in self.own:
            if event.subject == subject and (event.noun == Visit.noun or event.version == seen + 1):
                seen = event.version
        return seen
