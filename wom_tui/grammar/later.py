"""How much later or earlier than it is planned? `+30m` of what has a time already counts from there, not from now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from wom_tui.domain.moments import Moment, is_step, span
from wom_tui.domain.states import COMING
from wom_tui.grammar.resolver import Resolver


def time_or_step(text: str, planned_at: datetime, look: Resolver) -> Moment:
    """The moment that a text means for what is planned at a time: steps count from that, all else from now.

    Raises:
        InvalidInput: the text means no moment.
    """
    if not is_step(text):
        return look.time(text)
    return span(text, now=planned_at, zone=look.zone, default_day=look.here.day)


def other_times(texts: Sequence[str], orders: Sequence[int], look: Resolver) -> Iterator[tuple[str, str]]:
    """Each text and the moment that it means for what is planned of these orders; of several visits a step is told."""
    planned = [v.start_at for n in orders for v in look.visits(n) if v.is_booked and v.status in COMING]
    only = planned[0] if len(planned) == 1 else None
    for text in texts:
        is_told = only is None and is_step(text)
        yield (
            text,
            "later than planned"
            if is_told
            else look.shown(time_or_step(text, only or look.now, look).start_at),
        )
