"""The backlog as a page: counts that the cursor can stand on, each with the filter that picks its orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

from wom_tui.domain.aging import BUCKETS
from wom_tui.present.backlog_heat import heat_text
from wom_tui.present.cells import Line, Piece, fit, plain
from wom_tui.present.labels import WGL4, Signs
from wom_tui.present.safe_text import safe
from wom_tui.present.trend import Trend

if TYPE_CHECKING:
    from wom_tui.queries.backlog import Aged, Backlog, By, Share

_GAP = ("  ", "")
_FIGURE, _NAME, _NARROW_NAME, _BAR = 9, 28, 16, 24
_TEXT = 120  # columns of a page of text
_NARROW = 100  # columns; below, bars go and names are shorter
_WARN, _LATE = 3, 4  # from these buckets on


@dataclass(frozen=True)
class Entry:
    """A line.

    Attributes:
        key: what it is about, so that the cursor stays there; empty for heads and gaps.
        filter: picks its orders on the board; None where there are none to pick.
    """

    line: Line
    key: str = ""
    filter: str | None = None
    said: str = ""


def entries(seen: Backlog, width: int, signs: Signs, zone: tzinfo) -> list[Entry]:
    """All lines of the page."""
    page = _Page(seen, width, signs, zone)
    return [
        *page.ages(),
        *page.shares("Waits for", seen.reasons),
        *page.shares("Where", seen.places),
        *page.weeks(),
    ]


class _Page:
    """What every line is drawn with."""

    def __init__(self, seen: Backlog, width: int, signs: Signs, zone: tzinfo) -> None:
        self.seen, self.width, self.signs, self.zone = seen, width, signs, zone
        self.is_narrow = width < _NARROW
        self.name = _NARROW_NAME if self.is_narrow else _NAME
        self.figure = 8 if self.is_narrow else _FIGURE

    def ages(self) -> Iterator[Entry]:
        yield self._head("Open for", ["Orders", "Late" if self.is_narrow else "Past due", "Hours", "Oldest"])
        most = max((aged.count for aged in self.seen.ages), default=0)
        for at, aged in enumerate(self.seen.ages):
            yield self._age(aged, _ink(at), most)
        yield Entry(())

    def _age(self, aged: Aged, ink: str, most: int) -> Entry:
        figures: list[Piece] = [
            self._count(aged.count, ink),
            self._count(aged.past_due, "late"),
            self._count(aged.minutes // 60, "text"),
            (f"{aged.oldest or '':>{self.figure}}", "dim"),
        ]
        line = (self._named(aged.bucket), *figures, *self._bar(aged.count, most, ink))
        is_there = aged.count > 0
        return Entry(line, f"age {aged.bucket}", aged.filter if is_there else None, f"open for {aged.bucket}")

    def shares(self, head: str, shares: Sequence[Share]) -> Iterator[Entry]:
        """Groups of open orders, by bucket of age."""
        yield self._head(head, ["Orders", *(bucket.name for bucket in BUCKETS)])
        for share in shares:
            ages = (self._count(count, _ink(at)) for at, count in enumerate(share.ages))
            line = (self._named(share.name), self._count(share.count, "bright"), *ages)
            yield Entry(line, f"{head} {share.name}", share.filter, share.name)
        yield Entry(())

    def weeks(self) -> Iterator[Entry]:
        """What came in and went out."""
        yield from map(Entry, Trend(self.seen.weeks, self.width, self.signs, self.zone).lines())

    def _head(self, head: str, names: Sequence[str]) -> Entry:
        words = "".join(f"{name:>{self.figure}}" for name in names)
        title = fit(head, self.name)
        return Entry(((title, "bold bright"), (words, "dim")))

    def _named(self, name: str) -> Piece:
        return fit(safe(name), self.name), "text"

    def _count(self, count: int, ink: str) -> Piece:
        return (f"{count:>{self.figure},}", ink) if count else (f"{self.signs.dot:>{self.figure}}", "dim")

    def _bar(self, count: int, most: int, ink: str) -> Iterator[Piece]:
        if self.is_narrow or not count:
            return
        yield _GAP
        yield self.signs.full * max(1, round(_BAR * count / most)), ink


def _ink(bucket: int) -> str:
    return "late" if bucket >= _LATE else "warn" if bucket >= _WARN else "text"


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
    """The page as text.

    Args:
        by: one table with the orders grouped so, instead of the groups by what they wait for and where they are.
    """
    yield plain(verdict(seen))
    yield ""
    if by is not None:
        yield from heat_text(seen, by)
        yield ""
        yield from (plain(line).rstrip() for line in Trend(seen.weeks, _TEXT, WGL4, zone).lines())
        return
    yield from (plain(entry.line).rstrip() for entry in entries(seen, _TEXT, WGL4, zone))
