"""The engine in a process of its own: the console answers keys while it searches, and outlives it.

The process is started by the first search and kept, for the compiled engine takes half a second to load. It holds
nothing that cannot be asked again: whoever kills it loses a search. It ends with the console, whatever becomes of that.
What goes to and fro are pickles, over its stdin and stdout. (`multiprocessing` wants a stderr that is a file, and a
console's is none.)
"""

from __future__ import annotations

import pickle
import sys
from contextlib import suppress
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from threading import Lock
from typing import TYPE_CHECKING, Any

from wom_tui.errors import GatewayError
from wom_tui.gateways.compiled_code import keep_compiled_code
from wom_tui.planning.effort import Effort, Placed, Reached, Routed, Watch

if TYPE_CHECKING:  # a console that opens waits for no numpy
    from wom_tui.domain.plan import Plan
    from wom_tui.gateways.engine_tasks import Planning, Searching
    from wom_tui.planning.planner import Asked
    from wom_tui.planning.problem import Problem
    from wom_tui.planning.solve import GoOn

_COMMAND = (sys.executable, "-m", "wom_tui.gateways.engine_worker")
_ENDING_S = 1.0


class EngineProcess:
    """A search elsewhere, one at a time: a `Searcher` when called, and a `Planner`; not for the screen's thread."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._process: Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process that is there now."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def __call__(self, problem: Problem, effort: Effort, watch: Watch) -> Routed:
        """Search there until the effort is spent, or `watch` has seen enough.

        Raises:
            GatewayError: the process has ended before the search had. The next call starts another.
        """
        from wom_tui.gateways.engine_tasks import Searching

        routed: Routed = self._done(Searching(problem, effort), _never_asked, watch)
        return routed

    def plan(self, asked: Asked, go_on: GoOn | None, watch: Watch | None) -> list[Plan]:
        """Make the plans there, all of it; or, where their ways are too many to be sent, search there.

        Raises:
            GatewayError: as above.
        """
        from wom_tui.gateways.engine_tasks import Planning, with_tables
        from wom_tui.planning.day_plan import unwatched

        sent = with_tables(asked)
        if sent is None:
            return asked.planned(self, go_on, watch)
        plans: list[Plan] = self._done(Planning(sent), go_on or _never_asked, watch or unwatched)
        return plans

    def _done(self, task: Searching | Planning, go_on: GoOn, watch: Watch) -> Any:
        with self._one_at_a_time:
            process = self._started()
            try:
                self._send(task)
                return self._result(process, go_on, watch)
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                raise GatewayError(
                    f"the planner's process has ended before the plan was made{self._how(process)}",
                    "plan again",
                ) from error

    def close(self) -> None:
        """End the process: it ends by itself when nobody asks any more."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()

    def _started(self) -> Popen[bytes]:
        if self._process is None or self.pid is None:
            self.close()
            keep_compiled_code()  # in the environment of the process to be
            self._process = Popen(_COMMAND, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        return self._process

    def _send(self, said: Any) -> None:
        assert self._process is not None and self._process.stdin is not None
        pickle.dump(said, self._process.stdin)
        self._process.stdin.flush()

    def _result(self, process: Popen[bytes], go_on: GoOn, watch: Watch) -> Any:
        """What comes back, after telling how far it is; stopped where one of both says so or breaks off."""
        from wom_tui.gateways.engine_tasks import Result

        assert process.stdout is not None
        goes_on = True
        try:
            while True:
                said: Any = pickle.load(process.stdout)  # noqa: S301  our own child's
                if isinstance(said, Result):
                    return said.value
                if not isinstance(said, Reached | Placed):
                    raise GatewayError(f"the planner failed: {said}", "please tell us")
                is_wanted = watch(said) if isinstance(said, Reached) else go_on(said.done, said.of)
                if goes_on and not is_wanted:
                    goes_on = False
                    self._send(None)
        except BaseException:
            if process.poll() is None:
                self.close()  # what it may still say belongs to nobody
            raise

    def _how(self, process: Popen[bytes]) -> str:
        with suppress(TimeoutExpired):
            process.wait(_ENDING_S)
        code = process.returncode
        self.close()
        return "" if code is None else f" (signal {-code})" if code < 0 else f" (exit code {code})"


def _never_asked(done: int, of: int) -> bool:
    return True
