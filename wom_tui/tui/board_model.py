"""What is on the board, in which line, and on which order does the dispatcher stand?

Cursor and marks are numbers of orders, never lines. What others change is drawn where it stands; rows that
would move, come or go wait until `settle`. So no change of others can put another order under a key that is
pressed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from wom_tui.present.arrangement import Arrangement
from wom_tui.present.board import Day, Stand, next_moment, stand_of
from wom_tui.present.columns import changed_columns
from wom_tui.present.group import Group
from wom_tui.present.grouping import By
from wom_tui.tui.prepared import Matches, Prepared, those_that_match

if TYPE_CHECKING:
    from wom_tui.queries.orders import OrderRow


@dataclass(frozen=True)
class Patch:
    """What has to be drawn again: numbers whose row looks different, and the columns that do."""

    numbers: frozenset[int] = frozenset()
    columns: dict[int, frozenset[str]] = field(default_factory=dict)


class BoardModel:
    """The rows, their lines, the cursor, the marks."""

    def __init__(self) -> None:
        self.rows: dict[int, OrderRow] = {}
        self.shown = Arrangement()
        self.counts: Counter[str] = Counter()
        self.cursor: int | None = None
        self.marks: set[int] = set()
        self.pending: set[int] = set()  # they stand where they no longer belong, or nowhere yet
        self.by, self.is_reversed = By(), False
        self.is_touched = False  # the dispatcher has chosen where the cursor is
        self._stands: dict[int, Stand] = {}
        self._all = self.shown  # the same one, unless a filter is on
        self._matches: Matches | None = None
        self._moments: list[tuple[datetime, int]] = []
        self._touched: set[int] | None = None  # while a worker filters
        self._anchor: int | None = None
        self._marks_before: set[int] = set()
        self._is_lost = (
            False  # others took away what a verb was meant for: it finds nothing until a key chooses anew
        )

    # -------------------------------------------------------------------------------------------- all at once

    def load(self, made: Prepared) -> Prepared:
        """Put other rows there; answers what was there. Cursor and marks stay on their orders."""
        old = Prepared(self.rows, self._stands, self._all, self.counts, self._moments)
        old.shown = None if self.shown is self._all else self.shown
        is_spaced = self.shown.is_spaced
        self.rows, self._stands, self._all = made.rows, made.stands, made.arrangement
        self.counts, self._moments = made.counts, made.moments
        self._all.is_spaced, self._all.is_reversed = is_spaced, self.is_reversed
        self.pending.clear()
        self._keep_marks(made.rows.keys())
        cursor = self.cursor
        found = made.shown if made.matches is self._matches else None
        self.show(found or self.matching(self._matches))
        self.shown.is_spaced, self.shown.is_reversed = is_spaced, self.is_reversed
        self._is_lost = self._is_lost or (self.is_touched and self.cursor != cursor)
        return old

    def matching(self, matches: Matches | None) -> Arrangement:
        """The rows that match, in their order; may be asked on a worker, see `begin_filter`."""
        return self._all if matches is None else those_that_match(self._all, self.rows, matches)

    def filter(self, matches: Matches | None) -> None:
        """Show only rows that match; None = all. Marks stay, also on rows that are hidden."""
        self.begin_filter()
        self.end_filter(matches, self.matching(matches))

    def begin_filter(self) -> None:
        """From here on note what changes, until `end_filter` has the answer of a worker."""
        self._is_lost = False
        self.settle(keep_cursor=False)
        self._touched = set()

    def end_filter(self, matches: Matches | None, found: Arrangement) -> None:
        """Show what was found, and what has changed since as it is now."""
        touched, self._touched = self._touched or set(), None
        self._matches = matches
        self.pending.clear()
        found.is_spaced, found.is_reversed = self.shown.is_spaced, self.is_reversed
        for number in touched:
            self._put(found, number, self._belongs(number))
        self.show(found)

    def show(self, arrangement: Arrangement) -> None:
        """Show these numbers in this order; the cursor stays on its order if that is there."""
        self.shown = arrangement
        if self.cursor is None or self.cursor not in arrangement or not self.is_touched:
            self.cursor = arrangement.near(0, 1)

    def space(self, is_spaced: bool) -> None:
        """An empty line before groups, where there is room for it."""
        self._all.is_spaced = self.shown.is_spaced = is_spaced

    def reverse(self) -> None:
        """Turn every group round."""
        self.is_reversed = not self.is_reversed
        self._all.is_reversed = self.shown.is_reversed = self.is_reversed

    # ----------------------------------------------------------------------------------------- what others do

    def patch(self, rows: Iterable[OrderRow], gone: Iterable[int], day: Day) -> Patch:
        """Take changes in where they stand; what would move waits for `settle`.

        Args:
            rows: orders as they are now. Those that no longer belong to any board count as gone.
            gone: numbers that are no longer there.
        """
        columns: dict[int, frozenset[str]] = {}
        touched: set[int] = set()
        ends_at = day.ends_at
        for row in rows:
            before = self.rows.get(row.number)
            if before == row and row.number in self._stands:
                continue
            touched.add(row.number)
            self.rows[row.number] = row
            if before is not None:
                columns[row.number] = changed_columns(before, row)
            self._stand(row.number, stand_of(row, day, ends_at, self.by))
            moment = next_moment(row, day.now)
            if moment is not None:
                heappush(self._moments, (moment, row.number))
        for number in gone:
            if number in self._stands:
                touched.add(number)
                self._stand(number, None)
        return Patch(frozenset(self._visible(touched)), columns)

    def tick(self, day: Day) -> None:
        """Time has passed: rows whose warning or due went by belong elsewhere now."""
        ends_at = day.ends_at
        while self._moments and self._moments[0][0] < day.now:
            _, number = heappop(self._moments)
            row = self.rows.get(number)
            if row is not None and number in self._stands:
                self._stand(number, stand_of(row, day, ends_at, self.by))
                moment = next_moment(row, day.now)
                if moment is not None:
                    heappush(self._moments, (moment, number))

    def _visible(self, numbers: Iterable[int]) -> list[int]:
        return [number for number in numbers if number in self.shown]

    def _stand(self, number: int, stand: Stand | None) -> None:
        """Where a row belongs, and whether it waits to be put there."""
        if self._touched is not None:
            self._touched.add(number)
        before = self._stands.pop(number, None)
        if before is not None:
            self.counts.subtract(before.notices)
        if stand is not None:
            self._stands[number] = stand
            self.counts.update(stand.notices)
        if self._all is not self.shown:
            self._put(self._all, number, stand)
        self._note(number)

    def _note(self, number: int) -> None:
        """Whether a row waits to be put elsewhere."""
        belongs = self._belongs(number)
        stands_right = self.shown.stands_at(number, belongs) if belongs else number not in self.shown
        (self.pending.discard if stands_right else self.pending.add)(number)

    def _belongs(self, number: int) -> Stand | None:
        """Where the row belongs in what is shown; None when it does not."""
        stand = self._stands.get(number)
        if stand is None or (self._matches is not None and not self._matches(self.rows[number])):
            return None
        return stand

    @staticmethod
    def _put(arrangement: Arrangement, number: int, stand: Stand | None) -> None:
        if stand is None:
            arrangement.remove(number)
        else:
            arrangement.place(number, stand.part, stand.key)

    def group_of(self, number: int) -> Group:
        """How loud a row is that is shown; where the groups themselves are loud or not, as its group."""
        group = self.shown.part_of(number).group
        if group is not None:
            return group
        stand = self._stands.get(number)
        return Group.LATER if stand is None else stand.group

    def mean_anew(self, matches: Matches | None) -> None:
        """The filter is the same, but time has passed: it means what this says; see `told_apart`."""
        self._matches = matches

    def told_apart(self, numbers: Iterable[int]) -> None:
        """The filter means these rows by now, or means them no more: they wait to come or go."""
        for number in numbers:
            self._note(number)

    @property
    def matches(self) -> Matches | None:
        """Which rows are shown; None = all."""
        return self._matches

    @property
    def is_filtering(self) -> bool:
        """A worker is finding out which rows are to be shown."""
        return self._touched is not None

    def is_gone(self, number: int) -> bool:
        """It is drawn although it has left: a tombstone."""
        return self._belongs(number) is None

    def settle(self, *, keep_cursor: bool) -> None:
        """Put every row where it belongs.

        Args:
            keep_cursor: the cursor's own row stays as a tombstone if it has left; else the cursor goes to the
                order that takes its line.
        """
        for number in list(self.pending):
            belongs = self._belongs(number)
            if belongs is None and keep_cursor and number == self.cursor:
                continue
            if number == self.cursor and belongs is None:
                self._leave(number)
            self._put(self.shown, number, belongs)
            if number not in self._stands:
                self.rows.pop(number, None)
                self._keep_marks(self.marks - {number})
            self.pending.discard(number)
        if self.cursor is None or self.cursor not in self.shown:
            self.cursor = self.shown.near(0, 1)
            self._is_lost = self._is_lost or (self.is_touched and keep_cursor)

    def _keep_marks(self, there: Collection[int]) -> None:
        """Only those of them; where none is left, a verb is not about the cursor instead."""
        kept = self.marks & set(there) if self.marks else self.marks
        self._is_lost = self._is_lost or (bool(self.marks) and not kept)
        self.marks = kept

    def _leave(self, number: int) -> None:
        line = self.shown.line_of(number)
        self.cursor = self.shown.near(line + 1, 1) or self.shown.near(line - 1, -1)

    # --------------------------------------------------------------------------------------- cursor and marks

    @property
    def line(self) -> int:
        """The cursor's line; 0 when there is nothing."""
        return self.shown.line_of(self.cursor) if self.cursor is not None and self.cursor in self.shown else 0

    @property
    def row(self) -> OrderRow | None:
        """The row under the cursor."""
        return self.rows.get(self.cursor) if self.cursor is not None else None

    def move(self, lines: int) -> None:
        """Go so many lines down (up when negative); heads are stepped over, the ends stop."""
        if self.cursor is None:
            return
        self.is_touched = True
        step = 1 if lines > 0 else -1
        target = max(0, min(self.shown.line_count - 1, self.line + lines))
        found = self.shown.near(target, step)
        self._go(found if found is not None else self.shown.near(target, -step))

    def go(self, number: int) -> bool:
        """Go to an order; False when it is not shown."""
        if number not in self.shown:
            return False
        self.is_touched = True
        self._go(number)
        return True

    def _go(self, number: int | None) -> None:
        if number is None:
            return
        self.cursor, self._is_lost = number, False
        if self._anchor is not None:
            self.marks = self._marks_before | set(self._between(self._anchor, number))

    def _between(self, one: int, other: int) -> list[int]:
        if one not in self.shown or other not in self.shown:
            return [other]
        low, high = sorted((self.shown.line_of(one), self.shown.line_of(other)))
        return [found for line in range(low, high + 1) if isinstance(found := self.shown.at(line), int)]

    def mark(self) -> None:
        """Mark the row under the cursor, or take its mark away."""
        self._is_lost = False
        if self.cursor is not None:
            self.marks ^= {self.cursor}

    def range(self) -> bool:
        """Begin to mark from here to wherever the cursor goes, or end that; returns whether it has begun."""
        if self._anchor is not None:
            self._anchor = None
            return False
        self._anchor, self._marks_before = self.cursor, set(self.marks)
        if self.cursor is not None:
            self.marks = self.marks | {self.cursor}
        return True

    def invert(self) -> None:
        """Mark what is shown and not marked; hidden marks stay."""
        self.marks ^= set(self.shown)

    def mark_all(self) -> None:
        """Mark everything that is shown."""
        self.marks |= set(self.shown)

    def clear_marks(self) -> bool:
        """Take all marks away; returns whether there were any."""
        had = bool(self.marks) or self._anchor is not None
        self.marks, self._anchor, self._is_lost = set(), None, False
        return had

    def unmark(self, numbers: Collection[int]) -> None:
        """Something was done to these: they are meant no longer, and what comes next is chosen anew."""
        self.marks = self.marks - set(numbers)
        self._anchor = None

    @property
    def hidden_marks(self) -> int:
        """Marked orders that the filter does not show."""
        return len(self._hidden())

    def hidden_among(self, numbers: Iterable[int]) -> list[int]:
        """Those of them that are marked, and not shown."""
        return [number for number in numbers if number in self.marks and number not in self.shown]

    def chosen(self) -> list[int]:
        """What a verb acts on: the marks in the order of the board, else the row under the cursor."""
        if self.marks:
            return [
                *sorted(self.marks & set(self._visible(self.marks)), key=self.shown.line_of),
                *self._hidden(),
            ]
        return [self.cursor] if self.cursor is not None and not self._is_lost else []

    def _hidden(self) -> list[int]:
        return sorted(self.hidden_among(self.marks))

    def standing(self) -> list[OrderRow]:
        """The rows that belong to the board: all but tombstones."""
        return [self.rows[number] for number in self._stands]

    @property
    def standing_shown(self) -> int:
        """Orders that are shown: all lines of the list but tombstones."""
        gone = sum(1 for number in self.pending if number in self.shown and self.is_gone(number))
        return len(self.shown) - gone

    @property
    def total(self) -> int:
        """Orders on the board, shown or not."""
        return len(self._stands)
