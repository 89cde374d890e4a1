"""A day's plan as lines of text: one for each visit, the same for the same plan, so that two plans can be compared.

    # wom plan 2015-05-12 America/New_York
    keane    07:10  0:45  57/1
    keane    08:00  0:45  60/1
    okafor   09:30  1:00  4417/+

Technician's code, begin on the clock of that zone, hours and minutes, the visit; `/+` is one that is not there yet.
`00:30+1` is past midnight, `01:30*` the second one in the night in which the clocks go back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from wom_tui.domain.reach import IN_REACH, is_in_reach
from wom_tui.domain.technician import local_instant
from wom_tui.domain.work_calendar import zone_of
from wom_tui.errors import InvalidInput

_HEAD = re.compile(r"# wom plan (\d{4}-\d{2}-\d{2}) (\S+)")
_LINE = re.compile(r"(\S+)\s+(\d{2}):(\d{2})(\*)?(\+1)?\s+(\d{1,2}):(\d{2})\s+(\d{1,9})/(\d{1,6}|\+)")
_NEW = "+"


@dataclass(frozen=True, kw_only=True, order=True)
class Entry:
    """One visit of a plan, whoever made it.

    Attributes:
        technician: the code.
        start_at: aware UTC, whole minutes.
        ordinal: which visit of the order; None = a new one.
    """

    technician: str
    start_at: datetime
    minutes: int
    order: int
    ordinal: int | None

    @property
    def label(self) -> str:
        return f"{self.order}/{_NEW if self.ordinal is None else self.ordinal}"


@dataclass(frozen=True, kw_only=True)
class PlanText:
    """A day in some zone, and its entries."""

    on: date
    zone: str
    entries: tuple[Entry, ...]


def lines_of(plan: PlanText) -> list[str]:
    """The text, line by line: sorted, so that a change of one visit is a change of one line."""
    return [
        f"# wom plan {plan.on.isoformat()} {plan.zone}",
        *(line_of(e, plan) for e in sorted(plan.entries)),
    ]


def line_of(entry: Entry, plan: PlanText) -> str:
    """One entry."""
    local = entry.start_at.astimezone(ZoneInfo(plan.zone))
    again = "*" if local.fold else ""
    ahead = "+1" if local.date() > plan.on else ""
    length = f"{entry.minutes // 60}:{entry.minutes % 60:02}"
    return f"{entry.technician:<12}  {local:%H:%M}{again}{ahead}  {length:>5}  {entry.label}"


def plan_text(text: str, *, name: str) -> PlanText:
    """The plan that a text says.

    Args:
        name: the file's, for complaints.

    Raises:
        InvalidInput: names the line, and what is expected there.
    """
    lines = text.splitlines()
    head = _HEAD.fullmatch(lines[0].strip()) if lines else None
    if head is None:
        raise InvalidInput(
            f"{name}, line 1", lines[0] if lines else "", "# wom plan DAY ZONE, as wom plan export writes it"
        )
    zone_of(head[2])
    on = _day(head[1], name)
    entries = tuple(_entries(lines[1:], on, head[2], name))
    _each_once(entries, name)
    return PlanText(on=on, zone=head[2], entries=tuple(sorted(entries)))


def _day(said: str, name: str) -> date:
    try:
        on = date.fromisoformat(said)
    except ValueError as error:
        raise InvalidInput(f"{name}, line 1", said, "a day, as 2015-05-12") from error
    if not is_in_reach(on):
        raise InvalidInput(f"{name}, line 1", said, IN_REACH)
    return on


def _entries(lines: Sequence[str], on: date, zone: str, name: str) -> Iterator[Entry]:
    for number, line in enumerate(lines, start=2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None or not _is_clock(found):
            raise InvalidInput(
                f"{name}, line {number}",
                line.strip(),
                "technician, begin, length, visit: kim 14:30 0:45 4417/1",
            )
        at = local_instant(on, (1440 if found[5] else 0) + 60 * int(found[2]) + int(found[3]), zone)
        if found[4]:
            at = at.astimezone(ZoneInfo(zone)).replace(fold=1).astimezone(UTC)
        yield Entry(
            technician=found[1],
            start_at=at,
            minutes=60 * int(found[6]) + int(found[7]),
            order=int(found[8]),
            ordinal=None if found[9] == _NEW else int(found[9]),
        )


def _is_clock(found: re.Match[str]) -> bool:
    length = 60 * int(found[6]) + int(found[7])
    return int(found[2]) < 24 and int(found[3]) < 60 and int(found[7]) < 60 and 0 < length <= 24 * 60


def _each_once(entries: Iterable[Entry], name: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.ordinal is not None and entry.label in seen:
            raise InvalidInput(name, entry.label, "each visit once")
        seen.add(entry.label)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Attributes:
    gone, come: lines of the one that the other does not have.
    """

    gone: tuple[Entry, ...]
    come: tuple[Entry, ...]

    def lines(self, plan: PlanText) -> Iterator[str]:
        """As people know it from `diff`: what goes, what comes, by technician and time."""
        both = [(entry, "-") for entry in self.gone] + [(entry, "+") for entry in self.come]
        for entry, sign in sorted(both, key=lambda one: (one[0], one[1])):
            yield f"{sign}{line_of(entry, plan)}"


def difference(one: PlanText, other: PlanText) -> Difference:
    """What has to be taken out of the one, and put in, to have the other."""
    before, after = frozenset(one.entries), frozenset(other.entries)
    return Difference(gone=tuple(sorted(before - after)), come=tuple(sorted(after - before)))
