"""The rules inside a console: they begin a while after it has opened, on threads of their own, and end with it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wom_tui.errors import WomError

if TYPE_CHECKING:
    from wom_tui.config import Config
    from wom_tui.desk import Desk

AFTER_S = 5.0  # the first screens come first


@contextmanager
def rules_running(
    open_desk: Callable[[], Desk], after_s: float = AFTER_S, config: Config | None = None
) -> Iterator[None]:
    """Run the office's rules, and deliver its messages, until the block is left, whenever it is this program's turn.

    Whoever may not do by hand what rules do runs none. What goes wrong here is no matter of the console's: what a rule
    came to stands in `wom rule list` and `wom rule history`, and another program takes its turn.

    Args:
        config: what else the leader does, as the settings ask for it; None = nothing.
    """
    leave = threading.Event()
    thread = threading.Thread(
        target=_run, args=(open_desk, after_s, config, leave), name="wom-rules", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        leave.set()
        thread.join()


def _run(
    open_desk: Callable[[], Desk], after_s: float, config: Config | None, leave: threading.Event
) -> None:
    if leave.wait(after_s):
        return
    from wom_tui.automation.engine import Engine, why_not  # with a library that nothing before needs
    from wom_tui.automation.jobs import jobs_of
    from wom_tui.config import Config
    from wom_tui.outbox_desk import NewWays, ways_of

    asked = config or Config()
    try:
        desk = open_desk()
    except WomError:
        return  # the console has said what is wrong with that database
    try:
        if not why_not(desk):
            new_ways = NewWays() if config is not None else lambda: None
            engine = Engine(desk, ways=ways_of(asked), new_ways=new_ways, jobs=jobs_of(asked, desk))
            engine.start()
            leave.wait()
            engine.stop()
    finally:
        desk.close()
