"""The backlog as a page of text: how much is open and how old, what it waits for, where, and whether it grows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from wom_tui.domain.aging import BUCKETS
from wom_tui.domain.words import some
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.queries.backlog import Backlog, Share

_NAME, _FIGURE = 24, 9
_PLACES = 12  # the rest is summed up


def backlog_lines(seen: Backlog) -> Iterator[str]:
    """The page."""
    week, late = seen.weeks[-1], sum(seen.past_due)
    yield (
        f"{some(seen.count, 'open order')}, {seen.minutes // 60:,} h of work; the oldest {seen.oldest_days} d; "
        f"{late:,} past due"
    )
    yield f"in seven days {week.opened:,} came in, {week.ended:,} were ended: {week.net:+,}"
    yield ""
    yield _row("Open for", ["Orders", "Past due", "Hours", "Oldest"])
    for aged in seen.ages:
        oldest = "" if aged.oldest is None else str(aged.oldest)
        figures = [f"{aged.count:,}", f"{aged.past_due:,}", f"{aged.minutes // 60:,}", oldest]
        yield _row(aged.bucket, figures)
    yield ""
    yield _row("Past due by", [bucket.name for bucket in BUCKETS])
    yield _row("so many orders", [f"{count:,}" for count in seen.past_due])
    yield from _shares("Waits for", seen.reasons)
    yield from _shares("Where", seen.places)
    yield ""
    yield _row("Seven days until", [f"{one.until:%d %b}" for one in seen.weeks])
    yield _row("came in", [f"{one.opened:,}" for one in seen.weeks])
    yield _row("were ended", [f"{one.ended:,}" for one in seen.weeks])
    yield _row("more or less", [f"{one.net:+,}" for one in seen.weeks])


def _shares(head: str, shares: Sequence[Share]) -> Iterator[str]:
    yield ""
    yield _row(head, ["Orders", *(bucket.name for bucket in BUCKETS)])
    for share in shares[:_PLACES]:
        yield _row(share.name, [f"{count:,}" for count in (share.count, *share.ages)])
    if rest := shares[_PLACES:]:
        counts = zip(*((share.count, *share.ages) for share in rest), strict=True)
        yield _row(f"{len(rest)} others", [f"{sum(own):,}" for own in counts])


def _row(name: str, figures: Sequence[str]) -> str:
    return f"{safe(name):<{_NAME}.{_NAME}}" + "".join(f"{figure:>{_FIGURE}}" for figure in figures)
