"""Several programs at one database, and what is done to them: killed, put to sleep, woken, told to end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from wom_tui.commands.command import Command
from wom_tui.desk import Desk
from wom_tui.domain.receipt import Receipt
from wom_tui.errors import StoreBusy
from wom_tui.rule_desk import RuleDesk, Standing

ROOT = Path(__file__).parents[2]
LIMIT_S = 60.0  # a machine that is slower than this has another trouble
LOOK_S = 0.05  # between two looks at what is waited for
READY = "ready"  # a program would hear that it is enough
FAULTS = int(os.environ.get("WOM_LEADER_FAULTS", "3"))

T = TypeVar("T")


def persist(desk: Desk, command: Command) -> Receipt:
    """Do it, even where somebody sleeps with the database in their hands: the same command again is done once."""
    began = time.monotonic()
    while True:
        try:
            return desk.run(command)
        except StoreBusy:
            assert time.monotonic() - began < LIMIT_S


def nothing() -> bool:
    """Nothing happens meanwhile, and nothing is in the way."""
    return True


def _told_ready(log: Path) -> str | None:
    """That a program would hear that it is enough, as it has said itself."""
    return READY if READY in log.read_text() else None


def _if_not_busy(look: Callable[[], T | None]) -> T | None:
    """What there is to be seen; nothing while nobody gets at the database."""
    try:
        return look()
    except StoreBusy:
        return None


class Programs:
    """The programs, who of them leads, and what they have to say.

    Attributes:
        desk: somebody else's at the same database.
        meanwhile: something that happens while anything is waited for; answers whether the database took it.
        running: by process.
    """

    def __init__(self, desk: Desk, folder: Path, meanwhile: Callable[[], bool] = nothing) -> None:
        self.desk, self.meanwhile = desk, meanwhile
        self._folder = folder
        self.running: dict[int, subprocess.Popen[bytes]] = {}
        self._logs: dict[int, Path] = {}

    def start(self, command: Sequence[str]) -> int:
        """One more; answers its process."""
        file = self._folder / f"{time.monotonic_ns()}.log"
        with file.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, stderr=log, stdout=log, stdin=subprocess.DEVNULL
            )
        self.running[process.pid], self._logs[process.pid] = process, file
        return process.pid

    def standing(self) -> Standing | None:
        return RuleDesk(self.desk).leases.standing()

    def leader(self, but: int = 0, besides: int = 0) -> tuple[int, int]:
        """Process and token of who leads, as soon as that is one with another token.

        Args:
            besides: who sleeps by now, and may have begun anew between two attempts to put it to sleep.
        """
        return self.until(partial(self._led, but, besides))

    def _led(self, but: int, besides: int) -> tuple[int, int] | None:
        standing = self.standing()
        if standing is None or standing.token == but or standing.left_s <= 0:
            return None
        pid = int(standing.holder.split(":")[1])
        # Of another one, perhaps, that has just been killed.
        return (pid, standing.token) if pid in self.running and pid != besides else None

    def until(self, look: Callable[[], T | None], limit_s: float = LIMIT_S) -> T:
        """Let things happen until something is there; who sleeps may have the database in their hands for a while."""
        began = time.monotonic()
        while (found := _if_not_busy(look)) is None:
            assert time.monotonic() - began < limit_s, self.said()
            self.meanwhile()
            time.sleep(LOOK_S)
        return found

    def until_true(self, look: Callable[[], bool], limit_s: float = LIMIT_S) -> None:
        """The same, for what is so or is not."""
        self.until(lambda: look() or None, limit_s)

    def kill(self, pid: int) -> None:
        """It ends where it is."""
        os.kill(pid, signal.SIGKILL)
        self.running.pop(pid).wait()

    def end_one(self, pid: int) -> int:
        """Tell it that it is enough; answers how it ended."""
        process = self.running.pop(pid)
        process.send_signal(signal.SIGTERM)
        return self._ended(process)

    def put_to_sleep(self, pid: int) -> None:
        """At a moment when it is not writing: a sleeper with the file in its hands stops everybody, not only itself."""
        assert self.running[pid].poll() is None, self.said()
        os.kill(pid, signal.SIGSTOP)
        while not self.meanwhile():
            os.kill(pid, signal.SIGCONT)
            time.sleep(LOOK_S)
            os.kill(pid, signal.SIGSTOP)

    def wake(self, pid: int) -> None:
        """It goes on as if no time had gone by."""
        os.kill(pid, signal.SIGCONT)

    def all_ready(self, among: Iterable[int] | None = None) -> None:
        """Wait until all of them, or some, would hear that it is enough."""
        for log in [self._logs[pid] for pid in (self.running if among is None else among)]:
            self.until(partial(_told_ready, log))

    def lines_of(self, pid: int) -> list[str]:
        """All that one of them has said."""
        return self._logs[pid].read_text().splitlines()

    def lines(self) -> list[str]:
        """All that they have said, also those that are gone."""
        return [line for log in sorted(self._folder.glob("*.log")) for line in log.read_text().splitlines()]

    def said(self) -> str:
        """The same, for whoever looks for a fault, and who of them has ended by itself."""
        ended = {pid: code for pid, one in self.running.items() if (code := one.poll()) is not None}
        return "\n".join([*self.lines(), f"ended: {ended}"])

    def end(self) -> list[int]:
        """Tell all of them that it is enough; answers how they ended."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        return [self._ended(process) for process in self.running.values()]

    def _ended(self, process: subprocess.Popen[bytes]) -> int:
        """Answers how it ended; one that does not is asked where it stands, by which it ends."""
        try:
            return process.wait(LIMIT_S)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGABRT)
            process.wait()
            raise AssertionError(self.said()) from None

    def close(self) -> None:
        """However they are."""
        for process in self.running.values():
            process.kill()
            process.wait()
