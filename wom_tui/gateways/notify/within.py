"""How is something asked of the world that may never answer? On a thread that nobody waits for longer than agreed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

R = TypeVar("R")
_LOOK_S = 0.05


def within(seconds: float, leave: threading.Event, act: Callable[[], R]) -> R | None:
    """What an act answers; None when it has not come to an end in that time, or somebody wants to leave.

    A timeout of a socket begins anew with every byte; a name server has none at all. The thread is left to itself
    then, and holds up no end of the program.
    """
    found: list[R | Exception] = []
    is_over = threading.Event()

    def run() -> None:
        try:
            found.append(act())
        except Exception as error:  # noqa: BLE001  raised where it is waited for, below
            found.append(error)
        finally:
            is_over.set()

    threading.Thread(target=run, name="wom-outlet", daemon=True).start()
    left = seconds
    while not is_over.wait(min(_LOOK_S, left)) and left > 0:
        left -= _LOOK_S
        if leave.is_set():
            return None
    if not found:
        return None
    if isinstance(found[0], Exception):
        raise found[0]
    return found[0]
