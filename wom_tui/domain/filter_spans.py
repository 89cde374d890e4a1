"""How is it asked how long something lasts, or has lasted: `age>5d`, `waiting>10m`?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from wom_tui.domain.moments import duration_min
from wom_tui.errors import InvalidInput

_SPAN = re.compile(r"(\d{1,5})(min|m|h|d|w)", re.ASCII)
_UNITS = {
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}


def span_said(key: str, text: str) -> tuple[timedelta, timedelta]:
    """How long, and in which unit it was said: `5d` is up to six days.

    Args:
        key: what it is said of, as errors name it.

    Raises:
        InvalidInput: it is no span of time.
    """
    if found := _SPAN.fullmatch(text.lower().replace(" ", "")):
        unit = _UNITS[found[2]]
        return int(found[1]) * unit, unit
    try:
        return timedelta(minutes=duration_min(text)), _UNITS["m"]  # 0:25, 1h30
    except InvalidInput as error:
        raise InvalidInput(key, text, "how long, such as 90m, 3h, 5d or 2w") from error


def lasted(reads: Sequence[str], now: datetime) -> Callable[[Any], timedelta | None]:
    """From the one moment to the other; to now, as long as that has not come. None where it has not begun."""
    began_at, *ended = map(attrgetter, reads)

    def so_long(row: Any) -> timedelta | None:
        since = began_at(row)
        until = next((at for end in ended if (at := end(row)) is not None), now)
        return None if since is None else until - since

    return so_long
