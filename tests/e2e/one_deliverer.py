"""One of several programs that deliver an office's messages, until it is told to end or killed.

Run as a process of its own by test_killed_deliverers.py.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from tests.office import ADMIN
from wom_tui.automation.deliverer import Deliverer
from wom_tui.automation.engine import Engine
from wom_tui.automation.lease import Timing
from wom_tui.cli.told_to_end import told_to_end
from wom_tui.config import Config, NotifyConfig
from wom_tui.desk import Desk
from wom_tui.outbox_desk import ways_of
from wom_tui.store.engine import database_url, open_engine

SPEED = 300.0  # five minutes of waiting in a second: the longest wait between two attempts is an hour
TIMEOUT_S = 1.0


def main(url: str, hook: str, mail: str, started_at: str) -> None:
    """Take its turn in delivering.

    Args:
        hook, mail: where messages go.
        started_at: from when on time runs faster.
    """
    started = datetime.fromisoformat(started_at)
    desk = Desk(open_engine(database_url(url)), ADMIN, door="rule", session="engine")
    config = NotifyConfig(
        endpoints={"webhook": hook, "mail": mail},
        addresses={"ops": "ops@acme.example"},
        mail_an_hour=0,
        private=True,
        timeout_s=TIMEOUT_S,
    )
    timing = Timing(ttl_s=60.0, heartbeat_s=5.0)  # who is killed is noticed by the lock that it lets go of
    engine = Engine(
        desk, timing=timing, beat_s=0.05, tick_s=1.0, round_s=0.05, ways=ways_of(Config(notify=config))
    )

    def fast() -> datetime:
        return started + (datetime.now(UTC) - started) * SPEED

    engine.deliverer = Deliverer(engine.outbox, lambda: engine.leader.fence, real_clock=fast)
    with told_to_end() as enough:
        engine.start()
        enough.wait()
        engine.stop()
    desk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
