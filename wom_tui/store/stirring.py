"""When has a file been written to? The system says so (Linux: inotify); elsewhere one has to look again and again."""

from __future__ import annotations

import contextlib
import select
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from wom_tui.store.ringing import RingingEvent


class _Told:
    def __init__(self, path: Path, leave: RingingEvent) -> None:
        from inotify_simple import INotify, flags

        self._name = path.name
        self._notify = INotify(nonblocking=True)
        written = flags.MODIFY | flags.CREATE | flags.DELETE | flags.MOVED_FROM | flags.MOVED_TO
        # Of the folder: the file may be replaced, and its log comes and goes.
        try:
            self._notify.add_watch(path.parent, written)
        except OSError:
            self.close()
            raise
        self._both = select.poll()
        for one in (self._notify, leave):
            self._both.register(one, select.POLLIN)

    def __call__(self, seconds: float) -> bool:
        self._both.poll(seconds * 1000)
        # What is of no watch tells that too much was written to tell all of it.
        return any(
            event.name.startswith(self._name) or event.wd < 0 for event in self._notify.read(timeout=0)
        )

    def close(self) -> None:
        self._notify.close()


def _moment(leave: RingingEvent, look_s: float, seconds: float) -> bool:
    leave.wait(min(seconds, look_s))
    return False


@contextlib.contextmanager
def stirring(path: Path, leave: RingingEvent, look_s: float) -> Iterator[Callable[[float], bool]]:
    """Hear of what is written to a file, or to one beside it whose name begins with its name, while the block lasts.

    Args:
        leave: whoever sets it is not waited for.
        look_s: seconds that nobody waits longer than, where the system does not say it.

    Returns:
        what waits so many seconds at most until something is written; answers whether anything was.
    """
    try:
        told = _Told(path, leave)
    except (ImportError, OSError):  # another system, or one that hears for as many programs as it may
        yield partial(_moment, leave, look_s)
        return
    with contextlib.closing(told):
        yield told
