"""How is a console started: on which database, in which look, with which signs?"""

from __future__ import annotations

from datetime import datetime

from wom_tui.present.labels import signs_of
from wom_tui.tui import first_view
from wom_tui.tui.app import WomApp
from wom_tui.tui.garbage import little_at_a_time
from wom_tui.tui.look import look_named
from wom_tui.tui.seat import Seat
from wom_tui.tui.terminal import colours_here


def run_console(
    address: str,
    *,
    now: datetime | None = None,
    on_behalf_of: str | None = None,
    branch: str | None = None,
    ascii: bool = False,  # noqa: A002  the name of the option
    theme: str = "",
) -> int:
    """Show the console on a database until somebody leaves it; returns the exit code.

    Args:
        address: URL or path.
        now: business time, for demonstrations only.
        on_behalf_of: the user for whom an admin acts.
        branch: the branch to begin on; else the live days.
        ascii: no sign outside of ASCII.
        theme: name of a look; empty: what the terminal has colours for, none where NO_COLOR is set.
    """
    little_at_a_time()
    app = WomApp(
        Seat.at(address, now, on_behalf_of, branch),
        look=look_named(theme, colours=colours_here()),
        signs=signs_of(ascii),
        picture=None if branch else first_view.path_for(address),
    )
    app.run()
    return app.return_value if app.return_value is not None else app.return_code or 0
