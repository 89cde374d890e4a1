"""Which acts of the log are meant? `ann`, `who=ann hold`, `order=4417`, `door=import`, `since=14:30`, `4417`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.moments import moment
from wom_tui.errors import InvalidInput

KEYS = ("who", "door", "order", "since")


@dataclass(frozen=True)
class LogFilter:
    """All that is asked for has to be true of an act.

    Attributes:
        words: each stands somewhere in what the act says of itself, or in who did it.
        who, door: how the names begin.
        order: the act touched this order, its visits or what it requires.
        since: it was done then or later, in business time.
    """

    words: tuple[str, ...] = ()
    who: str = ""
    door: str = ""
    order: int | None = None
    since: datetime | None = None


def parse_log_filter(text: str, now: datetime, zone: str) -> LogFilter:
    """The filter that a text means.

    Args:
        now, zone: by which `since=14:30` is meant.

    Raises:
        InvalidInput: a word before `=` is none of the keys, an order is no number, a time is none.
    """
    words: list[str] = []
    said: dict[str, str] = {}
    for word in text.split():
        name, has_value, value = word.partition("=")
        if has_value and name:
            said[_key(name)] = value
        elif word.isdecimal():
            said["order"] = word
        else:
            words.append(word)
    number = said.get("order", "")
    if number and not (number.isdecimal() and len(number) <= 18):
        raise InvalidInput("order", number, "the number of an order")
    return LogFilter(
        words=tuple(words),
        who=said.get("who", ""),
        door=said.get("door", ""),
        order=int(number) if number else None,
        since=moment(said["since"], now=now, zone=zone, field="since") if "since" in said else None,
    )


def _key(name: str) -> str:
    found = [key for key in KEYS if key.startswith(name.lower())]
    if len(found) != 1:
        raise InvalidInput("filter", name, f"one of {', '.join(f'{key}=' for key in KEYS)}, or words")
    return found[0]
