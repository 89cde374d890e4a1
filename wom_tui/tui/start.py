"""How is a console started: on which database, in which look, with which signs?"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime

from wom_tui.tui import first_view
from wom_tui.tui.app import WomApp
from wom_tui.tui.draft_file import draft_path
from wom_tui.tui.garbage import little_at_a_time
from wom_tui.tui.own_files import OwnFiles
from wom_tui.tui.seat import Seat
from wom_tui.tui.settings import Wishes
from wom_tui.tui.terminal import colours_here, dots_here


def run_console(
    address: str,
    *,
    now: datetime | None = None,
    on_behalf_of: str | None = None,
    branch: str | None = None,
    wishes: Wishes | None = None,
) -> int:
    """Show the console on a database until somebody leaves it; returns the exit code.

    Args:
        address: URL or path.
        now: business time, for demonstrations only.
        on_behalf_of: the user for whom an admin acts.
        branch: the branch to begin on; else the live days.
        wishes: what was set before; without them all defaults.
    """
    little_at_a_time()
    app = WomApp(
        Seat.at(address, now, on_behalf_of, branch),
        wishes=replace(wishes or Wishes(), colours=colours_here(), dots=dots_here()),
        picture=None if branch else first_view.path_for(address),
        own=OwnFiles.of_user(os.environ),
        draft=draft_path(address),
    )
    app.run()
    return app.return_value if app.return_value is not None else app.return_code or 0
