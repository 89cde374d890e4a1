"""What does the office look back on once a week? Put together as of one moment, part by part.

A part is a function in `PARTS`, from what all of them share to its lines; none knows of another. What a week before is
compared with is read as of then, and left out where the journal does not reach back so far.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wom_tui.domain.review import Review, ReviewPart
from wom_tui.queries.review_orders import (
    by_age,
    by_reason,
    flow,
    held,
    missing,
    oldest,
    past_promise,
    repeats,
    sla_misses,
)
from wom_tui.queries.review_seen import WEEK, Looked, Standing
from wom_tui.queries.review_work import alerts, automation, messages, repairs
from wom_tui.store import journal, office
from wom_tui.store.past import reader_as_of
from wom_tui.store.reader import Reader

Part = Callable[[Looked], ReviewPart]
PARTS: tuple[Part, ...] = (
    *(flow, by_age, by_reason, past_promise, sla_misses, oldest, repeats, held),
    *(automation, repairs, alerts, messages, missing),
)


def review_as_of(reader: Reader, monday: date, at: datetime) -> Review:
    """The review of a week as of a moment; it has no number yet.

    Args:
        reader: of the tables as they are.
        monday: the first day of the week.
        at: business time; a moment that is past is read as the office stood then.
    """
    zone, first = ZoneInfo(office.read(reader.connection).zone), journal.first_at(reader.connection)
    ago = at - WEEK
    looked = Looked(
        now=Standing(reader_as_of(reader.connection, at), at, zone),
        before=Standing(reader_as_of(reader.connection, ago), ago, zone) if first and first <= ago else None,
        monday=monday,
    )
    return Review(
        id=0,
        week_on=monday,
        as_of_at=at,
        words=_words(looked),
        parts=tuple(part(looked) for part in PARTS),
    )


def _words(looked: Looked) -> str:
    (opened, ended), late = looked.moved(), looked.now.past_due
    return f"{opened:,} in, {ended:,} out, {looked.now.backlog.count:,} open, {late:,} past due"


def kept_reviews(reader: Reader) -> list[Review]:
    """The reviews that were prepared, the latest first."""
    return sorted(reader.select(Review), key=lambda review: review.week_on, reverse=True)


def kept_review(reader: Reader, monday: date) -> Review | None:
    """The one of a week; None where none was prepared."""
    return next(iter(reader.select(Review, week_on=monday)), None)
