"""How does the console come to life and stay current?

First the picture of the last time, then the desk on a worker, then the first screen of rows, then all of
them; from then on the watcher says "look", and what changed is read from the journal, once at a time.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from wom_tui.domain.habits import clock_text
from wom_tui.errors import StoreBusy, StoreError, WomError
from wom_tui.present.moves import overtaken_words
from wom_tui.present.safe_text import safe
from wom_tui.tui import first_frame, first_view
from wom_tui.tui.changes import Changes
from wom_tui.tui.garbage import rows_to_stay
from wom_tui.tui.key import BOARD, CANDIDATES, LANES, PROPOSAL
from wom_tui.tui.widgets.toasts import Kind

if TYPE_CHECKING:
    from wom_tui.queries.orders import OrderRow
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.key import Key

KEEP_EVERY_S = 180.0
BACK = "as-of now goes back"
PATIENCE_S = 2.0  # then what is drawn is shown in the place of the first frame, live or not
RETRY_S = 2.0  # so often a database that is away is asked whether it is back


class Stale(Message):
    """Somebody has committed something. Carries nothing: what changed is read from the journal."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Stale)


class Live:
    """The state of the line to the desk, and the news that come over it."""

    def __init__(self, app: WomApp, picture: Path | None) -> None:
        self.app = app
        self.picture = picture  # where the last board is kept; None = nowhere
        self.is_on = False
        self.problem = ""
        self._since = ""  # when the picture was taken
        self._is_reading = False
        self._is_stale = False

    @property
    def word(self) -> str:
        """What the header says."""
        if self.is_on:
            if branch := self.app.seat.branch:
                return f"BRANCH {safe(branch)}"
            if self.app.seat.as_of is not None:
                return f"AS OF {self.app.travel.words}"
            return "frozen" if self.app.is_frozen else "live"
        if self.problem:
            return self.problem
        return self.word_before(self._since)

    def word_before(self, since: str) -> str:
        """What it says over something that was kept, until it is live."""
        return f"as of {since}, connecting" if since else "connecting"

    @property
    def may_act(self) -> bool:
        """Commands run: it is on, and what is shown is now."""
        return self.is_on and self.app.seat.as_of is None

    def lets(self, row: Key) -> bool:
        """A key works now: one that writes where commands run, one that begins a draft also while nobody answers."""
        return not row.writes or self.may_act or (row.is_draft and self.app.seat.as_of is None)

    @property
    def refusal(self) -> tuple[str, str]:
        """What is said to somebody who wants to change something while that cannot be."""
        if self.is_on and self.app.seat.as_of is not None:
            return f"this is how it was at {self.app.travel.words}, and nothing can be changed there", BACK
        if self.problem:
            return f"{self.problem}: nothing is sent", "it goes on by itself when the database answers again"
        return "not live yet: nothing is sent", "the list is from before; a moment"

    # ----------------------------------------------------------------------------------------- coming to life

    def begin(self) -> None:
        """Show the last picture, if there is one, and open the desk behind it."""
        kept = first_view.load(self.picture, self.app.looks) if self.picture else None
        if kept is not None:
            self._since = kept.taken
            self.app.board.show_picture(kept)
        self.app.call_after_refresh(self.app.work, self._open)
        self.app.set_timer(PATIENCE_S, self.app.come_forward)
        self.app.work(self.app.saved.own.load)
        self.app.work(self.app.macros.own.load)
        self.app.work(self.app.history.load, quietly=True)
        self.app.set_interval(KEEP_EVERY_S, self.keep)

    def _open(self) -> None:
        seat, app = self.app.seat, self.app
        try:
            with rows_to_stay():  # so do all the modules that the desk needs
                seat.open()
                first = seat.first_rows()
        except WomError as error:
            app.call_from_thread(self._not_opened, error)
            return
        app.call_from_thread(self._opened, first)
        with rows_to_stay():
            rows = seat.all_rows()
        app.call_from_thread(self._loaded, rows)
        seat.watch(app.post_stale)
        app.call_from_thread(app.presence.begin)
        app.call_from_thread(app.rules.begin)
        app.post_stale()
        app.work(seat.warm_up, quietly=True)
        if app.ahead is not None:
            app.call_from_thread(app.ahead.begin)

    def _not_opened(self, error: WomError) -> None:
        self.app.call_after_refresh(self.app.come_forward)
        is_first = not self.problem
        self.problem = "no database"
        if is_first:
            self.app.trouble.refused(error)
            self._changed()
        if isinstance(error, StoreError):  # anything else is about us, and waiting changes nothing
            self.app.set_timer(RETRY_S, lambda: self.app.work(self._open))

    def _opened(self, rows: list[OrderRow]) -> None:
        self.is_on, self.problem = True, ""
        self.tell(Changes(rows=tuple(rows)))
        for view in self.app.views:
            view.came_live()
        self.app.tick()
        self.app.draw_frame()
        self.app.call_after_refresh(self.app.come_forward)
        if self.app.offers_tour:
            self.app.toast("new here? :tour shows it all in five minutes", "in a town of its own")

    def _loaded(self, rows: list[OrderRow]) -> None:
        self.tell(Changes(rows=tuple(rows), is_all=True))

    # ---------------------------------------------------------------------------------------- staying current

    def look(self) -> None:
        """Read what changed; while that goes on, remember that there is more."""
        if not self.is_on or self._is_reading:
            self._is_stale = True
            return
        self._is_reading, self._is_stale = True, False
        self.app.work(self._read)

    def _read(self) -> None:
        try:
            changes, error = self.app.seat.changes(), None
        except WomError as caught:
            changes, error = Changes(), caught
        self.app.call_from_thread(self._read_done, changes, error)

    def _read_done(self, changes: Changes, error: WomError | None) -> None:
        self._is_reading = False
        if isinstance(error, StoreError) and not isinstance(error, StoreBusy):
            self._lost(error)
            return
        if error is not None:
            self.app.trouble.refused(error)
        if not changes.is_empty:
            self.tell(changes)
        self.app.acts.heard(changes.theirs)
        if changes.is_all:
            self.app.draw_frame()  # it may be another branch than before
        for move, actor in changes.overtaken:
            words = overtaken_words(move, actor, self.app.now(), self.app.seat.zone, self.app.signs.arrow)
            self.app.toasts.add(words, "you had booked it from here", Kind.NEWS)
        if self._is_stale:
            self.look()

    def _changed(self) -> None:
        for view in self.app.views:
            view.state_changed()
        self.app.draw_frame()

    # ------------------------------------------------------------------------------------- away and back again

    def _lost(self, error: StoreError) -> None:
        """The database is away: what is drawn stays, nothing is sent, and it is asked again and again."""
        if not self.is_on:
            return
        self.is_on, self.problem = (
            False,
            f"offline since {clock_text(self.app.now().astimezone(self.app.seat.zone))}",
        )
        self.app.trouble.refused(error)
        self._changed()
        self._try_later()

    def _try_later(self) -> None:
        self.app.set_timer(RETRY_S, lambda: self.app.work(self._try))

    def _try(self) -> None:
        try:
            changes = self.app.seat.reread()
        except StoreError:
            self.app.call_from_thread(self._try_later)
            return
        self.app.call_from_thread(self._back, changes)

    def _back(self, changes: Changes) -> None:
        self.is_on, self.problem, self._is_stale = True, "", False
        self.app.toasts.clear()
        self.app.toast("the database is back")
        self.tell(changes)
        for view in self.app.views:
            view.came_live()
        self.app.draw_frame()
        self.look()

    def read_again(self, subject: str) -> None:
        """Somebody is told here that something is otherwise than they have read: every view gets it as it is now."""

        def read() -> None:
            self.app.call_from_thread(self.tell, self.app.seat.again(subject))

        self.app.work(read, quietly=True)
        self.look()

    def arrived(self, changes: Changes, said: tuple[str, str]) -> None:
        """This console shows another moment, or works on another branch: everything is drawn as it stands there."""
        self.app.toasts.clear()
        if self.app.context in (PROPOSAL, CANDIDATES):  # made for where one comes from
            self.app.call_later(self.app.go, LANES)
        self.tell(changes)
        for view in self.app.views:
            view.time_jumped(self.app.now())
        self.app.draw_frame()
        self.app.toast(*said)

    def tell(self, changes: Changes) -> None:
        """Every view that was visited hears it."""
        for view in self.app.views:
            if view.second_look is not None:
                view.second_look.rows_changed(changes)
            view.rows_changed(changes)

    # ----------------------------------------------------------------------------------------- the next start

    def keep(self) -> None:
        """Keep the board's picture for the next start, once it is the real one; and that somebody was here."""
        self.app.rules.keep()
        if self.picture is not None and self.may_act and not self.app.seat.branch:
            first_view.save(
                self.picture, self.app.board.picture(), self.app.now().astimezone(self.app.seat.zone)
            )
            self._keep_frame(first_frame.path_beside(self.picture))

    def _keep_frame(self, path: Path) -> None:
        """The same cell for cell, where nothing lies over it; its head says that it is from before."""
        app, heading = self.app, self.app.header.heading
        is_covered = len(app.screen_stack) > 1 or app.toasts.shown or app.line.is_open
        if heading is None or app.context != BOARD or is_covered:
            return
        since = clock_text(heading.now.astimezone(heading.zone))
        head = app.header.line_of(replace(heading, state=self.word_before(since)))
        rows = app.frame_under(app.look.strip(head, app.size.width, app.header.ground))
        if rows is not None:
            first_frame.save(path, app.settings.config, rows)
