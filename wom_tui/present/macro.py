"""What is a macro, as it is written down: a name, and lines that could have been typed?"""

from __future__ import annotations

from typing import Any

from wom_tui.errors import InvalidInput
from wom_tui.present.saved_view import checked_name

VERBS = ("record", "stop", "play", "list", "drop")  # no macro is called like them
_MOST = 100  # lines


def lines_of(name: str, value: Any) -> tuple[str, ...]:
    """A macro as it was written down.

    Raises:
        InvalidInput: it was written otherwise.
    """
    checked_name(name, VERBS)
    lines = [value] if isinstance(value, str) else value
    if (
        not isinstance(lines, list)
        or not lines
        or not all(isinstance(line, str) and line.strip() for line in lines)
    ):
        raise InvalidInput("", value, 'lines: ["hold . parts +2h", "priority . 2"]')
    if len(lines) > _MOST:
        raise InvalidInput("", f"{len(lines)} lines", f"at most {_MOST}")
    if any(line.split()[0] == "macro" for line in lines):
        raise InvalidInput("", value, "no macro that plays another")
    return tuple(line.strip() for line in lines)
