"""Between which two moments? `08:00 now`, `08:00 14:00`, `yesterday 16:00`, `8 to 14:00`; one alone reaches to now."""

from __future__ import annotations

from datetime import datetime

from wom_tui.domain.moments import moment
from wom_tui.domain.reach import IN_REACH
from wom_tui.errors import InvalidInput

NOW = "now"


def two_moments(
    text: str, *, now: datetime, zone: str, field: str = "times"
) -> tuple[datetime, datetime | None]:
    """Return the earlier and the later of two moments; None = as things stand.

    Raises:
        InvalidInput: the text is neither one moment nor two, or one of them is still to come or out of reach.
    """
    words = text.lower().split()
    if "to" in words:
        at = words.index("to")
        halves = [(words[:at], words[at + 1 :])]
    else:  # a moment may be of several words, so that all of them may be one
        halves = [(words, [NOW]), *((words[:at], words[at:]) for at in range(1, len(words)))]
    for first, second in halves:
        if (found := _both(" ".join(first), " ".join(second), now, zone)) is not None:
            return found
    raise InvalidInput(
        field, text, "two moments that have been, such as 08:00 now, or yesterday 16:00 to 10:40"
    )


def _both(first: str, second: str, now: datetime, zone: str) -> tuple[datetime, datetime | None] | None:
    try:
        since = moment(first, now=now, zone=zone)
        until = None if second == NOW else moment(second, now=now, zone=zone)
    except InvalidInput as error:
        if error.expected == IN_REACH:
            raise
        return None
    if until is not None and until < since:
        since, until = until, since
    return None if max(since, until or since) > now or not first else (since, until)
