"""From a key or a typed line to the desk and back: what is said, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wom_tui.errors import WomError
from wom_tui.tui.widgets.command_line import CommandLine
from wom_tui.tui.widgets.toasts import Toasts

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp


class Speech:
    """The dispatcher's voice."""

    def __init__(self, app: WomApp) -> None:
        self.app = app

    def guarded(self, job: Callable[[], object]) -> None:
        """Do a job; an error of ours is shown, any other is written down, and the console lives."""
        try:
            job()
        except WomError as error:
            self.app.call_from_thread(self.app.toast_error, error)

    def do_command(self) -> None:
        self.app.query_one(CommandLine).open(":")

    def do_help(self) -> None:
        pass

    async def do_back(self) -> None:
        if self.app.query_one(Toasts).clear():
            return

    async def do_leave(self) -> None:
        self.app.exit(0)
