"""The backlog as a page of text: how old, waiting for what, where; and the verdict, which the console says too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from wom_tui.domain.aging import BUCKETS
from wom_tui.present.backlog_heat import heat_text
from wom_tui.present.cells import Line, Piece, fit, plain
from wom_tui.present.labels import WGL4
from wom_tui.present.safe_text import safe
from wom_tui.present.trend import Trend

if TYPE_CHECKING:
    from wom_tui.queries.backlog import Aged, Backlog, By, Share

_FIGURE, _NAME, _BAR = 9, 28, 24
_TEXT = 120  # columns of the page


def verdict(seen: Backlog) -> Line:
    """How much there is, and whether it grows."""
    week, late = seen.weeks[-1], sum(seen.past_due)
    line: list[Piece] = [(f"{seen.count:,} open", "bold bright")]
    line += [(f"    {late:,} past due", "late")] if late else []
    if week.net:
        line.append((f"    {week.net:+,} in seven days", "warn" if week.net > 0 else "site"))
    line.append((f"    in {week.opened:,}  out {week.ended:,}", "dim"))
    line.append((f"    {seen.minutes // 60:,} h of work", "dim"))
    return tuple(line)


def backlog_lines(seen: Backlog, zone: tzinfo, by: By | None = None) -> Iterator[str]:
    """The page.

    Args:
        by: one table with the orders grouped so, instead of the groups by what they wait for and where they are.
    """
    yield plain(verdict(seen))
    yield ""
    if by is not None:
        yield from heat_text(seen, by)
        yield ""
    else:
        yield from _ages(seen.ages)
        yield from _shares("Waits for", seen.reasons)
        yield from _shares("Where", seen.places)
    yield from (plain(line).rstrip() for line in Trend(seen.weeks, _TEXT, WGL4, zone).lines())


def _ages(ages: Sequence[Aged]) -> Iterator[str]:
    """Bucket by bucket, with a bar."""
    yield _row("Open for", ("Orders", "Past due", "Hours", "Oldest"))
    most = max((aged.count for aged in ages), default=0)
    for aged in ages:
        figures = (*map(_count, (aged.count, aged.past_due, aged.minutes // 60)), str(aged.oldest or ""))
        bar = f"  {WGL4.full * max(1, round(_BAR * aged.count / most))}" if aged.count else ""
        yield f"{_row(aged.bucket, figures)}{bar}".rstrip()
    yield ""


def _shares(head: str, shares: Sequence[Share]) -> Iterator[str]:
    """Groups of open orders, by bucket of age."""
    yield _row(head, ("Orders", *(bucket.name for bucket in BUCKETS)))
    for share in shares:
        yield _row(share.name, map(_count, (share.count, *share.ages))).rstrip()
    yield ""


def _row(name: str, figures: Iterable[str]) -> str:
    return fit(safe(name), _NAME) + "".join(f"{figure:>{_FIGURE}}" for figure in figures)


def _count(number: int) -> str:
    return f"{number:,}" if number else WGL4.dot
