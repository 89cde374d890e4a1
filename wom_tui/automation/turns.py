"""When has what its turn? APScheduler says when; what is to be done stands in the tables.

A turn may take as long as it likes: each of them has a thread of its own, and none begins before its last one is over.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.job import Job
from apscheduler.jobstores.base import JobLookupError
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger


class Turn:
    """Something that is done again and again, from when the turns begin."""

    def __init__(self, job: Job, seconds: float, *, is_paused: bool) -> None:
        self._job, self._seconds, self._is_paused = job, seconds, is_paused

    def every(self, seconds: float) -> None:
        """From now on so often."""
        if seconds == self._seconds:
            return
        self._seconds = seconds
        trigger = IntervalTrigger(seconds=seconds, timezone=UTC)
        with suppress(JobLookupError):  # it is being stopped just now
            if self._is_paused:
                self._job.modify(trigger=trigger)
            else:
                self._job.reschedule(trigger)

    def within(self, seconds: float) -> None:
        """The next time in so many seconds at the latest."""
        at, next_at = (
            datetime.now(UTC) + timedelta(seconds=seconds),
            getattr(self._job, "next_run_time", None),
        )
        if next_at is not None and at < next_at:
            self._come(at)

    def pause(self) -> None:
        """No more, for now."""
        self._is_paused = True
        self._come(None)

    def go_on(self) -> None:
        """The first time at once."""
        self._is_paused = False
        self._come(datetime.now(UTC))

    def _come(self, at: datetime | None) -> None:
        with suppress(JobLookupError):  # it is being stopped just now
            self._job.modify(next_run_time=at)


class Turns:
    """All that one program does again and again; nothing happens before the start."""

    def __init__(self, on_bug: Callable[[BaseException], None]) -> None:
        # Without a handler of its own the scheduler's log would end up on the screen, over a console.
        logging.getLogger("apscheduler").addHandler(logging.NullHandler())
        self._threads = ThreadPoolExecutor()
        self._scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()}, executors={"default": self._threads}, timezone=UTC
        )

        def told(event: JobExecutionEvent) -> None:
            on_bug(event.exception)

        self._scheduler.add_listener(told, EVENT_JOB_ERROR)

    def add(self, call: Callable[[], None], seconds: float, *, is_paused: bool = False) -> Turn:
        """One more, so often; or not before it goes on."""
        when = {"next_run_time": None} if is_paused else {}
        job = self._scheduler.add_job(
            call,
            "interval",
            seconds=seconds,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            **when,
        )
        return Turn(job, seconds, is_paused=is_paused)

    def start(self) -> None:
        """Begin, on threads of its own."""
        self._scheduler.start()

    def stop(self) -> None:
        """End; what is being done is waited for.

        Not by the scheduler: it would keep its lock meanwhile, for which whatever changes a turn would wait.
        """
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
            self._threads.shutdown()
