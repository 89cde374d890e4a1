"""Does the backlog grow? Its weeks as figures, and where there is room as bars above them.

The figures are always there, each below its bar: a bar tells at a glance what a figure tells exactly. Bars are drawn
here and not by a library; see docs/decisions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, NamedTuple

from wom_tui.domain.habits import day_text
from wom_tui.present.cells import Line, Piece, fill, fit
from wom_tui.present.durations import count
from wom_tui.present.labels import Signs

if TYPE_CHECKING:
    from wom_tui.queries.backlog import Week

FIGURES = 5  # lines that there are always
_FULL, _HALF = "█", "▄"  # both in WGL4: two steps a cell
_BAR = 6  # cells of a week's bar, or of its two together
_LEAST, _MOST = 3, 6  # lines of bars: with fewer they tell nothing
_IN, _OUT = "plan", "faint"  # inks of bars
_WIDE = 100  # columns from which on names are spelt out
_NAME, _SHORT = 28, 12  # of a line
_WEEK, _SHORT_WEEK = 9, 8


class Bars(NamedTuple):
    """What one row of bars shows of every week, and in which ink."""

    values: Sequence[int]
    ink: str


def bar_lines(series: Sequence[Bars], name: int, week: int, height: int) -> Iterator[Line]:
    """Lines of upright bars, those of one week side by side; the highest of all reaches the top.

    Args:
        name: cells left of the first week. week: of each.
    """
    most = max((value for bars in series for value in bars.values), default=0)
    thick = _BAR // len(series)
    for row in reversed(range(height)):
        line: list[Piece] = [(" " * name, "")]
        for values in zip(*(bars.values for bars in series), strict=True):
            line.append((" " * (week - _BAR), ""))
            for value, bars in zip(values, series, strict=True):
                line.append((_sign(value, most, height, row) * thick, bars.ink))
        yield tuple(line)


def _sign(value: int, most: int, height: int, row: int) -> str:
    """What stands in a bar's cell; of what is more than nothing at least something is seen."""
    steps = max(1, round(value * 2 * height / most)) if value else 0
    return (" ", _HALF, _FULL)[min(2, max(0, steps - 2 * row))]


@dataclass(frozen=True)
class Trend:
    """The weeks in a given width."""

    weeks: Sequence[Week]
    width: int
    signs: Signs
    zone: tzinfo

    def lines(self, height: int = 0) -> list[Line]:
        """At most so many lines, and at least the figures; where only one row of bars has room, of what was open."""
        both, one = (height - FIGURES - 1) // 2, height - FIGURES
        bars = min(_MOST, both if both >= _LEAST else one)
        if bars < _LEAST or self.signs.is_ascii:
            return [self._dates(), self._open(), *self._flow()]
        level = [Bars([one.open for one in self._shown], _IN)]
        lines = [self._dates(), *self._bars(level, bars), self._open()]
        if both < _LEAST:
            return [*lines, *self._flow()]
        flow = [
            Bars([one.opened for one in self._shown], _IN),
            Bars([one.ended for one in self._shown], _OUT),
        ]
        return [*lines, (), *self._bars(flow, bars), *self._flow(has_bars=True)]

    def _bars(self, series: Sequence[Bars], height: int) -> Iterator[Line]:
        return bar_lines(series, self._name, self._week, height)

    @property
    def _is_wide(self) -> bool:
        return self.width >= _WIDE

    @property
    def _name(self) -> int:
        return _NAME if self._is_wide else _SHORT

    @property
    def _week(self) -> int:
        return _WEEK if self._is_wide else _SHORT_WEEK

    @property
    def _shown(self) -> Sequence[Week]:
        """The latest ones that there is room for."""
        return self.weeks[-max(1, (self.width - self._name) // self._week) :]

    def _dates(self) -> Line:
        head = "Seven days until" if self._is_wide else "Week until"
        days = (day_text(one.until.astimezone(self.zone).date()) for one in self._shown)
        return (fit(head, self._name), "bold bright"), (
            "".join(f"{day:>{self._week}}" for day in days),
            "dim",
        )

    def _open(self) -> Line:
        return self._named("open then" if self._is_wide else "open", [one.open for one in self._shown])

    def _flow(self, *, has_bars: bool = False) -> list[Line]:
        opened, ended = [one.opened for one in self._shown], [one.ended for one in self._shown]
        out, net = ("were ended", "more or less") if self._is_wide else ("ended", "net")
        return [
            self._named("came in", opened, _IN if has_bars else ""),
            self._named(out, ended, _OUT if has_bars else ""),
            ((fit(net, self._name), "text"), *(self._difference(one.net) for one in self._shown)),
        ]

    def _named(self, name: str, numbers: Sequence[int], key: str = "") -> Line:
        """A row of figures.

        Args:
            key: the ink of its bars, shown beside the name where there are two of a week.
        """
        sample: Line = ((f"{name} ", "text"), (_FULL * 2, key)) if key else ((name, "text"),)
        figures = (self._figure(count(number), "text") if number else self._none() for number in numbers)
        return (*fill(sample, self._name), *figures)

    def _difference(self, net: int) -> Piece:
        if not net:
            return self._none()
        sign = "+" if net > 0 else self.signs.minus
        return self._figure(f"{sign}{count(abs(net))}", "warn" if net > 0 else "site")

    def _none(self) -> Piece:
        return self._figure(self.signs.dot, "dim")

    def _figure(self, text: str, ink: str) -> Piece:
        return f"{text:>{self._week}}", ink
