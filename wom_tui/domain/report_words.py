"""What does somebody in the field say? A word from a closed list, and what belongs to it; anything else says nothing.

Pure, and never a guess: a word too many after "done" may be "done? no, still waiting".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from wom_tui.domain.report import WITH_WORDS, Act
from wom_tui.errors import InvalidInput

WORDS: Mapping[Act, tuple[str, ...]] = MappingProxyType(
    {
        Act.ACCEPT: ("accept", "accepted"),
        Act.TRAVEL: ("travel", "travelling", "traveling", "on the way", "on my way", "en route"),
        Act.ARRIVE: ("arrive", "arrived", "on site", "onsite"),
        Act.DONE: ("done", "finished"),
        Act.DECLINE: ("decline", "declined"),
        Act.FAIL: ("fail", "failed", "incomplete", "not done", "not finished"),
        Act.NOTE: ("note",),
    }
)
_ACTS = {word: act for act, words in WORDS.items() for word in words}
_SAID = re.compile(
    rf"({'|'.join(sorted(_ACTS, key=len, reverse=True))})(?![\w'-])[ \t]*[:,.;!]*\s*(.*)",
    re.DOTALL | re.IGNORECASE,
)
AHEAD = timedelta(minutes=5)  # a clock that is ahead a little is forgiven
_CLOCK = re.compile(r"(?:at )?([01]?[0-9]|2[0-3])[:.]([0-5][0-9])\.?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What was said.

    Attributes:
        words: the reason, or the note; empty for a step.
        clock: when it happened, on the clock there; None = now.
    """

    act: Act
    words: str = ""
    clock: time | None = None


def said_in(text: str) -> Said | None:
    """What a text says; None where it is not one thing that is known, and nothing else."""
    found = _SAID.fullmatch(text.strip())
    if found is None:
        return None
    act, words = _ACTS[found[1].casefold()], found[2].strip()
    if act in WITH_WORDS:
        return Said(act, words) if words else None
    clock = _CLOCK.fullmatch(words)
    if clock is not None:
        return Said(act, clock=time(int(clock[1]), int(clock[2])))
    return None if words else Said(act)


def at_clock(clock: time, now: datetime, zone: str) -> datetime:
    """The moment of today, where somebody is, at which their clock has shown that time.

    Raises:
        InvalidInput: it has not shown it yet.
    """
    there = ZoneInfo(zone)
    at = datetime.combine(now.astimezone(there).date(), clock, there).astimezone(UTC)
    if at > now + AHEAD:
        raise InvalidInput("at", f"{clock:%H:%M}", "a time that has come")
    return min(at, now)
