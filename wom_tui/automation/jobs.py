"""What does the leader do besides running the rules? What the settings ask for."""

from __future__ import annotations

from pathlib import Path

from wom_tui.automation.engine import Job
from wom_tui.config import Config
from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence

INBOUND_S = 5.0


def jobs_of(config: Config, desk: Desk) -> tuple[Job, ...]:
    """The jobs that the settings ask for, on this desk."""
    return (_inbound(config, desk),) if config.inbound.folder else ()


def _inbound(config: Config, desk: Desk) -> Job:
    folder = Path(config.inbound.folder).expanduser()

    def take_in(fence: Fence) -> str:
        from wom_tui.inbound.spool import FULL, run_spool

        taken = run_spool(folder, desk, config.inbound.secret, fence=fence)
        return FULL if taken.is_full else ""

    return Job("what comes in from the field", INBOUND_S, take_in)
