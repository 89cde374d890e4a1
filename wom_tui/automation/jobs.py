"""What does the leader do besides running the rules? What the settings ask for."""

from __future__ import annotations

from pathlib import Path

from wom_tui.automation.engine import Job
from wom_tui.config import Config
from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence

INBOUND_S, CALENDARS_S = 5.0, 60.0


def jobs_of(config: Config, desk: Desk) -> tuple[Job, ...]:
    """The jobs that the settings ask for, on this desk."""
    asked = [_inbound(config, desk)] if config.inbound.folder else []
    if config.automation.calendars:
        asked.append(_calendars(config, desk))
    return tuple(asked)


def _calendars(config: Config, desk: Desk) -> Job:
    from wom_tui.automation.calendars import CalendarFolder

    folder = CalendarFolder(Path(config.automation.calendars).expanduser(), desk)
    return Job("calendars of technicians", CALENDARS_S, folder.look)


def _inbound(config: Config, desk: Desk) -> Job:
    folder = Path(config.inbound.folder).expanduser()

    def take_in(fence: Fence) -> str:
        from wom_tui.inbound.spool import FULL, run_spool

        taken = run_spool(folder, desk, config.inbound.secret, fence=fence)
        return FULL if taken.is_full else ""

    return Job("what comes in from the field", INBOUND_S, take_in)
