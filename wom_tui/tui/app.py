"""The console's frame: one view at a time between the same lines, live by the journal, every key a command.

Only Textual is imported here. The desk and the database engine come in on a worker, after the first paint.
"""

from __future__ import annotations

import gc
import getpass
import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.message import Message

from wom_tui.errors import WomError
from wom_tui.present.labels import WGL4, Signs, signs_of
from wom_tui.tui.keys import bindings, by_id
from wom_tui.tui.look import LOOKS, Look, look_named, textual_theme
from wom_tui.tui.seat import Changes, Seat
from wom_tui.tui.speech import Speech
from wom_tui.tui.terminal import install_guard, leave_clean_on_hangup
from wom_tui.tui.view import COMING, PLACES, View, view_class
from wom_tui.tui.widgets.command_line import CommandLine
from wom_tui.tui.widgets.frame import Attention, Header, KeyBar, Scope
from wom_tui.tui.widgets.toasts import Toasts

if TYPE_CHECKING:
    from wom_tui.desk import Desk


class Stale(Message):
    """Somebody has committed something. Carries nothing: what changed is read from the journal."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Stale)


class WomApp(App[int], inherit_bindings=False):
    """The console."""

    CSS_PATH = "wom.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]

    def __init__(self, seat: Seat, *, look: Look = LOOKS["dark"], signs: Signs | None = None) -> None:
        os.environ.pop(
            "NO_COLOR", None
        )  # our own look without colours was chosen from it; Textual's would be grey
        super().__init__()
        for each in LOOKS.values():
            self.register_theme(textual_theme(each))
        self.look, self.signs = look, signs or WGL4
        self.theme = f"wom-{look.name}"
        self.seat = seat
        self.speech = Speech(self)
        self.state = "connecting"
        self.context = "board"
        self._before: list[str] = []
        self._is_reading = False
        self._is_stale = False
        self._minute = ""

    # ---------------------------------------------------------------------------------------------- the frame

    def compose(self) -> ComposeResult:
        yield Header(id="header")
        yield Scope(id="scope")
        yield Attention(id="attention")
        yield Container(id="room")
        yield CommandLine()
        yield KeyBar(id="keys")
        yield Toasts()

    async def on_mount(self) -> None:
        if not install_guard():
            self.toast("this Textual cannot be guarded against control characters in data", is_error=True)
        if not self.is_headless:
            leave_clean_on_hangup(self)
        await self.go("board")
        self.set_interval(1.0, self._tick)
        self.call_after_refresh(self.work, self._open)

    @property
    def view(self) -> View:
        """The view in front."""
        return self.query_one(f"#{self.context}", View)

    @property
    def views(self) -> list[View]:
        """All that were visited."""
        return list(self.query_one("#room").query_children(View))

    async def go(self, name: str) -> None:
        """Bring a view to the front; one that has no place yet says when it comes."""
        if name not in PLACES:
            self.toast(COMING[name])
            return
        room = self.query_one("#room", Container)
        if not room.query_children(f"#{name}"):
            view = view_class(name)(id=name)
            await room.mount(view)
            if self.is_live:
                view.came_live()
        if name != self.context:
            self._before = [*self._before[-20:], self.context]
        self.context = name
        for view in self.views:
            view.display = view.id == name
        self.view.opened()
        self.draw_frame()

    def draw_frame(self) -> None:
        """Header, scope, attention and key bar; each draws itself only when it says something else."""
        if not self.is_running or not self.views:
            return
        self.query_one(Header).draw(
            current=self.context,
            office=self.seat.office,
            now=self.now(),
            zone=self.seat.zone,
            state=self.state,
        )
        self.query_one(Scope).draw(*self.view.scope())
        self.query_one(Attention).draw(self.view.attention())
        self.query_one(KeyBar).draw(self.context)

    def on_resize(self) -> None:
        """Any size at any time."""
        self.call_after_refresh(self.draw_frame)
        self.query_one(Toasts).place()

    def now(self) -> datetime:
        """Business time; until the desk is open, the time it really is."""
        return self.seat.desk.now() if self.seat.is_open else datetime.now(UTC)

    def _tick(self) -> None:
        minute = f"{self.now():%d %H:%M}"
        if minute != self._minute:
            self._minute = minute
            for view in self.views:
                view.minute(self.now())
            self.draw_frame()

    def toast(self, text: str, advice: str = "", *, is_error: bool = False) -> None:
        """Say what has happened, bottom right."""
        self.query_one(Toasts).add(text, advice, is_error=is_error)

    def toast_error(self, error: WomError) -> None:
        """What happened, and what can be done."""
        self.toast(str(error), error.advice, is_error=True)

    # ------------------------------------------------------------------------------------------ work and news

    @property
    def is_live(self) -> bool:
        """The desk answers, and commands run."""
        return self.seat.is_open and self.state in ("live", "frozen")

    def work(self, job: Callable[[], object]) -> None:
        """Do something slow on a thread; what goes wrong there is reported, and the console lives."""
        self.run_worker(lambda: self.speech.guarded(job), thread=True, group="desk", exit_on_error=False)

    def ask(self, query: Callable[..., Any], *args: Any, then: Callable[[Any], None], **kwargs: Any) -> None:
        """Ask the desk on a worker; `then` gets the answer on the screen's thread."""
        self.work(lambda: self.call_from_thread(then, self.seat.desk.ask(query, *args, **kwargs)))

    def _open(self) -> None:
        """Worker: open the desk, show a first screen, read the rest, listen."""
        try:
            self.seat.open()
        except WomError as error:
            self.call_from_thread(self._not_opened, error)
            return
        self.call_from_thread(self._opened, self.seat.first_rows())
        rows = self.seat.all_rows()
        self.call_from_thread(self._loaded, rows)
        self.seat.watch(self._wake)
        self.post_message(Stale())

    def _wake(self) -> None:
        self.post_message(Stale())

    def _not_opened(self, error: WomError) -> None:
        self.state = "no database"
        self.toast_error(error)
        self.draw_frame()

    def _opened(self, rows: list[Any]) -> None:
        self.state = "live"
        self._news(Changes(rows=tuple(rows)))
        for view in self.views:
            view.came_live()
        self.draw_frame()

    def _loaded(self, rows: list[Any]) -> None:
        self._news(Changes(rows=tuple(rows), is_all=True))
        gc.collect()
        gc.freeze()  # the rows stay; the collector need not walk over them while somebody types

    def on_stale(self) -> None:
        """Read what changed, once at a time."""
        if not self.seat.is_open or self._is_reading:
            self._is_stale = True
            return
        self._is_reading, self._is_stale = True, False
        self.work(self._read)

    def _read(self) -> None:
        try:
            changes = self.seat.changes()
        except WomError as error:
            self.call_from_thread(self._read_done, Changes(), error)
            return
        self.call_from_thread(self._read_done, changes, None)

    def _read_done(self, changes: Changes, error: WomError | None) -> None:
        self._is_reading = False
        if error is not None:
            self.toast_error(error)
        if not changes.is_empty:
            self._news(changes)
        if self._is_stale:
            self.post_message(Stale())

    def _news(self, changes: Changes) -> None:
        for view in self.views:
            view.rows_changed(changes)

    # --------------------------------------------------------------------------------------------------- keys

    async def action_do(self, id: str) -> None:
        """What a key runs: the view answers, or else the app."""
        row = by_id(id)
        if self.context not in row.contexts:
            return
        if row.writes and not self.is_live:
            self.toast("not live yet: nothing is sent", "the list is from before; a moment")
            return
        handler = getattr(self.view, f"do_{id}", None) or getattr(self.speech, f"do_{id}", None)
        if handler is None and id in (*PLACES, *COMING):
            await self.go(id)
            return
        if handler is not None:
            done = handler()
            if done is not None:
                await done

    async def action_quit(self) -> None:
        """Leave; the board's picture is kept for the next start."""
        self.exit(0)

    def on_unmount(self) -> None:
        self.seat.close()


def run_console(
    address: str,
    *,
    now: datetime | None = None,
    ascii: bool = False,
    theme: str | None = None,  # noqa: A002  the name of the option
) -> int:
    """Show the console on a database until somebody leaves it; returns the exit code.

    Args:
        address: URL or path.
        now: business time, for demonstrations only.
        ascii: no sign outside of ASCII.
        theme: dark, light, ansi or mono; without one dark, or mono where NO_COLOR is set.
    """
    look = look_named(theme, no_color=bool(os.environ.get("NO_COLOR")))

    def opener() -> Desk:
        from wom_tui.desk import open_desk

        return open_desk(
            address, os_user=getpass.getuser(), door="console", session=f"console-{os.getpid()}", now=now
        )

    app = WomApp(Seat(opener), look=look, signs=signs_of(ascii))
    app.run()
    return app.return_value if app.return_value is not None else app.return_code or 0
