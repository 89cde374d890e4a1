"""Which open orders look like the same thing, told twice?

Two of one type at one place, opened within a few days, in words that are alike. Reports are compared with what lies
near them in place and time only, so that a hundred thousand take seconds: see `docs/how-to/queues.md` for the score.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from wom_tui.domain.states import UNDER_WAY, OrderStatus

NEAR_M = 50.0
WITHIN = timedelta(days=7)
LEAST_ALIKE = 0.3  # of the words of both together
_MOST_BEFORE = 60  # at one place: where a thousand report one thing, each is near one of these
_METRES_OF_A_DEGREE = 111_320.0
_WORD = re.compile(r"\w+")
_POLE = 0.01  # cosine below which a degree of longitude is nothing to divide by
_PLACE, _TIME, _WORDS = 40, 25, 35  # of a score of 100


class Report(NamedTuple):
    """What is compared of an order. `lat`, `lon` only where the position can be trusted."""

    number: int
    work_type_id: int | None
    site_id: int | None
    lat: float | None
    lon: float | None
    opened_at: datetime
    status: OrderStatus
    words: frozenset[str]


class Suspect(NamedTuple):
    """Two orders that may be one.

    Attributes:
        keep: somebody goes there already; else the one that was there first.
        score: 0-100, of place, time and words.
        distance_m: between the two; None where one of them has no position.
        alike: the share of their words that both have, 0..1.
    """

    keep: int
    drop: int
    score: int
    is_same_site: bool
    distance_m: float | None
    apart: timedelta
    alike: float


def words_of(*texts: str) -> frozenset[str]:
    """What a text says, whatever its order, case and punctuation."""
    return frozenset(ordered_words(" ".join(texts)))


def ordered_words(text: str) -> list[str]:
    """The same, as they stand one after the other."""
    return _WORD.findall(text.casefold())


def suspects(
    reports: Iterable[Report], *, near_m: float = NEAR_M, within: timedelta = WITHIN, least: int = 50
) -> list[Suspect]:
    """Pairs that look alike, the likeliest first.

    Args:
        near_m: metres, > 0; what lies at one site is near whatever its position.
        least: the lowest score that is told.
    """
    ordered = sorted(reports, key=lambda report: (report.opened_at, report.number))
    pairs = (_compared(a, b, near_m, within) for a, b in _close(ordered, near_m, within))
    found = [pair for pair in pairs if pair is not None and pair.score >= least]
    return sorted(found, key=lambda pair: (-pair.score, pair.keep, pair.drop))


Block = tuple[int, ...]


def _close(ordered: Sequence[Report], near_m: float, within: timedelta) -> Iterator[tuple[Report, Report]]:
    """Pairs (earlier, later) of one type that lie close together in place and time, each once."""
    lon_share = max(_POLE, math.cos(math.radians(max((abs(r.lat) for r in ordered if r.lat), default=0.0))))
    step = near_m / _METRES_OF_A_DEGREE
    before: dict[Block, list[Report]] = defaultdict(list)
    for report in ordered:
        own, around = _blocks(report, step, step / lon_share)
        met: set[int] = set()
        for block in around:
            for other in reversed(before[block][-_MOST_BEFORE:] if block in before else ()):
                if report.opened_at - other.opened_at > within:
                    break
                if other.number not in met:
                    met.add(other.number)
                    yield other, report
        for block in own:
            before[block].append(report)


def _blocks(report: Report, lat_step: float, lon_step: float) -> tuple[list[Block], list[Block]]:
    """Where a report is kept, and where those near it are: its site, and the cells around its position."""
    kind = report.work_type_id or 0
    own: list[Block] = [(kind, report.site_id)] if report.site_id is not None else []
    if report.lat is None or report.lon is None:
        return own, own
    y, x = math.floor(report.lat / lat_step), math.floor(report.lon / lon_step)
    cells: list[Block] = [(kind, y + up, x + right) for up in (-1, 0, 1) for right in (-1, 0, 1)]
    return [*own, (kind, y, x)], [*own, *cells]


def _compared(a: Report, b: Report, near_m: float, within: timedelta) -> Suspect | None:
    """The two as a suspicion; None where they are too far apart or say different things."""
    is_same_site = a.site_id is not None and a.site_id == b.site_id
    distance_m = _distance_m(a, b)
    if not is_same_site and (distance_m is None or distance_m > near_m):
        return None
    together = len(a.words | b.words)
    alike = len(a.words & b.words) / together if together else 0.0
    if alike < LEAST_ALIKE:
        return None
    apart = b.opened_at - a.opened_at
    far = 0.0 if is_same_site else (distance_m or 0.0) / near_m / 2
    score = _PLACE * (1 - far) + _TIME * (1 - apart / within) + _WORDS * alike
    # Somebody goes there already, or is there: that one is kept.
    keep, drop = (b, a) if b.status in UNDER_WAY and a.status not in UNDER_WAY else (a, b)
    return Suspect(keep.number, drop.number, round(score), is_same_site, distance_m, apart, alike)


def _distance_m(a: Report, b: Report) -> float | None:
    """Metres between neighbours: on so short a way the earth is flat."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    east = (a.lon - b.lon) * math.cos(math.radians(a.lat))
    return math.hypot(a.lat - b.lat, east) * _METRES_OF_A_DEGREE
