"""What can be reported from the field, and which visit does a report mean that names none?

The same acts by every way: `wom my`, a line of a file, a mail.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from wom_tui.domain.states import TOLD, VisitStatus
from wom_tui.domain.visit import ENDED_THERE, VISIT_TRANSITIONS, Visit
from wom_tui.errors import InvalidInput


class Act(StrEnum):
    """What a report does, by the verb that does the same at the console."""

    ACCEPT = "accept"
    TRAVEL = "travel"
    ARRIVE = "arrive"
    DONE = "done"
    DECLINE = "decline"
    FAIL = "fail"
    NOTE = "note"


# What a visit waits for on which it can be done.
WAITS_FOR: Mapping[Act, str] = MappingProxyType(
    {
        Act.ACCEPT: "to be accepted",
        Act.TRAVEL: "to be set out for",
        Act.ARRIVE: "for you to arrive",
        Act.DONE: "to be done",
        Act.DECLINE: "to be accepted or declined",
        Act.FAIL: "to be done",
        Act.NOTE: "to be done",
    }
)
# Where a step leads to. A note leads nowhere.
LEADS_TO: Mapping[Act, VisitStatus] = MappingProxyType(
    {
        Act.ACCEPT: VisitStatus.ACCEPTED,
        Act.TRAVEL: VisitStatus.TRAVELLING,
        Act.ARRIVE: VisitStatus.ON_SITE,
        Act.DONE: VisitStatus.DONE,
        Act.DECLINE: VisitStatus.DECLINED,
        Act.FAIL: VisitStatus.INCOMPLETE,
    }
)
WITH_REASON = frozenset({Act.DECLINE, Act.FAIL})
WITH_WORDS = WITH_REASON | {Act.NOTE}
_LABEL = re.compile(r"([0-9]{1,12})(?:/([0-9]{1,6}))?", re.ASCII)
_THERE = (VisitStatus.ON_SITE, VisitStatus.TRAVELLING)
# The states of a visit that a report may mean without naming it, the likeliest first.
_MEANT: Mapping[Act, tuple[Collection[VisitStatus], ...]] = MappingProxyType(
    {
        Act.ACCEPT: ((VisitStatus.DISPATCHED,),),
        Act.DECLINE: ((VisitStatus.DISPATCHED,), (VisitStatus.ACCEPTED,)),
        Act.TRAVEL: (TOLD,),
        Act.ARRIVE: ((VisitStatus.TRAVELLING,), TOLD),
        Act.DONE: ((VisitStatus.ON_SITE,), (VisitStatus.TRAVELLING,)),
        Act.FAIL: ((VisitStatus.ON_SITE,), (VisitStatus.TRAVELLING,)),
        Act.NOTE: (*((state,) for state in _THERE), TOLD, ENDED_THERE),
    }
)


def visit_label(said: str, field: str = "visit") -> tuple[int, int | None]:
    """The order of `4417` or `4417/2`, and which visit of it.

    Raises:
        InvalidInput: it is neither.
    """
    found = _LABEL.fullmatch(said.strip())
    if found is None:
        raise InvalidInput(field, said, "an order, or one visit of it: 4417, 4417/2")
    return int(found[1]), int(found[2]) if found[2] else None


def current(visits: Iterable[Visit], until_at: datetime) -> Visit | None:
    """Where a technician is, or is going to, or goes to next: what they look at first.

    Args:
        until_at: what begins from then on is not for today.
    """
    return _first(visits, (*((state,) for state in _THERE), TOLD), until_at)


def meant(act: Act, visits: Sequence[Visit], until_at: datetime) -> Visit | None:
    """The one of a technician's visits that a report means which names none; None where it has to be said."""
    return _first(visits, _MEANT[act], until_at)


def meant_of_order(act: Act, visits: Sequence[Visit]) -> tuple[Visit, ...]:
    """Those of a technician's visits to one order that a report can be about: one, or it is not said which."""
    to = LEADS_TO.get(act)
    if to is None:
        return tuple(visits)[-1:]
    fit = [visit for visit in visits if to in VISIT_TRANSITIONS[visit.status]]
    return tuple(fit or [visit for visit in visits if visit.status is to][-1:])


def _first(
    visits: Iterable[Visit], states: Sequence[Collection[VisitStatus]], until_at: datetime
) -> Visit | None:
    """The first by its start that is in the likeliest of the states."""
    today = [one for one in visits if one.start_at is not None and one.start_at < until_at]
    for likely in states:
        found = [one for one in today if one.status in likely]
        if found:
            newest = likely is ENDED_THERE
            return (max if newest else min)(found, key=lambda one: (one.start_at, one.id))
    return None
