"""The engine in a process of its own: the console answers keys while it searches, and outlives it.

The process is started by the first search and kept, for the compiled engine takes half a second to load. It holds
nothing that cannot be asked again: whoever kills it loses a search. It ends with the console, whatever becomes of that.
"""

from __future__ import annotations

import multiprocessing
import os
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock
from time import monotonic
from typing import Any

from wom_tui.errors import GatewayError
from wom_tui.planning.effort import Effort, Routed, Watch
from wom_tui.planning.problem import Problem

_TOLD_EVERY_S = 0.05
_NICER = 5  # the console's keys come first
_STOP = "stop"


@dataclass(frozen=True, kw_only=True)
class _Progress:
    steps: int
    cost: int


class EngineProcess:
    """A search elsewhere, one at a time. Called as a `Searcher`, from any thread but the screen's."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    @property
    def pid(self) -> int | None:
        """The process that is there now."""
        return self._process.pid if self._process and self._process.is_alive() else None

    def __call__(self, problem: Problem, effort: Effort, watch: Watch) -> Routed:
        """Search there until the effort is spent, or `watch` has seen enough.

        Raises:
            GatewayError: the process has ended before the search had. The next call starts another.
        """
        with self._one_at_a_time:
            pipe = self._started()
            try:
                pipe.send((problem, effort))
                return self._result(pipe, watch)
            except (EOFError, OSError) as error:
                raise GatewayError(
                    f"the planner's process has ended before the plan was made{self._how()}; nothing else is lost",
                    "plan again",
                ) from error
            finally:
                if not (self._process and self._process.is_alive()):
                    self.close()

    def close(self) -> None:
        """End the process."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.join(timeout=1)
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None

    def _started(self) -> Connection:
        if self._pipe is None or self.pid is None:
            self.close()
            context = multiprocessing.get_context("spawn")  # a fork would take the console's locks along
            self._pipe, there = context.Pipe()
            self._process = context.Process(target=_serve, args=(there,), name="wom planner", daemon=True)
            self._process.start()
            there.close()  # so that its end is seen here
        return self._pipe

    def _result(self, pipe: Connection, watch: Watch) -> Routed:
        """What comes back, after telling how far it is; stopped where `watch` says so or breaks off."""
        goes_on = True
        try:
            while True:
                said: Any = pipe.recv()
                if isinstance(said, Routed):
                    return said
                if isinstance(said, str):
                    raise GatewayError(f"the planner failed: {said}", "please tell us")
                if goes_on and not watch(said.steps, said.cost):
                    goes_on = False
                    pipe.send(_STOP)
        except BaseException:
            self.close()  # what it may still say belongs to nobody
            raise

    def _how(self) -> str:
        if self._process is None:
            return ""
        self._process.join(timeout=1)
        code = self._process.exitcode
        return "" if code is None else f" (signal {-code})" if code < 0 else f" (exit code {code})"


def _serve(pipe: Connection) -> None:
    """In the process: searches, until nobody is at the other end."""
    from wom_tui.gateways.compiled_code import keep_compiled_code
    from wom_tui.gateways.engine_here import search_here

    with suppress(OSError, AttributeError):  # a system without it, or one that does not let
        os.nice(_NICER)
    keep_compiled_code()
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            problem, effort = pipe.recv()
            try:
                answer: Routed | str = search_here(problem, effort, _teller(pipe))
            except (EOFError, OSError, KeyboardInterrupt):
                return
            except Exception as error:  # noqa: BLE001  it is told there, by whoever asked
                answer = f"{type(error).__name__}: {error}"
            pipe.send(answer)


def _teller(pipe: Connection) -> Watch:
    """Tells how far it is, now and then; stops when asked to, or when nobody listens any more."""
    told_at = 0.0

    def watch(steps: int, cost: int) -> bool:
        nonlocal told_at
        if pipe.poll():
            return bool(pipe.recv() != _STOP)
        if monotonic() - told_at >= _TOLD_EVERY_S:
            told_at = monotonic()
            pipe.send(_Progress(steps=steps, cost=cost))
        return True

    return watch
