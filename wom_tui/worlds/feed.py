"""What comes in while a demonstration is open: new orders at their moments, and the technicians' reports.

The real ends of the orders are not among it: from the opening on, the user decides who goes where.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from wom_tui.desk import Desk
from wom_tui.errors import Conflict, StoreBusy
from wom_tui.worlds.arrivals import Arrivals
from wom_tui.worlds.loader import World
from wom_tui.worlds.morning import sent_at
from wom_tui.worlds.reports import due_reports

_TICK_S = 1.0
_REPORTS_EVERY = timedelta(seconds=20)  # of business time: nobody looks at a report sooner


class Feed:
    """Brings into the office of a world what has come due since the last tick.

    Two of them on one database do no harm: what one has brought the other finds there and leaves.
    """

    def __init__(self, desk: Desk, world: World, opened_at: datetime) -> None:
        """Begin where the office's tables end.

        Args:
            desk: the teller's, with the office's own clock.
            opened_at: when the demonstration was opened.
        """
        self._desk, self._world = desk, world
        self._arrivals = [Arrivals(desk, file) for file in world.files]
        self._arrived_at = [arrivals.last_at(desk) or world.begins_at for arrivals in self._arrivals]
        self._reported_at = opened_at

    def tick(self) -> int:
        """Bring what has come due; answers how many orders came in.

        A database that is busy is asked again with the next tick.
        """
        now = self._desk.now()
        try:
            count = sum(self._bring(index, now) for index in range(len(self._arrivals)))
            self._report(now)
        except (StoreBusy, Conflict):
            return 0
        return count

    def _bring(self, index: int, now: datetime) -> int:
        since = self._arrived_at[index]
        if now <= since:
            return 0
        # That moment included: one second may have opened two orders, and what is in already is left alone.
        count = self._arrivals[index].bring_opened(self._desk, since, now)
        self._arrived_at[index] = now
        return count

    def _report(self, now: datetime) -> None:
        if now - self._reported_at < _REPORTS_EVERY:
            return
        sent = sent_at(self._world, now)
        if commands := self._desk.ask(due_reports, sent, self._reported_at, now):
            # Where the user has changed a visit meanwhile its report is refused, and that is right.
            self._desk.run_all(commands, mode="each")
        self._reported_at = now


@contextmanager
def running(feed: Feed, on_trouble: Callable[[str], None]) -> Iterator[None]:
    """Let a feed tick on a thread of its own until the block is left.

    Args:
        on_trouble: told, once, what has stopped it.
    """
    # Without a handler of its own the scheduler's log would end up on the screen, over the console.
    logging.getLogger("apscheduler").addHandler(logging.NullHandler())
    scheduler = BackgroundScheduler(jobstores={"default": MemoryJobStore()}, timezone=UTC)

    def stop(event: JobExecutionEvent) -> None:
        scheduler.remove_all_jobs()
        on_trouble(f"no more orders come in: {event.exception}")

    scheduler.add_listener(stop, EVENT_JOB_ERROR)
    scheduler.add_job(
        feed.tick,
        "interval",
        seconds=_TICK_S,
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown()
