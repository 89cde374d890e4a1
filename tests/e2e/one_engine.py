"""One of several programs that run an office's rules, until it is told to end, killed or put to sleep.

Run as a process of its own by test_many_engines.py.
"""

from __future__ import annotations

import signal
import sys
import threading
from datetime import datetime

from tests.office import ADMIN
from wom_tui.automation.engine import Engine
from wom_tui.automation.lease import Timing
from wom_tui.desk import Desk
from wom_tui.store.engine import database_url, open_engine
from wom_tui.store.office import DemoClock

SPEED = 60.0  # a minute of the office in a second
READY = "ready"  # to be told that it is enough


def tell(line: str) -> None:
    """To whoever looks for a fault, and to the test."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main(url: str, began_at: str, started_at: str, ttl_s: float, heartbeat_s: float) -> None:
    """Take its turn in running the rules.

    Args:
        began_at, started_at: of the office's clock, in business and in real time.
    """
    clock = DemoClock(datetime.fromisoformat(began_at), datetime.fromisoformat(started_at), SPEED)
    desk = Desk(open_engine(database_url(url)), ADMIN, door="rule", session="engine", clock=clock.now)
    engine = Engine(
        desk,
        timing=Timing(ttl_s=ttl_s, heartbeat_s=heartbeat_s, margin_s=ttl_s / 10),
        beat_s=0.1,
        tick_s=0.1,
        per_minute=1_000_000,
        on_trouble=tell,
    )
    enough = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: enough.set())
    engine.start()
    tell(READY)
    enough.wait()
    engine.stop()
    desk.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), float(sys.argv[5]))
