"""The console's frame: one view at a time between the same lines, and every key a command.

Only Textual is imported here. The desk and the database engine come in on a worker, after the first paint.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.widget import Widget

from wom_tui.present.labels import signs_of
from wom_tui.tui.acts import Acts
from wom_tui.tui.ahead import Ahead
from wom_tui.tui.branching import Branching
from wom_tui.tui.exporting import Exporting
from wom_tui.tui.first_frame import FirstFrame
from wom_tui.tui.hangup import leave_with_the_terminal
from wom_tui.tui.history import History
from wom_tui.tui.job_control import JobControl
from wom_tui.tui.key import CANDIDATES
from wom_tui.tui.key_road import KeyRoad
from wom_tui.tui.keymap import read_keymap
from wom_tui.tui.line_speed import LineSpeed
from wom_tui.tui.live import Live, Stale
from wom_tui.tui.look import look_named, textual_theme
from wom_tui.tui.macros import Macros
from wom_tui.tui.own_files import NOTHING_KEPT, OwnFiles
from wom_tui.tui.presence import Presence
from wom_tui.tui.rule_watch import RuleWatch
from wom_tui.tui.saved import SavedViews
from wom_tui.tui.screens.board import BoardView
from wom_tui.tui.seat import Seat
from wom_tui.tui.settings import Settings, Wishes
from wom_tui.tui.speech import Speech
from wom_tui.tui.terminal import ThriftyApp, has_frames, install_guard
from wom_tui.tui.time_travel import TimeTravel
from wom_tui.tui.tour import TAKE_THE_TOUR, Tour
from wom_tui.tui.trouble import Trouble
from wom_tui.tui.typed_keys import typed_keys
from wom_tui.tui.view import View, view_class
from wom_tui.tui.widgets.command_line import CommandLine
from wom_tui.tui.widgets.frame import Attention, Header, Heading, KeyBar, Scope
from wom_tui.tui.widgets.toasts import Kind, Toasts


class Stage(Screen[None], inherit_bindings=False):
    """The screen under all views. To Textual, Tab and Ctrl+C mean something of their own there; not to us."""


class WomApp(ThriftyApp, inherit_bindings=False):
    """The console.

    Args:
        picture: where the last board is kept for the next start.
        frame: what the terminal shows already.
        draft: where an order half taken in is kept.
        left: where is kept when this console was left.
        own: the user's own files.
        reads_ahead: views that take their time are read before somebody opens them.
    """

    CSS_PATH = "wom.tcss"
    TITLE = "wom"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None  # keys are verbs until somebody opens the command line

    def __init__(
        self,
        seat: Seat,
        *,
        wishes: Wishes | None = None,
        picture: Path | None = None,
        frame: FirstFrame | None = None,
        own: OwnFiles = NOTHING_KEPT,
        draft: Path | None = None,
        left: Path | None = None,
        is_tour: bool = False,
        offers_tour: bool = False,
        reads_ahead: bool = False,
    ) -> None:
        os.environ.pop("NO_COLOR", None)  # our own look without colours was chosen from it; Textual's is grey
        super().__init__(frame)
        self.seat, self.wishes = seat, wishes or Wishes()
        self.own = own
        self.keymap, self._key_troubles = read_keymap(own.setting("keys.toml"))
        self.settings = Settings(self, self.wishes)
        self.line_speed = LineSpeed(self)
        self.dressed = 0  # how often the look has changed: what is drawn already may have another one
        self._take_look()
        self.header, self.scope, self.attention = Header(), Scope(), Attention()
        self.room, self.line, self.bar, self.toasts = Container(id="room"), CommandLine(), KeyBar(), Toasts()
        self.keys, self.jobs = KeyRoad(self), JobControl(self)
        self.speech, self.acts, self.trouble = Speech(self), Acts(self), Trouble(self)
        self.ahead = Ahead(self) if reads_ahead else None
        self.live, self.branching = Live(self, picture), Branching(self)
        self.travel = TimeTravel(self)
        self.saved = SavedViews(self)
        self.exporting = Exporting(self)
        self.presence, self.rules = Presence(self), RuleWatch(self, left)
        self.draft = draft
        self.macros = Macros(self)
        self.history = History(own.memory("history"))
        self.tour = Tour(self) if is_tour else None
        self.offers_tour = offers_tour
        self.context = "board"
        self.is_frozen = False  # rows keep their place
        self._trail: list[str] = []  # the views that this one was opened from
        self.came_from: View | None = None  # which view was in front before this one
        self._before = ("board", list[str]())  # the view before this one, and its trail
        self._minute = ""

    def _tell_file_troubles(self) -> None:
        """What of the user's files cannot be used, in one notice; a refusal may stand beside it."""
        found = [(said, "its default stands") for said in self.wishes.troubles]
        found += [(said, "it keeps its own key") for said in self._key_troubles]
        if found:
            (first, advice), *more = found
            if more:
                advice = f"{advice}; {len(more)} more like it"
            self.toasts.add(first, f"{advice}; wom doctor tells all", Kind.NEWS)

    def get_default_screen(self) -> Stage:
        """Ours, whose keys are ours."""
        return Stage()

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.scope
        yield self.attention
        yield self.room
        if self.tour is not None:
            yield self.tour.strip
        yield self.line
        yield self.bar
        yield self.toasts

    async def on_mount(self) -> None:
        if not install_guard():
            self.toast("this Textual cannot be guarded against control characters in data", is_error=True)
        if not self.takes_pastes_whole:
            self.toast("this Textual tears text apart that is pasted with control characters in it")
        if not has_frames():
            self.terminal = None
            self.toast("this Textual draws otherwise: whole regions are sent")
        if not self.is_headless:
            leave_with_the_terminal(self)
            self.jobs.begin()
        if not self.settings.console.mouse:
            self.report_mouse(is_on=False)
        self.line_speed.begin()
        await self.go("board")
        self._tell_file_troubles()
        self.set_interval(1.0, self.tick)
        self.live.begin()

    @property
    def view(self) -> View:
        """The view in front."""
        return next(view for view in self.views if view.id == self.context)

    @property
    def board(self) -> BoardView:
        """The board, which is always there."""
        return cast("BoardView", self.views[0])

    @property
    def views(self) -> list[View]:
        """All that were visited."""
        return [cast("View", view) for view in self.room.children if view.children]

    async def go(self, name: str) -> None:
        """Bring a view to the front, as a tab does: from there, Esc leads to the board."""
        await self._show(name, [])

    async def open(self, name: str) -> None:
        """Bring a view to the front from the one that is there: Esc leads back to it."""
        await self._show(name, self._trail if name == self.context else [*self._trail[-20:], self.context])

    async def go_to_previous(self) -> None:
        """Bring the view before this one to the front; again = this one."""
        await self._show(*self._before)

    async def _show(self, name: str, trail: list[str]) -> None:
        if not any(view.id == name for view in self.views):
            await self.make_view(name)
        if name != self.context:
            self.came_from = self.view
            self.toasts.drop_refusals()
            if self.context != CANDIDATES:  # whoever chose there is done
                self._before = (self.context, self._trail)
        self.context, self._trail = name, trail
        for view in self.views:
            view.display = view.id == name
        if self.view.second_look is not None:
            self.view.second_look.forget()  # whoever comes back reads it anew
        self.view.opened()
        self.draw_frame()

    async def make_view(self, name: str) -> View:
        """One more view, behind the one in front."""
        view = view_class(name)(id=name)
        view.display = False
        await self.room.mount(view)
        return view

    async def go_back(self) -> None:
        """To the view that this one was opened from, else to the board; the board is where it all begins."""
        if self.context != "board":
            trail = self._trail[:]
            await self._show(trail.pop() if trail else "board", trail)

    async def open_order(self, number: int) -> None:
        """Show one order."""
        await self.open("order")
        self.view.show_order(number)

    def draw_scope(self) -> None:
        """Line 2 alone: counts, marks, what has moved."""
        self.scope.draw(*self.view.scope())

    def draw_counts(self) -> None:
        """Lines 2 and 3: what is shown, and what needs somebody."""
        self.draw_scope()
        self.attention.draw(self.view.attention())

    def draw_bar(self) -> None:
        """The last line alone: what keys do now."""
        self.bar.draw(self.view.mode, typed_keys(self))

    def draw_frame(self) -> None:
        """What stands around the view; each draws itself only when it says something else."""
        if not self.is_running or not self.views:
            return
        for edge in (self.header, self.bar):
            edge.stand_on("branch" if self.seat.branch else "past" if self.seat.as_of else "raised")
        self.header.draw(
            Heading(
                current=self.view.tab or self.context,
                office=self.seat.office,
                now=self.now(),
                zone=self.seat.zone,
                state=self.live.word,
                standing_in=self.seat.standing_in,
                here=self.presence.here,
                is_slow=self.line_speed.is_slow,
                badges=self.rules.badges,
                waiting=self.rules.waiting,
                recording=self.macros.recording.name if self.macros.recording else "",
            )
        )
        self.presence.follow(self.view.claimed)
        self.draw_counts()
        self.draw_bar()
        if self.tour is not None:
            self.tour.look()
        self.toasts.place()

    def _take_look(self) -> None:
        """The look and the signs that are chosen; of a slow line no more colours than sixteen are asked."""
        console, most = self.settings.console, self.wishes.colours
        self.signs = signs_of(console.is_ascii, console.map or self.wishes.dots)
        self.keymap.signs = self.signs
        look = look_named(console.look, colours=min(most, 16) if self.line_speed.is_slow else most)
        self.look = replace(look, is_ascii=console.is_ascii)
        self.register_theme(textual_theme(look))
        self.theme = f"wom-{look.name}"

    @property
    def looks(self) -> tuple[str, ...]:
        """All that the look of what is drawn depends on."""
        signs, size = "ascii" if self.signs.is_ascii else "all", self.size
        return self.look.name, signs, repr(self.settings.config.words), f"{size.width}x{size.height}"

    def dress(self) -> None:
        """Another look, other signs, other ways to write: everything is drawn anew, also what stands behind."""
        self._take_look()
        self.dressed += 1
        if not self.is_running or not self.views:
            return
        for view in self.views:
            view.redressed()
        for widget in self.screen_stack[0].walk_children(Widget):
            widget.refresh()
            if widget.size:
                widget.post_message(events.Resize(widget.size, widget.virtual_size))
        self.draw_frame()

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """The terminal has answered."""
        self.line_speed.answered(event.time)

    def on_resize(self) -> None:
        """Any size at any time."""
        self.call_after_refresh(self.draw_frame)

    def now(self) -> datetime:
        """Business time; until the desk is open, the time it really is."""
        return self.seat.desk.now() if self.seat.is_open else datetime.now(UTC)

    def tick(self) -> None:
        """Once a second: nothing is drawn unless the minute is another."""
        minute = f"{self.now():%d %H:%M}"
        if minute != self._minute:
            self._minute = minute
            for view in self.views:
                view.minute(self.now())
            self.rules.look()
            self.draw_frame()

    def toast(self, text: str, advice: str = "", *, is_error: bool = False) -> int:
        """Say what has happened, bottom right; answers by which id that notice is known."""
        return self.toasts.add(text, advice, Kind.REFUSED if is_error else Kind.DONE)

    @property
    def is_live(self) -> bool:
        """The desk answers, and commands run."""
        return self.live.is_on

    def work(self, job: Callable[[], object], *, draft: str = "", quietly: bool = False) -> None:
        """Do something slow on a thread; what goes wrong there is reported, and the console lives.

        Args:
            draft, quietly: see `Trouble.guarded`.
        """
        self.run_worker(
            lambda: self.trouble.guarded(job, draft=draft, quietly=quietly),
            thread=True,
            group="desk",
            exit_on_error=False,
        )

    def ask(
        self,
        query: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None],
        failed: Callable[[], None] | None = None,
        quietly: bool = False,
    ) -> None:
        """Ask the desk on a worker; `then` gets the answer on the screen's thread.

        Args:
            failed: told, on the screen's thread, that there is none.
            quietly: nobody has asked for it; no answer is no matter.
        """

        def job() -> None:
            try:
                found = self.seat.desk.ask(query, *args)
            except Exception:
                if failed is not None:
                    self.call_from_thread(failed)
                raise
            self.call_from_thread(then, found)

        self.work(job, quietly=quietly)

    def post_stale(self) -> None:
        """Have a look at the journal; may be called from any thread."""
        self.post_message(Stale())

    def on_stale(self) -> None:
        self.live.look()
        self.presence.look()
        self.rules.look()

    async def on_event(self, event: events.Event) -> None:
        """Keys and pasted text go our own way; everything else goes Textual's."""
        if isinstance(event, events.Key):
            await self.keys.take(event)
        elif isinstance(event, events.Paste):
            self.keys.paste(event.text)
        else:
            await super().on_event(event)

    def take_the_tour(self) -> None:
        """Leave for the tour, which begins on an office of its own; then this console opens again."""
        self.live.keep()
        self.exit(TAKE_THE_TOUR)

    async def action_quit(self) -> None:
        """Leave; the board's picture is kept for the next start."""
        self.live.keep()
        self.exit(0)

    def on_unmount(self) -> None:
        self.seat.close()
