"""What does the office's rule propose for the running day, and is it still so?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from wom_tui.domain.branch import Branch, BranchStatus
from wom_tui.domain.event import Event
from wom_tui.domain.habits import clock_text, date_text
from wom_tui.domain.rule import MENDS, Mending, Outcome, Rule
from wom_tui.domain.violation import Violation
from wom_tui.errors import NotFound, Rejected
from wom_tui.queries.branches import Compared, compared
from wom_tui.queries.repair_answers import answer_to, is_of_rule
from wom_tui.queries.rules import View
from wom_tui.queries.setbacks import Found, setbacks
from wom_tui.store import journal, office, receipts, rule_state
from wom_tui.store.reader import Reader

_RENEWED = frozenset({"branch.created", "branch.changed"})
_BROUGHT = "branch.merged"
_PREFIX = f"{MENDS}-"
_WAITS = BranchStatus.OPEN


class Look(NamedTuple):
    """How the day stands.

    Attributes:
        fresh: what nobody has answered yet.
        again: what stands in a proposal that has to be made anew.
        is_void: nothing of what the proposal answers stands any more.
        until: the last event that was looked at.
    """

    fresh: tuple[Found, ...]
    again: tuple[Found, ...]
    is_void: bool
    until: int


def look(
    reader: Reader,
    rule: Rule,
    mending: Mending,
    now: datetime,
    since: int,
    proposal: Branch | None,
    *,
    is_late: bool,
) -> Look:
    """What stands against the day's plan, in two kinds.

    Args:
        since: the event up to which orders that come in have been seen to.
        proposal: what the rule proposes just now.
        is_late: a proposal is made anew only because time has gone on.
    """
    happened = View(reader).happened(since)
    found = setbacks(reader, now, mending, happened.events)
    by_key = {one.setback.firing(rule.name).key: one for one in found}
    known = rule_state.answered(reader, by_key)
    fresh = tuple(one for key, one in by_key.items() if key not in known)
    if proposal is None:
        return Look(fresh, again=(), is_void=False, until=happened.until)
    again = tuple(
        one for key, one in by_key.items() if key in known and known[key].outcome is Outcome.PROPOSED
    )
    has_gone = bool(_proposed(reader, proposal) - by_key.keys())
    if not (fresh or has_gone or any(_overtaken(reader, proposal, now, is_late=is_late))):
        again = ()
    return Look(fresh, again, has_gone and not fresh and not again, happened.until)


def _proposed(reader: Reader, proposal: Branch) -> frozenset[str]:
    """The keys of all that the proposal answers."""
    acts = (event.command_id for event in _history(reader, proposal))
    return frozenset(action.key for action in rule_state.of_acts(reader, acts))


def _history(reader: Reader, proposal: Branch) -> list[Event]:
    return list(journal.events(reader.connection, subject=f"{Branch.noun}:{proposal.id}"))


def _overtaken(reader: Reader, proposal: Branch, now: datetime, *, is_late: bool = True) -> Iterator[str]:
    """Why a proposal cannot be taken as it is any more, line by line."""
    for one in compared(reader, proposal):
        if one.is_conflict:
            by = f" by {one.by}" if one.by else ""
            yield f"{one.label} was moved meanwhile{by}"
        elif is_late and one.line.start_at is not None and one.line.start_at <= now:
            yield f"{one.label} was to begin by now"


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A repair that waits for somebody's yes.

    Attributes:
        said: what it comes to: `moves 3, breaks 0 promises, saves 2 breaches`.
        setbacks: what it answers, in words.
        asks: why it was not done at once.
        overtaken: why it cannot be taken as it is any more; empty while it can.
        is_touched: somebody has worked on it: it is made anew by nobody.
        orders: those that it is about; of what was answered those that it was about.
        answer: what became of it, by whom, and why; empty while it waits.
    """

    name: str
    branch: Branch
    made_at: datetime
    said: str
    setbacks: tuple[str, ...]
    asks: tuple[str, ...]
    lines: tuple[Compared, ...]
    overtaken: tuple[str, ...]
    orders: tuple[int, ...]
    is_touched: bool = False
    answer: str = ""


def proposed_repairs(reader: Reader, now: datetime, *, is_all: bool = False) -> list[Proposed]:
    """What waits for a yes, the oldest first; with what was answered, where that is wanted."""
    return [_proposed_as(reader, branch, now) for branch in _of_rule(reader, None if is_all else _WAITS)]


def proposed_repair(reader: Reader, name: str, now: datetime) -> Proposed:
    """The one of that name, or number.

    Raises:
        NotFound: there is nothing of that name.
        Rejected: it does not wait any more; says who has answered it, and when.
    """
    waiting = {branch.name: branch for branch in _of_rule(reader, _WAITS)}
    found = waiting.get(name) or waiting.get(f"{_PREFIX}{name}")
    if found is None:
        answered = [one for one in _of_rule(reader, None) if one.name in (name, f"{_PREFIX}{name}")]
        if answered:
            raise Rejected(tuple(_answered(reader, answered[-1])))
        raise NotFound("repair", name, tuple(waiting))
    return _proposed_as(reader, found, now)


def _answered(reader: Reader, branch: Branch) -> Iterator[Violation]:
    answer = answer_to(reader, _history(reader, branch))
    assert answer is not None
    at = answer.at.astimezone(ZoneInfo(office.read(reader.connection).zone))
    yield Violation(
        code="repair.answered",
        message=f"repair {branch.name} was {answer.words} ({date_text(at)} {clock_text(at)})",
        facts={"repair": branch.name, "by": answer.by, "at": answer.at.isoformat()},
    )


def _of_rule(reader: Reader, status: BranchStatus | None) -> list[Branch]:
    """The branches that the rule has made: a person may have given one such a name."""
    found = reader.select(Branch) if status is None else reader.select(Branch, status=status)
    return [
        branch
        for branch in found
        if branch.name.startswith(_PREFIX) and is_of_rule(next(iter(_history(reader, branch)), None))
    ]


def _proposed_as(reader: Reader, branch: Branch, now: datetime) -> Proposed:
    whole = _history(reader, branch)
    history = [event for event in whole if event.kind in _RENEWED]
    last = [event for event in history if is_of_rule(event)][-1]
    receipt = receipts.find(reader.connection, last.command_id)
    actions = rule_state.of_acts(reader, (event.command_id for event in history))
    is_waiting, answer = branch.status is _WAITS, answer_to(reader, whole)
    orders = [line.order for line in branch.lines] if is_waiting else _orders_of(whole)
    return Proposed(
        name=branch.name,
        branch=branch,
        made_at=last.at,
        said=str(receipt.result.get("said", "")) if receipt else "",
        setbacks=tuple(dict.fromkeys(action.said for action in actions)),
        asks=tuple(violation.message for violation in receipt.violations) if receipt else (),
        lines=tuple(compared(reader, branch)),
        overtaken=tuple(_overtaken(reader, branch, now)) if is_waiting else (),
        orders=tuple(dict.fromkeys(orders)),
        is_touched=history[-1] is not last,
        answer=answer.words if answer and not is_waiting else "",
    )


def _orders_of(history: Sequence[Event]) -> list[int]:
    """What a proposal was about before somebody brought it over, or a part of it: what is brought over leaves it."""
    kept = [event.after["lines"] for event in history if event.kind != _BROUGHT and "lines" in event.after]
    return [int(line["order"]) for line in kept[-1]]
