"""How often is a typed line misread, or refused though anybody would type it, and how many are read in a second?"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Figure, timed
from tests.hurry import Kind, Typed, Verdict, corpus, outcome, understood
from tests.hurry_office import HERE, hurried_office
from wom_tui.desk import Desk
from wom_tui.errors import WomError
from wom_tui.grammar.intent import parse
from wom_tui.grammar.verbs import VERBS

ROUNDS = 20

Counts = Counter[tuple[Kind, Verdict]]


def figures() -> list[Figure]:
    """Read the corpus in its office; nothing is written."""
    lines = corpus()
    with tempfile.TemporaryDirectory() as folder:
        desk = hurried_office(Path(folder))
        counts = Counter((typed.kind, outcome(typed, desk).verdict) for typed in lines)
        seconds, _ = timed(lambda: _parse(lines))
        looked_up, _ = timed(lambda: _look_up(lines, desk))
        desk.close()
    size = ", ".join(f"{_all(counts, kind)} {kind}" for kind in Kind)
    return [
        Figure("lines that were misread", _misread(counts), "%", "0", size),
        Figure(
            "plain lines refused",
            _share(counts, Kind.PLAIN, Verdict.HELPED, Verdict.REFUSED),
            "%",
            "≤ 2",
            size,
        ),
        Figure(
            "slips understood, or refused with what was meant", _helped(counts, Kind.SLIP), "%", "≥ 95", size
        ),
        Figure(
            "lines to be refused, refused with what helps", _helped(counts, Kind.REFUSE), "%", "100", size
        ),
        Figure("lines read", ROUNDS * len(lines) / seconds, "lines/s", "> 1,000", size),
        Figure("lines read and looked up", len(lines) / looked_up, "lines/s", "> 100", size),
    ]


def _all(counts: Counts, kind: Kind) -> int:
    return sum(times for (of, _), times in counts.items() if of is kind)


def _share(counts: Counts, kind: Kind, *verdicts: Verdict) -> float:
    return 100 * sum(counts[kind, verdict] for verdict in verdicts) / _all(counts, kind)


def _helped(counts: Counts, kind: Kind) -> float:
    return _share(counts, kind, Verdict.MEANT, Verdict.HELPED)


def _misread(counts: Counts) -> float:
    """Of all lines: those understood as something else, and those understood that mean no one thing."""
    misread = sum(times for (_, verdict), times in counts.items() if verdict is Verdict.ELSE)
    return 100 * misread / counts.total()


def _parse(lines: Sequence[Typed]) -> None:
    for _ in range(ROUNDS):
        for typed in lines:
            try:
                parse(typed.line, VERBS, HERE)
            except WomError:
                continue


def _look_up(lines: Sequence[Typed], desk: Desk) -> None:
    for typed in lines:
        try:
            desk.ask(understood, typed.line, desk)
        except WomError:
            continue
