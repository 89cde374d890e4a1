"""How is a table with a cursor drawn: heads to sort by, a filter, and words about what the cursor is on?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from wom_tui.domain.words import some
from wom_tui.errors import InvalidInput
from wom_tui.present.cells import Line, joined
from wom_tui.present.columns import Column, head_line
from wom_tui.present.heads import head
from wom_tui.present.safe_text import safe
from wom_tui.tui.key import WATCHED
from wom_tui.tui.rest import Rest
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.cursor_list import CursorList, KeyedList
from wom_tui.tui.widgets.lines import OneLine
from wom_tui.tui.widgets.reading import BESIDE_FROM, REST_S, ReadingBelow, ReadingBeside

if TYPE_CHECKING:
    from wom_tui.tui.changes import Changes

R = TypeVar("R")
_HERE = re.compile(r"(?<=\s)\.(?=\s|$)")  # `.`: what is marked, or under the cursor
NEWS_S = 0.3  # after a change, so that many that come together are read once


@dataclass(frozen=True)
class TableEntry:
    """A line of the list; `key` names its record, empty for heads and gaps."""

    line: Line
    key: str = ""


class TableView(KeyedList[TableEntry], Generic[R]):
    """The page. What it lists is told by the methods below; it is drawn when `show_rows` was called.

    Attributes:
        rows: what was read; None = nothing yet.
        sort: the column that it is sorted by.
        told_by: of which nouns something has to happen for the rows to be others; None = whatever happens.
        verbs: of lines about its rows, which `.` may name there.
    """

    has_filter = True
    can_export = True
    what: ClassVar[str]  # one of its rows, in words
    nothing: ClassVar[str]  # what stands there without any
    first_sort: ClassVar[str]
    sorts: ClassVar[Mapping[str, Any]]  # column → what rows are sorted by
    told_by: ClassVar[frozenset[str] | None] = None
    verbs: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[R] | None = None
        self.entries: Sequence[TableEntry] = ()
        self.cursor = ""
        self.sort = self.column = self.first_sort
        self.is_reversed = False
        self.marks: set[str] = set()
        self._text = ""
        self._is_old = True  # it was opened, and not read since
        self._then: list[Callable[[], None]] = []
        self._news = Rest(self, NEWS_S, self._read)
        self._rest = Rest(self, REST_S, self._rested)
        self.below, self.beside = ReadingBelow(id=f"{id}-words"), ReadingBeside(id=f"{id}-beside")

    def compose(self) -> ComposeResult:
        with Horizontal():
            with Vertical():
                yield OneLine(id=f"{self.id}-gap")
                yield OneLine(id=f"{self.id}-heads")
                yield CursorList(self, id=f"{self.id}-list")
                yield self.below
            yield self.beside

    # ---------------------------------------------------------------------------------------------- reading

    def _read(self) -> None:
        if self.wom.is_live and self.is_wanted:
            self.ask()

    def opened(self) -> None:
        self._is_old = True
        self._read()

    def came_live(self) -> None:
        self._read()

    def minute(self, now: datetime) -> None:
        self._read()

    def rows_changed(self, changes: Changes) -> None:
        """Something has happened; how the rows are by now is read in a moment."""
        if self.display and (self.told_by is None or changes.may_touch(self.told_by)):
            self._news.begin()

    @property
    def has_come(self) -> bool:
        return self.rows is not None and self.size.width > 0  # before that no cursor stands on any

    def state_changed(self) -> None:
        self.draw()

    # ------------------------------------------------------------------------------------ what a view tells

    def ask(self) -> None:
        """Read the rows, on a worker; `show_rows` takes them."""
        raise NotImplementedError

    def key_of(self, row: R) -> str:
        """What a row is told apart by."""
        raise NotImplementedError

    def fits(self, row: R, text: str) -> bool:
        """A row is among those that a filter shows."""
        raise NotImplementedError

    def columns_for(self, width: int) -> tuple[Column, ...]:
        """The columns of a list so wide."""
        raise NotImplementedError

    def row_line(self, row: R, columns: tuple[Column, ...]) -> Line:
        """One row."""
        raise NotImplementedError

    def groups(self, rows: list[R]) -> list[tuple[str, list[R]]]:
        """The rows, each part under its word; an empty word is no head."""
        return [("", rows)]

    def words(self, row: R, width: int, lines: int) -> list[Line]:
        """What is told of the row under the cursor, in at most so many lines."""
        raise NotImplementedError

    def look_closer(self, row: R) -> None:
        """The cursor stays on it: read what the list has not of it; `draw_words` tells it then."""
        raise NotImplementedError

    # -------------------------------------------------------------------------------------------- the frame

    def scope(self) -> tuple[Line, Line]:
        if self.filter_error:
            left: Line = (("/ ", "accent"), (safe(self.filter_error), "warn"))
        elif self.filter_text:
            left = (("filter  ", "bold bright"), (safe(self.filter_text), "text"))
        else:
            left = (*self._ring(), (f"   by {self._sorted_by()}", "dim"))
        if self.rows is None:
            return left, ()
        shown = len(self.shown)
        counted = some(shown, self.what) if shown == len(self.rows) else f"{shown} of {len(self.rows)}"
        marked: Line = ((f"{len(self.marks)} marked   ", "text"),) if self.marks else ()
        return left, (*marked, (counted, "dim"))

    def _ring(self) -> Line:
        """The lists behind the tab; the one that is open stands out."""
        names = [(name.capitalize(), "bold bright" if name == self.context else "dim") for name in WATCHED]
        return joined([[name] for name in names], 2)

    def _sorted_by(self) -> str:
        column = next((one for one in self.columns_for(10_000) if one.id == self.sort), None)
        way = ", the other way round" if self.is_reversed else ""
        return f"{column.head.lower() if column else self.sort}{way}"

    def targets(self) -> tuple[Target, ...]:
        """Nothing here is an order, unless the view says so."""
        return ()

    @property
    def foot(self) -> int:
        """What is told of the row under the cursor, where that stands below."""
        return self.region.bottom - self.list.region.bottom

    @property
    def filter_text(self) -> str:
        return self._text

    def filter_by(self, text: str) -> None:
        """Only rows in which every word stands."""
        self._text = text.strip()
        self.draw()

    def go_back(self) -> bool:
        """Esc: the marks first, then the filter."""
        if not self._text and not self.marks:
            return False
        if self.marks:
            self.marks.clear()
            self.draw()
        else:
            self.filter_by("")
        return True

    # ---------------------------------------------------------------------------------------------- drawing

    @property
    def shown(self) -> list[R]:
        """The rows that fit, in their order."""
        rows = [row for row in self.rows or () if not self._text or self.fits(row, self._text)]
        rows.sort(key=self.key_of)
        rows.sort(key=self.sorts[self.sort], reverse=self.is_reversed)
        return rows

    @property
    def row(self) -> R | None:
        """The one under the cursor."""
        return next((row for row in self.rows or () if self.key_of(row) == self.cursor), None)

    @property
    def chosen(self) -> list[R]:
        """Those that are marked, in their order; else the one under the cursor."""
        if self.marks:
            return [row for row in self.shown if self.key_of(row) in self.marks]
        return [self.row] if self.row is not None else []

    def show_rows(self, rows: Sequence[R]) -> None:
        """What was read."""
        self.rows = rows
        self.marks &= {self.key_of(row) for row in rows}
        self._is_old = False
        self.draw()

    def on_resize(self, event: events.Resize) -> None:
        is_beside = event.size.width >= BESIDE_FROM
        lines = 0 if event.size.height < 12 else max(4, event.size.height // 3 - 1)
        self.beside.display = is_beside
        self.below.display = not is_beside and lines > 0
        self.below.styles.height = lines + 1
        self.query_one(f"#{self.id}-gap").display = event.size.height >= 12
        self.call_after_refresh(self.draw)

    @property
    def _room(self) -> int:
        """Cells of a row."""
        beside = self.beside.styles.width.value if self.beside.display and self.beside.styles.width else 0
        return self.size.width - int(beside) - 4

    def draw(self) -> None:
        """Everything, from what is known."""
        if not self.size.width:
            return
        columns = self.columns_for(self._room)
        heads = head_line(
            columns,
            sorted_by=self.sort,
            is_reversed=self.is_reversed,
            chosen=self.column if self.rows else "",
            signs=self.wom.signs,
        )
        self.query_one(f"#{self.id}-heads", OneLine).show(heads)
        if self.rows is not None:
            self.set_entries(self._entries(columns))
        self.draw_cursor()
        self.frame_changed()
        if not self._is_old:  # and now there is a cursor
            then, self._then = self._then, []
            for go_on in then:
                self.wom.call_later(go_on)

    def _entries(self, columns: tuple[Column, ...]) -> list[TableEntry]:
        entries: list[TableEntry] = []
        for word, rows in self.groups(self.shown):
            if word and rows:
                line = head(word, self._room, self.wom.signs.rule, number=len(rows))
                entries += [TableEntry(()), TableEntry(line)] if entries else [TableEntry(line)]
            entries += [TableEntry(self.row_line(row, columns), self.key_of(row)) for row in rows]
        return entries

    def draw_cursor(self) -> None:
        self.list.keep_cursor_in_sight()
        self.list.refresh()
        self.draw_words()
        self._rest.begin()

    def _rested(self) -> None:
        if self.row is not None and self.wom.is_live:
            self.look_closer(self.row)

    def draw_words(self) -> None:
        """What is told of the row under the cursor."""
        panel = self.beside if self.beside.display else self.below
        if not panel.display or not panel.size.width:
            return
        row, width = self.row, panel.size.width - (3 if self.beside.display else 4)
        lines = self.words(row, width, panel.size.height - 1) if row is not None else []
        indent: Line = () if self.beside.display else (("   ", ""),)
        panel.draw([(*indent, *line) for line in lines])

    def list_line(self, line: int, width: int) -> Line:
        """One line."""
        if self.rows is None:
            return self.absent(f"the {self.what}s") if line == 1 else ()
        if not self.entries:
            return self._instead() if line == 1 else ()
        shown = self.entry_line(line, width)
        entry = self.entries[line] if line < len(self.entries) else None
        if entry is None or entry.key not in self.marks:
            return shown
        return (shown[0], (f"{self.wom.signs.mark} ", "accent"), *shown[2:])

    def _instead(self) -> Line:
        if self._text:
            words = ((f"no {self.what} fits the filter", "text"), ("   Esc", "bold bright"))
            return (("   ", ""), *words, (" shows all", "dim"))
        return (("   ", ""), (self.nothing, "text"))

    # --------------------------------------------------------------------------------- lines about its rows

    def named(self, row: R) -> str:
        """What a line calls a row."""
        return self.key_of(row)

    def spelt_out(self, line: str) -> tuple[str, ...]:
        if not _HERE.search(line) or _verb_of(line) not in self.verbs:
            return (line,)
        return tuple(_HERE.sub(self.named(row), line, count=1) for row in self.chosen) or (line,)

    def when_read(self, then: Callable[[], None]) -> None:
        # Without a size nothing is drawn, and no row is under the cursor.
        if self._is_old or not self.size.width:
            self._then.append(then)
        else:
            then()

    # ------------------------------------------------------------------------ lists beside, marking, sorting

    async def do_tab_left(self) -> None:
        await self._go_on(-1)

    async def do_tab_right(self) -> None:
        await self._go_on(1)

    async def _go_on(self, step: int) -> None:
        """To another list behind the tab."""
        await self.wom.go(WATCHED[(WATCHED.index(self.context) + step) % len(WATCHED)])

    def mark(self) -> None:
        """Space: this row, or not any more; and on to the next."""
        if self.row is not None:
            self.marks ^= {self.cursor}
            self.step(1)
            self.frame_changed()

    def do_sort(self) -> None:
        """s: by the chosen column; by the same one again, turned round."""
        self.is_reversed = not self.is_reversed if self.column == self.sort else False
        self.sort = self.column
        self.draw()

    def do_column_left(self) -> None:
        self._choose(-1)

    def do_column_right(self) -> None:
        self._choose(1)

    def _choose(self, step: int) -> None:
        names = [column.id for column in self.columns_for(self._room)]
        here = names.index(self.column) if self.column in names else 0
        self.column = names[(here + step) % len(names)]
        self.draw()


def _verb_of(line: str) -> str:
    """The name of its verb, however that is typed; empty where there is no such verb."""
    from wom_tui.grammar.intent import verb_named
    from wom_tui.grammar.verbs import VERBS

    try:
        return verb_named(line.split(maxsplit=1)[0], VERBS).name
    except InvalidInput:
        return ""
