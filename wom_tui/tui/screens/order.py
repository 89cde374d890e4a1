"""One order: what is left and who has it, the facts, both clocks with their ledger, what has happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult

from wom_tui.domain.message import Me
from wom_tui.errors import NotFound
from wom_tui.present.board import Day
from wom_tui.present.cells import Line, Piece, clip, joined
from wom_tui.present.clock_strip import whole
from wom_tui.present.durations import moment
from wom_tui.present.heads import head
from wom_tui.present.labels import state_piece
from wom_tui.present.messages import messages
from wom_tui.present.order_facts import (
    checklist,
    history,
    parts,
    related,
    related_head,
    tab_names,
    visited,
    visits,
)
from wom_tui.present.order_files import brief
from wom_tui.present.order_notes import newest_notes, notes
from wom_tui.present.order_rows import facts
from wom_tui.present.reading import due_words, holder, verdict
from wom_tui.present.safe_text import safe
from wom_tui.tui.fact_editing import FactEditing
from wom_tui.tui.file_cursor import FileCursor
from wom_tui.tui.key import ORDER
from wom_tui.tui.part_lines import begin, parts_keys
from wom_tui.tui.second_look import SecondLook
from wom_tui.tui.steps import Steps
from wom_tui.tui.view import Target, View
from wom_tui.tui.widgets.line_input import LineInput
from wom_tui.tui.widgets.lines import StillLines
from wom_tui.tui.widgets.order_page import OrderPage
from wom_tui.tui.widgets.two_columns import BESIDE_FROM

if TYPE_CHECKING:
    from wom_tui.queries.order import OrderDetail
    from wom_tui.tui.changes import Changes

FACTS_FROM = 3  # the lines above them: a gap, the sub-tabs, a gap


def _found(reader: Any, number: int, now: datetime, me: Me) -> OrderDetail | None:
    """Query: the order; None when there is none with that number."""
    from wom_tui.queries.order import order_detail

    try:
        return order_detail(reader, number, now, me=me)
    except NotFound:
        return None


class OrderView(Steps, View):
    """One order."""

    context = ORDER

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sheet = OrderPage(id="page")
        self.number: int | None = None
        self.detail: OrderDetail | None = None
        self.part = "Facts"  # by name: a wider page has one less
        self.editing = FactEditing(self)
        self.files = FileCursor(self)
        self._is_missing = False
        self.second_look: SecondLook = SecondLook(self)

    def compose(self) -> ComposeResult:
        yield self.sheet
        yield StillLines(id="order-help")

    @property
    def at(self) -> Day:
        """Now, and where."""
        return Day(self.wom.now(), self.wom.seat.zone)

    # ------------------------------------------------------------------------------------------ what is shown

    def show_order(self, number: int) -> None:
        """Show another order."""
        if number != self.number:
            self.number, self.detail, self._is_missing, self.sheet.top = number, None, False, 0
            self.editing.clear()
            self.draw()
        self._read()

    def opened(self) -> None:
        """Clocks have gone on since it was in front."""
        self.draw()
        self._read()

    def came_live(self) -> None:
        """The desk answers: read what was asked for before."""
        self._read()

    def rows_changed(self, changes: Changes) -> None:
        """Read the order again when something of it changed."""
        is_ours = self.number in changes.gone or any(row.number == self.number for row in changes.rows)
        if self.number is not None and (changes.is_all or is_ours):
            self._read()

    def minute(self, now: datetime) -> None:
        """Clocks have gone on: read them again, if somebody looks."""
        if self.display:
            self._read()

    def _read(self) -> None:
        if self.number is None or not self.wom.is_live:
            return
        came = partial(self._came, self.number)
        me = Me.of(self.wom.seat.desk.actor)
        self.read(_found, self.number, self.wom.now(), me, then=came, again=self._read)

    @property
    def has_come(self) -> bool:
        return self.number is None or self.detail is not None or self._is_missing

    def state_changed(self) -> None:
        """Up or down: where no order is drawn yet, it says so."""
        self.draw()

    def _came(self, number: int, detail: OrderDetail | None) -> None:
        if number == self.number:
            self.detail, self._is_missing = detail, detail is None
            if detail is not None:
                self.second_look.drawn(Target.of(detail.row))
                tabs = self._tabs()  # the last file or note may be gone, and its tab with it
                self.part = tabs[self._here(tabs)][0].split()[0]
            self.draw()
            self.frame_changed()

    def on_resize(self, event: events.Resize) -> None:
        """One column or two."""
        self.call_after_refresh(self.draw)

    # -------------------------------------------------------------------------------------------------- frame

    def scope(self) -> tuple[Line, Line]:
        """Number and title; how much of it is filled in (not how much is done), which version, who changed it last."""
        detail = self.detail
        if detail is None:
            return self._empty(), ()
        at = self.at
        items: list[list[Piece]] = [
            [(f"fields {detail.complete_percent}% filled", "dim" if not detail.missing else "warn")],
            [(f"version {detail.order.version}", "dim")],
        ]
        if self.size.width < BESIDE_FROM:
            items = items[:1]
        elif detail.history:
            last = detail.history[0]
            items.append([(f"changed {moment(last.at, at.now, at.zone)} by {safe(last.who)}", "dim")])
        left = ((str(detail.order.id), "bold bright"), ("   ", ""), (safe(detail.order.title), "bold bright"))
        return left, joined(items, 3)

    def _empty(self) -> Line:
        if self._is_missing:
            return ((f"there is no order {self.number}", "warn"),)
        if self.number is None:
            way = "   Esc goes to the board, Enter there opens one"
            return ("no order chosen", "bold bright"), (way, "dim")
        return ((str(self.number), "bold bright"), ("   reading", "dim"))

    def attention(self) -> Line:
        """The verdict: what is left, which state, who has it."""
        if self.detail is None:
            return ()
        row, at, signs = self.detail.row, self.at, self.wom.signs
        state = (state_piece(row.state, is_ascii=signs.is_ascii),)
        items: list[Line] = [verdict(row, at.now, signs), due_words(row, at.now, at.zone), state]
        items += [
            holder(row, at.now, at.zone, signs),
            ((f"P{row.priority}", "bold bright" if row.priority == 1 else "text"),),
            ((self.wom.presence.on(row.number), "dim"),) if self.wom.presence.others else (),
        ]
        return joined(items, 4)

    def targets(self) -> tuple[Target, ...]:
        """This order, in the version that was read."""
        return self.second_look.as_read(Target.of(self.detail.row) if self.detail is not None else None)

    @property
    def claimed(self) -> int | None:
        return self.number

    def others_changed(self) -> None:
        self.frame_changed()

    @property
    def typing(self) -> LineInput | None:
        """The fact under the cursor, while it is changed."""
        return self.sheet.input if self.editing.is_typing else None

    @property
    def foot(self) -> int:
        """What the fact under the cursor is."""
        return 2 if self.editing.at else 0

    def theirs_kept(self) -> None:
        self.editing.stop()
        self.draw()

    def go_back(self) -> bool:
        """Esc: out of the fact, then away from the facts."""
        if not self.editing.leave():
            return False
        self.draw()
        return True

    def free_up_to(self, lines: int) -> int:
        """Below the facts, where the clocks and the history beside them reach down to the end."""
        sheet = self.sheet
        if (
            sheet.split
            and not sheet.ends_above(lines, sheet.right)
            and sheet.ends_above(lines + 1, sheet.left)
        ):
            return sheet.split
        return super().free_up_to(lines)

    # --------------------------------------------------------------------------------------------------- page

    def _tabs(self) -> list[tuple[str, Callable[[int], list[Line]]]]:
        """Sub-tabs: name and lines for a width. One column more has the clocks among them."""
        detail = self.detail
        assert detail is not None
        at, signs = self.at, self.wom.signs
        tabs: list[tuple[str, Callable[[int], list[Line]]]] = [
            ("Facts", lambda width: self._facts(detail, width)),
            (f"History {len(detail.history)}", lambda width: history(detail, at, width, signs=signs)),
            (f"Visits {len(detail.visits)}", lambda width: visits(detail, at, signs, width)),
            (f"Checklist {len(detail.order.checklist)}", lambda width: checklist(detail, signs, width)),
        ]
        if detail.parts:
            tabs.insert(3, (f"Parts {len(detail.parts)}", lambda width: parts(detail, at, width)))
        if detail.notes:
            tabs.append((f"Notes {len(detail.notes)}", lambda width: notes(detail, at, width)))
        if detail.messages:
            tabs.append((f"Messages {len(detail.messages)}", lambda width: messages(detail, at, width)))
        if detail.files:
            tabs.append((f"Files {len(detail.files)}", lambda width: self.files.lines(width)[0]))
        if not self.sheet.split:
            tabs.insert(1, ("Clocks", lambda width: self._clocks(detail, width)))
        return tabs

    def _here(self, tabs: list[tuple[str, Callable[[int], list[Line]]]]) -> int:
        """Which of the tabs is open; the first, where the one that was is no longer among them."""
        return next((at for at, (name, _) in enumerate(tabs) if name.split()[0] == self.part), 0)

    def _facts(self, detail: OrderDetail, width: int) -> list[Line]:
        at, signs, rule = self.at, self.wom.signs, self.wom.signs.rule
        lines = self.editing.lines(width)[0] if self.editing.at else facts(detail, at, width)
        lines += newest_notes(detail, at, signs, width)
        if detail.visits:
            lines += [(), head("Visits", width, rule), *visits(detail, at, signs, width)]
        if detail.parts:
            lines += [(), head("Parts", width, rule, parts_keys(self.wom.keymap)), *parts(detail, at, width)]
        if detail.files:
            lines += [(), head("Files", width, rule), *brief(detail, at, width)]
        if detail.related:
            lines += [(), head(related_head(detail), width, rule), *related(detail, at, signs, width)]
        if detail.visited:
            lines += [(), head("Last visits here", width, rule), *visited(detail.visited, at.zone, width)]
        return lines

    def _clocks(self, detail: OrderDetail, width: int) -> list[Line]:
        at, signs = self.at, self.wom.signs
        respond = whole("Respond clock", detail.respond, at, width, signs)
        return [*respond, (), *whole("Resolve clock", detail.resolve, at, width, signs)]

    def draw(self) -> None:
        """The page anew; drawn only where it differs."""
        if self.detail is None or not self.sheet.size.width:
            is_awaited = self.number is not None and not self._is_missing
            self.sheet.show([(), self.absent("the order")[1:]] if is_awaited else [], [])
            return
        split = self.sheet.split
        tabs = self._tabs()
        here = self._here(tabs)
        room = self.sheet.room
        left: list[Line] = [(), tab_names([name for name, _ in tabs], here, room), (), *tabs[here][1](room)]
        right: list[Line] = []
        if split:
            width = self.sheet.size.width - split - 4
            at, rule = self.at, self.wom.signs.rule
            right = [(), *self._clocks(self.detail, width), (), head("History", width, rule, "newest first")]
            right += history(self.detail, at, width, most=40)
        line = self._cursor_line(room)
        self.sheet.show(left, right, None if line is None else line + FACTS_FROM)
        if line is not None:
            self.sheet.keep_in_sight(self.files.below if self.files.is_here else 0)
        self.editing.place()
        self._draw_help()

    def _cursor_line(self, room: int) -> int | None:
        """Of the open tab, which line the cursor is on."""
        if self.files.is_here:
            return self.files.lines(room)[1]
        return self.editing.lines(room)[1] if self.part == "Facts" else None

    def _draw_help(self) -> None:
        """At the bottom, while the cursor is among the facts."""
        shown = self.query_one("#order-help", StillLines)
        is_on = bool(self.editing.at)
        if shown.display != is_on:
            shown.display = is_on
            self.wom.toasts.place()
        if is_on:
            width = self.size.width
            shown.show_under_rule([clip(self.editing.help, width - 1)], width)

    # --------------------------------------------------------------------------------------------------- keys

    def step(self, lines: int) -> None:
        """Roll the sheet."""
        self.sheet.roll(lines)

    def do_up(self) -> None:
        self._move(-1)

    def do_down(self) -> None:
        self._move(1)

    def _move(self, lines: int) -> None:
        """To the next file, or the next fact; where there is no cursor, the page rolls."""
        (self.files if self.files.is_here else self.editing).move(lines)

    def do_open(self) -> None:
        """Enter: into the fact under the cursor; from there, send it."""
        if self.files.is_here:
            self.files.refuse_to_open()
            return
        self.editing.open()
        self.draw()

    def do_edit(self) -> None:
        """e: the same."""
        self.do_open()

    @property
    def page(self) -> int:
        """Lines on the screen."""
        return self.sheet.size.height

    @property
    def all_lines(self) -> int:
        """Lines there are, in the longer column."""
        return max(len(self.sheet.left), len(self.sheet.right))

    def do_reserve(self) -> None:
        """R: the part that is short."""
        begin(self, "reserve")

    def do_use(self) -> None:
        """i: the part that lies reserved."""
        begin(self, "use")

    def do_unreserve(self) -> None:
        """O: the part that is reserved."""
        begin(self, "unreserve")

    def do_tab_left(self) -> None:
        self._turn(-1)

    def do_tab_right(self) -> None:
        self._turn(1)

    def _turn(self, step: int) -> None:
        if self.detail is not None:
            tabs = self._tabs()
            self.editing.clear()
            self.part = tabs[(self._here(tabs) + step) % len(tabs)][0].split()[0]
            self.sheet.top = 0
            self.draw()

    def copied(self) -> str:
        """The file or the fact under the cursor; else number, title, place, and whom to call."""
        if self.detail is None:
            return ""
        if self.files.is_here:
            return self.files.place
        if self.editing.fact is not None:
            return ", ".join(self.editing.fact.values)
        row, contact = self.detail.row, self.detail.contact
        whom = (contact.name, contact.phone) if contact is not None else ()
        return "  ".join(part for part in (str(row.number), row.title, row.site, *whom) if part)
