"""Is it this program that runs the office's rules? One does, of all consoles and runners at a database."""

from __future__ import annotations

import os
import random
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from wom_tui.domain.lease import Fence, Term
from wom_tui.errors import StoreError
from wom_tui.rule_desk import Hint, Leases, since_boot_s


@dataclass(frozen=True)
class Timing:
    """How long a lease stands.

    Attributes:
        ttl_s: seconds without a sign of life after which another takes over.
        heartbeat_s: between two signs of life; less by up to `jitter` of it, that not all programs ask at once.
        margin_s: so long before its end the holder itself stops acting.
    """

    ttl_s: float = 10.0
    heartbeat_s: float = 3.0
    jitter: float = 0.2
    margin_s: float = 1.0


USUAL = Timing()
_LOOK = 0.5  # of a heartbeat, between two looks at a lease that another has


def new_holder() -> str:
    """A name that no other term of office has had; it tells people which machine and process, and since when."""
    return Term(socket.gethostname(), os.getpid(), datetime.now(UTC)).holder(secrets.token_hex(8))


class Leader:
    """One program's part in it. `beat` from one thread; `fence` from any.

    It believes itself only until the end of the time that it asked for, counted from before it asked: an answer
    that took long makes the term no longer.
    """

    def __init__(
        self,
        leases: Leases,
        hint: Hint,
        timing: Timing = USUAL,
        *,
        clock: Callable[[], float] = since_boot_s,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Begin without the lease.

        Args:
            clock: seconds, of a clock that nobody sets and that goes on in sleep.
            chance: 0 to 1.
        """
        self._leases, self._hint, self._timing = leases, hint, timing
        self._clock, self._chance = clock, chance
        self._held: tuple[Fence, float] | None = None  # and when to stop believing it
        self._next_s = 0.0
        self._was_free = False  # when it was last looked at without the lock

    @property
    def fence(self) -> Fence | None:
        """What to write with, now; None when this program must not act."""
        held = self._held
        return held[0] if held is not None and self._clock() < held[1] else None

    def beat(self) -> bool:
        """Take the lease if nobody has it; renew it when that is due. Answers whether this program has it.

        A database that does not answer takes nothing from a holder but time.
        """
        began = self._clock()
        try:
            if self._held is None:
                self._take(began)
            elif began >= self._next_s:
                self._renew(self._held[0], began)
        except StoreError:
            pass  # the next beat is near; until then what was promised stands, and no longer
        if self._held is not None and self._clock() >= self._held[1]:
            self._lose()
        return self._held is not None

    def resign(self) -> None:
        """Let it go, so that another can have it at once."""
        held, self._held = self._held, None
        try:
            if held is not None:
                self._leases.release(held[0])
        except StoreError:
            pass  # it ends by itself
        finally:
            self._hint.drop()

    def _take(self, began: float) -> None:
        is_hinted = self._hint.take()
        if not is_hinted and not self._may_go_first(began):
            return
        fence = None
        try:
            fence = self._leases.take(new_holder(), self._timing.ttl_s, is_hinted=is_hinted)
        finally:
            if fence is None:
                self._hint.drop()
        if fence is not None:
            self._believe(fence, began)

    def _may_go_first(self, began: float) -> bool:
        """Without the lock, before whoever has it: when that one had time enough to take what is free, and has not.

        A holder that has not got the lock could die unnoticed until its time is over.
        """
        if began < self._next_s:
            return False  # it was looked at a moment ago
        self._next_s = began + self._timing.heartbeat_s * _LOOK
        was_free, self._was_free = self._was_free, self._leases.is_free(is_hinted=False)
        return was_free and self._was_free

    def _renew(self, fence: Fence, began: float) -> None:
        if self._leases.renew(fence, self._timing.ttl_s, is_hinted=self._hint.take()):
            self._believe(fence, began)
        else:
            self._lose()

    def _believe(self, fence: Fence, began: float) -> None:
        self._was_free = False
        self._held = fence, began + self._timing.ttl_s - self._timing.margin_s
        self._next_s = began + self._timing.heartbeat_s * (1 - self._timing.jitter * self._chance())

    def _lose(self) -> None:
        self._held = None
        self._hint.drop()
