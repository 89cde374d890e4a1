"""The backlog as a heat table: age across, groups down; how much weighs in each cell is told by its rank.

A few old orders weigh as much as many young ones: a cell's weight is its count times the age of its bucket. The ranks
are those of the cells among each other, so that there is always something to look at first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from wom_tui.domain.aging import BUCKETS, Bucket
from wom_tui.present.cells import Line, Piece, fit, joined, line_width, plain
from wom_tui.present.durations import count
from wom_tui.present.labels import WGL4, Signs
from wom_tui.present.order_table import TableOut
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.queries.backlog import Backlog, By, Share

HEADS: Mapping[str, str] = MappingProxyType(
    {"work_type": "Work type", "skill": "Skill", "territory": "Territory", "reason": "Waits for"}
)
SAID: Mapping[str, str] = MappingProxyType(
    {"work_type": "work type", "skill": "skill", "territory": "territory", "reason": "what they wait for"}
)
OPEN = len(BUCKETS)  # the columns after those of the ages
PAST_DUE = OPEN + 1
COLUMNS = PAST_DUE + 1
_RANKS = ("·", ".", ":", "+", "#")
_RANK_WORDS = ("none", "low", "some", "high", "most")
_LEVELS = len(_RANKS) - 1
_YEAR = 180  # days that the oldest bucket is taken for
_NAME, _NARROW_NAME = 25, 16
_OLDEST, _HOURS = 9, 8
_NARROW = 100  # below, hours and oldest fall
_TEXT = 120


@dataclass(frozen=True)
class HeatLine:
    """A line of the table; see `tui/widgets/cursor_list.py: Keyed`.

    Attributes:
        picks: the filter of each column that leads somewhere.
        said: the group, in words.
        group: its name; empty = all of them together.
    """

    line: Line
    key: str = ""
    picks: tuple[str | None, ...] = ()
    said: str = ""
    group: str = ""


@dataclass(frozen=True)
class Table:
    """What the table is drawn with."""

    seen: Backlog
    by: By
    width: int
    signs: Signs

    @property
    def is_narrow(self) -> bool:
        return self.width < _NARROW

    @property
    def name(self) -> int:
        return _NARROW_NAME if self.is_narrow else _NAME

    @property
    def number(self) -> int:
        """Cells of a count."""
        return 5 if self.is_narrow else 6

    @property
    def rank_gap(self) -> str:
        """Between a count and the sign of its rank."""
        return "" if self.is_narrow else " "

    @property
    def late(self) -> int:
        """Cells of the count of what is past due."""
        return 6 if self.is_narrow else 8

    @property
    def taken(self) -> int:
        """Cells of a whole line."""
        return line_width(_heads(self))

    @property
    def shares(self) -> Sequence[Share]:
        return self.seen.groups(self.by)


def heat_lines(table: Table, cursor: str = "", column: int = OPEN) -> list[HeatLine]:
    """Heads, groups, the sum, and what the signs mean.

    Args:
        cursor: the key of the line that the cursor is on; its cell stands in brackets.
    """
    levels = _levels(table.shares)
    lines = [HeatLine(_heads(table))]
    lines += [_group(table, share, levels, cursor, column) for share in table.shares]
    lines += [HeatLine(()), _sum(table, cursor, column), HeatLine(_legend(table))]
    return lines


def _heads(table: Table) -> Line:
    number, late = table.number, "Late" if table.is_narrow else "Past due"
    names = [f" {_bucket_name(bucket):>{number}}{table.rank_gap} " for bucket in BUCKETS]
    names += [f" {'Open':>{number + 1}} ", f" {late:>{table.late}}"]
    names += [] if table.is_narrow else [f"{'Oldest':>{_OLDEST}}", f"{'Hours':>{_HOURS}}"]
    return ((fit(HEADS[table.by.value], table.name), "bold bright"), ("".join(names), "dim"))


def _bucket_name(bucket: Bucket) -> str:
    return bucket.name.removesuffix(" d")


def _levels(shares: Sequence[Share]) -> Mapping[tuple[str, int], int]:
    """Group and bucket → 4 (the heaviest) to 1, by the rank of what weighs there; an empty cell has none."""
    weights = {
        (share.name, at): number * _age(bucket)
        for share in shares
        for at, (number, bucket) in enumerate(zip(share.ages, BUCKETS, strict=True))
        if number
    }
    ranked = sorted(weights.values(), reverse=True)
    places = {weight: ranked.index(weight) for weight in set(ranked)}  # what weighs the same is as hot
    return {cell: _LEVELS - places[weight] * _LEVELS // len(ranked) for cell, weight in weights.items()}


def _age(bucket: Bucket) -> float:
    return (bucket.first + (_YEAR if bucket.last is None else bucket.last)) / 2


def _group(
    table: Table, share: Share, levels: Mapping[tuple[str, int], int], cursor: str, column: int
) -> HeatLine:
    key = f"{table.by.value} {share.name}"
    here = column if key == cursor else -1
    pieces: list[Piece] = [(fit(safe(share.name), table.name, ellipsis=table.signs.ellipsis), "text")]
    for at, number in enumerate(share.ages):
        level = levels.get((share.name, at), 0)
        pieces += _cell(_heat_words(number, level, table), f"heat{level}" if level else "dim", at, here)
    pieces += _totals(table, share.count, share.past_due, here)
    pieces += _figures(table, share.oldest_days, share.minutes)
    picks = (
        *(table.seen.cell(share, at) if number else None for at, number in enumerate(share.ages)),
        share.filter,
        f"{share.filter} sla=breached" if share.past_due else None,
    )
    return HeatLine(tuple(pieces), key, picks, share.name, share.name)


def _totals(table: Table, number: int, late: int, here: int) -> list[Piece]:
    """All of a line, and those of them that are past due."""
    past = count(late) if late else table.signs.dot
    return [
        *_cell(f"{count(number):>{table.number + 1}} ", "bold bright", OPEN, here),
        *_cell(f"{past:>{table.late}}", "late" if late else "dim", PAST_DUE, here),
        (_end(here == PAST_DUE), "bold accent"),
    ]


def _figures(table: Table, oldest_days: int, minutes: int) -> list[Piece]:
    if table.is_narrow:
        return []
    oldest = f"{oldest_days} d"
    return [(f"{oldest:>{_OLDEST - 1}}", "text"), (f"{count(minutes // 60):>{_HOURS}}", "text")]


def _cell(words: str, ink: str, at: int, here: int) -> list[Piece]:
    """A cell, and left of it a bracket where the cursor is on it, or was on the one before."""
    edge = "[" if at == here else _end(here >= 0 and at == here + 1)
    return [(edge, "bold accent"), (words, ink)]


def _end(is_end: bool) -> str:
    return "]" if is_end else " "


def _heat_words(number: int, level: int, table: Table) -> str:
    shown, sign = (count(number), _RANKS[level]) if number else (table.signs.dot, " ")
    return f"{shown:>{table.number}}{table.rank_gap}{sign}"


def _sum(table: Table, cursor: str, column: int) -> HeatLine:
    """All groups together."""
    seen, here = table.seen, column if cursor == "all" else -1
    pieces: list[Piece] = [(fit("All", table.name), "bold bright")]
    for at, aged in enumerate(seen.ages):
        shown = count(aged.count) if aged.count else table.signs.dot
        words = f"{shown:>{table.number}}{table.rank_gap} "
        pieces += _cell(words, "text" if aged.count else "dim", at, here)
    late = sum(aged.past_due for aged in seen.ages)
    pieces += _totals(table, seen.count, late, here)
    pieces += _figures(table, seen.oldest_days, seen.minutes)
    everything = "status!=completed,closed,cancelled"
    picks = (
        *(aged.filter if aged.count else None for aged in seen.ages),
        everything,
        f"{everything} sla=breached" if late else None,
    )
    return HeatLine(tuple(pieces), "all", picks, "all")


def _legend(table: Table) -> Line:
    items: list[list[Piece]] = [[("count × age, by rank", "dim")]]
    for level, (sign, word) in enumerate(zip(_RANKS, _RANK_WORDS, strict=True)):
        shown = table.signs.dot if level == 0 else sign
        items.append([(f" {shown} ", f"heat{level}" if level else "dim"), (f" {word}", "dim")])
    return joined(items, 2)


def column_words(column: int) -> str:
    """What a column counts: `61–90 d`, `open`, `past due`."""
    return BUCKETS[column].name if column < OPEN else "open" if column == OPEN else "past due"


def heat_out(seen: Backlog, by: By) -> TableOut:
    """The table as it is shown, a row for each group."""
    header = (by.value, *(bucket.name for bucket in BUCKETS), "open", "past_due", "oldest_days", "minutes")
    rows = [
        (one.name, *one.ages, one.count, one.past_due, one.oldest_days, one.minutes)
        for one in seen.groups(by)
    ]
    return TableOut("group", header, rows)


def heat_text(seen: Backlog, by: By) -> Iterator[str]:
    """The table as text."""
    yield from (plain(one.line).rstrip() for one in heat_lines(Table(seen, by, _TEXT, WGL4)))
