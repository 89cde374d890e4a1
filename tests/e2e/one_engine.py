"""One of several programs that run an office's rules, until it is told to end, killed or put to sleep.

Run as a process of its own by the tests beside it.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from tests.e2e.programs import READY
from tests.e2e.shared_clock import SharedClock
from tests.office import ADMIN, straight_line
from tests.ruled import FEW
from wom_tui.automation.engine import Engine
from wom_tui.automation.lease import Timing
from wom_tui.cli.told_to_end import told_to_end
from wom_tui.commands.command import Command
from wom_tui.commands.rule import FireRule
from wom_tui.desk import Desk
from wom_tui.domain.receipt import Receipt
from wom_tui.errors import LostLease
from wom_tui.store.engine import database_url, open_engine

SETTLE_S = 0.3  # so long the mender waits for other troubles


@dataclass(frozen=True)
class Told:
    """What such a program is told.

    Attributes:
        clock: the file of its business time.
        per_minute: acts.
        sleeps: how often it falls asleep between the look at its right to act and the act itself, 0 to 1.
    """

    url: str
    clock: str
    ttl_s: float = 60.0
    heartbeat_s: float = 5.0
    per_minute: int = 1_000_000
    sleeps: float = 0.0

    @property
    def command(self) -> list[str]:
        return ["tests.e2e.one_engine", json.dumps(asdict(self))]


@dataclass
class DrowsyDesk(Desk):
    """A desk at which an automatic act begins late, now and then: the process is stopped, until somebody wakes it."""

    chance: Random | None = None
    sleeps: float = 0.0

    def run(self, command: Command, *, dry_run: bool = False, cause: int | None = None) -> Receipt:
        if not isinstance(command, FireRule) or self.chance is None or self.chance.random() >= self.sleeps:
            return super().run(command, dry_run=dry_run, cause=cause)
        token = self.fence.token if self.fence is not None else 0
        act = f"{token}/{command.command_id}"
        tell(f"asleep {act}")
        # To this very thread: told to the process, another thread of it might stop it, after this one has gone on.
        signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
        try:
            receipt = super().run(command, dry_run=dry_run, cause=cause)
        except LostLease:
            tell(f"refused {act}")
            raise
        # Who leads by now may have done the same: then this is the receipt of that, and nothing was written.
        tell(f"{'repeated' if receipt.is_repeat else 'accepted'} {act}")
        return receipt


def tell(line: str) -> None:
    """To whoever looks for a fault, and to the test."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main(told: Told) -> None:
    """Take its turn in running the rules."""
    faulthandler.enable()  # whoever does not end says where it stands, when it is aborted
    desk = DrowsyDesk(
        open_engine(database_url(told.url)),
        ADMIN,
        door="rule",
        session="engine",
        clock=SharedClock(Path(told.clock)),
        travel=straight_line,
        chance=Random(os.getpid()),
        sleeps=told.sleeps,
    )
    engine = Engine(
        desk,
        timing=Timing(ttl_s=told.ttl_s, heartbeat_s=told.heartbeat_s, margin_s=told.ttl_s / 10),
        beat_s=0.1,
        tick_s=0.1,
        per_minute=told.per_minute,
        on_trouble=tell,
    )
    engine.runner.mender.effort, engine.runner.mender.settle_s = FEW, SETTLE_S
    with told_to_end() as enough:
        engine.start()
        tell(READY)
        enough.wait()
        engine.stop()
    desk.close()


if __name__ == "__main__":
    main(Told(**json.loads(sys.argv[1])))
