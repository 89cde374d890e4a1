"""One round of delivery: what is due leaves, by whoever holds the lease, and is marked.

Each endpoint has its turn on a thread of its own. One that hangs or fails has a rest, which grows; what waits for it
waits, and nothing else does.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from wom_tui.domain.lease import Fence
from wom_tui.domain.outbox import MOST_ATTEMPTS, Outgoing, OutgoingState, next_attempt
from wom_tui.errors import LostLease, StoreBusy
from wom_tui.gateways.notify.outlet import Answer, Fate, Outlet, Parcel, told
from wom_tui.gateways.notify.within import within
from wom_tui.outbox_desk import Mark, OutboxDesk, Way, Ways
from wom_tui.queries.letters import Letter, Never, NotNow, Prepared

MOST = 100  # of one endpoint in one round
_PATIENCE = timedelta(seconds=5)  # after which a round begins nothing more with an endpoint
_AT_ONCE = 4  # endpoints
_FIRST_REST, _LONGEST_REST = timedelta(seconds=5), timedelta(minutes=5)
_TIDY_EVERY = timedelta(hours=1)
_UNSET_REST = timedelta(seconds=30)
# Who has just written it there would look for a fault in the file.
_WHOSE = "those of the console or engine that sends, which reads its file again after a change"
Found = Sequence[tuple[Outgoing, Prepared]]


@dataclass
class Round:
    """What one round came to.

    Attributes:
        later: attempts that failed for now, and messages that wait.
        ended: messages that will not be sent.
        troubles: by endpoint, what is wrong with it.
    """

    is_leader: bool = False
    sent: int = 0
    later: int = 0
    ended: int = 0
    troubles: dict[str, str] = field(default_factory=dict)


@dataclass
class _Rest:
    until: datetime
    times: int = 0


class Deliverer:
    """Delivers the office's messages, one round after the other, while `fence` answers with a right to."""

    def __init__(
        self,
        desk: OutboxDesk,
        fence: Callable[[], Fence | None],
        *,
        real_clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Callable[[], float] = random.random,
        new_ways: Callable[[], Ways | None] = lambda: None,
    ) -> None:
        """Begin with nothing known.

        Args:
            new_ways: asked before each round: the ways as they are set by now; None = as before.
        """
        self._desk, self._fence = desk, fence
        self._new_ways = new_ways
        self._clock, self._chance = real_clock, chance
        self._rests: dict[Way, _Rest] = {}
        self._leave = threading.Event()
        self._tidy_at: datetime | None = None  # when to look for what can be forgotten; None = at once

    def leave(self) -> None:
        """Wait for nobody any more: what is under way may have left, and is seen to by whoever comes next."""
        self._leave.set()

    def round(self) -> Round:
        """Send what is due. A database that does not answer ends the round; the next one goes on.

        Raises:
            StoreError: the database does not answer.
        """
        told, fence = Round(), self._fence()
        if fence is None:
            return told
        told.is_leader = True
        self._take_new_ways()
        now = self._clock()
        resting = frozenset(way for way, rest in self._rests.items() if rest.until > now)
        due = self._desk.due(now, resting, MOST)
        try:
            if self._tidy_at is None or now >= self._tidy_at:
                self._desk.forget(fence, now)
                self._tidy_at = now + _TIDY_EVERY
            if len(due) == 1:
                self._see_to(*next(iter(due.items())), fence, told)
            elif due:
                with ThreadPoolExecutor(_AT_ONCE, "wom-endpoint") as threads:
                    turns = [threads.submit(self._see_to, *one, fence, told) for one in due.items()]
                for turn in turns:
                    turn.result()
        except LostLease:
            told.is_leader = False
        return told

    def _take_new_ways(self) -> None:
        """Somebody has changed the settings: what rested because of them has its turn at once."""
        if (ways := self._new_ways()) is not None:
            self._desk = replace(self._desk, ways=ways)
            self._rests.clear()

    def _see_to(self, way: Way, found: Found, fence: Fence, told: Round) -> None:
        ended = [(outgoing, one) for outgoing, one in found if isinstance(one, Never)]
        later = [(outgoing, one) for outgoing, one in found if isinstance(one, NotNow)]
        told.ended += self._desk.set_aside(fence, ended)
        told.later += self._desk.set_aside(fence, later)
        letters = [(outgoing, one) for outgoing, one in found if isinstance(one, Letter)]
        if letters:
            self._send_all(way, letters, fence, told)

    def _send_all(
        self, way: Way, letters: Sequence[tuple[Outgoing, Letter]], fence: Fence, told: Round
    ) -> None:
        """One after the other, as long as the endpoint takes them; what has left is marked with the next claim."""
        outlet = self._desk.ways.outlets(way.channel, way.endpoint)
        if outlet is None:
            self._wait_for_settings(way, letters, fence, told)
            return
        over_at, marks = self._clock() + _PATIENCE, list[Mark]()
        for portion in way.claims(letters):
            if self._clock() > over_at or self._must_stop(fence):
                break
            try:
                claimed = self._desk.claim(fence, portion, self._clock(), marks)
            except StoreBusy:
                break  # the next round goes on; what has left is still to be written down
            marks, goes_on = self._send_portion(way, outlet, claimed, fence, told)
            if not goes_on:
                break
        self._desk.mark(fence, marks)

    def _must_stop(self, fence: Fence) -> bool:
        return self._leave.is_set() or self._fence() != fence

    def _send_portion(
        self,
        way: Way,
        outlet: Outlet,
        claimed: Sequence[tuple[Outgoing, Letter]],
        fence: Fence,
        told: Round,
    ) -> tuple[list[Mark], bool]:
        """Send what was claimed together; answers what is to be written down, and whether the endpoint takes more."""
        marks: list[Mark] = []
        for place, (outgoing, letter) in enumerate(claimed):
            answer = None if self._must_stop(fence) else self._attempt(outlet, outgoing, letter)
            if answer is not None:
                heard_at = self._clock() if answer.may_be_heard else None
                marks.append(Mark(outgoing, self._fate(outgoing, answer, told), heard_at))
            if answer is None or answer.is_down:
                untouched = claimed[place + 1 :]
                marks += [Mark(one, _as_before(one, self._clock())) for one, _ in untouched]
                if answer is not None:
                    self._let_rest(way, answer, told)
                return marks, False
        self._rests.pop(way, None)
        return marks, True

    def _attempt(self, outlet: Outlet, claimed: Outgoing, letter: Letter) -> Answer | None:
        """What the endpoint says; None when we are to leave before it says anything."""
        seconds = self._desk.ways.timeout_s
        try:
            parcel = parcel_of(claimed, letter.with_code(self._desk.ways.secret))
            answer = within(seconds, self._leave, partial(outlet.send, parcel))
        except Exception as error:  # noqa: BLE001  one message's bug stops no other message
            return Answer(Fate.LATER, told(repr(error)))
        if answer is None and not self._leave.is_set():
            return Answer(Fate.LATER, f"no answer within {seconds:g} s", is_down=True)
        return answer

    def _fate(self, claimed: Outgoing, answer: Answer, told: Round) -> dict[str, object]:
        """What is written down of an attempt."""
        now = self._clock()
        if answer.fate is Fate.SENT:
            told.sent += 1
            return {"state": OutgoingState.SENT.value, "sent_at": now, "content": None, "said": ""}
        if answer.fate is Fate.NEVER or claimed.attempts >= MOST_ATTEMPTS:
            told.ended += 1
            return {"state": OutgoingState.DEAD.value, "said": answer.said}
        told.later += 1
        again_at = next_attempt(claimed.attempts, now, self._chance(), answer.wait_s)
        return {"state": OutgoingState.WAITING.value, "due_at": again_at, "said": answer.said}

    def _let_rest(self, way: Way, answer: Answer, told: Round) -> None:
        told.troubles[way.endpoint] = answer.said
        rest = self._rests.setdefault(way, _Rest(self._clock()))
        rest.until = self._clock() + min(_FIRST_REST * 2 ** min(rest.times, 10), _LONGEST_REST)
        rest.times += 1

    def _wait_for_settings(
        self, way: Way, letters: Sequence[tuple[Outgoing, Letter]], fence: Fence, told: Round
    ) -> None:
        """Nobody has said where that is: it is no attempt, and somebody may put it right."""
        why = f"{self._desk.ways.why_not(way.channel, way.endpoint)}; {_WHOSE}"
        told.troubles[way.endpoint] = why
        told.later += len(letters)
        self._rests[way] = _Rest(self._clock() + _UNSET_REST)
        first, _ = letters[0]
        self._desk.set_aside(fence, [(first, NotNow(first.due_at, why))])


def _as_before(claimed: Outgoing, now: datetime) -> dict[str, object]:
    """A message that was claimed, and whose turn did not come."""
    return {"state": OutgoingState.WAITING.value, "attempts": claimed.attempts - 1, "due_at": now}


def parcel_of(outgoing: Outgoing, letter: Letter) -> Parcel:
    """What is handed to the way out."""
    return Parcel(
        key=outgoing.dedupe_key,
        written_at=outgoing.written_at,
        to=letter.to,
        subject=letter.subject,
        body=letter.body,
        document=letter.document,
    )
