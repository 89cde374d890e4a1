"""What does a time come to that is typed into a line? The completion says so before the line is sent.

`+30m` of what has a time already counts from there, not from now; a day alone may be when its calendar opens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from wom_tui.domain.moments import Moment, is_step, span
from wom_tui.domain.states import COMING
from wom_tui.grammar.kinds import Reading
from wom_tui.grammar.resolver import Resolver

SOON = ("now", "+30m", "+1h", "+2h", "eod")
DAYS = ("tomorrow", "mon", "fri", "eow")  # a day alone, where it has an opening
TIMES = (*SOON, "tomorrow 9:00", "mon 9:00", "fri 9:00", "eow")


def time_or_step(text: str, planned_at: datetime, look: Resolver) -> Moment:
    """The moment that a text means for what is planned at a time: steps count from that, all else from now.

    Raises:
        InvalidInput: the text means no moment.
    """
    if not is_step(text):
        return look.time(text)
    return span(text, now=planned_at, zone=look.zone, default_day=look.here.day)


def told_times(reading: Reading, orders: Sequence[int], look: Resolver) -> Iterator[tuple[str, str]]:
    """Times that can be typed, and the moment that the line makes of each."""
    match reading:
        case Reading.FROM_PLAN:
            yield from _from_plan(orders, look)
        case Reading.OPENING:
            number = orders[0] if orders else None
            yield from ((text, look.shown(look.opening(text, "until", number))) for text in (*SOON, *DAYS))
        case Reading.FROM_NOW:
            yield from ((text, look.shown(look.time(text).start_at)) for text in TIMES)


def _from_plan(orders: Sequence[int], look: Resolver) -> Iterator[tuple[str, str]]:
    """For what is planned of these orders; where that is not one visit, a step is only told."""
    planned = [v.start_at for n in orders for v in look.visits(n) if v.is_booked and v.status in COMING]
    only = planned[0] if len(planned) == 1 else None
    for text in TIMES:
        if only is None and is_step(text):
            yield text, "later than planned"
        else:
            yield text, look.shown(time_or_step(text, only or look.now, look).start_at)
