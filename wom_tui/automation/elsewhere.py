"""Where is that done which takes long, so that neither tick nor beat waits for it? On a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
Elsewhere = Callable[[Callable[[], None]], None]  # does a job where nobody waits for it
_ENDING_S = 0.2


def at_once(job: Callable[[], None]) -> None:
    """No place but here: somebody waits for it."""
    job()


def begun(job: Callable[[], T], name: str, elsewhere: Elsewhere | None = None) -> Future[T]:
    """Begin a job; what comes of it, or went wrong with it, has whoever asks for the result.

    Args:
        name: of the thread.
        elsewhere: does it in another way; unless given, it has a thread that keeps no program from ending.
    """
    coming: Future[T] = Future()

    def work() -> None:
        try:
            coming.set_result(job())
        except BaseException as error:  # noqa: BLE001  whoever asks for the result is told
            coming.set_exception(error)

    if elsewhere is None:
        Thread(target=work, name=name, daemon=True).start()
    else:
        elsewhere(work)
    return coming


def ended(coming: Future[Any] | None, end: Callable[[], None]) -> None:
    """Wait until a job is over, and end again and again what it waits for: that may just be on its way."""
    while coming is not None and not coming.done():
        end()
        wait([coming], _ENDING_S)
