"""How is a console started: on which database, in which look, with which signs? And the tour, on a town of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from wom_tui.tui.app import WomApp
from wom_tui.tui.first_frame import FirstFrame
from wom_tui.tui.garbage import little_at_a_time
from wom_tui.tui.own_files import NOTHING_KEPT, OwnFiles
from wom_tui.tui.seat import Seat
from wom_tui.tui.settings import Wishes
from wom_tui.tui.terminfo import colours_here, dots_here
from wom_tui.tui.tour import TAKE_THE_TOUR, WORLD


def run_console(
    address: str,
    *,
    now: datetime | None = None,
    on_behalf_of: str | None = None,
    branch: str | None = None,
    wishes: Wishes | None = None,
    frame: FirstFrame | None = None,
) -> int:
    """Show the console on a database until somebody leaves it; returns the exit code.

    Args:
        address: URL or path.
        now: business time, for demonstrations only.
        on_behalf_of: the user for whom an admin acts.
        branch: the branch to begin on; else the live days.
        wishes: what was set before; without them all defaults.
        frame: what the terminal shows already.
    """
    wishes = _here(wishes or Wishes())
    own = NOTHING_KEPT if wishes.is_restricted else OwnFiles.of_user()
    if wishes.is_restricted:
        from wom_tui.gateways.travel_memory import TravelMemory

        TravelMemory.is_written = False

    def shown(frame: FirstFrame | None = None) -> int:
        picture = None if branch else own.about("board", address)
        is_new = picture is not None and _is_first_start(picture.parent)
        seat = Seat.at(address, now, on_behalf_of, branch)
        draft = own.about("draft", f"{address} {on_behalf_of}" if on_behalf_of else address)
        app = WomApp(
            seat,
            wishes=wishes,
            picture=picture,
            frame=frame,
            own=own,
            draft=draft,
            left=own.about("left", f"{address} {on_behalf_of}" if on_behalf_of else address),
            offers_tour=is_new,
            reads_ahead=True,
        )
        return _run(app)

    code = shown(frame)
    while code == TAKE_THE_TOUR:
        _tour(wishes)
        code = shown()
    return code


def run_tour(wishes: Wishes | None = None) -> int:
    """The first five minutes, on an office that is there for that alone; returns the exit code."""
    return _tour(_here(wishes or Wishes()))


def _here(wishes: Wishes) -> Wishes:
    """What was set, on this terminal."""
    return replace(wishes, colours=colours_here(), dots=dots_here())


def _tour(wishes: Wishes) -> int:
    with _town() as address:
        return _run(WomApp(Seat.at(address), wishes=wishes, is_tour=True))


def _run(app: WomApp) -> int:
    little_at_a_time()
    app.run()
    return app.return_value if app.return_value is not None else app.return_code or 0


@contextmanager
def _town() -> Iterator[str]:
    """A town in a file of its own, which is gone when the block is left."""
    from wom_tui.config import os_user
    from wom_tui.worlds.demo import Wish, open_demo
    from wom_tui.worlds.loader import open_world

    with TemporaryDirectory(prefix="wom-tour-") as folder:
        wish = Wish(world=open_world(WORLD), os_user=os_user(), database=str(Path(folder) / "town.db"))
        with open_demo(wish, lambda _: None) as town:
            yield town.address


def _is_first_start(folder: Path) -> bool:
    """Nobody has started a console here before; where that cannot be kept, it is taken for known."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "tour-offered").touch(mode=0o600, exist_ok=False)
        return True
    return False
