"""What could be done about an order of the queue? Lines that anybody could type, the best first.

A line that claims what nobody has told (that a visit is over, that somebody has arrived) is never the first one: Enter
must not make it true by habit. Why an order is put away is never claimed: the reason is left to be typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from types import MappingProxyType
from zoneinfo import ZoneInfo

from wom_tui.domain.states import OrderStatus, PartsState
from wom_tui.domain.triage import CLOCK_REASONS, Cause, Causes, Reason
from wom_tui.domain.words import typed
from wom_tui.domain.work_order import HoldReason
from wom_tui.domain.worktime import rounded_up
from wom_tui.grammar.order_verbs import field_names
from wom_tui.grammar.words import quoted
from wom_tui.queries.candidates import Candidate
from wom_tui.queries.orders import OrderRow
from wom_tui.queries.triage_entry import Closer, asks_who, is_movable

MOST = 6
_WHO = 3  # candidates that are proposed
_TELL = "tell the customer"
_GRID = timedelta(minutes=5)  # a time that somebody is told


@dataclass(frozen=True)
class Answer:
    """One line.

    Attributes:
        candidate: whom it sends, where it sends somebody.
        is_open: something has to be typed at its end before it can run.
        words: what somebody does who takes it, where the line cannot do that: call, ask, tell.
        is_perhaps: nobody has asked yet whether there is anybody for it.
    """

    line: str
    candidate: Candidate | None = None
    is_open: bool = False
    words: str = ""
    is_perhaps: bool = False

    @property
    def verb(self) -> str:
        """What is done, without on what."""
        return self.line.partition(" ")[0]


@dataclass(frozen=True)
class _About:
    """One order, one thing that is wrong with it, and when and where it is asked.

    Attributes:
        seen: None as long as the order has not been read from near.
    """

    row: OrderRow
    causes: Causes
    cause: Cause
    now: datetime
    zone: ZoneInfo
    seen: Closer | None = None

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def technician(self) -> str:
        return self.row.technician_name or "the technician"

    @property
    def ranked(self) -> tuple[Candidate, ...]:
        return self.seen.ranked if self.seen is not None else ()

    def perhaps(self, verb: str) -> Iterator[Answer]:
        """From afar: whom it would send is not known, nor whether there is anybody."""
        if self.seen is None and asks_who(self.row, self.causes):
            yield Answer(verb, is_perhaps=True)

    def when(self, at: datetime) -> str:
        """`15:05` today, `2026-11-25 15:05` on another day."""
        local = at.astimezone(self.zone)
        day = "" if local.date() == self.now.astimezone(self.zone).date() else f"{local:%Y-%m-%d} "
        return f"{day}{local:%H:%M}"

    def say(self, verb: str, rest: str = "") -> Answer:
        return Answer(f"{verb} {self.number} {rest}".rstrip())

    def begin(self, verb: str, rest: str = "", words: str = "") -> Answer:
        """A line that somebody has to end."""
        return Answer(f"{verb} {self.number} {rest}", is_open=True, words=words)

    def later(self, until: str, words: str = "") -> Answer:
        """Put away for what somebody does meanwhile; only they know the reason."""
        return self.begin(typed("snooze"), f"until={until} reason=", words)


_Answers = Callable[[_About], Iterator[Answer]]


def answers_to(seen: Closer, now: datetime, zone: ZoneInfo, *, is_away: bool = False) -> tuple[Answer, ...]:
    """The lines, each once: of what can be done about the order before what only can be said about its clock.

    Args:
        is_away: somebody has put it away: it is taken out again, or put away anew.
    """
    about = _About(seen.detail.row, seen.causes, seen.causes[0], now, zone, seen)
    later = about.later("+1h")
    if is_away:
        return about.say(typed("wake")), later
    found: dict[str, Answer] = {}
    for answer in _all(about):
        found.setdefault(answer.line, answer)
    last = found.pop(later.line, later)
    first = tuple(found.values())[: MOST - 1]
    return (*first, last)


def usual(row: OrderRow, causes: Causes, now: datetime, zone: ZoneInfo) -> str:
    """What the first answer will be, as far as a line of the queue tells: `snooze, call kim`; `assign, else hold`."""
    perhaps: dict[str, None] = {}
    for answer in _all(_About(row, causes, causes[0], now, zone)):
        if not answer.is_perhaps:
            words = f", {answer.words}" if answer.words and not perhaps else ""
            return ", else ".join((*perhaps, f"{answer.verb}{words}"))
        perhaps[answer.verb] = None
    return ", else ".join(perhaps)


def _all(about: _About) -> Iterator[Answer]:
    """Of what can be done about the order before what only can be said about its clock."""
    for cause in sorted(about.causes, key=lambda cause: cause.reason in CLOCK_REASONS):
        yield from _ANSWERS[cause.reason](replace(about, cause=cause))


def _nobody(about: _About) -> Iterator[Answer]:
    yield from _sent(about, typed("assign"))
    yield about.begin(typed("hold"))


def _sent(about: _About, verb: str) -> Iterator[Answer]:
    yield from about.perhaps(verb)
    for one in about.ranked[:_WHO]:
        when = about.when(one.slot.start_at)
        yield Answer(f"{verb} {about.number} {quoted(one.code)} {when}", candidate=one)


def _to_others(about: _About) -> Iterator[Answer]:
    """Somebody else who is there sooner than who has it now; of a visit that has begun nobody."""
    planned = about.row.planned_start_at or datetime.max.replace(tzinfo=UTC)
    ranked = about.ranked[:_WHO]
    sooner = [one for one in ranked if one.slot.start_at < planned or planned <= about.now]
    yield from _reassigned(about, sooner)


def _reassigned(about: _About, to: Iterable[Candidate]) -> Iterator[Answer]:
    if not is_movable(about.row):
        return
    yield from about.perhaps(typed("reassign"))
    for one in to:
        if one.code != about.row.technician:
            when = about.when(one.slot.start_at)
            yield Answer(f"{typed('reassign')} {about.number} {quoted(one.code)} {when}", candidate=one)


def _absent(about: _About) -> Iterator[Answer]:
    """Anybody else, whenever that is; the one who has it does not come."""
    yield from islice(_reassigned(about, about.ranked), _WHO)
    yield about.say(typed("unassign"))


def _clock(about: _About) -> Iterator[Answer]:
    yield from _to_others(about)
    if about.row.status == OrderStatus.ON_HOLD.value:
        yield from _held(about)
    else:
        yield about.later("+1h", _TELL)


def _held(about: _About) -> Iterator[Answer]:
    """What waits goes on when what it waits for is there; until then the customer can be told."""
    row = about.row
    if row.hold_reason == HoldReason.PARTS.value and row.parts == PartsState.READY.value:
        yield about.say(typed("release"))
    yield about.begin(typed("note"), words=_TELL)
    if row.hold_reason is not None:
        yield about.begin(typed("hold"), f"{row.hold_reason} until ")


def _over(about: _About) -> Iterator[Answer]:
    yield about.later("+15m", f"ask {about.technician} how long")
    yield about.say(typed("done"))


def _late(about: _About) -> Iterator[Answer]:
    yield about.later("+15m", f"ask {about.technician} where")
    yield about.say(typed("arrive"))


def _silent(about: _About) -> Iterator[Answer]:
    yield about.later("+15m", f"call {about.technician}")
    yield from _to_others(about)
    yield about.say(typed("travel"))
    yield about.say(typed("unassign"))


def _unsent(about: _About) -> Iterator[Answer]:
    yield about.say(typed("dispatch"))
    yield from _to_others(about)
    yield about.say(typed("unassign"))


def _overlap(about: _About) -> Iterator[Answer]:
    if about.cause.free_at is not None:
        yield about.say(typed("move"), about.when(rounded_up(about.cause.free_at, _GRID)))
    yield from _to_others(about)
    yield about.say(typed("unassign"))


def _parts(about: _About) -> Iterator[Answer]:
    if about.row.parts == PartsState.SHORT.value:
        yield about.say(typed("supply"))
    ready_at = about.row.parts_ready_at
    until = about.when(ready_at) if ready_at is not None and ready_at > about.now else "+1d"
    yield about.say(typed("hold"), f"parts until {until}")


def _draft(about: _About) -> Iterator[Answer]:
    """The first thing that is missing, as far as the line can be known."""
    missing = about.seen.detail.missing if about.seen is not None else about.cause.missing
    for name in missing:
        if name == "site_id" and about.row.site_id is not None:
            yield about.begin(typed("locate"))
        elif name in field_names():
            yield about.begin(typed("edit"), f"{field_names()[name]}=")
    if not missing:
        yield about.begin(typed("edit"))
    yield about.begin(typed("cancel"))


def _duplicate(about: _About) -> Iterator[Answer]:
    yield Answer(f"{typed('merge')} {about.cause.other} {about.number}")
    yield about.later("+7d", "where they are two")


def _hold_due(about: _About) -> Iterator[Answer]:
    yield about.say(typed("release"))
    yield about.say(typed("hold"), f"{about.row.hold_reason or 'other'} until +1d")
    yield about.begin(typed("cancel"))


def _approval(about: _About) -> Iterator[Answer]:
    yield about.say(typed("approve"))
    yield about.say(typed("refuse"))


def _not_closed(about: _About) -> Iterator[Answer]:
    """With what closing asks for, as far as it is known; what is not stands last, to be typed."""
    known: list[str] = []
    asked: list[str] = []
    for name in about.seen.detail.missing if about.seen is not None else ():
        option, value = field_names().get(name, name), ""
        if name == "labour_min":
            value = _labour(about.seen)
        elif name == "materials":
            value = "none"
        (known if value else asked).append(f"{option}={value}")
    yield Answer(" ".join([f"{typed('close')} {about.number}", *known, *asked[:1]]), is_open=bool(asked))
    yield about.begin(typed("reopen"))


def _labour(seen: Closer | None) -> str:
    """The time on site, as it was reported; nothing where nobody has."""
    spells = [
        visit.ended_at - visit.arrived_at
        for visit in (one.visit for one in (seen.detail.visits if seen is not None else ()))
        if visit.arrived_at is not None and visit.ended_at is not None
    ]
    minutes = int(sum(spells, timedelta()).total_seconds() // 60)
    return f"{minutes}m" if minutes > 0 else ""


def _alert(about: _About) -> Iterator[Answer]:
    """What is to be done, its rule says; here it can be written down, or put away with the order."""
    yield about.later("+1h", f"{about.cause.rule}: see to the alert")
    yield about.begin(typed("note"))


_ANSWERS: Mapping[Reason, _Answers] = MappingProxyType(
    {
        Reason.PAST_DUE: _clock,
        Reason.WARNING: _clock,
        Reason.AT_RISK: _clock,
        Reason.CRITICAL: _alert,
        Reason.ALERT: _alert,
        Reason.FAILED: _nobody,
        Reason.NOBODY: _nobody,
        Reason.OVER: _over,
        Reason.OVERLAP: _overlap,
        Reason.ABSENT: _absent,
        Reason.LATE: _late,
        Reason.SILENT: _silent,
        Reason.UNSENT: _unsent,
        Reason.PARTS: _parts,
        Reason.DRAFT: _draft,
        Reason.DUPLICATE: _duplicate,
        Reason.HOLD_DUE: _hold_due,
        Reason.APPROVAL: _approval,
        Reason.NOT_CLOSED: _not_closed,
    }
)
