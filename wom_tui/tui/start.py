"""How is a console started: on which database, in which look, with which signs?"""

from __future__ import annotations

import os
from datetime import datetime

from wom_tui.present.labels import signs_of
from wom_tui.tui import first_view
from wom_tui.tui.app import WomApp
from wom_tui.tui.draft_file import draft_path
from wom_tui.tui.garbage import little_at_a_time
from wom_tui.tui.look import look_named
from wom_tui.tui.seat import Seat


def run_console(
    address: str,
    *,
    now: datetime | None = None,
    on_behalf_of: str | None = None,
    branch: str | None = None,
    ascii: bool = False,  # noqa: A002  the name of the option
    theme: str | None = None,
) -> int:
    """Show the console on a database until somebody leaves it; returns the exit code.

    Args:
        address: URL or path.
        now: business time, for demonstrations only.
        on_behalf_of: the user for whom an admin acts.
        branch: the branch to begin on; else the live days.
        ascii: no sign outside of ASCII.
        theme: dark, light, ansi or mono; without one dark, or mono where NO_COLOR is set.
    """
    little_at_a_time()
    app = WomApp(
        Seat.at(address, now, on_behalf_of, branch),
        look=look_named(theme, no_color=bool(os.environ.get("NO_COLOR"))),
        signs=signs_of(ascii),
        picture=None if branch else first_view.path_for(address),
        draft=draft_path(address),
    )
    app.run()
    return app.return_value if app.return_value is not None else app.return_code or 0
